import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { checkIsPolicy, checkType, checkTypes, refuse, shown } from '../policy';
import { type ApiBehaviorOptions, type ApiGatewayBehaviorOptions, PathPrefix } from './api-behavior-options';
import { type ApiEdge, type ApiEdgeDefaults, apiFunctions, apiHeaders } from './api-edge';
import { ApiOrigin } from './api-origin';
import { type ApiTarget, httpApiTarget, restApiTarget, urlTarget } from './api-target';
import { allowedMethodsFinding, cachePolicyFinding, originRequestPolicyFinding } from './behavior-guards';
import { functionUrlTarget } from './function-url-target';
import { checkPathPrefix, ROOT } from './path-prefix';

/**
 * An API behind a CloudFront distribution, under a path of its own: all methods, no caching, everything of the request but `Host`, HTTPS only.
 *
 * Pages of the distribution then call it without CORS, since it has their origin.
 *
 * ```ts
 * declare const api: apigateway.RestApi;
 * declare const site: cloudfront.IOrigin;
 * new cloudfront.Distribution(this, 'Distribution', {
 *   defaultBehavior: { origin: site },
 *   additionalBehaviors: ApiBehavior.forRestApi(api).behaviors(this, '/api'),
 * });
 * ```
 *
 * A distribution with such a behavior is refused at synth with an error if it has `errorResponses` that replace answers, since these apply to the API's errors, too.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html
 */
export class ApiBehavior {
  /**
   * A REST API of API Gateway, made here or imported.
   *
   * The stage is named by its literal name, so that the API's CORS may name the distribution without a dependency cycle. An API that
   * is edge-optimized gets the warning `cdk-cors:edgeApiBehindCloudFront`.
   *
   * @param api refused with an error: a private API, one whose `execute-api` endpoint is disabled unless `domainName` is given, and one whose stage isn't known
   * @param options refused with an error: what the options say they refuse
   */
  public static forRestApi(api: apigateway.IRestApi, options: ApiGatewayBehaviorOptions = {}): ApiBehavior {
    return new ApiBehavior(restApiTarget(api, options), options);
  }

  /**
   * An HTTP API of API Gateway, made here or imported.
   *
   * @param api refused with an error: a WebSocket API, one whose `execute-api` endpoint is disabled unless `domainName` is given, and one without a default stage unless `stageName` is given
   * @param options refused with an error: what the options say they refuse
   */
  public static forHttpApi(api: apigatewayv2.IHttpApi, options: ApiGatewayBehaviorOptions = {}): ApiBehavior {
    return new ApiBehavior(httpApiTarget(api, options), options);
  }

  /**
   * Any API that CloudFront can reach by HTTPS: a load balancer, a service outside AWS, a function URL that anybody may call.
   *
   * The API sees its own host name in `Host`. Where it checks the `Origin` header against that, as some frameworks do for requests
   * that browsers mark with `Origin` on the same origin too (POST, PUT, PATCH, DELETE), tell it the public host by `customHeaders: { 'X-Forwarded-Host': … }`.
   *
   * @param url such as `https://backend.example.com` or `https://backend.example.com:8443/base`; the path is put in front of every request's path.
   * Of a value that is only known at deploy time as a whole, just the host counts: it must be an https URL without port and path.
   * Throws for http, a query, a fragment, user info, an IP address
   * @param options refused with an error: what the options say they refuse
   */
  public static forUrl(url: string, options: ApiBehaviorOptions = {}): ApiBehavior {
    const target = urlTarget(url);
    return new ApiBehavior(() => target, options);
  }

  /**
   * A Lambda function by its function URL, which CloudFront alone may call: an origin access control signs its requests.
   *
   * Two things follow from the signature. It takes the place of the `Authorization` header, so that pages must send tokens in another header or a cookie.
   * And a request with a body must have its SHA-256 in `x-amz-content-sha256`, in hexadecimal, which pages have to compute.
   *
   * @param url with the auth type AWS_IAM; it needs no `cors`. Throws for the auth type NONE, whose URL anybody could call past CloudFront
   * @param options refused with an error: what the options say they refuse
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html
   */
  public static forFunctionUrl(url: lambda.IFunctionUrl, options: ApiBehaviorOptions = {}): ApiBehavior {
    const target = functionUrlTarget(url);
    return new ApiBehavior(() => target, options);
  }

  private constructor(private readonly targetFor: (scope: Construct) => ApiTarget, private readonly options: ApiBehaviorOptions) {
    checkTypes('the options of an ApiBehavior', options, {
      readTimeout: 'duration',
      keepaliveTimeout: 'duration',
      connectionTimeout: 'duration',
      functionAssociations: 'list',
      customHeaders: 'object',
      originShieldRegion: 'text',
      allowedMethods: 'methods',
      cachePolicy: 'cdk',
      originRequestPolicy: 'cdk',
      responseHeadersPolicy: 'cdk',
    });
    if (options.prefix !== undefined && options.prefix !== PathPrefix.STRIP && options.prefix !== PathPrefix.KEEP) {
      refuse('unknownPathPrefixMode', `prefix must be PathPrefix.STRIP or PathPrefix.KEEP, got ${shown(options.prefix)}`);
    }
    if (options.cors !== undefined) {
      checkIsPolicy(options.cors, 'cors');
    }
    if (options.cors !== undefined && options.responseHeadersPolicy !== undefined) {
      refuse('responseHeadersPolicyWithCors',
        'a behavior has one response headers policy, and cors makes one; leave out responseHeadersPolicy, or put the CORS headers into it and leave out cors');
    }
    throwFinding(options.allowedMethods && allowedMethodsFinding(options.allowedMethods.methods));
  }

  /**
   * The behaviors for `additionalBehaviors` of a distribution: of the prefix itself and of everything below it, e.g. `/api` and `/api/*`.
   *
   * @param scope where the functions and the policy that the behaviors need are made; the distribution's own scope
   * @param pathPrefix such as `/api`, or `/` for a distribution that is nothing but the API's: its one behavior is for all paths. Throws for no slash at the start, a slash at the end, wildcards, and what would need escaping in a URL
   */
  public behaviors(scope: Construct, pathPrefix: string): { [pathPattern: string]: cloudfront.BehaviorOptions } {
    checkType('scope', scope, 'construct');
    return this._behaviors(scope, pathPrefix, {});
  }

  /**
   * The `defaultBehavior` of a distribution that is nothing but the API's.
   *
   * @param scope where the functions and the policy that the behavior needs are made; the distribution's own scope
   */
  public defaultBehavior(scope: Construct): cloudfront.BehaviorOptions {
    return this.behaviors(scope, ROOT)['/*'];
  }

  /**
   * Puts the API behind a distribution that exists already, after the behaviors it has.
   *
   * @param distribution where the functions and the policy that the behaviors need are made, too
   * @param pathPrefix such as `/api`. Throws for what `behaviors` refuses
   */
  public addTo(distribution: cloudfront.Distribution, pathPrefix: string): void {
    checkType('distribution', distribution, 'construct');
    for (const [pathPattern, { origin, ...options }] of Object.entries(this._behaviors(distribution, pathPrefix, {}))) {
      distribution.addBehavior(pathPattern, origin, options);
    }
  }

  /** @internal */
  public _behaviors(scope: Construct, pathPrefix: string, defaults: ApiEdgeDefaults): { [pathPattern: string]: cloudfront.BehaviorOptions } {
    if (pathPrefix !== ROOT) {
      checkPathPrefix(pathPrefix);
    }
    const target = this.targetFor(scope);
    const edge: ApiEdge = {
      scope,
      pathPrefix,
      stripsPrefix: pathPrefix !== ROOT && this.options.prefix !== PathPrefix.KEEP,
      securityHeaders: defaults.securityHeaders,
      cors: this.options.cors ?? defaults.cors,
      ownCors: this.options.cors !== undefined,
    };
    const behavior: cloudfront.BehaviorOptions = {
      // One for both patterns: CloudFront's origins count (rule 122), and the distribution knows an origin again by identity.
      origin: new ApiOrigin(target, this.options),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: this.cachePolicy(target),
      originRequestPolicy: this.originRequestPolicy(target),
      // A redirect makes a preflight fail (rule 85), and a request that was sent in clear text has told its secrets already.
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      compress: true,
      responseHeadersPolicy: this.responseHeadersPolicy(edge),
      functionAssociations: this.functionAssociations(edge),
    };
    return pathPrefix === ROOT ? { '/*': behavior } : { [pathPrefix]: behavior, [`${pathPrefix}/*`]: behavior };
  }

  private cachePolicy(target: ApiTarget): cloudfront.ICachePolicy {
    const policy = this.options.cachePolicy ?? cloudfront.CachePolicy.CACHING_DISABLED;
    throwFinding(cachePolicyFinding(policy.cachePolicyId, target.needsOwnHost, policy));
    return policy;
  }

  private originRequestPolicy(target: ApiTarget): cloudfront.IOriginRequestPolicy {
    const policy = this.options.originRequestPolicy ?? cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER;
    throwFinding(target.needsOwnHost ? originRequestPolicyFinding(policy.originRequestPolicyId, policy) : undefined);
    return policy;
  }

  private responseHeadersPolicy(edge: ApiEdge): cloudfront.IResponseHeadersPolicy | undefined {
    if (this.options.responseHeadersPolicy !== undefined && edge.cors !== undefined) {
      refuse('responseHeadersPolicyWithCors',
        `the API under ${shown(edge.pathPrefix)} has a responseHeadersPolicy, but the cors of the WebApp needs that place; leave out one of the two`);
    }
    return this.options.responseHeadersPolicy ?? apiHeaders(edge);
  }

  private functionAssociations(edge: ApiEdge): cloudfront.FunctionAssociation[] | undefined {
    const own = apiFunctions(edge);
    for (const association of this.options.functionAssociations ?? []) {
      if (own.some((one) => one.eventType === association.eventType)) {
        refuse('functionTaken',
          `functionAssociations has a function for ${shown(association.eventType)}, but CloudFront runs one function an event, and taking the prefix ` +
          'off or cors needs it; use prefix: PathPrefix.KEEP and no cors, or do the work of yours in the API');
      }
    }
    const all = [...own, ...this.options.functionAssociations ?? []];
    return all.length === 0 ? undefined : all;
  }
}

function throwFinding(finding: string | undefined): void {
  if (finding !== undefined) throw new Error(finding);
}
