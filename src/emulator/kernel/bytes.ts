const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A body that has nothing in it. */
export const NO_BYTES = new Uint8Array();

/** The bytes of a text in UTF-8. */
export function bytesOfText(text: string): Uint8Array {
  return text === '' ? NO_BYTES : encoder.encode(text);
}

/** The text that bytes are in UTF-8; empty where there are none. */
export function textOfBytes(bytes: Uint8Array | undefined): string {
  return bytes === undefined || bytes.length === 0 ? '' : decoder.decode(bytes);
}
