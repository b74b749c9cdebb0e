/** Control characters, line and paragraph separators, and what turns the direction of writing or doesn't show: bidirectional, zero-width, tags, the byte order mark. */
// eslint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

/** A text with characters that move a cursor, switch colours, end lines, turn the direction of writing or don't show by their numbers. */
export function visible(text: string): string {
  return text.replace(HIDDEN, byNumber);
}

/**
 * A text of several lines, whose line feeds stay, and which is nothing but a text wherever it is printed.
 *
 * In JSON the numbers mean the characters that they stand for.
 */
export function inert(text: string): string {
  return text.split('\n').map((line) => withoutCommand(visible(line))).join('\n');
}

/**
 * A line that the runner of a GitHub workflow doesn't take for a command. It looks for `::name` behind spaces at the start of a line, and for `##[name]`
 * anywhere in it.
 *
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function withoutCommand(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1\\u003a').replace(/#(?=#\[)/g, '\\u0023');
}

function byNumber(found: string): string {
  return Array.from({ length: found.length }, (_, index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
