import { isUnknown, type Maybe, Unknown } from '../../template';
import type { HttpResponse, MoreHeaders } from '../kernel/message';
import type { Exchange } from './exchange';
import type { FunctionUrl, FunctionUrlCors } from './read-url';

type CorsHeaders = ReadonlyArray<readonly [name: string, value: Maybe<string>]>;

/** What else a reader of an answer may look for: settled where only CORS headers or Vary aren't known. */
const OTHER_HEADERS = ['cache-control', 'content-encoding', 'content-length', 'content-type', 'etag', 'expires', 'last-modified', 'location', 'set-cookie', 'www-authenticate'];
const CORS = 'access-control-';

/** The answer to a preflight, without a function and without a signature (rule 149). */
export function preflightAnswer(cors: Maybe<FunctionUrlCors>, exchange: Exchange): HttpResponse {
  const bare: HttpResponse = { status: 200, headers: [['content-length', '0']] };
  if (isUnknown(cors)) return { ...bare, moreHeaders: { because: cors, except: OTHER_HEADERS } };
  return withHeaders(bare, [
    ...originHeaders(cors, exchange.origin!),
    ...listHeader('allow-methods', cors.allowMethods),
    ...listHeader('allow-headers', cors.allowHeaders),
    ...cors.maxAge === undefined ? [] : [[`${CORS}max-age`, isUnknown(cors.maxAge) ? cors.maxAge : String(cors.maxAge)] as const],
  ], exchange.functionUrl);
}

/** The configured headers besides those of the function: a name that both write is there twice (rule 150). */
export function withCors(response: HttpResponse, cors: Maybe<FunctionUrlCors> | undefined, exchange: Exchange): HttpResponse {
  const { origin } = exchange;
  if (cors === undefined || origin === undefined) return response;
  if (isUnknown(cors)) return { ...response, moreHeaders: { because: cors, except: settledOf(response).filter((name) => !name.startsWith(CORS)) } };
  return withHeaders(response, [...originHeaders(cors, origin), ...listHeader('expose-headers', cors.exposeHeaders)], exchange.functionUrl);
}

/** The value for an origin: `*` where it is listed, else the origin itself where it is; nothing at all for others. */
function originHeaders(cors: FunctionUrlCors, origin: string): CorsHeaders {
  const { allowOrigins, allowCredentials } = cors;
  const open = allowOrigins.find(isUnknown);
  const allowed = allowOrigins.includes('*') ? '*' : allowOrigins.includes(origin) ? origin : open;
  if (allowed === undefined) return [];
  return [
    [`${CORS}allow-origin`, allowed],
    ...allowCredentials === false ? [] : [[`${CORS}allow-credentials`, isUnknown(allowCredentials) ? allowCredentials : 'true'] as const],
  ];
}

function listHeader(name: string, list: ReadonlyArray<Maybe<string>>): CorsHeaders {
  return list.length === 0 ? [] : [[`${CORS}${name}`, list.find(isUnknown) ?? list.join(',')]];
}

function withHeaders(response: HttpResponse, headers: CorsHeaders, { resource }: FunctionUrl): HttpResponse {
  const unknown = headers.filter((header): header is readonly [string, Unknown] => isUnknown(header[1]));
  const known = headers.filter((header): header is readonly [string, string] => !isUnknown(header[1]));
  const written = { ...response, headers: [...response.headers, ...known] };
  const open = unknown.map(([name]) => name);
  const because = unknown[0]?.[1] ?? response.moreHeaders?.because
    ?? new Unknown(`${resource.path}/Properties/Cors`, 'whether a function URL sends Vary: Origin isn\'t documented (rule 149); a live call would tell');
  return { ...written, moreHeaders: moreHeaders(response, because, [...open, 'vary']) };
}

/** What isn't known besides what wasn't before. */
function moreHeaders(response: HttpResponse, because: Unknown, open: readonly string[]): MoreHeaders {
  const settled = response.moreHeaders === undefined ? [`${CORS}*`, ...settledOf(response)] : response.moreHeaders.except;
  const certain = settled.includes(`${CORS}*`) ? [...settled.filter((name) => name !== `${CORS}*`), ...ALL_CORS] : settled;
  return { because, except: [...new Set(certain)].filter((name) => !open.includes(name)) };
}

const ALL_CORS = ['allow-origin', 'allow-credentials', 'allow-methods', 'allow-headers', 'max-age', 'expose-headers'].map((name) => `${CORS}${name}`);

function settledOf({ headers, moreHeaders: more }: HttpResponse): string[] {
  return more === undefined ? [...OTHER_HEADERS, ...headers.map(([name]) => name.toLowerCase())] : [...more.except];
}
