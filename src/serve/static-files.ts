import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

// By the room's name: the command, which is compiled into one file, stands beside the room.
const FOLDER = join(__dirname, '..', 'serve', 'console');
const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml',
};

/** Files that the console is made of: a name by itself, never a path. */
const NAME = /^[a-z\d-]+\.(?:html|css|js|svg)$/;

/** How a file is given. */
export interface Giving {
  /** What the page may load. */
  readonly contentSecurityPolicy: string;
  /** Whether pages of other origins may load it, as a page with an opaque origin is to itself. */
  readonly shared?: boolean;
  /** Puts into the text what isn't known before. */
  readonly fill?: (text: string) => string;
}

/** Answers with a file of the console; false where there is none. */
export function giveFile(name: string, reply: ServerResponse, { contentSecurityPolicy, shared = false, fill = (text) => text }: Giving): boolean {
  const body = NAME.test(name) ? read(name) : undefined;
  if (body === undefined) return false;
  const text = fill(body);
  reply.writeHead(200, {
    'content-type': TYPES[extname(name)],
    'content-length': Buffer.byteLength(text),
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': shared ? 'cross-origin' : 'same-origin',
    'cache-control': 'no-store',
  });
  reply.end(reply.req.method === 'HEAD' ? undefined : text);
  return true;
}

function read(name: string): string | undefined {
  try {
    return readFileSync(join(FOLDER, name), 'utf8');
  } catch {
    return undefined;
  }
}
