import type { Duration } from 'aws-cdk-lib';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { CorsPolicy } from '../policy';

/** What becomes of the path prefix on the way to the API. */
export enum PathPrefix {
  /** The API doesn't see it: `/api/items` arrives as `/items`, and `/api` as `/`. A viewer-request CloudFront Function takes it off. */
  STRIP = 'STRIP',
  /** The API sees it: `/api/items` arrives as `/api/items`, so its routes must begin with `/api`. */
  KEEP = 'KEEP',
}

/** How CloudFront passes requests on to an API. */
export interface ApiBehaviorOptions {
  /**
   * Whether the API sees the path prefix under which the distribution serves it.
   *
   * Stripped by default, so that the API has the same paths here as at its own URL: CloudFront never takes a prefix off by itself, and an
   * API Gateway without a route for it answers 403 "Missing Authentication Token". What the API writes into `Location` headers and cookie
   * paths isn't changed.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html
   * @default PathPrefix.STRIP
   */
  readonly prefix?: PathPrefix;

  /**
   * The pages of other origins that may call this API through the distribution.
   *
   * CloudFront then owns the CORS headers: a viewer-request function answers preflights, a viewer-response function and a response headers
   * policy set `Access-Control-Allow-Origin`, `-Credentials` and `-Expose-Headers` on every other answer and replace the API's own. Pages of
   * the distribution itself need none of this. Throws together with `responseHeadersPolicy`.
   *
   * Answers of status 400 and above have their headers from the response headers policy alone, which compares origins in CloudFront's
   * way: a subdomain pattern may match more or fewer labels there, a part of a label stands for a whole one (`https://pr-*.example.com` for
   * `https://*.example.com`), and pages on IP addresses or custom schemes aren't matched.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
   * @default - in a `WebApp` its `cors`; elsewhere the API's own CORS headers pass through
   */
  readonly cors?: CorsPolicy;

  /**
   * The methods that CloudFront lets through.
   *
   * Throws for anything but `AllowedMethods.ALLOW_ALL`. Without OPTIONS no preflight arrives, without the others CloudFront
   * answers them with 403 before the API sees them.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesAllowedHTTPMethods
   * @default AllowedMethods.ALLOW_ALL
   */
  readonly allowedMethods?: cloudfront.AllowedMethods;

  /**
   * What CloudFront may keep of the API's answers to GET and HEAD.
   *
   * Throws for the managed policies whose key lacks what tells answers apart (CachingOptimized,
   * CachingOptimizedForUncompressedObjects), the managed ones that forward `Host` (Amplify, UseOriginCacheControlHeaders), and a `CachePolicy`
   * that keeps answers without `Authorization`, `Origin` and the query string in its key, or with `Host` in it. Cookies are yours to think of.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
   * @default CachePolicy.CACHING_DISABLED
   */
  readonly cachePolicy?: cloudfront.ICachePolicy;

  /**
   * What of the request reaches the API besides method, path and body.
   *
   * Throws for policies that forward `Host`, since API Gateway answers 403 to a host name that isn't its own. Accepted
   * all the same by `forUrl` for back ends outside AWS's own domains, which may tell their hosts apart.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
   * @default OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER
   */
  readonly originRequestPolicy?: cloudfront.IOriginRequestPolicy;

  /**
   * The headers that CloudFront adds to the API's answers or takes away from them.
   *
   * Throws together with `cors`: a behavior has one such policy, and CORS needs it.
   *
   * @default - in a `WebApp` HSTS, `X-Content-Type-Options`, `X-Frame-Options` and `Referrer-Policy`, elsewhere none
   */
  readonly responseHeadersPolicy?: cloudfront.IResponseHeadersPolicy;

  /**
   * Functions of your own, such as one that checks a token.
   *
   * Throws for one for an event that already has a function here. That is the viewer request when the prefix is stripped or with `cors`,
   * and the viewer response with `cors`.
   *
   * @default - none besides the ones that `prefix` and `cors` need
   */
  readonly functionAssociations?: cloudfront.FunctionAssociation[];

  /**
   * Headers that CloudFront adds to every request to the API, in place of those of the same name that came with it.
   *
   * A secret among them tells the API that a request came through CloudFront. `X-Forwarded-Host` tells a back end the host name
   * that browsers use, since `Host` is its own.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
   * @default - the API gets what the viewer sent and CloudFront's own headers
   */
  readonly customHeaders?: { [name: string]: string };

  /**
   * How long CloudFront waits for the API's answer, then for each further part of it; 504 after that. More than 60 seconds needs a higher quota.
   *
   * @default Duration.seconds(30)
   */
  readonly readTimeout?: Duration;

  /**
   * How long CloudFront keeps an idle connection to the API open. More than 60 seconds needs a higher quota.
   *
   * @default Duration.seconds(5)
   */
  readonly keepaliveTimeout?: Duration;

  /**
   * How often CloudFront tries to connect, from 1 to 3.
   *
   * @default 3
   */
  readonly connectionAttempts?: number;

  /**
   * How long CloudFront tries to connect each time, from 1 to 10 seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly connectionTimeout?: Duration;

  /**
   * The region of an Origin Shield in front of the API, such as `eu-central-1`: all edges then connect through it.
   *
   * @default - no Origin Shield
   */
  readonly originShieldRegion?: string;
}

/** How CloudFront passes requests on to an API Gateway API. */
export interface ApiGatewayBehaviorOptions extends ApiBehaviorOptions {
  /**
   * The stage to call, as its literal name. A `stage.stageName` is turned into the name that was written for the stage.
   *
   * Throws for names with a slash, and a stage together with `domainName`. Needed for imported REST APIs and for HTTP APIs without
   * a default stage: without it these are refused with an error, too.
   *
   * @default - a REST API's deployment stage; an HTTP API's `$default` stage, which has no path
   */
  readonly stageName?: string;

  /**
   * The region of the API. Throws together with `domainName`.
   *
   * @default - the region of the stack that the API is in or was imported into
   */
  readonly region?: string;

  /**
   * A custom domain of the API to call instead of its `execute-api` host, such as `api.example.com`. Needed when that host is disabled.
   *
   * Throws for what has a scheme, a port or a path.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
   * @default - the `execute-api` host
   */
  readonly domainName?: string;

  /**
   * The base path of the API's mapping on `domainName`, without slashes around it. Throws without `domainName`.
   *
   * @default - the API is mapped to the root of the domain
   */
  readonly basePath?: string;
}
