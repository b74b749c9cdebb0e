import type { CorsError, CorsCheckError } from '../../browser';

/** Where a cause sits. */
export type Layer = 'REST API' | 'HTTP API' | 'CloudFront' | 'S3' | 'back end' | 'page';

/** What may be behind an error. */
export interface LikelyCause {
  readonly layer: Layer;
  readonly text: string;
  /** The rules that find it in a template. */
  readonly rules?: readonly string[];
  /** Read off the line itself, so that it comes before what is only likely. */
  readonly isCertain?: boolean;
}

/** What is known of an error. */
export interface Explanation {
  readonly means: string;
  /** The likeliest first. */
  readonly causes: readonly LikelyCause[];
}

const GATEWAY_ERROR: LikelyCause = {
  layer: 'REST API',
  text: 'API Gateway failed the request itself (401, 403, 429, 504, …), and its gateway responses have no CORS headers: the status and the body in the network tab tell which',
  rules: ['gateway-error-unreadable', 'gateway-response-without-headers', 'header-value-not-quoted', 'origin-echoed-in-one-case'],
};
const DOUBLED: readonly LikelyCause[] = [
  {
    layer: 'back end',
    text: 'the function and the layer before it both write the header, or it is in headers and in multiValueHeaders',
    rules: ['several-allow-origin-values'],
  },
  {
    layer: 'back end',
    text: 'several origins were joined with commas, which no browser takes: name the one that asks',
    rules: ['comma-joined-origins'],
  },
  {
    layer: 'CloudFront',
    text: 'a response headers policy adds its header to the origin\'s: let it override',
    rules: ['policy-without-override', 'several-allow-origin-values'],
  },
];
const INVALID: readonly LikelyCause[] = [
  {
    layer: 'REST API',
    text: 'the value isn\'t an origin: it has a path, a slash at its end, no scheme, or quotation marks of a mapping',
    rules: ['origin-never-matches', 'header-value-not-quoted'],
  },
  {
    layer: 'back end',
    text: 'the function sends an empty text, "undefined" or a list where the origin that asks should be',
    rules: ['comma-joined-origins'],
  },
];
const MISMATCH: readonly LikelyCause[] = [
  { layer: 'REST API', text: 'the value is fixed to one of several origins', rules: ['first-origin-only'] },
  {
    layer: 'CloudFront',
    text: 'an answer made for another page came out of the cache: Origin isn\'t in its key',
    rules: ['origin-not-in-cache-key', 'preflight-cached-for-others'],
  },
  {
    layer: 'REST API',
    text: 'the list has the origin as no browser sends it: a slash at the end, another scheme or port, upper case',
    rules: ['origin-never-matches'],
  },
  { layer: 'back end', text: 'the function answers every page with the same origin of its configuration', rules: ['first-origin-only'] },
];
const WILDCARD: readonly LikelyCause[] = [
  { layer: 'REST API', text: 'the API answers * and the page sends credentials: name the origin that asks', rules: ['wildcard-with-credentials'] },
  { layer: 'back end', text: 'the function or a library in it answers * by default', rules: ['wildcard-with-credentials'] },
  { layer: 'page', text: 'the page asks for credentials that it doesn\'t need: a token in Authorization needs none' },
];
const NO_CREDENTIALS: readonly LikelyCause[] = [
  {
    layer: 'back end',
    text: 'the response lacks Access-Control-Allow-Credentials: true, which only the preflight has',
    rules: ['credentials-on-preflight-only'],
  },
  { layer: 'REST API', text: 'the preflight lacks it, or says "True"; nothing but true counts', rules: ['credentials-on-preflight-only'] },
  { layer: 'page', text: 'the page asks for credentials that it doesn\'t need: a token in Authorization needs none' },
];

/** A check that preflights and responses both have to pass, for different causes. */
interface CheckExplanation {
  readonly means: string;
  readonly preflight: readonly LikelyCause[];
  readonly response: readonly LikelyCause[];
}

const CHECKS: Readonly<Record<CorsCheckError, CheckExplanation>> = {
  MissingAllowOriginHeader: {
    means: 'has no Access-Control-Allow-Origin. Without it no other origin may read the response',
    preflight: [
      { layer: 'REST API', text: 'no method answers OPTIONS on that path: 403 "Missing Authentication Token"', rules: ['preflight-without-method', 'api-without-cors', 'document-overwrites-methods'] },
      {
        layer: 'REST API',
        text: 'an authorizer, an API key, a resource policy or a validator refuses the preflight, which carries no token: 401 or 403',
        rules: ['preflight-behind-authorizer', 'preflight-needs-api-key', 'preflight-behind-resource-policy', 'preflight-needs-parameters'],
      },
      { layer: 'HTTP API', text: 'an ANY or $default route takes the preflight, with its authorizer', rules: ['preflight-captured-by-route'] },
      {
        layer: 'CloudFront',
        text: 'the behavior takes GET and HEAD only: 403 "not configured to allow the HTTP request method"',
        rules: ['behavior-refuses-method'],
      },
      {
        layer: 'CloudFront',
        text: 'the viewer\'s Host is forwarded to the API, which refuses it: 403 {"message":"Forbidden"}',
        rules: ['host-forwarded-to-api', 'stage-or-prefix-mismatch'],
      },
      { layer: 'CloudFront', text: 'Origin isn\'t forwarded, so that nothing behind CloudFront sees a preflight', rules: ['origin-not-forwarded'] },
      {
        layer: 'CloudFront',
        text: 'an error page answers: index.html where a preflight was asked for',
        rules: ['error-page-hides-api-error', 'site-function-on-api', 'api-path-falls-to-site'],
      },
      { layer: 'S3', text: 'the bucket has no CORS rule for that origin and method: 403 AccessForbidden' },
      {
        layer: 'back end',
        text: 'the function answers OPTIONS and leaves the header out, or the origin isn\'t on its list',
        rules: ['preflight-refused', 'origin-never-matches'],
      },
      { layer: 'REST API', text: 'the change isn\'t deployed: a stage serves what its deployment had', rules: ['stale-deployment', 'stage-not-deployed'] },
    ],
    response: [
      GATEWAY_ERROR,
      {
        layer: 'back end',
        text: 'the function leaves the header out: a preflight method doesn\'t put it on the actual response',
        rules: ['response-without-headers', 'response-unreadable'],
      },
      {
        layer: 'REST API',
        text: 'an integration response lacks the header, or the method response doesn\'t declare it',
        rules: ['response-without-headers', 'header-not-declared'],
      },
      { layer: 'HTTP API', text: 'the origin isn\'t among AllowOrigins, or the API failed the request itself', rules: ['origin-never-matches', 'origin-pattern-unsupported'] },
      {
        layer: 'CloudFront',
        text: 'an answer without the header came out of the cache, or Origin isn\'t forwarded',
        rules: ['origin-not-in-cache-key', 'origin-not-forwarded'],
      },
      {
        layer: 'CloudFront',
        text: 'an error page, a redirect or a refused method answered in the place of the API',
        rules: ['error-page-hides-api-error', 'edge-headers-missing-on-errors', 'api-path-falls-to-site', 'behavior-refuses-method'],
      },
      { layer: 'S3', text: 'the bucket has no CORS rule for that origin and method' },
    ],
  },
  MultipleAllowOriginValues: { means: 'has several values in Access-Control-Allow-Origin, and a browser takes one', preflight: DOUBLED, response: DOUBLED },
  InvalidAllowOriginValue: { means: 'has an Access-Control-Allow-Origin that isn\'t an origin', preflight: INVALID, response: INVALID },
  AllowOriginMismatch: { means: 'names another origin than the page\'s in Access-Control-Allow-Origin', preflight: MISMATCH, response: MISMATCH },
  WildcardOriginNotAllowed: { means: 'has Access-Control-Allow-Origin: *, which doesn\'t count for a request with credentials', preflight: WILDCARD, response: WILDCARD },
  InvalidAllowCredentials: { means: 'doesn\'t have Access-Control-Allow-Credentials: true, and the request has credentials', preflight: NO_CREDENTIALS, response: NO_CREDENTIALS },
};

const OTHERS: Readonly<Record<Exclude<CorsError, CorsCheckError | `Preflight${CorsCheckError}`>, Explanation>> = {
  PreflightInvalidStatus: {
    means: 'The answer to the preflight lets the origin in, and its status isn\'t 200 to 299. A preflight must succeed',
    causes: [
      {
        layer: 'REST API',
        text: 'the MOCK integration fails: binary media types (*/*) or a template without a status, 500',
        rules: ['preflight-fails-on-binary-types', 'preflight-mapping-fails'],
      },
      {
        layer: 'REST API',
        text: 'an authorizer, an API key, a resource policy or a validator refuses it, and the gateway response has the headers',
        rules: ['preflight-behind-authorizer', 'preflight-needs-api-key', 'preflight-behind-resource-policy', 'preflight-needs-parameters'],
      },
      { layer: 'REST API', text: 'no method answers OPTIONS, and the gateway response has the headers', rules: ['preflight-without-method'] },
      {
        layer: 'HTTP API',
        text: 'an ANY or $default route hands the preflight to an authorizer, or to a function that knows no OPTIONS',
        rules: ['preflight-captured-by-route', 'preflight-refused'],
      },
      {
        layer: 'CloudFront',
        text: 'a response headers policy puts the headers on an answer that refuses: the origin must answer OPTIONS',
        rules: ['behavior-refuses-method', 'preflight-refused'],
      },
    ],
  },
  PreflightDisallowedRedirect: {
    means: 'The preflight was redirected, and browsers follow no redirect of a preflight',
    causes: [
      {
        layer: 'CloudFront',
        text: 'the page calls http:, and the behavior redirects to https:; write https: into the page',
        rules: ['preflight-redirected'],
      },
      { layer: 'back end', text: 'the back end redirects to its sign-in page, or adds or removes a slash at the end', rules: ['preflight-refused'] },
      { layer: 'S3', text: 'the bucket is in another region than its name in the URL: 307' },
    ],
  },
  InvalidAllowMethodsPreflightResponse: {
    means: 'Access-Control-Allow-Methods of the preflight isn\'t a list of methods',
    causes: [
      {
        layer: 'REST API',
        text: 'the value has quotation marks, spaces or separators other than commas',
        rules: ['header-value-not-quoted', 'preflight-refused'],
      },
      { layer: 'back end', text: 'the function sends a list or an object where a text should be', rules: ['preflight-refused'] },
    ],
  },
  InvalidAllowHeadersPreflightResponse: {
    means: 'Access-Control-Allow-Headers of the preflight isn\'t a list of header names',
    causes: [
      {
        layer: 'REST API',
        text: 'the value has quotation marks, spaces or separators other than commas',
        rules: ['header-value-not-quoted', 'preflight-refused'],
      },
      { layer: 'back end', text: 'the function sends a list or an object where a text should be', rules: ['preflight-refused'] },
    ],
  },
  MethodDisallowedByPreflightResponse: {
    means: 'The preflight lets the origin in and doesn\'t list the method. Case counts: put isn\'t PUT, and * doesn\'t count with credentials',
    causes: [
      {
        layer: 'REST API',
        text: 'the preflight method of that path lists other methods',
        rules: ['method-not-allowed', 'method-name-in-wrong-case'],
      },
      { layer: 'HTTP API', text: 'AllowMethods leaves the method out', rules: ['method-not-allowed'] },
      { layer: 'page', text: 'the page writes patch in lower case, which is another method than PATCH', rules: ['method-name-in-wrong-case'] },
      { layer: 'CloudFront', text: 'a response headers policy lists other methods than the API has', rules: ['method-not-allowed'] },
      { layer: 'REST API', text: '* stands for the methods, and the page sends credentials', rules: ['wildcard-with-credentials'] },
    ],
  },
  HeaderDisallowedByPreflightResponse: {
    means: 'The preflight lets the origin in and doesn\'t list a header that the page sets. * doesn\'t count with credentials, and never covers Authorization',
    causes: [
      {
        layer: 'REST API',
        text: 'Access-Control-Allow-Headers leaves the header out: Content-Type with JSON, Authorization, X-Api-Key, a header for tracing',
        rules: ['header-not-allowed'],
      },
      { layer: 'HTTP API', text: 'AllowHeaders leaves the header out', rules: ['header-not-allowed'] },
      { layer: 'REST API', text: '* stands for Authorization', rules: ['wildcard-does-not-cover-authorization', 'wildcard-with-credentials'] },
      { layer: 'page', text: 'a library adds the header: X-Requested-With, sentry-trace, traceparent, Cache-Control' },
      { layer: 'S3', text: 'AllowedHeaders of the bucket\'s CORS rule leaves it out' },
    ],
  },
  CorsDisabledScheme: {
    means: 'The URL has no scheme that takes cross-origin requests, such as file:, or the redirect leads to one',
    causes: [
      { layer: 'page', text: 'the URL lacks https:// at its beginning, or the page was opened from a file: serve it' },
      { layer: 'back end', text: 'a redirect leads to a scheme that isn\'t a http:' },
    ],
  },
  RedirectContainsCredentials: {
    means: 'The redirect leads to a URL with a user name or a password in it, which cross-origin requests don\'t follow',
    causes: [{ layer: 'back end', text: 'the Location header has https://user:password@…; leave them out' }],
  },
};

/** What is known of each of Chromium's names. */
export const CORS_ERRORS: Readonly<Record<CorsError, Explanation>> = {
  ...OTHERS,
  ...Object.fromEntries(Object.entries(CHECKS).flatMap(([name, { means, preflight, response }]) => [
    [`Preflight${name}`, { means: `The answer to the preflight ${means}`, causes: preflight }],
    [name, { means: `The response ${means}. The request itself was carried out: a POST has taken effect`, causes: response }],
  ])) as Record<CorsCheckError | `Preflight${CorsCheckError}`, Explanation>,
};
