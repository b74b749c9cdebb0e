import type { IncomingMessage } from 'node:http';
import { isLoopback } from './names';

/**
 * Why a request to the console's API is refused; undefined where it may pass.
 *
 * The API is for the console's own page. Other pages in the same browser can send requests to this machine too, under its own names or, by DNS
 * rebinding, under theirs: Host and Origin tell them apart, and JSON keeps forms out.
 */
export function refusedByConsole({ method = 'GET', headers }: IncomingMessage, origin: string): { readonly status: number; readonly message: string } | undefined {
  const host = headers.host ?? '';
  if (!isLoopback(host.replace(/:\d*$/, ''))) return { status: 421, message: `the console is at ${origin}, and ${JSON.stringify(host)} isn't this machine's name` };
  const own = `${origin.slice(0, origin.indexOf(':'))}://${host}`;
  if (headers.origin !== undefined && headers.origin !== own) {
    return { status: 403, message: `the console answers its own page only, and ${JSON.stringify(headers.origin)} is another origin` };
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return { status: 403, message: 'the console answers its own page only' };
  if (method === 'POST' && !/^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '')) {
    return { status: 415, message: 'the console takes JSON: content-type must be application/json' };
  }
  return undefined;
}
