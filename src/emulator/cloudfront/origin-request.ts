import { headerLines, HOP_BY_HOP, isSafeMethod } from '../../http';
import { isUnknown, type Maybe } from '../../template';
import { type HeaderList, headerOf, type HttpRequest, withHeader } from '../kernel/message';
import type { Forwarding } from './forwarding';
import { includes } from './items';

/** A request as it stands between the viewer and the origin, after the viewer-request function. */
export interface EdgeRequest {
  readonly method: string;
  readonly protocol: 'http' | 'https';
  /** The path, percent-encoded as it came. */
  readonly uri: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: HeaderList;
  readonly body?: Uint8Array;
  readonly sourceIp: string;
}

/** Where the request goes. */
export interface OriginTarget {
  readonly domainName: string;
  readonly originPath: string;
  /** `Host`, where it isn't the viewer's or the name of the origin. */
  readonly host?: string;
  readonly protocol: 'http' | 'https';
  readonly port?: number;
  readonly customHeaders: ReadonlyArray<readonly [name: string, value: Maybe<string>]>;
  readonly isS3: boolean;
}

/**
 * Never forwarded as the viewer sent them (rule 88): what belongs to the connection, what CloudFront writes itself, and `Cookie`, whose
 * parts are chosen on their own.
 */
const NEVER_FORWARDED = new Set([
  ...HOP_BY_HOP, 'accept-encoding', 'content-length', 'cookie', 'expect', 'host', 'proxy-authenticate', 'proxy-authorization', 'via', 'x-amz-cf-id',
  'x-edge-location', 'x-forwarded-for', 'x-forwarded-proto', 'x-http-method-override', 'x-real-ip',
]);

/** What the settings from before there were policies take away, unless they name it. Anything else is forwarded (rule 87). */
const REMOVED_BY_LEGACY = new Set(['accept', 'accept-charset', 'accept-language', 'authorization', 'referer', 'user-agent', 'origin']);

/** The request that reaches the origin: the URL path, the body, `Host`, `User-Agent`, what the policies list, and nothing else (rule 87). */
export function originRequest(request: EdgeRequest, forwarding: Forwarding, target: OriginTarget, options: {
  readonly via: string;
  readonly requestId: string;
  /** Whether legacy settings forward `Origin` although they don't name it: sources disagree (rule 87). */
  readonly legacyForwardsOrigin: boolean;
}): HttpRequest {
  const query = filteredQuery(request.query, forwarding);
  const port = target.port === undefined ? '' : `:${target.port}`;
  const forwarded = request.headers.filter(([name]) => {
    const lowerCase = name.toLowerCase();
    return !NEVER_FORWARDED.has(lowerCase) && isForwarded(lowerCase, request, forwarding, target, options.legacyForwardsOrigin);
  });
  const added: [string, string | undefined][] = [
    ['User-Agent', headerOf(forwarded, 'User-Agent') ?? 'Amazon CloudFront'],
    ['Accept-Encoding', acceptEncoding(request, forwarding)],
    ['Cookie', filteredCookies(request, forwarding)],
    ['X-Forwarded-For', [headerOf(request.headers, 'X-Forwarded-For'), request.sourceIp].filter((each) => each !== undefined).join(', ')],
    ['Via', options.via],
    ['X-Amz-Cf-Id', options.requestId],
    ['Content-Length', request.body === undefined ? undefined : String(request.body.length)],
    ...cloudFrontHeaders(request, forwarding),
    // A value that isn't known, such as a secret, still arrives as a header.
    ...target.customHeaders.map(([name, value]): [string, string] => [name, isUnknown(value) ? 'unknown' : value]),
  ];
  let headers: HeaderList = [['Host', hostFor(request, forwarding, target)], ...forwarded];
  for (const [name, value] of added) {
    headers = value === undefined ? headers : withHeader(headers, name, value);
  }
  return {
    method: request.method,
    url: `${target.protocol}://${target.domainName}${port}${target.originPath}${request.uri}${query === '' ? '' : `?${query}`}`,
    headers,
    body: request.body,
    sourceIp: request.sourceIp,
  };
}

function hostFor(request: EdgeRequest, forwarding: Forwarding, target: OriginTarget): string {
  if (target.host !== undefined) return target.host;
  const isNamed = includes(forwarding.cache.key.headers, 'host') || includes(forwarding.origin.headers, 'host');
  // S3 finds its buckets by Host: CloudFront never sends it the viewer's (rule 90).
  return isNamed && !target.isS3 ? headerOf(request.headers, 'Host') ?? target.domainName : target.domainName;
}

function isForwarded(name: string, request: EdgeRequest, forwarding: Forwarding, target: OriginTarget, legacyForwardsOrigin: boolean): boolean {
  if (includes(forwarding.cache.key.headers, name) || includes(forwarding.origin.headers, name)) return true;
  if (!forwarding.isLegacy || name.startsWith('cloudfront-')) return false;
  if (name === 'origin') return !target.isS3 && legacyForwardsOrigin;
  const removesAuthorization = isSafeMethod(request.method);
  return name === 'authorization' ? !removesAuthorization : !REMOVED_BY_LEGACY.has(name);
}

/** The parts of a query string that reach the origin, in their order. */
function filteredQuery(query: string, forwarding: Forwarding): string {
  return query.split('&').filter((part) => part !== '' && isSelected('queryStrings', part.split('=')[0], forwarding)).join('&');
}

function filteredCookies(request: EdgeRequest, forwarding: Forwarding): string | undefined {
  const cookies = cookiesOf(request).filter((cookie) => isSelected('cookies', cookie.split('=')[0].trim(), forwarding));
  return cookies.length === 0 ? undefined : cookies.join('; ');
}

function isSelected(kind: 'cookies' | 'queryStrings', name: string, forwarding: Forwarding): boolean {
  return includes(forwarding.cache.key[kind], name) || includes(forwarding.origin[kind], name);
}

/** The cookies of a request, each as `name=value`. */
export function cookiesOf(request: EdgeRequest): string[] {
  return headerLines(request.headers, 'cookie').flatMap((value) => value.split(';')).map((cookie) => cookie.trim()).filter((cookie) => cookie !== '');
}

/** `Accept-Encoding` reduced to what the key tells apart; as it came where the origin request policy asks for it. */
export function acceptEncoding(request: EdgeRequest, forwarding: Forwarding): string | undefined {
  const value = headerOf(request.headers, 'Accept-Encoding');
  if (value === undefined) return undefined;
  const accepted = value.split(',').map((each) => each.split(';')[0].trim().toLowerCase());
  const normalized = forwarding.cache.encodings.filter((encoding) => accepted.includes(encoding)).reverse();
  if (normalized.length > 0) return normalized.join(',');
  return forwarding.cache.encodings.length === 0 && includes(forwarding.origin.headers, 'accept-encoding') ? value : undefined;
}

/** The headers about the viewer that follow from the request. Country, device and the like don't, and are left out. */
export function cloudFrontHeaders(request: EdgeRequest, forwarding: Forwarding): [string, string][] {
  const wanted = (name: string) => forwarding.origin.cloudFrontHeaders.includes(name) ||
    (forwarding.cache.key.headers.kind === 'list' && forwarding.cache.key.headers.names.includes(name));
  const made: [string, string][] = [
    ['CloudFront-Forwarded-Proto', request.protocol],
    ['CloudFront-Viewer-Address', `${request.sourceIp}:${VIEWER_PORT}`],
  ];
  return made.filter(([name]) => wanted(name.toLowerCase()));
}

/** Stands for the viewer's port, which the emulator isn't told. */
const VIEWER_PORT = 46532;
