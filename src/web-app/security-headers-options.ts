import type { Duration } from 'aws-cdk-lib';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';

/** The headers that tell browsers what pages may do. */
export interface SecurityHeadersOptions {
  /**
   * The `Content-Security-Policy` of the site's files: what its pages may load, run and connect to.
   *
   * The default fits a front end whose scripts, styles, fonts and API come from its own origin, without inline scripts or styles. A service elsewhere
   * is added like this: `default-src 'self'; connect-src 'self' https://api.example.org; …`. Throws for an empty text, line breaks, and more than
   * 1783 characters, which is CloudFront's limit.
   *
   * @see https://www.w3.org/TR/CSP3/
   * @default "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
   */
  readonly contentSecurityPolicy?: string;

  /**
   * `X-Frame-Options`, for browsers that don't know `frame-ancestors` of the content security policy.
   *
   * @see https://www.rfc-editor.org/rfc/rfc7034
   * @default HeadersFrameOption.DENY
   */
  readonly frameOption?: cloudfront.HeadersFrameOption;

  /**
   * `Referrer-Policy`: how much of a page's address other sites see when it links to them.
   *
   * @see https://www.w3.org/TR/referrer-policy/
   * @default HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN
   */
  readonly referrerPolicy?: cloudfront.HeadersReferrerPolicy;

  /**
   * How long browsers use HTTPS for this host without being asked: `max-age` of `Strict-Transport-Security`, in seconds, on the site and its APIs.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6797
   * @default Duration.days(365)
   */
  readonly hstsMaxAge?: Duration;

  /**
   * Whether that holds for all subdomains of this host, too. Say so only if all of them have HTTPS.
   *
   * @default false
   */
  readonly hstsIncludeSubdomains?: boolean;

  /**
   * Whether browsers may ship with the host in their list. Throws without `hstsIncludeSubdomains` and a year of `hstsMaxAge`, which the list demands.
   *
   * @see https://hstspreload.org
   * @default false
   */
  readonly hstsPreload?: boolean;

  /**
   * Other headers of the site's files, such as `Permissions-Policy` or `Cross-Origin-Opener-Policy`. Ten at most.
   *
   * Throws for CORS headers, and those that have an option of their own here.
   *
   * @default - the site has no headers besides those of the options here
   */
  readonly customHeaders?: { [name: string]: string };
}
