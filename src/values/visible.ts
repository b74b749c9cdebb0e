/** Control characters, line and paragraph separators, and what turns the direction of writing or doesn't show: bidirectional, zero-width, tags, the byte order mark. */
// eslint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

/** A text with characters that move a cursor, switch colours, end lines, turn the direction of writing or don't show by their numbers. */
export function visible(text: string): string {
  return text.replace(HIDDEN, byNumber);
}

function byNumber(found: string): string {
  return Array.from({ length: found.length }, (_, index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
