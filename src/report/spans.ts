/** How a piece of text looks on a terminal. */
export type Style = 'plain' | 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** A piece of text. A line is a list of them, so that what came from a template never reaches a terminal as it is. */
export type Span = string | readonly [style: Style, text: string];

const CODES: Readonly<Record<Style, string>> = { plain: '', bold: '1', dim: '2', red: '31', green: '32', yellow: '33', cyan: '36' };

/** Lines as a terminal shows them; without colours, as a file has them. */
export function renderLines(lines: ReadonlyArray<readonly Span[]>, colour: boolean): string {
  return lines.map((line) => `${line.map((span) => renderSpan(span, colour)).join('')}\n`).join('');
}

function renderSpan(span: Span, colour: boolean): string {
  const [style, text] = typeof span === 'string' ? ['plain', span] as const : span;
  const shown = visible(text);
  return colour && style !== 'plain' && shown !== '' ? `\u001b[${CODES[style]}m${shown}\u001b[0m` : shown;
}

/** Characters that move a cursor, switch colours or turn the direction of writing are shown by their numbers. */
export function visible(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A text in lines of at most a width, broken at spaces. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines = [''];
    for (const word of paragraph.split(' ')) {
      const line = lines[lines.length - 1];
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(word);
      } else {
        lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
      }
    }
    return lines;
  });
}
