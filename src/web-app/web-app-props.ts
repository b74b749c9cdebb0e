import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { CorsPolicy } from '../policy';
import type { ApiBehavior } from './api-behavior';
import type { SecurityHeadersOptions } from './security-headers-options';
import type { Site, SiteRouting } from './site';

/** Properties of `WebApp`. */
export interface WebAppProps {
  /**
   * Where the site's files come from.
   *
   * @default - an empty bucket of the `WebApp`'s own, to be filled by `deploySite` or from outside
   */
  readonly site?: Site;

  /**
   * What the site answers to paths that aren't files, by a viewer-request function on the site alone. APIs keep their own 403 and 404.
   *
   * @default SiteRouting.SINGLE_PAGE
   */
  readonly routing?: SiteRouting;

  /**
   * The APIs behind the same distribution, by path prefix: `{ '/api': ApiBehavior.forRestApi(api) }` serves `/api` and `/api/*`. The site's pages call them
   * without CORS.
   *
   * Throws for prefixes that overlap, what `ApiBehavior.behaviors` refuses, and at synth files of the site below a prefix, which couldn't be reached.
   *
   * @default - none, until `addApi`
   */
  readonly apis?: { [pathPrefix: string]: ApiBehavior };

  /**
   * The pages of other origins that may call the APIs. The site's own pages need no permission.
   *
   * CloudFront answers preflights and sets the CORS headers of every answer, errors included, in place of what the APIs send. See
   * `ApiBehaviorOptions.cors` for how it compares origins, and to give one API a policy of its own. Refused at synth with an error without an API.
   *
   * @default - no CORS header is added or replaced
   */
  readonly cors?: CorsPolicy;

  /**
   * The pages of other origins that may load the site's own files with CORS: fonts, modules, data that they fetch. The site's own pages need no permission.
   *
   * CloudFront sets `Access-Control-Allow-Origin`, `-Credentials` and `-Expose-Headers` of every answer of the site, and `Vary: Origin`. Files are read by GET and
   * HEAD: a request that needs a preflight is refused, whatever the policy's methods and headers are. A 404 has its headers from a response headers policy, which
   * compares origins in CloudFront's way, see `ApiBehaviorOptions.cors`. Refused with an error: what isn't a `CorsPolicy`.
   *
   * @see https://html.spec.whatwg.org/multipage/urls-and-fetching.html#cors-settings-attributes
   * @default - none: browsers load the site's scripts, styles and images elsewhere, and no fonts, modules or data
   */
  readonly siteCors?: CorsPolicy;

  /**
   * The site's own host names, such as `app.example.com`. DNS records for them are yours to make.
   *
   * Throws for an empty list, what has a scheme, a port or a path, and host names without a `certificate`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
   * @default - the distribution's host name under cloudfront.net
   */
  readonly domainNames?: string[];

  /**
   * The certificate for `domainNames`, of the region us-east-1. TLS 1.2 is then the least that is accepted. Throws without `domainNames`.
   *
   * @default - CloudFront's own certificate
   */
  readonly certificate?: acm.ICertificate;

  /**
   * The ARN of an AWS WAF web ACL for CloudFront, which is in us-east-1.
   *
   * @default - no web ACL
   */
  readonly webAclId?: string;

  /**
   * Whether each request is logged, to a bucket that is made for it: those to CloudFront, and below `s3/` those to the bucket that is made for the site.
   *
   * @default - true if there is an `accessLogsBucket`, otherwise false
   */
  readonly accessLogs?: boolean;

  /**
   * The bucket that access logs go to. Its ACLs must be enabled (`objectOwnership: BUCKET_OWNER_PREFERRED`), since CloudFront writes by ACL. An imported one
   * gets CloudFront's logs only.
   *
   * Throws for a bucket of this app whose ACLs are disabled, and a bucket together with `accessLogs: false`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
   * @default - a new bucket, if `accessLogs` is true
   */
  readonly accessLogsBucket?: s3.IBucket;

  /**
   * What the names of CloudFront's log files begin with. Throws without logs.
   *
   * @default 'cloudfront/'
   */
  readonly accessLogsPrefix?: string;

  /**
   * Where CloudFront serves from: fewer places cost less and are further away.
   *
   * @default PriceClass.PRICE_CLASS_ALL
   */
  readonly priceClass?: cloudfront.PriceClass;

  /**
   * The countries that are served, or that aren't.
   *
   * @default - all are served
   */
  readonly geoRestriction?: cloudfront.GeoRestriction;

  /**
   * The security headers of the site's pages: content security policy, HSTS, framing, referrers.
   *
   * @default - the defaults of each header
   */
  readonly securityHeaders?: SecurityHeadersOptions;

  /**
   * A note on the distribution, of at most 128 characters.
   *
   * @default - the path of the construct
   */
  readonly comment?: string;

  /**
   * A path of an API at the distribution, such as `/api/items`: adds an output with the command that asks it as pages would once it is deployed,
   * `npx cdk-cors probe https://d111111abcdef8.cloudfront.net/api/items --page-origin https://app.example.com`.
   *
   * The pages are those of the policy of `cors`, or the site itself where there is none. Throws for what can't be called as it is written, such as a path with a variable.
   *
   * @default - no output
   */
  readonly probePath?: string;

  /**
   * Whether the distribution has IPv6 addresses, too.
   *
   * @default true
   */
  readonly enableIpv6?: boolean;

  /**
   * What becomes of the buckets that are made here when they are removed from the stack. With `RemovalPolicy.DESTROY` their contents are deleted as well.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
