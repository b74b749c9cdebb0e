import type { Readable } from 'node:stream';

/** Called with what a stream of lines has. */
export interface LineListener {
  /** A line, without its end. */
  line(line: string): void;
  /** A line has more characters than are kept. The rest of it is skipped. */
  tooLong(): void;
}

/** Reads lines, of which none takes more memory than a maximum of characters. */
export function eachLine(stream: Readable, maxCharacters: number, listener: LineListener): void {
  let parts: string[] = [];
  let length = 0;
  const add = (part: string) => {
    const before = length;
    length += part.length;
    if (length <= maxCharacters) {
      parts.push(part);
    } else if (before <= maxCharacters) {
      parts = [];
      listener.tooLong();
    }
  };
  const end = () => {
    if (length <= maxCharacters) {
      listener.line(parts.join(''));
    }
    parts = [];
    length = 0;
  };
  stream.setEncoding('utf8').on('data', (text: string) => {
    const [first, ...more] = text.split('\n');
    add(first);
    for (const part of more) {
      end();
      add(part);
    }
  });
}
