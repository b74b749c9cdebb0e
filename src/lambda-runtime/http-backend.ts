import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { FetchResult, HeaderList, HttpRequest } from '../emulator';
import { type Clock, SYSTEM_CLOCK } from './clock';

/** The largest answer of a back end that API Gateway takes (rule 119). */
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;

/** Sends requests to back ends, over HTTP connections that are kept. Redirects aren't followed and bodies aren't decompressed: that is up to the caller. */
export class HttpBackend {
  private readonly http = new HttpAgent({ keepAlive: true });
  private readonly https = new HttpsAgent({ keepAlive: true });

  constructor(private readonly clock: Clock = SYSTEM_CLOCK) {}

  /** Sends a request. Fails where the back end doesn't answer within so many milliseconds. */
  public send({ method, url, headers, body }: HttpRequest, timeout: number): Promise<FetchResult> {
    return new Promise((resolve) => {
      const fail = (failed: 'timeout' | 'connection', message: string) => {
        cancel();
        resolve({ failed, message });
      };
      const secure = url.toLowerCase().startsWith('https:');
      const rest = { method, headers: flat(headers, body), agent: secure ? this.https : this.http };
      const outgoing = (secure ? httpsRequest : httpRequest)(url, rest as object);
      const cancel = this.clock.later(timeout, () => {
        fail('timeout', `${url} did not answer within ${timeout} ms`);
        outgoing.destroy();
      });
      outgoing.on('error', (error) => fail('connection', `${url}: ${error.message || (error as NodeJS.ErrnoException).code}`));
      outgoing.on('response', (incoming) => collect(incoming, (content) => {
        cancel();
        resolve({ status: incoming.statusCode ?? 502, headers: pairs(incoming.rawHeaders), body: content });
      }, (message) => {
        fail('connection', `${url}: ${message}`);
        outgoing.destroy();
      }));
      outgoing.end(body);
    });
  }

  /** Closes the connections. */
  public close(): void {
    this.http.destroy();
    this.https.destroy();
  }
}

function collect(incoming: IncomingMessage, done: (body: Uint8Array) => void, fail: (message: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) {
      fail('the answer has more than 10 MB');
    }
  });
  incoming.on('end', () => done(Buffer.concat(chunks)));
  incoming.on('error', (error) => fail(error.message));
}

// Given a flat list of names and values, Node.js sets neither Host nor Content-Length.
function flat(headers: HeaderList, body: Uint8Array | undefined): string[] {
  const passed = headers.filter(([name]) => !/^(?:connection|keep-alive|transfer-encoding|content-length|expect)$/i.test(name));
  return [...passed.flat(), ...(body === undefined ? [] : ['content-length', String(body.length)])];
}

function pairs(raw: readonly string[]): HeaderList {
  return raw.flatMap((name, index): HeaderList => index % 2 === 0 ? [[name, raw[index + 1]]] : []);
}
