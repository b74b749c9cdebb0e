import { isUnknown, type Maybe, Unknown } from '../../template';
import { type HeaderList, headerOf, type HttpResponse, type MoreHeaders } from '../kernel/message';
import { Undecided } from '../kernel/unknown-response';
import type { CorsConfiguration } from './api';
import type { Exchange } from './exchange';

/** All that a CORS configuration can write. */
const CORS_HEADERS = ['origin', 'credentials', 'expose-headers', 'methods', 'headers', 'max-age'].map(nameOf);

/** What else a reader of an answer may look for: settled where only CORS headers or Vary aren't known. */
const OTHER_HEADERS = ['cache-control', 'content-encoding', 'content-length', 'content-type', 'etag', 'expires', 'last-modified', 'location', 'set-cookie',
  'www-authenticate'];

type CorsHeaders = ReadonlyArray<readonly [name: string, value: Maybe<string>]>;

/** Leaves everything undecided where an API with this configuration can't be deployed. */
export function checkDeployable(cors: CorsConfiguration, exchange: Exchange): void {
  const pattern = cors.allowOrigins.find((origin) => !isUnknown(origin) && /\*/.test(origin) && !/^(?:https?:\/\/)?\*$/.test(origin));
  if (pattern !== undefined && exchange.reading(68) === 'refused') {
    exchange.reading(68, `CloudFormation refuses the origin ${JSON.stringify(pattern)}: an entry is one origin, "*", "https://*" or "http://*"`);
    throw new Undecided(new Unknown(`${cors.path}/AllowOrigins`, `the API can't be deployed with the origin ${JSON.stringify(pattern)}; name each origin`));
  }
  if (cors.allowCredentials === true && cors.allowOrigins.includes('*') && exchange.reading(69) === 'refused') {
    exchange.reading(69, 'CloudFormation refuses AllowCredentials together with the origin "*"');
    throw new Undecided(new Unknown(`${cors.path}/AllowCredentials`, 'the API can\'t be deployed with credentials and any origin; name the origins'));
  }
}

/**
 * The answer that API Gateway gives to OPTIONS by itself: 204 with nothing else (rule 64), and for a preflight of an origin that is listed the
 * configured CORS headers (rules 66, 67).
 */
export function automaticPreflight(cors: Maybe<CorsConfiguration> | undefined, exchange: Exchange): HttpResponse {
  const bare: HttpResponse = { status: 204, headers: [] };
  if (!exchange.isPreflight || cors === undefined) return bare;
  if (isUnknown(cors)) return { ...bare, moreHeaders: { because: cors, except: [...OTHER_HEADERS, 'vary'] } };
  const allowed = allowsRequested(cors, exchange.request.headers);
  if (allowed !== true) {
    const reading = exchange.reading(73, 'the preflight asks for a method or a header that isn\'t listed, and no dump shows what is answered then');
    if (reading === 'matching') {
      return isUnknown(allowed) ? { ...bare, moreHeaders: { because: allowed, except: [...OTHER_HEADERS, 'vary'] } } : bare;
    }
  }
  return withCors(bare, cors, preflightHeaders(cors, exchange), exchange);
}

/**
 * The CORS headers of the configuration on the response of an integration. What the back end wrote of them is ignored (rule 66), but passes where
 * the API has no configuration.
 */
export function overlay(response: HttpResponse, exchange: Exchange): HttpResponse {
  const { cors } = exchange.api;
  if (cors === undefined) return response;
  const isOptions = exchange.request.method === 'OPTIONS';
  if (isOptions && exchange.isPreflight) {
    const reading = exchange.reading(71, 'a route took the preflight, so that the integration decides its status');
    if (reading === 'backend') return response;
  }
  const clean = { ...response, headers: response.headers.filter(([name]) => !/^access-control-/i.test(name)) };
  if (exchange.origin === undefined || (isOptions && !exchange.isPreflight)) return withNoCors(clean);
  if (isUnknown(cors)) return { ...clean, moreHeaders: { because: cors, except: exceptCors(clean) } };
  return withCors(clean, cors, exchange.isPreflight ? preflightHeaders(cors, exchange) : responseHeaders(cors, exchange), exchange);
}

/**
 * A response that the gateway makes itself: whether it carries CORS headers isn't recorded (rule 72). It certainly carries none where the API has no
 * configuration or the origin isn't listed.
 */
export function onGatewayError(response: HttpResponse, exchange: Exchange): HttpResponse {
  const { cors } = exchange.api;
  if (cors === undefined || exchange.origin === undefined) return response;
  if (isUnknown(cors)) return { ...response, moreHeaders: { because: cors, except: exceptCors(response) } };
  const origin = allowedOrigin(cors, exchange.origin);
  if (origin === undefined) return response;
  const reading = exchange.reading(72, 'no dump shows whether the errors that an HTTP API makes itself carry the configured CORS headers');
  switch (reading) {
    case 'bare': return response;
    case 'cors': return withCors(response, cors, responseHeaders(cors, exchange), exchange);
    default: return { ...response, moreHeaders: { because: isUnknown(origin) ? origin : unknownErrorHeaders(cors), except: exceptCors(response) } };
  }
}

function unknownErrorHeaders(cors: CorsConfiguration): Unknown {
  return new Unknown(cors.path, 'whether errors that an HTTP API makes itself carry CORS headers is not documented (rule 72); a live call would tell');
}

/** The `Access-Control-Allow-Origin` for an origin (rule 68); undefined where it isn't listed. */
function allowedOrigin(cors: CorsConfiguration, origin: string): Maybe<string> | undefined {
  const { allowOrigins } = cors;
  if (allowOrigins.includes('*')) return '*';
  const listed = allowOrigins.includes(origin)
    || (allowOrigins.includes('https://*') && origin.startsWith('https://'))
    || (allowOrigins.includes('http://*') && origin.startsWith('http://'));
  return listed ? origin : allowOrigins.find(isUnknown);
}

function preflightHeaders(cors: CorsConfiguration, exchange: Exchange): CorsHeaders {
  return [
    ...originHeaders(cors, exchange),
    ...listHeader('methods', cors.allowMethods),
    ...listHeader('headers', cors.allowHeaders),
    ...(cors.maxAge === undefined ? [] : [[nameOf('max-age'), isUnknown(cors.maxAge) ? cors.maxAge : String(cors.maxAge)] as const]),
  ];
}

function responseHeaders(cors: CorsConfiguration, exchange: Exchange): CorsHeaders {
  return [...originHeaders(cors, exchange), ...listHeader('expose-headers', cors.exposeHeaders)];
}

function originHeaders(cors: CorsConfiguration, exchange: Exchange): CorsHeaders {
  const origin = allowedOrigin(cors, exchange.origin!);
  const { allowCredentials } = cors;
  return [
    ...(origin === undefined ? [] : [[nameOf('origin'), origin] as const]),
    ...(allowCredentials === false ? [] : [[nameOf('credentials'), isUnknown(allowCredentials) ? allowCredentials : 'true'] as const]),
  ];
}

function listHeader(suffix: string, list: ReadonlyArray<Maybe<string>>): CorsHeaders {
  return list.length === 0 ? [] : [[nameOf(suffix), list.find(isUnknown) ?? list.join(',')]];
}

function nameOf(suffix: string): string {
  return suffix === 'expose-headers' || suffix === 'max-age' ? `access-control-${suffix}` : `access-control-allow-${suffix}`;
}

// Writes the headers, and says which of them, and whether Vary (rule 73), aren't known.
function withCors(response: HttpResponse, cors: CorsConfiguration, headers: CorsHeaders, exchange: Exchange): HttpResponse {
  const origin = allowedOrigin(cors, exchange.origin!);
  if (origin === undefined) {
    const reading = exchange.reading(74, `the origin ${JSON.stringify(exchange.origin)} isn't listed`);
    return reading === 'none' ? withNoCors(response) : settle(response, headers);
  }
  if (isUnknown(origin)) return { ...response, moreHeaders: { because: origin, except: exceptCors(response) } };
  return withVary(settle(response, headers), origin, exchange);
}

function settle(response: HttpResponse, headers: CorsHeaders): HttpResponse {
  const unknown = headers.filter((header): header is readonly [string, Unknown] => isUnknown(header[1]));
  const known = headers.filter((header): header is readonly [string, string] => !isUnknown(header[1]));
  const written = { ...response, headers: [...response.headers, ...known] };
  if (unknown.length === 0) return withNoCors(written);
  const certain = CORS_HEADERS.filter((name) => !unknown.some(([each]) => each === name));
  const others = exceptCors(written).filter((name) => !CORS_HEADERS.includes(name));
  return { ...written, moreHeaders: { because: unknown[0][1], except: [...others, ...certain] } };
}

// No CORS headers but those that are written, also where the back end's other headers aren't known.
function withNoCors(response: HttpResponse): HttpResponse {
  const { moreHeaders } = response;
  return moreHeaders === undefined ? response : { ...response, moreHeaders: { ...moreHeaders, except: [...moreHeaders.except, 'access-control-*'] } };
}

// For "*" dumps show no Vary (rule 73); for a listed origin it isn't recorded.
function withVary(response: HttpResponse, origin: string, exchange: Exchange): HttpResponse {
  const reading = exchange.reading(73);
  if (origin === '*' || reading === 'no-vary') return response;
  if (reading === 'vary') {
    const backend = headerOf(response.headers, 'vary');
    const headers: HeaderList = response.headers.filter(([name]) => name.toLowerCase() !== 'vary');
    return { ...response, headers: [...headers, ['vary', backend === undefined ? 'Origin' : `${backend}, Origin`]] };
  }
  return { ...response, moreHeaders: openForVary(response, exchange) };
}

function openForVary(response: HttpResponse, exchange: Exchange): MoreHeaders {
  if (response.moreHeaders !== undefined) {
    return { ...response.moreHeaders, except: response.moreHeaders.except.filter((name) => name !== 'vary') };
  }
  const because = new Unknown(`${exchange.api.resource.path}/Properties/CorsConfiguration`,
    'whether an HTTP API sends Vary: Origin is not documented (rule 73); a live call would tell');
  const listed = response.headers.map(([name]) => name.toLowerCase()).filter((name) => name !== 'vary');
  return { because, except: [...new Set(['access-control-*', ...OTHER_HEADERS, ...listed])] };
}

/** What stays settled of a response when its CORS headers aren't known. */
export function exceptCors(response: HttpResponse): string[] {
  const listed = response.headers.map(([name]) => name.toLowerCase());
  return response.moreHeaders === undefined ? [...new Set([...OTHER_HEADERS, 'vary', ...listed])]
    : response.moreHeaders.except.filter((name) => name !== 'access-control-*');
}

// The method and each header that a preflight asks for are in the lists; methods compare exactly, header names without case.
function allowsRequested(cors: CorsConfiguration, headers: HeaderList): Maybe<boolean> {
  const method = headerOf(headers, 'access-control-request-method')!;
  const names = (headerOf(headers, 'access-control-request-headers') ?? '').split(',').map((name) => name.trim().toLowerCase()).filter((name) => name !== '');
  const lowerCase = cors.allowHeaders.map((name) => isUnknown(name) ? name : name.toLowerCase());
  const answers = [lists(cors.allowMethods, method), ...names.map((name) => lists(lowerCase, name))];
  return answers.includes(false) ? false : answers.find(isUnknown) ?? true;
}

function lists(list: ReadonlyArray<Maybe<string>>, value: string): Maybe<boolean> {
  return list.includes(value) || list.includes('*') || (list.find(isUnknown) ?? false);
}
