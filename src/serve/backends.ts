import { type HttpRequest, withHeader } from '../emulator';
import { UserError } from '../errors';
import { isLoopback } from './names';

/** What answers instead of functions and of other back ends. */
export interface Backends {
  /** URLs by logical id or path. */
  readonly functions: ReadonlyMap<string, string>;
  /** The request, as it goes to what stands in for its back end. */
  direct(request: HttpRequest): HttpRequest;
}

/**
 * Reads what stands in for what.
 *
 * @throws a UserError that says what to write, where something isn't the URL of a server
 */
export function backendsOf(given: { readonly [functionOrOrigin: string]: string }): Backends {
  const entries = Object.entries(given).map(([name, url]) => [name, checkedUrl(name, url)] as const);
  const isOrigin = (name: string) => name.includes('://');
  const origins = new Map(entries.filter(([name]) => isOrigin(name)).map(([name, url]) => [checkedOrigin(name), url]));
  return {
    functions: new Map(entries.filter(([name]) => !isOrigin(name))),
    direct: (request) => {
      const base = origins.get(new URL(request.url).origin);
      return base === undefined ? request : directed(request, base);
    },
  };
}

function checkedUrl(name: string, url: string): string {
  if (!URL.canParse(url) || !/^https?:\/\//i.test(url) || /[?#]/.test(url)) {
    throw new UserError('option', `the back end of ${name} must be an http or https URL such as http://localhost:8080, got ${JSON.stringify(url)}`);
  }
  return url.replace(/\/$/, '');
}

function checkedOrigin(name: string): string {
  const { origin, pathname, search } = URL.canParse(name) ? new URL(name) : { origin: 'null', pathname: '', search: '' };
  if (origin === 'null' || pathname !== '/' || search !== '') {
    throw new UserError('option', `a back end is named by its origin, without a path: ${origin === 'null' ? 'https://backend.example.com' : origin}; got ${JSON.stringify(name)}`);
  }
  return origin;
}

/** A server of this machine gets the Host that AWS would send, so that it decides as it would there; another needs its own to be found. */
function directed(request: HttpRequest, base: string): HttpRequest {
  const { pathname, search } = new URL(request.url);
  const url = `${base}${pathname}${search}`;
  const { host, hostname } = new URL(url);
  return { ...request, url, headers: isLoopback(hostname) ? request.headers : withHeader(request.headers, 'Host', host) };
}
