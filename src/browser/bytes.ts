/** Anything beyond ASCII. */
export const NON_ASCII = /[^\0-\x7f]/; // eslint-disable-line no-control-regex

// a byte order mark is a character like any other
const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LENIENT_UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a byte string, `undefined` if it is not UTF-8. */
export function decodeUtf8(bytes: string): string | undefined {
  if (!NON_ASCII.test(bytes)) return bytes;
  try {
    return STRICT_UTF8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return undefined;
  }
}

/** The text of a byte string, with U+FFFD for what is not UTF-8. */
export function decodeLenientUtf8(bytes: string): string {
  return NON_ASCII.test(bytes) ? LENIENT_UTF8.decode(Buffer.from(bytes, 'latin1')) : bytes;
}

/** The byte string of a text. */
export function encodeUtf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
