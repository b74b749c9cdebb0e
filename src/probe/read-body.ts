import type { Readable } from 'node:stream';
import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';

/** As much of a body as says who wrote it. */
export const MAX_BODY = 65_536;

/** The beginning of a body. */
export interface BodyStart {
  readonly bytes: Buffer;
  /** Whether there was more, or it came too slowly. */
  readonly isCut: boolean;
}

/** Reads a body until it ends, is long enough, or takes too long. Never fails: what came counts. */
export function readBody(stream: Readable, signal: AbortSignal): Promise<BodyStart> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const done = (isCut: boolean) => {
      signal.removeEventListener('abort', abort);
      resolve({ bytes: Buffer.concat(chunks).subarray(0, MAX_BODY), isCut });
    };
    const abort = () => done(true);
    signal.addEventListener('abort', abort, { once: true });
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MAX_BODY) {
        done(true);
      }
    });
    stream.once('end', () => done(false));
    stream.once('error', abort);
    stream.once('close', abort);
  });
}

/** A body as text, as far as it can be decoded; what was compressed never grows without bound. */
export function bodyText({ bytes }: BodyStart, encoding: string | undefined): string {
  const maxOutputLength = 16 * MAX_BODY;
  try {
    switch (encoding?.trim().toLowerCase()) {
      case 'gzip': case 'x-gzip': return gunzipSync(bytes, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8', 0, MAX_BODY);
      case 'deflate': return inflateSync(bytes, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8', 0, MAX_BODY);
      case 'br': return brotliDecompressSync(bytes, { maxOutputLength, finishFlush: constants.BROTLI_OPERATION_FLUSH }).toString('utf8', 0, MAX_BODY);
      default: return bytes.toString('utf8');
    }
  } catch {
    return '';
  }
}
