import { OPAQUE_SCHEMES } from '../http';
import { refuse, shown } from './refusal';

/**
 * Refuses what isn't an origin and returns the origin as browsers serialize it.
 *
 * @see https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 * @internal
 */
export function checkOrigin(origin: string): string {
  checkText(origin);
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\//.exec(origin)?.[1];
  if (scheme === undefined) {
    checkMissingScheme(origin);
  }
  if (OPAQUE_SCHEMES.includes(scheme!.toLowerCase())) {
    refuse('opaqueOrigin', `origin ${shown(origin)} can't be allowed: pages of ${scheme}: have no origin of their own, browsers send "null" for all of them`);
  }
  const url = parsed(origin);
  checkParts(origin, url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return checkCustomScheme(origin);
  return checkSerialization(origin, url);
}

function checkText(origin: string): void {
  if (typeof origin !== 'string' || origin === '') {
    refuse('emptyOrigin', `an origin must be a text such as "https://app.example.com", got ${shown(origin)}`);
  }
  if (origin === '*') {
    refuse('wildcardOrigin', 'origin "*" allows every page on the internet; name the origins, or say so with CorsPolicy.unsafelyAllowAnyOrigin()');
  }
  if (origin.toLowerCase() === 'null') {
    refuse('nullOrigin',
      `origin ${shown(origin)} can't be allowed: every sandboxed frame and data: page has it, also those of an attacker; serve the page from an origin of its own`);
  }
  if (/[\u0000-\u001f\u007f]/.test(origin) || /["'`\\<>^{|}]/.test(origin)) {
    refuse('invalidOrigin', `origin ${shown(origin)} contains a quote, a control character or another character that no origin has; remove it`);
  }
  if (/[\s,;]/.test(origin)) {
    refuse('severalOrigins', `an origin is one value, got ${shown(origin)}; give each origin an entry of its own, without spaces`);
  }
  if (origin.includes('*')) {
    refuse('misplacedWildcard',
      `origin ${shown(origin)} has a "*" where none can stand; subdomains are CorsOrigin.subdomainsOf('https://example.com') or "https://*.example.com", ` +
      'parts of a label CorsOrigin.parse("https://pr-*.example.com"), any port of this machine CorsOrigin.localhost()');
  }
}

function checkMissingScheme(origin: string): never {
  const host = origin.replace(/^\/+/, '').split('/')[0];
  const suggestion = /^(localhost|127\.|\[::1\])/.test(host) ? `http://${host}` : `https://${host}`;
  return refuse('originWithoutScheme', `origin ${shown(origin)} has no scheme, but browsers always send one; write ${shown(suggestion)}`);
}

function parsed(origin: string): URL {
  try {
    return new URL(origin);
  } catch {
    return refuse('invalidOrigin', `origin ${shown(origin)} isn't a valid origin; write scheme, host and port, such as "https://app.example.com:8443"`);
  }
}

function checkParts(origin: string, url: URL): void {
  const remedy = shown(url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin);
  if (url.username || url.password || origin.includes('@')) {
    refuse('originWithUserInfo', `origin ${shown(origin)} contains a user name or password, which browsers never send; write ${remedy}`);
  }
  const afterAuthority = /^[^:]+:\/\/[^/?#]*(.*)$/.exec(origin)![1];
  if (afterAuthority === '/') {
    refuse('originWithTrailingSlash', `origin ${shown(origin)} ends with a slash, which browsers never send; write ${remedy}`);
  }
  if (afterAuthority !== '') {
    refuse('originWithPath', `origin ${shown(origin)} contains ${shown(afterAuthority)}, but an origin has no path, query or fragment; write ${remedy}`);
  }
}

// Pages of native shells: capacitor://localhost, ionic://localhost, tauri://localhost, chrome-extension://<id>. The URL
// standard gives them an opaque origin, yet their browsers send scheme and host.
function checkCustomScheme(origin: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[a-z0-9._-]+(:[0-9]{1,5})?$/.test(origin)) {
    refuse('invalidOrigin', `origin ${shown(origin)} isn't a valid origin; write scheme and host in lower case, such as "capacitor://localhost"`);
  }
  return origin;
}

function checkSerialization(origin: string, url: URL): string {
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/.test(url.hostname)) {
    refuse('invalidOrigin', `origin ${shown(origin)} has the host ${shown(url.hostname)}; a host has letters, digits, dots and hyphens only`);
  }
  if (origin === url.origin || (/[^\u0000-\u007f]/.test(origin) && !/[A-Z]/.test(origin) && !hasDefaultPort(origin, url))) {
    return url.origin;
  }
  if (hasDefaultPort(origin, url)) {
    refuse('originWithDefaultPort', `origin ${shown(origin)} names the default port of ${url.protocol}, which browsers leave out; write ${shown(url.origin)}`);
  }
  if (/[A-Z]/.test(origin)) {
    refuse('upperCaseOrigin', `origin ${shown(origin)} contains upper case, but browsers send lower case and the comparison is exact; write ${shown(url.origin)}`);
  }
  return refuse('originNotSerialized', `origin ${shown(origin)} isn't written as browsers send it; write ${shown(url.origin)}`);
}

function hasDefaultPort(origin: string, url: URL): boolean {
  return url.port === '' && /:[0-9]*$/.test(origin.slice(origin.indexOf('://') + 3).replace(/^\[[^\]]*\]/, ''));
}
