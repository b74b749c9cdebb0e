import type { ProbeOptions } from '../../src/probe';
import {
  allowHeaders, cloudFrontPage, ERROR_AT_EDGE, FORBIDDEN, goodAnswer, goodPreflight, HIT_AT_EDGE, HTTP_API, httpApiError, INDEX, LAMBDA, MISS_AT_EDGE,
  MISSING_TOKEN, OTHER, PAGE, readable, REFUSED_METHOD, restError, s3Error, sitePage,
} from './answers';
import { type Behaviour, byMethod } from './zoo-keeper';

/** A live server, and what is to be said of it. */
export interface Animal {
  readonly name: string;
  readonly asked?: Partial<ProbeOptions>;
  readonly lives: Behaviour;
  /** The rules that are found, the one at fault first. */
  readonly rules: readonly string[];
}

const PUT: Partial<ProbeOptions> = { method: 'PUT', headers: [['content-type', 'application/json']] };
const SIGNED: Partial<ProbeOptions> = { headers: [['authorization', 'Bearer x']] };
const KNOWN = goodAnswer([PAGE]);
const withEdge = (answered: ReturnType<typeof restError>) => ({ ...answered, headers: [...answered.headers ?? [], ...ERROR_AT_EDGE] });

/** Preflights that fail. */
export const PREFLIGHT_ANIMALS: readonly Animal[] = [
  { name: 'a behavior of GET and HEAD', asked: PUT, lives: byMethod(REFUSED_METHOD, KNOWN), rules: ['behavior-refuses-method'] },
  { name: 'a behavior of GET and HEAD, asked by GET with a token', asked: SIGNED, lives: byMethod(REFUSED_METHOD, KNOWN), rules: ['behavior-refuses-method'] },
  { name: 'a bucket without CORS rules, instead of the API', asked: PUT, lives: byMethod(s3Error(403, 'AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.', MISS_AT_EDGE), s3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.')), rules: ['api-path-falls-to-site'] },
  { name: 'a bucket that refuses the method of the preflight', asked: PUT, lives: byMethod(s3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', MISS_AT_EDGE), KNOWN), rules: ['api-path-falls-to-site'] },
  { name: 'a bucket whose rules leave the page out', asked: SIGNED, lives: byMethod(s3Error(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource\'s CORS spec.'), KNOWN), rules: ['bucket-cors-lacks-method'] },
  { name: 'a bucket that gets no Origin', asked: SIGNED, lives: byMethod(s3Error(400, 'BadRequest', 'Insufficient information. Origin request header needed.', MISS_AT_EDGE), KNOWN), rules: ['origin-not-forwarded'] },
  { name: 'a REST API without OPTIONS', asked: PUT, lives: byMethod(MISSING_TOKEN, KNOWN), rules: ['preflight-without-method'] },
  { name: 'a REST API behind CloudFront under another prefix', asked: SIGNED, lives: () => withEdge(MISSING_TOKEN), rules: ['stage-or-prefix-mismatch'] },
  { name: 'an API that gets the viewer\'s Host', asked: SIGNED, lives: () => withEdge(FORBIDDEN), rules: ['host-forwarded-to-api'] },
  { name: 'a preflight that asks for an API key', asked: { headers: [['x-api-key', 'k']] }, lives: byMethod(FORBIDDEN, KNOWN), rules: ['preflight-needs-api-key'] },
  { name: 'a preflight behind an authorizer', asked: SIGNED, lives: byMethod(restError(401, 'UnauthorizedException', 'Unauthorized'), KNOWN), rules: ['preflight-behind-authorizer'] },
  { name: 'an authorizer that denies the preflight', asked: SIGNED, lives: byMethod(restError(403, 'AccessDeniedException', 'User is not authorized to access this resource with an explicit deny'), KNOWN), rules: ['preflight-behind-authorizer'] },
  { name: 'a resource policy that denies the preflight', asked: SIGNED, lives: byMethod(restError(403, 'AccessDeniedException', 'User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********1234:abc/prod/OPTIONS/items'), KNOWN), rules: ['preflight-behind-resource-policy'] },
  { name: 'a validator that refuses the preflight', asked: SIGNED, lives: byMethod(restError(400, 'BadRequestException', 'Missing required request parameters: [X-Tenant]'), KNOWN), rules: ['preflight-needs-parameters'] },
  { name: 'a MOCK under binary media types', asked: SIGNED, lives: byMethod(restError(500, 'InternalServerErrorException', 'Internal server error'), KNOWN), rules: ['preflight-fails-on-binary-types'] },
  { name: 'a MOCK without a template for the type', asked: SIGNED, lives: byMethod(restError(415, 'BadRequestException', 'Unsupported Media Type'), KNOWN), rules: ['preflight-mapping-fails'] },
  { name: 'an HTTP API whose ANY route has an authorizer', asked: SIGNED, lives: byMethod(httpApiError(401, 'Unauthorized'), KNOWN), rules: ['preflight-captured-by-route'] },
  { name: 'an HTTP API whose Lambda authorizer denies', asked: SIGNED, lives: byMethod(httpApiError(403, 'Forbidden'), KNOWN), rules: ['preflight-captured-by-route'] },
  { name: 'an HTTP API without the path', asked: SIGNED, lives: () => httpApiError(404, 'Not Found'), rules: ['stage-or-prefix-mismatch'] },
  { name: 'an HTTP API without a CORS configuration', asked: SIGNED, lives: byMethod({ status: 204, headers: HTTP_API }, readable([...HTTP_API])), rules: ['api-without-cors'] },
  { name: 'a redirect of http to https', asked: SIGNED, lives: byMethod({ status: 307, headers: ['Server: CloudFront', 'Location: https://api.example.com/items', 'X-Cache: Redirect from cloudfront'], body: '<html><head><title>307 Temporary Redirect</title></head><body><center><h1>307 Temporary Redirect</h1></center><hr><center>CloudFront</center></body></html>' }, KNOWN), rules: ['preflight-redirected'] },
  { name: 'a framework that knows no OPTIONS', asked: PUT, lives: byMethod({ status: 405, headers: ['Allow: GET, PUT', 'Content-Type: application/json'], body: '{"error":"method not allowed"}' }, KNOWN), rules: ['preflight-refused'] },
  { name: 'a gate at the edge', asked: SIGNED, lives: byMethod({ status: 401, headers: ['Server: CloudFront', 'WWW-Authenticate: Basic', 'X-Cache: FunctionGeneratedResponse from cloudfront'] }, KNOWN), rules: ['preflight-refused'] },
  { name: 'an error page of a single-page app', asked: PUT, lives: byMethod(sitePage(ERROR_AT_EDGE), KNOWN), rules: ['error-page-hides-api-error'] },
  { name: 'a list without the method', asked: { method: 'DELETE' }, lives: byMethod(goodPreflightOf('Access-Control-Allow-Methods: GET,POST'), KNOWN), rules: ['method-not-allowed'] },
  { name: 'a method in lower case', asked: { method: 'PUT' }, lives: byMethod(goodPreflightOf('Access-Control-Allow-Methods: get,put'), KNOWN), rules: ['method-name-in-wrong-case'] },
  { name: 'a list without the header', asked: { headers: [['x-tenant', 'a']] }, lives: byMethod(goodPreflightOf('Access-Control-Allow-Methods: GET', 'Access-Control-Allow-Headers: Content-Type'), KNOWN), rules: ['header-not-allowed'] },
  { name: 'a star for Authorization', asked: SIGNED, lives: byMethod(goodPreflightOf('Access-Control-Allow-Methods: *', 'Access-Control-Allow-Headers: *'), KNOWN), rules: ['wildcard-does-not-cover-authorization'] },
  { name: 'stars with credentials', asked: { method: 'PUT', credentials: true }, lives: byMethod(goodPreflightOf('Access-Control-Allow-Methods: *', 'Access-Control-Allow-Credentials: true'), KNOWN), rules: ['wildcard-with-credentials'] },
  {
    name: 'a stage that serves the preflights of an older policy',
    asked: SIGNED,
    lives: byMethod({ status: 204, headers: ['x-amzn-RequestId: a', 'x-amz-apigw-id: b', 'Access-Control-Allow-Origin: https://old.example.com', 'Access-Control-Allow-Methods: GET', 'Access-Control-Allow-Headers: authorization', 'Vary: Origin'] }, KNOWN),
    rules: ['stale-deployment'],
  },
  { name: 'one fixed origin', asked: SIGNED, lives: byMethod({ status: 204, headers: [`Access-Control-Allow-Origin: ${OTHER}`] }, readable([`Access-Control-Allow-Origin: ${OTHER}`])), rules: ['first-origin-only'] },
];

/** Answers that a page can't read. */
export const ANSWER_ANIMALS: readonly Animal[] = [
  { name: 'a function without the headers', lives: byMethod(goodPreflight([PAGE]), readable(LAMBDA)), rules: ['response-without-headers'] },
  { name: 'a function without the headers, after a preflight', asked: SIGNED, lives: byMethod(goodPreflight([PAGE]), readable([])), rules: ['response-without-headers'] },
  { name: 'a 401 without headers', asked: SIGNED, lives: byMethod(goodPreflight([PAGE]), restError(401, 'UnauthorizedException', 'Unauthorized')), rules: ['gateway-error-unreadable'] },
  { name: 'a 429 without headers', lives: byMethod(goodPreflight([PAGE]), restError(429, 'TooManyRequestsException', 'Too Many Requests')), rules: ['gateway-error-unreadable'] },
  { name: 'a 504 without headers', lives: byMethod(goodPreflight([PAGE]), restError(504, 'InternalServerErrorException', 'Endpoint request timed out')), rules: ['gateway-error-unreadable'] },
  { name: 'a 500 of an HTTP API without headers', lives: byMethod(goodPreflight([PAGE], [], HTTP_API), httpApiError(500, 'Internal Server Error')), rules: ['gateway-error-unreadable'] },
  { name: 'a 502 of CloudFront', lives: byMethod(goodPreflight([PAGE]), cloudFrontPage(502, 'CloudFront wasn\'t able to connect to the origin.')), rules: ['edge-headers-missing-on-errors'] },
  { name: 'a POST that needs no preflight, at a behavior of GET and HEAD', asked: { method: 'POST' }, lives: () => REFUSED_METHOD, rules: ['behavior-refuses-method'] },
  { name: 'a POST to a bucket', asked: { method: 'POST' }, lives: () => s3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', ERROR_AT_EDGE), rules: ['api-path-falls-to-site'] },
  { name: 'a GET that a bucket doesn\'t have', lives: () => s3Error(403, 'AccessDenied', 'Access Denied', ERROR_AT_EDGE), rules: ['api-path-falls-to-site'] },
  { name: 'index.html instead of an error', lives: () => sitePage(ERROR_AT_EDGE), rules: ['error-page-hides-api-error'] },
  { name: 'index.html of the site\'s behavior', lives: () => sitePage(MISS_AT_EDGE), rules: ['api-path-falls-to-site'] },
  { name: 'index.html for the site\'s own pages', asked: { pages: ['self'] }, lives: () => sitePage(ERROR_AT_EDGE), rules: ['error-page-hides-api-error'] },
  { name: 'index.html that any server gives', lives: () => ({ status: 200, headers: ['Content-Type: text/html; charset=utf-8', 'Access-Control-Allow-Origin: *'], body: INDEX }), rules: ['api-path-falls-to-site'] },
  { name: 'a wrong prefix, asked by GET', lives: () => withEdge(MISSING_TOKEN), rules: ['stage-or-prefix-mismatch'] },
  { name: 'a forwarded Host, asked by GET', lives: () => withEdge(FORBIDDEN), rules: ['host-forwarded-to-api'] },
  { name: 'a token that the distribution keeps', asked: SIGNED, lives: byMethod(goodPreflight([PAGE]), withEdge(restError(401, 'UnauthorizedException', 'Unauthorized'))), rules: ['authorization-not-forwarded'] },
  { name: 'two layers', lives: byMethod(goodPreflight([PAGE]), readable(['Access-Control-Allow-Origin: *', `Access-Control-Allow-Origin: ${PAGE}`])), rules: ['several-allow-origin-values'] },
  { name: 'two layers that say the same', lives: byMethod(goodPreflight([PAGE]), readable(['Access-Control-Allow-Origin: *, *'])), rules: ['several-allow-origin-values'] },
  { name: 'a list of origins', lives: byMethod(goodPreflight([PAGE]), readable([`Access-Control-Allow-Origin: ${PAGE},${OTHER}`])), rules: ['comma-joined-origins'] },
  { name: 'a star with credentials', asked: { credentials: true }, lives: byMethod(goodPreflight([PAGE]), readable(['Access-Control-Allow-Origin: *', 'Access-Control-Allow-Credentials: true'])), rules: ['wildcard-with-credentials'] },
  { name: 'a slash at the end', lives: byMethod(goodPreflight([PAGE]), readable([`Access-Control-Allow-Origin: ${PAGE}/`])), rules: ['origin-never-matches'] },
  { name: 'http for https', lives: byMethod(goodPreflight([PAGE]), readable(['Access-Control-Allow-Origin: http://app.example.com'])), rules: ['origin-never-matches'] },
  { name: 'an origin without its scheme', lives: byMethod(goodPreflight([PAGE]), readable(['Access-Control-Allow-Origin: app.example.com'])), rules: ['origin-never-matches'] },
  { name: 'quotes of a REST API', lives: byMethod(goodPreflight([PAGE]), readable([`Access-Control-Allow-Origin: '${PAGE}'`])), rules: ['origin-never-matches'] },
  { name: 'credentials on the preflight only', asked: { ...SIGNED, credentials: true }, lives: byMethod(goodPreflight([PAGE], ['Access-Control-Allow-Credentials: true']), KNOWN), rules: ['credentials-on-preflight-only'] },
  { name: 'a bucket without a rule', lives: () => ({ status: 200, headers: ['Content-Type: application/json', 'Server: AmazonS3', ...MISS_AT_EDGE], body: '{}' }), rules: ['bucket-without-cors'] },
  { name: 'an HTTP API without configuration, asked by GET', lives: byMethod({ status: 204, headers: HTTP_API }, readable(HTTP_API)), rules: ['api-without-cors'] },
  { name: 'a server that knows nothing of CORS', lives: () => readable([]), rules: ['response-unreadable'] },
];

/** What caches do. */
export const CACHE_ANIMALS: readonly Animal[] = [
  { name: 'an answer kept for another origin before', lives: byMethod(goodPreflight([PAGE]), (seen) => (seen.path.includes('cdk-cors-probe') ? goodAnswer([PAGE])(seen) : readable([`Access-Control-Allow-Origin: ${OTHER}`, ...HIT_AT_EDGE]))), rules: ['origin-not-in-cache-key'] },
  { name: 'a preflight kept for another origin', asked: SIGNED, lives: byMethod((seen) => (seen.path.includes('cdk-cors-probe') ? goodPreflight([PAGE])(seen) : { status: 204, headers: [`Access-Control-Allow-Origin: ${OTHER}`, ...HIT_AT_EDGE] }), KNOWN), rules: ['preflight-cached-for-others'] },
  { name: 'a cache that keeps what others got', lives: cacheOfOne(), rules: ['origin-not-in-cache-key'] },
  { name: 'a cache that keeps what the page got', lives: firstKept([PAGE]), rules: ['origin-not-in-cache-key'] },
  { name: 'a cache that keeps what the first of two pages got', asked: { pages: [PAGE, OTHER] }, lives: firstKept([PAGE, OTHER]), rules: ['origin-not-in-cache-key'] },
  { name: 'an answer that may be kept, without Vary', lives: byMethod(goodPreflight([PAGE]), ({ origin }) => readable(['Cache-Control: public, max-age=300', ...origin === PAGE ? [`Access-Control-Allow-Origin: ${PAGE}`] : []])), rules: ['missing-vary-with-caching'] },
];

/** Servers that let in whom they shouldn't. */
export const HOLE_ANIMALS: readonly Animal[] = [
  { name: 'every origin by its name, with credentials', lives: echoing(() => true, ['Access-Control-Allow-Credentials: true']), rules: ['reflected-origin'] },
  { name: 'every origin by its name', lives: echoing(() => true), rules: ['reflected-origin'] },
  { name: 'null', lives: echoing((origin) => origin === PAGE || origin === 'null'), rules: ['null-origin-allowed'] },
  { name: 'what begins as the page does', lives: echoing((origin) => origin.startsWith(PAGE)), rules: ['unanchored-origin-pattern'] },
  { name: 'what ends as the page does', lives: echoing((origin) => origin.endsWith('example.com')), rules: ['unanchored-origin-pattern'] },
  { name: 'a dot that stands for anything', lives: echoing((origin) => /^https:\/\/app.example.com$/.test(origin)), rules: ['unanchored-origin-pattern'] },
  { name: 'the plain http twin, with credentials', lives: echoing((origin) => origin === PAGE || origin === 'http://app.example.com', ['Access-Control-Allow-Credentials: true']), rules: ['foreign-page-allowed'] },
  { name: 'every subdomain, with credentials', lives: echoing((origin) => /^https:\/\/(?:[a-z0-9-]+\.)*app\.example\.com$/.test(origin), ['Access-Control-Allow-Credentials: true']), rules: ['foreign-page-allowed'] },
];

/** Servers of which nothing is to be said. */
export const HEALTHY_ANIMALS: readonly Animal[] = [
  { name: 'a REST API with one policy', lives: byMethod(goodPreflight([PAGE]), KNOWN), rules: [] },
  { name: 'the same, asked with a token', asked: SIGNED, lives: byMethod(goodPreflight([PAGE]), KNOWN), rules: [] },
  { name: 'the same, asked by PUT', asked: PUT, lives: byMethod(goodPreflight([PAGE]), KNOWN), rules: [] },
  { name: 'with credentials', asked: { ...PUT, credentials: true }, lives: byMethod(goodPreflight([PAGE], ['Access-Control-Allow-Credentials: true']), goodAnswer([PAGE], ['Access-Control-Allow-Credentials: true'])), rules: [] },
  { name: 'two pages', asked: { pages: [PAGE, OTHER] }, lives: byMethod(goodPreflight([PAGE, OTHER]), goodAnswer([PAGE, OTHER])), rules: [] },
  { name: 'a public API', lives: byMethod({ status: 204, headers: ['Access-Control-Allow-Origin: *', 'Access-Control-Allow-Methods: GET', 'Access-Control-Allow-Headers: content-type'] }, readable(['Access-Control-Allow-Origin: *', 'Cache-Control: max-age=60'])), rules: [] },
  { name: 'an HTTP API', lives: byMethod(goodPreflight([PAGE], [], HTTP_API), goodAnswer([PAGE], [], HTTP_API)), rules: [] },
  { name: 'a 404 that can be read', lives: byMethod(goodPreflight([PAGE]), (seen) => readable(allowHeaders(seen, [PAGE]), '{"message":"no such item"}', 404)), rules: [] },
  { name: 'a 401 of the gateway that can be read', asked: SIGNED, lives: byMethod(goodPreflight([PAGE]), (seen) => restError(401, 'UnauthorizedException', 'Unauthorized', allowHeaders(seen, [PAGE]))), rules: [] },
  { name: 'a 401 of the gateway that echoes the page, since it can\'t choose', asked: { credentials: true }, lives: byMethod(goodPreflight([PAGE], ['Access-Control-Allow-Credentials: true']), ({ origin }) => restError(401, 'UnauthorizedException', 'Unauthorized', [`Access-Control-Allow-Origin: ${origin}`, 'Access-Control-Allow-Credentials: true', 'Vary: Origin'])), rules: [] },
  { name: 'an API behind CloudFront, never kept', lives: byMethod(goodPreflight([PAGE], [], MISS_AT_EDGE), goodAnswer([PAGE], [], MISS_AT_EDGE)), rules: [] },
  { name: 'an API behind CloudFront, kept by origin', lives: byMethod(goodPreflight([PAGE], [], HIT_AT_EDGE), goodAnswer([PAGE], ['Cache-Control: max-age=60'], HIT_AT_EDGE)), rules: [] },
  { name: 'the API of the site\'s own pages', asked: { pages: ['self'] }, lives: () => readable(MISS_AT_EDGE), rules: [] },
  { name: 'HTML that the page asks for', asked: { headers: [['accept', 'text/html']] }, lives: byMethod(goodPreflight([PAGE]), (seen) => ({ status: 200, headers: ['Content-Type: text/html', ...allowHeaders(seen, [PAGE])], body: INDEX })), rules: [] },
  { name: 'one exact origin for everybody', lives: byMethod(goodPreflight([PAGE]), readable([`Access-Control-Allow-Origin: ${PAGE}`, 'Cache-Control: max-age=60'])), rules: [] },
  { name: 'one exact origin for everybody, with Vary, never out of a cache', lives: byMethod(goodPreflight([PAGE]), readable([`Access-Control-Allow-Origin: ${PAGE}`, 'Vary: Origin', ...MISS_AT_EDGE])), rules: [] },
  { name: 'a subdomain without credentials', lives: echoing((origin) => /^https:\/\/(?:[a-z0-9-]+\.)*app\.example\.com$/.test(origin)), rules: [] },
];

function goodPreflightOf(...headers: readonly string[]): Behaviour {
  return (seen) => ({ status: 204, headers: [...allowHeaders(seen, [PAGE]), ...headers] });
}

/** Lets in by a test of the origin, by its own name. */
function echoing(isAllowed: (origin: string) => boolean, more: readonly string[] = []): Behaviour {
  const headers = ({ origin }: { readonly origin?: string }) => [...origin !== undefined && isAllowed(origin) ? [`Access-Control-Allow-Origin: ${origin}`, ...more] : [], 'Vary: Origin'];
  return byMethod((seen) => ({ status: 204, headers: [...headers(seen), 'Access-Control-Allow-Methods: GET,PUT', 'Access-Control-Allow-Headers: content-type'] }), (seen) => readable(headers(seen)));
}

/** A cache that keeps what the last origin got, for all. */
function cacheOfOne(): Behaviour {
  let isPoisoned = false;
  return byMethod(goodPreflight([PAGE]), ({ origin }) => {
    isPoisoned ||= origin !== PAGE;
    return readable(isPoisoned ? HIT_AT_EDGE : [`Access-Control-Allow-Origin: ${PAGE}`, 'Vary: Origin', ...MISS_AT_EDGE]);
  });
}

/** A cache that keeps the first answer, for all. */
function firstKept(allowed: readonly string[]): Behaviour {
  let kept: readonly string[] | undefined;
  return byMethod(goodPreflight(allowed), (seen) => {
    const headers = kept ?? allowHeaders(seen, allowed);
    const answer = readable([...headers, ...kept === undefined ? MISS_AT_EDGE : HIT_AT_EDGE]);
    kept = headers;
    return answer;
  });
}
