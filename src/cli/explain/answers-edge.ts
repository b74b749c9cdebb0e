import type { KnownAnswer } from './known-answer';

/** What CloudFront answers, or S3 where it stands for an API. */
export const EDGE_ANSWERS: readonly KnownAnswer[] = [
  {
    name: '403 ERROR "Request blocked", of CloudFront',
    statuses: [403],
    body: /request blocked|block access from your country|x-amzn-waf-action|aws ?waf/i,
    means: 'AWS WAF, or a geographic restriction, refused the request at CloudFront, before the origin: the API never saw it. Such answers have no CORS headers unless a response headers policy adds them',
    causes: [
      { layer: 'CloudFront', text: 'a rule of the web ACL matches: its sampled requests tell which. A rule that asks for a challenge or a CAPTCHA also blocks preflights, which can\'t solve one: let OPTIONS through' },
      { layer: 'CloudFront', text: 'a geographic restriction of the distribution' },
    ],
  },
  {
    name: '503 ERROR "The Lambda function associated with the CloudFront distribution is invalid or doesn\'t have the required permissions"',
    statuses: [503],
    body: /lambda function (?:associated with|returned|result)|LambdaExecutionError|LambdaValidationError|lambda@edge/i,
    means: 'A function of Lambda@Edge failed, may not be run, or answered with what isn\'t an answer. It isn\'t the origin, which may not have been asked',
    causes: [
      { layer: 'CloudFront', text: 'the function threw or took too long: its log is in the region that is next to the viewer' },
      { layer: 'CloudFront', text: 'its role isn\'t trusted by edgelambda.amazonaws.com, or a version isn\'t published' },
      { layer: 'CloudFront', text: 'it sets a header that it may not, or headers that aren\'t lists of { key, value }' },
    ],
  },
  {
    name: '503 FunctionExecutionError from cloudfront',
    statuses: [503],
    body: /FunctionExecutionError|FunctionValidationError|FunctionThrottled|cloudfront function (?:associated|returned|threw|result)/i,
    means: 'A CloudFront function failed, or answered with what isn\'t a request or a response. It isn\'t the origin',
    causes: [{ layer: 'CloudFront', text: 'test the function with the event of an OPTIONS request: its log is in us-east-1' }],
  },
  {
    name: 'FunctionGeneratedResponse or LambdaGeneratedResponse from cloudfront',
    statuses: [],
    body: /(?:Function|Lambda)GeneratedResponse/,
    means: 'A function at the edge answered itself, instead of the origin: a redirect, a password gate, a preflight',
    causes: [{ layer: 'CloudFront', text: 'let OPTIONS through in the function, and put the headers of CORS on what it answers itself', rules: ['preflight-refused', 'preflight-redirected', 'site-function-on-api'] }],
  },
  {
    name: '403 MissingKey "Missing Key-Pair-Id query parameter or cookie value"',
    statuses: [403],
    body: /missing key-pair-id|<Code>MissingKey|MissingKey/i,
    means: 'The behavior takes signed URLs or signed cookies only, and the request has neither. A preflight never has cookies: CloudFront lets OPTIONS through unsigned only where the behavior allows it',
    causes: [
      { layer: 'page', text: 'the request lacks credentials: include, or the cookies are for another domain, or SameSite keeps them back' },
      { layer: 'CloudFront', text: 'the path fell to the behavior with the key group', rules: ['api-path-falls-to-site'] },
    ],
  },
  {
    name: '421 Misdirected Request, of CloudFront',
    statuses: [421],
    body: /misdirected request|does not match the certificate/i,
    means: 'The Host of the request is for another distribution than the connection was opened to',
    causes: [{ layer: 'page', text: 'the name in the URL isn\'t an alias of that distribution' }],
  },
  {
    name: '403 "This distribution is not configured to allow the HTTP request method"',
    statuses: [403],
    body: /not configured to allow the HTTP request method|supports only cach?eable requests/i,
    means: 'The cache behavior of a distribution doesn\'t take the method. By default it takes GET and HEAD, so that preflights and POST are refused',
    causes: [
      { layer: 'CloudFront', text: 'AllowedMethods of the behavior aren\'t all seven', rules: ['behavior-refuses-method'] },
      { layer: 'CloudFront', text: 'the path fell to another behavior: /api isn\'t /api/*', rules: ['api-path-falls-to-site'] },
    ],
  },
  {
    name: '403 AccessForbidden "CORSResponse: CORS is not enabled for this bucket"',
    statuses: [403],
    body: /CORSResponse: CORS is not enabled/i,
    means: 'A preflight reached an S3 bucket that has no CORS configuration',
    causes: [
      {
        layer: 'CloudFront',
        text: 'a call to an API fell to the behavior of the site: /api isn\'t /api/*',
        rules: ['api-path-falls-to-site'],
      },
      { layer: 'S3', text: 'the bucket is meant to be asked, and has no CorsConfiguration' },
    ],
  },
  {
    name: '403 AccessForbidden "CORSResponse: This CORS request is not allowed"',
    statuses: [403],
    body: /CORSResponse: This CORS request is not allowed/i,
    means: 'No CORS rule of the S3 bucket has the origin, the method and the headers of the preflight',
    causes: [
      { layer: 'S3', text: 'AllowedOrigins, AllowedMethods or AllowedHeaders of the bucket leave one out' },
      {
        layer: 'CloudFront',
        text: 'the distribution doesn\'t forward Access-Control-Request-Method and -Headers: use the origin request policy CORS-S3Origin',
        rules: ['origin-not-forwarded'],
      },
    ],
  },
  {
    name: '400 "Insufficient information. Origin request header needed."',
    statuses: [400],
    body: /Insufficient information\. Origin request header needed/i,
    means: 'An OPTIONS without Origin reached an S3 bucket',
    causes: [{ layer: 'CloudFront', text: 'the distribution doesn\'t forward Origin to the bucket', rules: ['origin-not-forwarded'] }],
  },
  {
    name: '405 MethodNotAllowed',
    statuses: [405],
    body: /MethodNotAllowed|method is not allowed against this resource|method not allowed/i,
    means: 'An S3 bucket got a method that objects don\'t have, such as POST',
    causes: [
      {
        layer: 'CloudFront',
        text: 'a call to an API fell to the behavior of the site: /api isn\'t /api/*, and paths are case-sensitive',
        rules: ['api-path-falls-to-site', 'behavior-refuses-method'],
      },
      { layer: 'back end', text: 'the back end has the path and not the method; many frameworks answer OPTIONS so', rules: ['preflight-refused'] },
    ],
  },
  {
    name: '403 AccessDenied (XML)',
    statuses: [403],
    body: /<Code>AccessDenied|^AccessDenied$|<Error>.*Access Denied/is,
    means: 'An S3 bucket doesn\'t have the object, or doesn\'t let the distribution read it. Without s3:ListBucket a missing object is 403, not 404',
    causes: [
      {
        layer: 'CloudFront',
        text: 'a call to an API, or a page of a single-page app, fell to the behavior of the site',
        rules: ['api-path-falls-to-site'],
      },
      { layer: 'S3', text: 'the bucket policy doesn\'t let the distribution in' },
    ],
  },
  {
    name: 'Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON',
    statuses: [200],
    body: /unexpected token '?<|<!doctype html|expected a javascript(?:-or-wasm)? module script|mime type (?:of )?\W*text\/html|'text\/html' is not a valid javascript/i,
    means: 'The page asked for JSON, a module or a style sheet and got HTML with status 200: the single-page app\'s index.html, the fallback for what isn\'t there',
    causes: [
      {
        layer: 'CloudFront',
        text: 'an error page of the distribution, which holds for the API as well, turned its 403 or 404 into index.html',
        rules: ['error-page-hides-api-error'],
      },
      { layer: 'CloudFront', text: 'the function that routes the pages stands before the API too', rules: ['site-function-on-api'] },
      { layer: 'CloudFront', text: 'the call fell to the behavior of the site: /api isn\'t /api/*', rules: ['api-path-falls-to-site'] },
    ],
  },
  {
    name: '301, 302, 307 or 308, a redirect',
    statuses: [301, 302, 303, 307, 308],
    body: /ERR_TOO_MANY_REDIRECTS|ERR_UNSAFE_REDIRECT|Non-Authoritative-Reason|^(?:moved permanently|found|see other|temporary redirect|permanent redirect|TemporaryRedirect|PermanentRedirect)$/i,
    means: 'A browser follows no redirect of a preflight, and a redirect to another origin makes the page\'s origin null',
    causes: [
      { layer: 'CloudFront', text: 'the page calls http:, and the behavior redirects to https:', rules: ['preflight-redirected'] },
      { layer: 'back end', text: 'the back end redirects to its sign-in page, or adds or removes a slash at the end', rules: ['preflight-refused'] },
      { layer: 'S3', text: 'the bucket is in another region than its name in the URL: 307' },
    ],
  },
  {
    name: '502 or 504 "The request could not be satisfied", of CloudFront',
    statuses: [502, 504],
    body: /could ?n[o']t (?:be satisfied|connect to the origin)|generated by cloudfront|wasn't able to (?:resolve|connect)|either the attempt failed or the origin closed|error from cloudfront|can't connect to the server for this app/i,
    means: 'CloudFront couldn\'t reach the origin, or its edge function answered with what isn\'t an answer',
    causes: [{ layer: 'CloudFront', text: 'the origin\'s name, certificate or port; the page sees a CORS error unless a response headers policy covers it' }],
  },
];
