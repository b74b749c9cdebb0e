import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** The key and the certificate of a server that speaks TLS, as PEM. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
}

/** Answers one request. What it throws is answered as 500. */
export type Handler = (request: IncomingMessage, response: ServerResponse, port: number) => void | Promise<void>;

/** What a port is opened with. */
export interface DoorOptions {
  /** 0 for any that is free. */
  readonly port: number;
  readonly https?: Tls;
  readonly handler: Handler;
  /** Called with what isn't HTTP, and what went wrong in the handler. */
  readonly problem: (problem: { readonly port: number; readonly status: number; readonly message: string; readonly error?: unknown }) => void;
}

/** A port that answers. */
export interface Door {
  readonly port: number;
  /** Takes no more requests, waits a little for those that are being answered, and then ends them. */
  close(): Promise<void>;
}

/** Above this Node.js answers 431 itself. API Gateway and CloudFront have lower limits, which the emulator knows. */
const MAX_HEADER_SIZE = 64 * 1024;
/** How long a client may take to send the head of a request, and all of it. */
const HEADERS_TIMEOUT = 15_000;
const REQUEST_TIMEOUT = 120_000;
/** How often Node.js looks for clients that are too slow: by default every 30 seconds, which would make 45 of 15. */
const CHECKING_INTERVAL = 500;
/** How long a connection that is refused stays open, so that the client gets to read why. */
const LINGER = 500;
/** How long requests that are being answered have when the server closes. */
const GRACE = 2000;

/**
 * Opens a port on this machine's own addresses, 127.0.0.1 and ::1: no other machine reaches it.
 *
 * @throws an Error that names the port, where another program has it
 */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const four = await listen(options, '127.0.0.1', options.port);
  const { port } = four.address() as AddressInfo;
  const six = await listen(options, '::1', port).catch(async (error: NodeJS.ErrnoException) => {
    // a machine without IPv6
    if (['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(error.code ?? '')) return undefined;
    await close(four);
    if (options.port === 0) return openDoor(options);
    throw error;
  });
  if (six !== undefined && 'port' in six) return six;
  return { port, close: async () => void await Promise.all([close(four), six && close(six)]) };
}

async function listen(options: DoorOptions, host: string, port: number): Promise<Server> {
  const server = serverOf(options);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return server;
}

function serverOf({ https, handler, problem }: DoorOptions): Server {
  const settings: ServerOptions = {
    maxHeaderSize: MAX_HEADER_SIZE,
    headersTimeout: HEADERS_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    connectionsCheckingInterval: CHECKING_INTERVAL,
    noDelay: true,
  };
  const portOf = () => (server.address() as AddressInfo | null)?.port ?? 0;
  const listener: RequestListener = (request, response) => {
    const failed = (error: unknown) => {
      problem({ port: portOf(), status: 500, message: error instanceof Error ? error.message : String(error), error });
      fail(response);
    };
    try {
      (handler(request, response, (request.socket as Socket).localPort!) as Promise<void> | undefined)?.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
  const server: Server = https === undefined ? createServer(settings, listener) : createTlsServer({ ...settings, ...https }, listener);
  // by default Node.js drops headers after the 2000th without a word; the size above is limit enough
  server.maxHeadersCount = 0;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error, socket as Socket, (status) =>
    problem({ port: portOf(), status, message: `no valid HTTP/1.1: ${error.message}` })));
  return server;
}

function fail(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('cdk-cors could not answer this request. The terminal of cdk-cors serve says why.\n');
}

function refuse(error: NodeJS.ErrnoException, socket: Socket, told: (status: number) => void): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, text] = error.code === 'HPE_HEADER_OVERFLOW' ? [431, 'Request Header Fields Too Large']
    : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? [408, 'Request Timeout'] : [400, 'Bad Request'];
  told(status as number);
  // destroyed at once, it would take the answer with it
  socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => setTimeout(() => socket.destroy(), LINGER).unref());
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE);
  await closed;
  clearTimeout(timer);
}
