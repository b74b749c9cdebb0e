import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A request, as an animal of the zoo sees it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The `Origin` header. */
  readonly origin?: string;
  /** How many requests came before this one. */
  readonly index: number;
}

/** What it answers: a status line and headers as lines, and a body; or what it does with the socket. */
export type Behaviour = (seen: Seen) => Answered | ((socket: Socket) => void);

export interface Answered {
  readonly status: number;
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** A server on loopback that answers byte for byte what it is given. */
export class ZooServer {
  public readonly seen: Seen[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(behaviour: Behaviour) {
    this.server = createTcpServer((socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
      let head = '';
      socket.on('data', (chunk) => {
        const before = head.includes('\r\n\r\n');
        head += chunk.toString('latin1');
        if (!before && head.includes('\r\n\r\n')) {
          this.answer(head, behaviour, socket);
        }
      });
    });
  }

  public async url(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    for (const socket of this.sockets) {
      socket.destroy();
    }
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(head: string, behaviour: Behaviour, socket: Socket): void {
    const [line, ...lines] = head.split('\r\n\r\n')[0].split('\r\n');
    const [method, path] = line.split(' ');
    const headers = Object.fromEntries(lines.map((each) => [each.slice(0, each.indexOf(':')).toLowerCase(), each.slice(each.indexOf(':') + 1).trim()]));
    const seen: Seen = { method, path, headers, ...(headers.origin !== undefined && { origin: headers.origin }), index: this.seen.length };
    this.seen.push(seen);
    const answered = behaviour(seen);
    if (typeof answered === 'function') {
      answered(socket);
      return;
    }
    const body = Buffer.from(method === 'HEAD' ? '' : answered.body ?? '');
    socket.end(Buffer.concat([Buffer.from([`HTTP/1.1 ${answered.status} Whatever`, ...answered.headers ?? [], `Content-Length: ${body.length}`, 'Connection: close', '', ''].join('\r\n')), body]));
  }
}

/** The answer of a preflight or of an actual request, whichever comes. */
export function byMethod(preflight: Behaviour | Answered, actual: Behaviour | Answered): Behaviour {
  return (seen) => {
    const chosen = seen.method === 'OPTIONS' ? preflight : actual;
    return typeof chosen === 'function' ? chosen(seen) : chosen;
  };
}
