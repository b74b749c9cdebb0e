import { chromiumLine } from './chromium-lines';
import { type ConsoleLine, severalValues } from './console-line';
import { translatedFirefoxLine } from './firefox-languages';
import { firefoxLine } from './firefox-lines';
import { webkitLine } from './webkit-lines';

/** What a browser's console says; undefined where it is none of their lines. */
export function readConsoleLine(text: string): ConsoleLine | undefined {
  const line = onOneLine(text);
  const found = chromiumLine(line) ?? firefoxLine(line) ?? webkitLine(line);
  return found && severalValues(found);
}

/** What Firefox says in another language than English; undefined where it isn't one of its lines. */
export function readTranslatedLine(text: string): ConsoleLine | undefined {
  const found = translatedFirefoxLine(onOneLine(text));
  return found && severalValues(found);
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
