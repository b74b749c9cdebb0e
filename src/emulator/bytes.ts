const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The bytes of a text in UTF-8. */
export function bytesOfText(text: string): Uint8Array {
  return text === '' ? new Uint8Array() : encoder.encode(text);
}

/** The text that bytes are in UTF-8; empty where there are none. */
export function textOfBytes(bytes: Uint8Array | undefined): string {
  return bytes === undefined || bytes.length === 0 ? '' : decoder.decode(bytes);
}
