import { literalNumber } from './numbers';
import { ReferenceParser } from './parse-reference';
import type { Scanner } from './scanner';
import type { Expression, Operator, Reference } from './syntax';

/** Reads the text of a template; given by the template's own parser, since a text in double quotes is a template again. */
export type ReadQuoted = (text: string) => Expression;

const NUMBER = /-?(?:\d+(?=\.\.)|\d+\.\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+)/y;
const WHOLE = /-?\d+/y;
/** Two hashes Velocity refuses, and a sign with blanks before the end. */
const LONE_SIGNS = /(?:(?<!#)#(?!#|\s+\))|\$(?![A-Za-z_!{\\$]|\s+\)))+/y;
const NOT = /!|not(?![A-Za-z0-9_@])/y;
const WORD = /[A-Za-z_@][A-Za-z0-9_@]*/y;

/** The operators from the loosest to the tightest, each with the word that Velocity has for it. */
const LEVELS: ReadonlyArray<{ readonly [text: string]: Operator }> = [
  { '||': '||', 'or': '||' },
  { '&&': '&&', 'and': '&&' },
  { '==': '==', '!=': '!=', 'eq': '==', 'ne': '!=' },
  { '<=': '<=', '>=': '>=', '<': '<', '>': '>', 'lt': '<', 'le': '<=', 'gt': '>', 'ge': '>=' },
  { '+': '+', '-': '-' },
  { '*': '*', '/': '/', '%': '%' },
];
const OPERATORS: ReadonlyMap<string, { readonly operator: Operator; readonly level: number }> = new Map(
  LEVELS.flatMap((operators, level) => Object.entries(operators).map(([text, operator]) => [text, { operator, level }] as const)));
const OPERATOR = /\|\||&&|[=!<>]=|[<>+*/%-]|(?:or|and|eq|ne|l[te]|g[te])(?![A-Za-z0-9_@])/y;
/** To Velocity 1.7 the minus before a digit belongs to the number: `$a -1` isn't a subtraction. */
const STRICT_OPERATOR = /\|\||&&|[=!<>]=|[<>+*/%]|-(?!\.?\d)|(?:or|and|eq|ne|l[te]|g[te])(?![A-Za-z0-9_@])/y;

/** Reads expressions, and the simple values that arguments, lists and maps are made of. */
export class ExpressionParser {
  public readonly references: ReferenceParser;

  /** @param strict whether what Velocity 1.7 refuses is refused, too */
  constructor(private readonly scanner: Scanner, private readonly strict: boolean, private readonly readQuoted: ReadQuoted) {
    const argumentOf = () => this.word() ?? this.value();
    this.references = new ReferenceParser(scanner, strict, { arguments: (end) => this.separated(end, argumentOf), index: () => this.index() });
  }

  public reference(): Reference | undefined {
    return this.references.reference();
  }

  public expression(): Expression {
    return this.scanner.deeper(() => this.binary(0));
  }

  /** An argument of a directive or a method, an item of a list: a value without operators. */
  public value(): Expression {
    if (!this.strict) return this.expression();
    this.space();
    const value = this.scanner.deeper(() => this.simple());
    this.space();
    return value;
  }

  /** What stands between the parts of an expression: blanks, and lone signs, which Velocity drops there. */
  public space(): void {
    const { scanner } = this;
    scanner.space();
    while (scanner.match(LONE_SIGNS) !== undefined) {
      scanner.space();
    }
  }

  /** A word, as only directives have it: the `in` of `#foreach`. */
  public word(): Expression | undefined {
    const text = this.scanner.match(WORD);
    return text === undefined ? undefined : text === 'true' || text === 'false' ? { type: 'literal', value: text === 'true' } : { type: 'word', text };
  }

  /** What operators of this level and of tighter ones make, from left to right. */
  private binary(loosest: number): Expression {
    const { scanner } = this;
    const start = scanner.position;
    let left = this.unary();
    for (;;) {
      const source = scanner.position;
      const found = this.operator(loosest);
      if (found === undefined) return left;
      const middle = scanner.position;
      const right = this.binary(found.level + 1);
      const tail = scanner.text.slice(middle, scanner.position);
      const sources = [shownSource(left, scanner.text.slice(start, source)), shownSource(right, tail)] as const;
      left = { type: 'binary', operator: found.operator, left, right, sources, tail };
    }
  }

  private operator(loosest: number): { operator: Operator; level: number } | undefined {
    const { scanner } = this;
    const start = scanner.position;
    const next = scanner.text[start];
    const text = next === ')' ? undefined : scanner.match(this.strict ? STRICT_OPERATOR : OPERATOR);
    const found = text === undefined ? undefined : OPERATORS.get(text);
    if (found !== undefined && found.level >= loosest) return found;
    scanner.position = start;
    return undefined;
  }

  private unary(): Expression {
    this.space();
    if (!this.scanner.startsWith('!=') && this.scanner.match(NOT) !== undefined) {
      return { type: 'not', operand: this.scanner.deeper(() => this.unary()) };
    }
    const primary = this.primary();
    this.space();
    return primary;
  }

  private primary(): Expression {
    const { scanner } = this;
    if (scanner.take('(')) {
      const start = scanner.position;
      const inner = this.expression();
      this.space();
      const source = scanner.text.slice(start, scanner.position);
      scanner.expect(')', 'an expression');
      return { type: 'group', inner, source };
    }
    return this.simple();
  }

  private simple(): Expression {
    const { scanner } = this;
    const next = scanner.text[scanner.position];
    if (next === '"' || next === '\'') return this.quoted(next);
    if (next === '[') return this.list();
    if (next === '{') return this.map();
    if (next === '$') return this.reference() ?? scanner.fail('a value is missing');
    const number = scanner.match(NUMBER);
    if (number !== undefined) return { type: 'literal', value: literalNumber(number) };
    const word = scanner.match(/(?:true|false|null)(?![A-Za-z0-9_@])/y);
    if (word !== undefined && (word !== 'null' || !this.strict)) return { type: 'literal', value: word === 'null' ? null : word === 'true' };
    if (!this.strict && scanner.take('-')) return { type: 'negative', operand: scanner.deeper(() => this.unary()) };
    return scanner.fail('a value is missing');
  }

  /**
   * A text in quotes. Velocity knows no escapes in it but the doubled quote and `\u0041`, so a backslash is one: AWS's own
   * `replaceAll("\\'", "'")` is the pattern `\\'`. Where Velocity refuses the whole template, a quote after a backslash doesn't end the text,
   * as most people expect.
   */
  private quoted(quote: string): Expression {
    const { scanner } = this;
    const raw = scanner.match(quotedText(quote, this.strict)) ?? scanner.fail('a text in quotes has no end');
    let text = raw.slice(1, -1);
    if (quote === '"') {
      text = this.unescaped(text);
    }
    text = text.replaceAll(quote + quote, quote);
    text = this.strict ? text : text.replaceAll(`\\${quote}`, quote);
    return quote === '"' && /[$#]/.test(raw) ? this.readQuoted(text) : { type: 'literal', value: text };
  }

  private unescaped(text: string): string {
    if (!text.includes('\\u')) return text;
    if (this.strict && /\\u(?![0-9A-Fa-f]{4})/.test(text)) {
      this.scanner.fail('\\u needs four hexadecimal digits');
    }
    return text.replace(/\\u([0-9A-Fa-f]{4})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  }

  private list(): Expression {
    const { scanner } = this;
    const range = this.range();
    if (range !== undefined) return range;
    scanner.take('[');
    if (this.strict && scanner.match(/\s+\]/y) !== undefined) {
      scanner.fail('an empty list has a blank');
    }
    const items = this.items(']');
    scanner.expect(']', 'a list');
    return { type: 'list', items };
  }

  /** `[1..3]`, if that comes next. */
  private range(): Expression | undefined {
    const { scanner } = this;
    const start = scanner.position;
    scanner.take('[');
    this.space();
    const from = this.bound();
    this.space();
    if (from === undefined || !scanner.take('..')) {
      scanner.position = start;
      return undefined;
    }
    this.space();
    const to = this.bound() ?? scanner.fail('a range needs a whole number or a reference');
    this.space();
    scanner.expect(']', 'a range');
    return { type: 'range', from, to };
  }

  private bound(): Expression | undefined {
    const number = this.scanner.match(WHOLE);
    return number !== undefined ? { type: 'literal', value: literalNumber(number) } : this.scanner.startsWith('$') ? this.scanner.deeper(() => this.reference()) : undefined;
  }

  private map(): Expression {
    const { scanner } = this;
    scanner.take('{');
    const entries = this.separated('}', () => {
      const key = this.value();
      this.space();
      scanner.expect(':', 'a map');
      return [key, this.value()] as const;
    });
    scanner.expect('}', 'a map');
    return { type: 'map', entries };
  }

  private index(): Expression {
    this.space();
    const index = this.value();
    this.space();
    return index;
  }

  private items(end: string): Expression[] {
    return this.separated(end, () => this.value());
  }

  /** What stands between commas, up to but without the end. */
  private separated<T>(end: string, read: () => T): T[] {
    const items: T[] = [];
    this.space();
    while (!this.scanner.startsWith(end)) {
      items.push(read());
      this.space();
      if (!this.scanner.take(',')) return items;
      this.space();
      if (this.strict && this.scanner.startsWith(end)) {
        this.scanner.fail('a comma stands before the end');
      }
    }
    return items;
  }
}

function quotedText(quote: string, strict: boolean): RegExp {
  if (quote === '"') return strict ? /"(?:[^"]|"")*"/y : /"(?:[^"\\]|\\[\s\S]|"")*"/y;
  return strict ? /'(?:[^']|'')*'/y : /'(?:[^'\\]|\\[\s\S]|'')*'/y;
}

/** What Velocity shows of an expression without a value: of a calculation what stands behind the operator, of parentheses what is in them. */
function shownSource(expression: Expression, raw: string): string {
  switch (expression.type) {
    case 'binary': return expression.tail;
    case 'group': return expression.source;
    default: return raw.trim();
  }
}
