import type { Socket } from 'node:net';

/** A request as it came: header names in lower case, the target as it was sent. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** HTTP/1.1 by hand: Node's own parser knows few methods, and its writer few headers. An answer of `undefined` closes the connection. */
export function readRequests(socket: Socket, answer: (request: RawRequest) => string | undefined): void {
  let received = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    for (;;) {
      const end = received.indexOf('\r\n\r\n');
      if (end === -1) return;
      const [start, ...lines] = received.slice(0, end).split('\r\n');
      const headers = Object.fromEntries(lines.map((line) => /^([^:]*):[ \t]*(.*?)[ \t]*$/.exec(line)!.slice(1)).map(([name, value]) => [name.toLowerCase(), value]));
      const whole = end + 4 + Number(headers['content-length'] ?? 0);
      if (received.length < whole) return;
      const body = received.slice(end + 4, whole);
      received = received.slice(whole);
      const [method, path] = start.split(' ');
      const answered = answer({ method, path, headers, body });
      if (answered === undefined) {
        socket.destroy();
        return;
      }
      socket.write(answered, 'latin1');
    }
  });
}

/** A response as it is written, with a Content-Length where there can be a body. */
export function rawResponse(status: number, headers: ReadonlyArray<readonly [string, string]>, body: string | undefined): string {
  const hasBody = status !== 204 && status !== 304;
  const length: (readonly [string, string])[] = hasBody ? [['Content-Length', String(body?.length ?? 2)]] : [];
  return [`HTTP/1.1 ${status} Any`, ...[...headers, ...length].map(([name, value]) => `${name}: ${value}`), '', hasBody && body !== undefined ? body : ''].join('\r\n');
}
