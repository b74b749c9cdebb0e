import type { Scanner } from './scanner';
import type { Node } from './syntax';

type TextNode = Extract<Node, { type: 'text' }>;

/** `#enddate` is one word, and no #end. */
const DIRECTIVE = /#(?:[A-Za-z_@][A-Za-z0-9_@]*|\{[A-Za-z_][A-Za-z0-9_@]*\})/y;
const DOLLARS = /(?:\\*\$(?:\\*!)?)+/y;
const BACKSLASHES = /\\+/y;
const LOSING = /\\\\+(?!\\*\$)|\\#(?:\{?[A-Za-z_@])|#(?:\*|\{?(?:if|else|elseif|end)(?![A-Za-z0-9_@])|(?:set|\{set\}) *\()/y;
export const CLOSING = ['end', 'else', 'elseif'];
const BUILT_IN = ['set', 'if', 'foreach', 'define', 'macro', 'evaluate', 'break', 'stop', 'include', 'parse', 'literal', ...CLOSING];

export function directiveName(scanner: Scanner): string | undefined {
  const found = scanner.text[scanner.position] === '#' ? scanner.match(DIRECTIVE) : undefined;
  return found === undefined ? undefined : found[1] === '{' ? found.slice(2, -1) : found.slice(1);
}

export function directiveAhead(scanner: Scanner): string | undefined {
  const start = scanner.position;
  const name = directiveName(scanner);
  scanner.position = start;
  return name;
}

/** Reads dollars, hashes and backslashes that are text, and comments. */
export class TextParser {
  /** @param macros those that were read up to here: a backslash escapes their calls as well */
  constructor(private readonly scanner: Scanner, private readonly strict: boolean, private readonly macros: ReadonlyMap<string, unknown>) {}

  public text(): Node | undefined {
    const { scanner } = this;
    const dollars = scanner.match(DOLLARS);
    if (dollars !== undefined) return this.dollars(dollars);
    const backslashes = scanner.match(BACKSLASHES);
    return backslashes === undefined ? this.comment() : this.escaped(backslashes);
  }

  /** Dollars that begin no reference. The exclamation mark of `$!` belongs to them, and is lost with them. */
  private dollars(text: string): Node {
    if (this.scanner.atEnd) {
      this.refuse('a lone $ stands at the end');
      return { type: 'text', text };
    }
    if (this.isLost()) return { type: 'text', text: '' };
    if (/\\!/.test(text)) return { type: 'text', text: text.replace(/\\(?=\\*!)/, '') };
    // Behind a dollar # begins no directive but those of Velocity's own, which come first.
    if (this.scanner.match(/#(?=\{?[A-Za-z_@])/y) !== undefined) return { type: 'text', text: `${text}#` };
    const next = this.scanner.text[this.scanner.position];
    if (next === '[' && /[\\#]\$$/.test(this.scanner.text.slice(0, this.scanner.position).slice(-2))) {
      this.refuse('$[ stands behind a # or a backslash');
    }
    return { type: 'text', text: /[{}[#]/.test(next) || next === '.' && text.endsWith('$') ? text : text.replace(/!/g, '') };
  }

  /** `\#if` is the text `#if`; backslashes that escape nothing are text. */
  private escaped(backslashes: string): Node {
    const ahead = directiveAhead(this.scanner);
    const isKnown = ahead !== undefined && (BUILT_IN.includes(ahead) || this.macros.has(ahead));
    const half = '\\'.repeat(Math.floor(backslashes.length / 2));
    if (backslashes.length % 2 === 1) {
      return { type: 'text', text: (isKnown ? half : backslashes) + (ahead === undefined ? '' : this.scanner.match(DIRECTIVE)!) };
    }
    const isDirective = isKnown && ahead !== 'set' && (CLOSING.includes(ahead) || ahead === 'if' || !this.scanner.startsWith('#{'));
    return { type: 'text', text: isDirective ? half : backslashes };
  }

  /** A comment, or what isn't parsed. */
  private comment(): Node | undefined {
    const { scanner } = this;
    const line = scanner.match(/##[^\n\r]*(?:\r\n|\n|\r)?/y);
    if (line !== undefined) {
      if (scanner.atEnd && /(?:\$(?:\\*!)?|#(?:\*|\[\[)?)$/.test(line.slice(2))) {
        this.refuse('a comment ends with # or $ at the end');
      }
      return { type: 'text', text: '' };
    }
    if (scanner.take('#*')) {
      scanner.match(/[\s\S]*?(?:\*#|$)/y);
      return { type: 'text', text: '' };
    }
    return scanner.take('#[[') ? { type: 'text', text: scanner.until(']]#', 'a part that isn\'t parsed') } : undefined;
  }

  /** Right behind a property: both are text, and so is what follows, unless that begins what lets lone ones be lost. */
  public twoHashes(): TextNode {
    const { scanner } = this;
    scanner.position++;
    if (scanner.match(/(?=#(?:set|\{set\}) *\()/y) !== undefined) {
      this.refuse('##set stands right behind a property');
    }
    if (this.isLost()) return { type: 'text', text: '' };
    const second = this.hash();
    return { type: 'text', text: second.text === '' ? '' : `#${second.text}` };
  }

  public hash(): TextNode {
    this.scanner.position++;
    if (this.scanner.atEnd) {
      this.refuse('a lone # stands at the end');
    }
    if (this.isLost()) return { type: 'text', text: '' };
    // Behind a # the backslashes before a dollar escape nothing.
    return { type: 'text', text: `#${this.scanner.match(/\\+(?=\$)/y) ?? ''}` };
  }

  /** Whether escaping backslashes, a directive of Velocity's own or a comment come next: a lone # or $ before them is lost. */
  private isLost(): boolean {
    const start = this.scanner.position;
    const isNext = this.scanner.match(LOSING) !== undefined;
    this.scanner.position = start;
    return isNext;
  }

  private refuse(message: string): void {
    if (this.strict) {
      this.scanner.fail(message);
    }
  }
}
