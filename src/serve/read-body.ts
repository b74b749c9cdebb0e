import type { IncomingMessage, ServerResponse } from 'node:http';

/** What came of reading a body: its bytes, that it has more than are taken, that all that are being answered have, or that the client went away. */
export type Body = Uint8Array | 'too-large' | 'too-many' | 'aborted' | undefined;

/** How much of a body that is refused is still read, so that the client gets to read why. */
const MAX_DISCARDED = 64 * 1024 * 1024;
/** How many bytes of bodies are read at a time, of all requests together. */
const MAX_TOGETHER = 256 * 1024 * 1024;
let together = 0;

/**
 * Reads the body of a request.
 *
 * @param reply the body counts among those that are held until it is closed
 * @param length that was announced; undefined for chunks
 * @param most bytes that are taken
 */
export function readBody(request: IncomingMessage, reply: ServerResponse, length: number | undefined, most: number): Promise<Body> | Body {
  if (length === 0) return undefined;
  if (length !== undefined && length > most) {
    discard(request, 0);
    return 'too-large';
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      together += chunk.length;
      if (size > most || together > MAX_TOGETHER) {
        request.off('data', onData);
        chunks.length = 0;
        discard(request, size);
        resolve(size > most ? 'too-large' : 'too-many');
      }
    };
    reply.once('close', () => {
      together -= size;
    });
    request.on('data', onData);
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', () => resolve('aborted'));
    request.on('close', () => resolve('aborted'));
  });
}

function discard(request: IncomingMessage, read: number): void {
  let size = read;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_DISCARDED) {
      request.socket.destroy();
    }
  });
  request.on('error', () => undefined);
}
