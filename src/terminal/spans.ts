import { styleText } from 'node:util';
import { visible, withoutCommand } from '../values';

/** How a piece of text looks on a terminal. */
export type Style = 'plain' | 'bold' | 'dim' | 'gray' | 'red' | 'green' | 'yellow' | 'cyan';

/**
 * A piece of text. A line is a list of them, so that what came from a template or a client never reaches a terminal, or the log of
 * a workflow, as it is.
 */
export type Span = string | readonly [style: Style, text: string];

/** Lines as a terminal shows them; without colours, as a file has them. */
export function renderLines(lines: ReadonlyArray<readonly Span[]>, coloured: boolean): string {
  return lines.map((line) => `${renderLine(line, coloured)}\n`).join('');
}

/** A line as a terminal shows it, without its end. */
export function renderLine(line: readonly Span[], coloured: boolean): string {
  return withoutCommand(line.map((span) => renderSpan(span, coloured)).join(''));
}

function renderSpan(span: Span, coloured: boolean): string {
  const [style, text] = typeof span === 'string' ? ['plain', span] as const : span;
  const shown = visible(text);
  // whether there are colours is decided for the output, which may be another than that of this process
  return coloured && style !== 'plain' && shown !== '' ? styleText(style, shown, { validateStream: false }) : shown;
}
