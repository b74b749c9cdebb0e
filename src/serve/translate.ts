import type { HeaderList } from '../emulator';
import { HOP_BY_HOP } from '../http';
import { type Arrival, type Names, originOfAlias } from './names';

/** What belongs to the connection with this server, which speaks HTTP/1.1 where AWS speaks HTTP/2: AWS neither takes nor gives it. */
const OF_CONNECTION: ReadonlySet<string> = new Set([...HOP_BY_HOP, 'expect', 'http2-settings', 'proxy-authenticate']);

/** The headers of a request, as far as the server itself needs them. */
export interface NormalizedRequest {
  /** As AWS would see them, without Host. */
  readonly headers: HeaderList;
  readonly host: string | undefined;
  /** As AWS would see it. */
  readonly origin: string | undefined;
  /** As the client sent it. */
  readonly localOrigin: string | undefined;
  /** What is announced; undefined where the body comes in chunks, 0 where there is none. */
  readonly length: number | undefined;
  readonly isPreflight: boolean;
}

/** Reads the lines of a request once, and translates the origins in them. */
export function normalizeRequest(method: string, raw: readonly string[], names: Names): NormalizedRequest {
  const headers: [string, string][] = [];
  let host: string | undefined;
  let localOrigin: string | undefined;
  let origin: string | undefined;
  let length: number | undefined = 0;
  let asksForMethod = false;
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index];
    const value = raw[index + 1];
    switch (name.toLowerCase()) {
      case 'host': host ??= value; continue;
      case 'origin':
        localOrigin = value;
        origin = names.realOf(value);
        headers.push([name, origin]);
        continue;
      case 'referer': headers.push([name, withOrigin(value, (each) => names.realOf(each))]); continue;
      case 'content-length': length = Number(value); break;
      case 'transfer-encoding': length = undefined; continue;
      case 'access-control-request-method': asksForMethod = true; break;
      default: if (OF_CONNECTION.has(name.toLowerCase())) continue;
    }
    headers.push([name, value]);
  }
  return { headers, host, origin, localOrigin, length, isPreflight: method === 'OPTIONS' && asksForMethod && origin !== undefined };
}

/** A request, as far as its answer's headers depend on it. */
export interface AnsweredRequest extends Pick<NormalizedRequest, 'origin' | 'localOrigin'> {
  readonly method: string;
  readonly arrival: Arrival;
}

/** The lines of an answer, with the names of this machine in them, in a flat list as Node.js takes them. What belongs to the transport is left out. */
export function responseHeaders(headers: HeaderList, request: AnsweredRequest, names: Names): string[] {
  const isTranslated = request.arrival.real !== request.arrival.local;
  const flat: string[] = [];
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (OF_CONNECTION.has(lower) || (lower === 'content-length' && request.method !== 'HEAD')) continue;
    flat.push(name, isTranslated || request.origin !== request.localOrigin ? localValue(lower, value, request, names) : value);
  }
  return flat;
}

function localValue(name: string, value: string, request: AnsweredRequest, names: Names): string {
  const local = (origin: string) => origin === request.arrival.real ? request.arrival.local : names.localOf(origin);
  switch (name) {
    case 'access-control-allow-origin': case 'timing-allow-origin':
      // who asks by a real name knows the others by theirs
      if (request.origin !== undefined && request.origin === request.localOrigin) return value;
      return value === request.origin ? request.localOrigin! : /^https?:/.test(value) ? local(value) : value;
    case 'location': case 'content-location': return withOrigin(value.startsWith('//') ? `https:${value}` : value, local);
    case 'content-security-policy': case 'content-security-policy-report-only': return value.replace(/https?:\/\/[a-z\d.:-]+/g, local);
    case 'set-cookie': return localCookie(value, request.arrival);
    default: return value;
  }
}

/** A URL with another origin; a text that is none, or relative, as it is. */
function withOrigin(url: string, translate: (origin: string) => string): string {
  const [, origin, rest] = /^(https?:\/\/[^/?#@\\]+)((?:[/?#].*)?)$/i.exec(url) ?? [];
  return origin === undefined ? url : `${translate(origin.toLowerCase())}${rest}`;
}

/**
 * A cookie for a host by name is for the name that the host has here. One for a domain that the host isn't in stays, and browsers refuse it, as they
 * would on AWS.
 */
function localCookie(cookie: string, { real, local }: Arrival): string {
  return cookie.replace(/;\s*domain=\.?([^;]+)/i, (attribute, domain: string) => {
    const host = new URL(local).hostname;
    if (originOfAlias(host) !== undefined) return `; Domain=${domain.trim()}.localhost`;
    return domain.trim().toLowerCase() === new URL(real).hostname ? '' : attribute;
  });
}
