import type { Scanner } from './scanner';
import type { Expression, Operator, PathPart, Reference } from './syntax';

/** Reads the text of a template; given by the template's own parser, since a text in double quotes is a template again. */
export type ReadBlock = (text: string) => Expression & { type: 'interpolated' };

const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_-]*/y;
const NUMBER = /\d+(?:\.\d+)?/y;

/** From the loosest to the tightest, each operator with the word that Velocity has for it. */
const LEVELS: ReadonlyArray<readonly [RegExp, { readonly [text: string]: Operator }]> = [
  [/\|\||or\b/y, { '||': '||', 'or': '||' }],
  [/&&|and\b/y, { '&&': '&&', 'and': '&&' }],
  [/==|!=|eq\b|ne\b/y, { '==': '==', '!=': '!=', 'eq': '==', 'ne': '!=' }],
  [/<=|>=|<|>|(?:lt|le|gt|ge)\b/y, { '<=': '<=', '>=': '>=', '<': '<', '>': '>', 'lt': '<', 'le': '<=', 'gt': '>', 'ge': '>=' }],
  [/[+-]/y, { '+': '+', '-': '-' }],
  [/[*/%]/y, { '*': '*', '/': '/', '%': '%' }],
];

/** Reads expressions and references. */
export class ExpressionParser {
  private readonly lastParenthesis: number;

  constructor(private readonly scanner: Scanner, private readonly readBlock: ReadBlock) {
    this.lastParenthesis = scanner.text.lastIndexOf(')');
  }

  public expression(level = 0): Expression {
    return level === 0 ? this.scanner.deeper(() => this.binary(0)) : this.binary(level);
  }

  private binary(level: number): Expression {
    if (level === LEVELS.length) return this.unary();
    const [pattern, operators] = LEVELS[level];
    let left = this.binary(level + 1);
    for (;;) {
      this.scanner.space();
      const found = this.scanner.match(pattern);
      if (found === undefined) return left;
      left = { type: 'binary', operator: operators[found], left, right: this.binary(level + 1) };
    }
  }

  private unary(): Expression {
    this.scanner.space();
    if (!this.scanner.startsWith('!=') && this.scanner.match(/!|not\b/y) !== undefined) {
      return { type: 'not', operand: this.scanner.deeper(() => this.unary()) };
    }
    if (this.scanner.take('-')) return { type: 'negative', operand: this.scanner.deeper(() => this.unary()) };
    return this.primary();
  }

  private primary(): Expression {
    const { scanner } = this;
    if (scanner.take('(')) {
      const inner = this.expression();
      scanner.space();
      scanner.expect(')', 'an expression');
      return inner;
    }
    if (scanner.startsWith('"') || scanner.startsWith('\'')) return this.quoted();
    if (scanner.startsWith('[')) return this.list();
    if (scanner.startsWith('{')) return this.map();
    const number = scanner.match(NUMBER);
    if (number !== undefined) return { type: 'literal', value: Number(number) };
    const word = scanner.match(/(?:true|false|null)\b/y);
    if (word !== undefined) return { type: 'literal', value: word === 'null' ? null : word === 'true' };
    return this.reference() ?? scanner.fail('a value is missing');
  }

  /**
   * A text in quotes. Velocity knows no escapes in it but the doubled quote, so a backslash is one: AWS's own
   * `replaceAll("\\'", "'")` is the pattern `\\'`. A quote after a backslash doesn't end the text, as most people expect.
   */
  private quoted(): Expression {
    const { scanner } = this;
    const quote = scanner.text[scanner.position];
    const raw = scanner.match(quote === '"' ? /"(?:[^"\\]|\\[\s\S]|"")*"/y : /'(?:[^'\\]|\\[\s\S]|'')*'/y);
    const text = (raw ?? scanner.fail('a text in quotes has no end')).slice(1, -1).replaceAll(quote + quote, quote).replaceAll(`\\${quote}`, quote);
    return quote === '"' && /[$#]/.test(text) ? this.readBlock(text) : { type: 'literal', value: text };
  }

  private list(): Expression {
    const { scanner } = this;
    scanner.take('[');
    const items = this.items(']', () => this.expression());
    if (items.length === 1 && scanner.take('..')) {
      const to = this.expression();
      scanner.space();
      scanner.expect(']', 'a range');
      return { type: 'range', from: items[0], to };
    }
    scanner.expect(']', 'a list');
    return { type: 'list', items };
  }

  private map(): Expression {
    const { scanner } = this;
    scanner.take('{');
    const entries = this.items('}', () => {
      const key = this.expression();
      scanner.space();
      scanner.expect(':', 'a map');
      return [key, this.expression()] as const;
    });
    scanner.expect('}', 'a map');
    return { type: 'map', entries };
  }

  /** What stands between commas, up to but without the end. */
  private items<T>(end: string, read: () => T): T[] {
    const items: T[] = [];
    this.scanner.space();
    while (!this.scanner.startsWith(end)) {
      items.push(read());
      this.scanner.space();
      if (!this.scanner.take(',')) return items;
      this.scanner.space();
    }
    return items;
  }

  /** A reference, if one comes next; else nothing is taken. */
  public reference(backslashes = ''): Reference | undefined {
    const { scanner } = this;
    const start = scanner.position;
    const opening = scanner.match(/\$!?\{?/y);
    const name = opening === undefined ? undefined : scanner.match(IDENTIFIER);
    if (opening === undefined || name === undefined) {
      scanner.position = start;
      return undefined;
    }
    const path = scanner.deeper(() => this.path());
    if (opening.endsWith('{')) {
      if (!scanner.take('}')) {
        scanner.position = start;
        return undefined;
      }
    }
    const source = backslashes + scanner.text.slice(start, scanner.position);
    return { type: 'reference', name, path, quiet: opening.includes('!'), source, backslashes: backslashes.length };
  }

  private path(): PathPart[] {
    const { scanner } = this;
    const parts: PathPart[] = [];
    for (;;) {
      const start = scanner.position;
      if (scanner.take('.')) {
        const name = scanner.match(IDENTIFIER);
        if (name === undefined) {
          scanner.position = start;
          return parts;
        }
        parts.push(this.method(name) ?? { kind: 'property', name });
      } else {
        const index = this.index();
        if (index === undefined) {
          scanner.position = start;
          return parts;
        }
        parts.push({ kind: 'index', index });
      }
    }
  }

  /** The call of a method. Where nothing closes the parenthesis it is text: `$x.y(see below`. */
  private method(name: string): PathPart | undefined {
    const { scanner } = this;
    if (this.lastParenthesis < scanner.position || !scanner.take('(')) return undefined;
    const args = this.items(')', () => this.expression());
    scanner.expect(')', `the call of ${name}`);
    return { kind: 'method', name, args };
  }

  /** `[0]`, `["key"]` or `[$i]`; a bracket that is anything else is text. */
  private index(): Expression | undefined {
    const { scanner } = this;
    if (scanner.match(/\[(?=\s*(?:\$[A-Za-z_!{]|-?\d+\s*\]|"[^"]*"\s*\]|'[^']*'\s*\]))/y) === undefined) return undefined;
    const index = this.expression();
    scanner.space();
    return scanner.take(']') ? index : undefined;
  }
}
