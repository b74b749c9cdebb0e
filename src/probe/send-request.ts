import { request as requestHttp } from 'node:http';
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import type { HttpRequest } from '../browser';
import { headerOf } from '../http';
import { connect, type Connection, type ConnectOptions, failureOf } from './connect';
import { type LiveAnswer, RequestFailed } from './live-answer';
import { bodyText, type BodyStart, readBody } from './read-body';

/** How one request is sent. */
export interface SendOptions extends Omit<ConnectOptions, 'signal'> {
  /** How long it may take, in milliseconds. */
  readonly timeout: number;
  /** Ends it at once. */
  readonly interrupted: AbortSignal;
  /** Called with whether the server has a private address. */
  readonly onConnected?: (isPrivate: boolean) => void;
}

/** More header lines than any server sends that means well. */
const MAX_HEADER_SIZE = 131_072;

/**
 * Sends one request over a connection of its own, and reads the answer and the beginning of its body. No cookies, no proxy, no credentials but what the request
 * has itself.
 *
 * @throws a RequestFailed that says why no answer came
 */
export async function sendRequest(request: HttpRequest, options: SendOptions): Promise<LiveAnswer> {
  const url = new URL(request.url);
  const limit = AbortSignal.timeout(options.timeout);
  const signal = AbortSignal.any([limit, options.interrupted]);
  let connection: Connection | undefined;
  try {
    connection = await connect(url, { ...options, signal });
    options.onConnected?.(connection.isPrivate);
    return await (connection.protocol === 'h2' ? overHttp2 : overHttp1)(request, url, connection, signal);
  } catch (error) {
    if (options.interrupted.aborted) throw new RequestFailed('interrupted', 'it was interrupted');
    if (limit.aborted) throw new RequestFailed('timeout', `${url.host} doesn't answer within ${options.timeout / 1000} s`);
    throw failureOf(error, url);
  } finally {
    connection?.socket.destroy();
  }
}

function overHttp1(request: HttpRequest, url: URL, { socket }: Connection, signal: AbortSignal): Promise<LiveAnswer> {
  return new Promise((resolve, reject) => {
    const sent = requestHttp({
      createConnection: () => socket,
      method: request.method,
      path: `${url.pathname}${url.search}`,
      headers: ['Host', url.host, 'Connection', 'close', ...headersOf(request).flatMap(([name, value]) => [written(name), value])],
      maxHeaderSize: MAX_HEADER_SIZE,
      signal,
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      const { statusCode = 0, rawHeaders, httpVersion } = response;
      // what is broken behind the headers doesn't take them back
      sent.off('error', reject).on('error', () => undefined);
      void readBody(response, signal).then((body) => resolve(answerOf(statusCode, pairsOf(rawHeaders), body, httpVersion === '1.0' ? '1.0' : '1.1')));
    });
    // a page's request never gets a protocol switch as its answer
    sent.once('upgrade', () => reject(new RequestFailed('malformed', `${url.host} switches to another protocol`)));
    sent.end(request.body);
  });
}

function overHttp2(request: HttpRequest, url: URL, { socket }: Connection, signal: AbortSignal): Promise<LiveAnswer> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(url.origin, { createConnection: () => socket, settings: { enablePush: false } });
    session.once('error', reject);
    session.once('close', () => reject(new RequestFailed('closed', `${url.host} closed the connection without an answer`)));
    const stream = session.request({
      ':method': request.method,
      ':scheme': url.protocol.slice(0, -1),
      ':authority': url.host,
      ':path': `${url.pathname}${url.search}`,
      ...Object.fromEntries(headersOf(request)),
    }, { endStream: request.body === undefined, signal });
    stream.once('error', reject);
    stream.once('response', (headers: IncomingHttpHeaders & { ':status'?: number }, _flags: number, raw?: readonly string[]) => {
      stream.off('error', reject).on('error', () => undefined);
      session.off('error', reject).on('error', () => undefined);
      const pairs = raw === undefined ? Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]) : pairsOf(raw);
      const fields = pairs.filter(([name]) => !name.startsWith(':'));
      void readBody(stream, signal).then((body) => resolve(answerOf(headers[':status'] ?? 0, fields, body, '2'))).finally(() => session.destroy());
    });
    if (request.body !== undefined) {
      stream.end(request.body);
    }
  });
}

function answerOf(status: number, headers: [string, string][], body: BodyStart, httpVersion: LiveAnswer['httpVersion']): LiveAnswer {
  return { status, headers, body: bodyText(body, headerOf(headers, 'content-encoding')), isCut: body.isCut, httpVersion };
}

function pairsOf(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index], raw[2 * index + 1]]);
}

/** What browsers send besides what CORS is about. It says what it is: no server should take it for a person. */
function headersOf({ headers, url, preflight, body, method }: HttpRequest): [string, string][] {
  const own = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
  const page = own.get('origin');
  const more: [string, string][] = [
    ['user-agent', 'Mozilla/5.0 (compatible; cdk-cors probe)'],
    ['accept-encoding', 'gzip, deflate, br'],
    ['accept-language', 'en'],
    ['sec-fetch-dest', 'empty'],
    ['sec-fetch-mode', 'cors'],
    ['sec-fetch-site', page === undefined || page === new URL(url).origin ? 'same-origin' : 'cross-site'],
    ...page === undefined || page === 'null' ? [] : [['referer', `${page}/`] as [string, string]],
    ...body === undefined && (preflight || !/^(?:POST|PUT|PATCH)$/.test(method)) ? [] : [['content-length', String(Buffer.byteLength(body ?? ''))] as [string, string]],
  ];
  return [...headers.map(([name, value]): [string, string] => [name, value]), ...more.filter(([name]) => !own.has(name))];
}

/** As browsers write names over HTTP/1.1: capitalised, but for those that the page gave. */
function written(name: string): string {
  return /^(?:accept|access-control-|content-|origin$|referer$|sec-fetch-|user-agent$)/.test(name) ? name.replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase()) : name;
}
