import type { KnownAnswer } from './known-answer';

/** What CloudFront and S3 answer. */
export const EDGE_ANSWERS: readonly KnownAnswer[] = [
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
    body: /unexpected token '?<|<!doctype html/i,
    means: 'The page asked for JSON and got HTML with status 200: the single-page app\'s index.html',
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
    body: /^(?:moved permanently|temporary redirect|TemporaryRedirect|PermanentRedirect)$/i,
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
    body: /could not (?:be satisfied|connect to the origin)|generated by cloudfront/i,
    means: 'CloudFront couldn\'t reach the origin, or its edge function answered with what isn\'t an answer',
    causes: [{ layer: 'CloudFront', text: 'the origin\'s name, certificate or port; the page sees a CORS error unless a response headers policy covers it' }],
  },
];
