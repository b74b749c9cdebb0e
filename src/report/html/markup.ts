import { inert } from '../../terminal';

/** Text that is markup already. Everything else is escaped where it is put into some. */
export class Markup {
  constructor(public readonly text: string) {}
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** Markup with values put in: what a template names can't become an element or leave an attribute. */
export function html(parts: TemplateStringsArray, ...values: ReadonlyArray<string | number | Markup | readonly Markup[] | undefined>): Markup {
  return new Markup(parts.reduce((text, part, index) => `${text}${markupOf(values[index - 1])}${part}`));
}

function markupOf(value: string | number | Markup | readonly Markup[] | undefined): string {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map((each: Markup) => each.text).join('\n');
  return escapeText(String(value ?? ''));
}

function escapeText(text: string): string {
  return inert(text).replace(/[&<>"']/g, (each) => ENTITIES[each]);
}
