import { VelocityError } from './error';
import { ExpressionParser } from './parse-expression';
import { CLOSING, directiveAhead, directiveName, TextParser } from './parse-text';
import { Scanner } from './scanner';
import type { Block, Expression, Macro, Node, Reference } from './syntax';

/** A template that was read. */
export interface Parsed {
  readonly block: Block;
  readonly macros: ReadonlyMap<string, Macro>;
  /** Why Velocity 1.7 refuses it, where this parser takes it all the same (rule 134). */
  readonly doubt?: string;
}

// API Gateway takes templates of up to 300 KB (rule 119).
const MAX_LENGTH = 300 * 1024;
const TEXT = /[^$#\\]+/y;
/** Velocity swallows the rest of the line after a directive when nothing stands on it. */
const REST_OF_LINE = /[ \t]*(?:\r\n|\n|\r)/y;
/** #set takes the blanks before it as well, unless they are the end of a text. */
const BLANKS_BEFORE_SET = /[ \t]+(?=#(?:set|\{set\}) *\()/y;

/** Reads a template. Throws a `VelocityError` that says where it can't be read. */
export function parse(text: string): Parsed {
  if (text.length > MAX_LENGTH) throw new VelocityError('limit', `the template is longer than ${MAX_LENGTH} characters`);
  try {
    return new Parser(text, true).parsed();
  } catch (error) {
    if (!(error instanceof VelocityError) || error.kind !== 'syntax') throw error;
    return { ...new Parser(text, false).parsed(), doubt: error.message };
  }
}

class Parser {
  private readonly scanner: Scanner;
  private readonly expressions: ExpressionParser;
  private readonly texts: TextParser;
  /** Where a reference ended with a property. */
  private propertyEnd = -1;

  /** @param strict whether what Velocity 1.7 refuses is refused, too */
  constructor(text: string, private readonly strict: boolean, private readonly quotes = 0, private readonly macros = new Map<string, Macro>()) {
    this.scanner = new Scanner(text);
    this.expressions = new ExpressionParser(this.scanner, strict, (inner) => this.quotedTemplate(inner));
    this.texts = new TextParser(this.scanner, strict, macros);
  }

  public parsed(): Parsed {
    return { block: this.template(), macros: this.macros };
  }

  private template(): Block {
    const block = this.block();
    if (!this.scanner.atEnd) {
      this.scanner.fail('#end, #else or #elseif without #if or #foreach');
    }
    return block;
  }

  /** A text in quotes is read with a blank behind it, so that what stands at its end is as within a template. */
  private quotedTemplate(text: string): Expression {
    if (this.quotes > 10) {
      this.scanner.fail('more than 10 texts in quotes are in each other');
    }
    const padded = !text.includes('##');
    const body = new Parser(padded ? `${text} ` : text, this.strict, this.quotes + 1, this.macros).template();
    return { type: 'interpolated', body, padded };
  }

  /** Everything up to the directive that ends the block, which stays to be read. */
  private block(): Block {
    const nodes: Node[] = [];
    while (!this.scanner.atEnd && !CLOSING.includes(directiveAhead(this.scanner) ?? '')) {
      const node = this.node();
      const last = nodes[nodes.length - 1];
      if (node?.type === 'text' && last?.type === 'text') {
        nodes[nodes.length - 1] = { type: 'text', text: last.text + node.text };
      } else if (node !== undefined) {
        nodes.push(node);
      }
    }
    return nodes;
  }

  private node(): Node | undefined {
    const { scanner } = this;
    const next = scanner.text[scanner.position];
    if ((next === ' ' || next === '\t') && scanner.match(BLANKS_BEFORE_SET) !== undefined) return undefined;
    const text = scanner.match(TEXT);
    if (text !== undefined) return { type: 'text', text };
    if (this.isBehindProperty(scanner.position)) return this.texts.twoHashes();
    const reference = next === '#' ? undefined : this.expressions.reference();
    if (reference !== undefined) {
      this.propertyEnd = endsWithProperty(reference) ? scanner.position : -1;
      return reference;
    }
    return this.texts.text() ?? this.directive();
  }

  /** Right behind `$a.b`, Velocity takes ## for a text and what begins with the second #. */
  private isBehindProperty(position: number): boolean {
    return position === this.propertyEnd && /^##(?!#)/.test(this.scanner.text.slice(position, position + 3));
  }

  private directive(): Node | undefined {
    const { scanner } = this;
    const start = scanner.position;
    const name = directiveName(this.scanner);
    switch (name) {
      case undefined:
        return this.texts.hash();
      case 'set':
        return scanner.match(this.strict ? / *(?=\()/y : /\s*(?=\()/y) === undefined ? { type: 'text', text: scanner.text.slice(start, scanner.position) }
          : this.set();
      case 'if':
        return scanner.deeper(() => this.branches());
      case 'foreach':
        return scanner.deeper(() => this.foreach());
      case 'define':
        return scanner.deeper(() => ({ type: 'define', name: this.inParentheses(name, () => this.variable()), body: this.bodyToEnd(name) }));
      case 'macro':
        return scanner.deeper(() => this.macro());
      case 'evaluate':
        return { type: 'evaluate', text: this.inParentheses(name, () => this.evaluated()) };
      case 'literal':
        return scanner.deeper(() => this.literal());
      case 'break':
        return { type: name, scope: this.args()?.[0] };
      case 'stop':
        this.args();
        return { type: name };
      case 'include':
      case 'parse':
        return scanner.fail(`#${name} isn't supported: a mapping template has no other files`);
      default:
        return this.call(name, start);
    }
  }

  private inParentheses<T>(directive: string, read: () => T): T {
    const { scanner } = this;
    scanner.space();
    scanner.expect('(', `#${directive}`);
    this.expressions.space();
    const result = read();
    this.expressions.space();
    scanner.expect(')', `#${directive}`);
    scanner.match(REST_OF_LINE);
    return result;
  }

  private set(): Node {
    return this.inParentheses('set', () => {
      const target = this.expressions.reference() ?? this.scanner.fail('#set needs a reference');
      this.expressions.space();
      this.scanner.expect('=', '#set');
      return { type: 'set', target, value: this.expressions.expression() };
    });
  }

  private variable(): string {
    return (this.expressions.reference() ?? this.scanner.fail('a $name is missing')).name;
  }

  private evaluated(): Expression {
    const value = this.expressions.value();
    if (value.type !== 'reference' && value.type !== 'interpolated' && !(value.type === 'literal' && typeof value.value === 'string')) {
      this.refuse('#evaluate needs a text or a reference');
    }
    return value;
  }

  private branches(): Node {
    const branches: { condition?: Expression; body: Block }[] = [];
    let name: string | undefined = 'if';
    while (name !== 'end') {
      const condition: Expression | undefined = name === 'else' ? undefined : this.inParentheses(name!, () => this.expressions.expression());
      if (name === 'else') {
        this.scanner.match(REST_OF_LINE);
      }
      if (branches.some((branch) => branch.condition === undefined)) {
        this.refuse('#if has something after its #else');
      }
      branches.push({ condition, body: this.block() });
      name = directiveName(this.scanner) ?? this.scanner.fail('#if has no #end');
    }
    this.scanner.match(REST_OF_LINE);
    return { type: 'if', branches };
  }

  private foreach(): Node {
    const [variable, word, list, extra] = this.args() ?? this.scanner.fail('#foreach needs parentheses');
    if (word === undefined || [variable, list, extra].some((each) => each?.type === 'word')) {
      this.scanner.fail('#foreach needs a $name, a word such as in, and a list');
    }
    const name = variable.type === 'reference' ? variable.name : '';
    const body = this.bodyToEnd('foreach');
    // Velocity takes what stands behind the list for the body.
    const shown = extra === undefined ? body : extra.type === 'reference' ? [extra] : [];
    return { type: 'foreach', name, list: list ?? { type: 'list', items: [] }, body: shown };
  }

  /** A macro is known as soon as the template is read; of two with one name the first counts. */
  private macro(): Node | undefined {
    const { scanner } = this;
    const [name, ...parameters] = this.inParentheses('macro', () => {
      const names = [scanner.match(/[A-Za-z_@][A-Za-z0-9_@]*/y) ?? scanner.fail('#macro needs a name')];
      for (this.separator(); !scanner.startsWith(')'); this.separator()) {
        names.push(this.variable());
      }
      return names;
    });
    const body = this.bodyToEnd('macro');
    if (!this.macros.has(name)) {
      this.macros.set(name, { name, parameters, body });
    }
    return undefined;
  }

  /** `#literal()`: its contents as they are written. */
  private literal(): Node {
    this.args();
    const start = this.scanner.position;
    this.block();
    const text = this.scanner.text.slice(start, this.scanner.position);
    this.end('literal');
    return { type: 'text', text };
  }

  /** A call of a macro, with parentheses or without. One that isn't there stays as written: `#fff`. */
  private call(name: string, start: number): Node {
    const { scanner } = this;
    const args = this.args() ?? [];
    const isBlock = name.startsWith('@') && /[)]\s*$/.test(scanner.text.slice(start, scanner.position));
    const body = isBlock ? scanner.deeper(() => this.bodyToEnd(name)) : undefined;
    return { type: 'call', name: isBlock ? name.slice(1) : name, args, source: scanner.text.slice(start, scanner.position), body };
  }

  /** Arguments in parentheses, which may stand after blanks; undefined where there are none. */
  private args(): Expression[] | undefined {
    const { scanner } = this;
    if (scanner.match(/[ \t\r\n]*\(/y) === undefined) return undefined;
    const args: Expression[] = [];
    for (this.separator(); !scanner.startsWith(')'); this.separator()) {
      args.push(this.expressions.word() ?? this.expressions.value());
    }
    scanner.expect(')', 'a directive');
    scanner.match(REST_OF_LINE);
    return args;
  }

  private separator(): void {
    this.expressions.space();
    if (!this.scanner.take(',')) return;
    this.expressions.space();
    if (/[,)]/.test(this.scanner.text[this.scanner.position])) {
      this.refuse('a comma stands before another or before the end');
    }
  }

  private bodyToEnd(directive: string): Block {
    const body = this.block();
    this.end(directive);
    return body;
  }

  private end(directive: string): void {
    if (directiveName(this.scanner) !== 'end') {
      this.scanner.fail(`#${directive} has no #end`);
    }
    this.scanner.match(REST_OF_LINE);
  }

  private refuse(message: string): void {
    if (this.strict) {
      this.scanner.fail(message);
    }
  }
}

function endsWithProperty({ path, source }: Reference): boolean {
  return path.length > 0 && path[path.length - 1].kind === 'property' && !source.endsWith('}');
}
