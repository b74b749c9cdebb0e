import { VelocityError } from './error';
import { ExpressionParser } from './parse-expression';
import { Scanner } from './scanner';
import type { Block, Expression, Node } from './syntax';

// API Gateway takes templates of up to 300 KB (rule 119).
const MAX_LENGTH = 300 * 1024;
const TEXT = /[^$#\\]+/y;
// #end and #else end where they end: `#elsetext` is #else and a text.
const DIRECTIVE = /#(?:\{\w+\}|elseif|else|end|@?\w+)/y;
/** Velocity swallows the rest of the line after a directive when nothing stands on it. */
const REST_OF_LINE = /[ \t]*\r?\n/y;
const CLOSING = ['end', 'else', 'elseif'];
const BUILT_IN = ['set', 'if', 'foreach', 'define', 'macro', 'evaluate', 'break', 'stop', 'include', 'parse', ...CLOSING];

/** Reads a template. Throws a `VelocityError` that says where it can't be read. */
export function parse(text: string): Block {
  if (text.length > MAX_LENGTH) throw new VelocityError('limit', `the template is longer than ${MAX_LENGTH} characters`);
  return new Parser(text, 0).template();
}

class Parser {
  private readonly scanner: Scanner;
  private readonly expressions: ExpressionParser;

  constructor(text: string, private readonly quotes: number) {
    this.scanner = new Scanner(text);
    this.expressions = new ExpressionParser(this.scanner, (inner) => this.quotedTemplate(inner));
  }

  public template(): Block {
    const block = this.block();
    if (!this.scanner.atEnd) {
      this.scanner.fail('#end, #else or #elseif without #if or #foreach');
    }
    return block;
  }

  private quotedTemplate(text: string): Expression & { type: 'interpolated' } {
    if (this.quotes > 10) {
      this.scanner.fail('more than 10 texts in quotes are in each other');
    }
    return { type: 'interpolated', body: new Parser(text, this.quotes + 1).template() };
  }

  /** Everything up to the directive that ends the block, which stays to be read. */
  private block(): Block {
    const nodes: Node[] = [];
    while (!this.scanner.atEnd && !CLOSING.includes(this.directiveAhead() ?? '')) {
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

  private directiveAhead(): string | undefined {
    const start = this.scanner.position;
    const name = this.directiveName();
    this.scanner.position = start;
    return name;
  }

  private directiveName(): string | undefined {
    const found = this.scanner.match(DIRECTIVE);
    return found?.replace(/[#{}]/g, '');
  }

  private node(): Node | undefined {
    const { scanner } = this;
    const text = scanner.match(TEXT);
    if (text !== undefined) return { type: 'text', text };
    const backslashes = scanner.match(/\\+/y);
    if (scanner.startsWith('$')) return this.expressions.reference(backslashes) ?? this.character(backslashes);
    if (backslashes !== undefined) return this.escapedDirective(backslashes);
    return this.comment() ?? this.directive();
  }

  private character(before = ''): Node {
    return { type: 'text', text: before + this.scanner.text[this.scanner.position++] };
  }

  /** `\#if` is the text `#if`. */
  private escapedDirective(backslashes: string): Node {
    const ahead = this.directiveAhead();
    if (ahead === undefined || !BUILT_IN.includes(ahead)) return { type: 'text', text: backslashes };
    const shown = '\\'.repeat(Math.floor(backslashes.length / 2));
    return { type: 'text', text: backslashes.length % 2 === 0 ? shown : shown + this.scanner.match(DIRECTIVE)! };
  }

  private comment(): Node | undefined {
    const { scanner } = this;
    if (scanner.match(/##[^\n]*\n?/y) !== undefined) return { type: 'text', text: '' };
    if (scanner.take('#*')) {
      scanner.until('*#', 'a comment');
      return { type: 'text', text: '' };
    }
    return scanner.take('#[[') ? { type: 'text', text: scanner.until(']]#', 'a part that isn\'t parsed') } : undefined;
  }

  private directive(): Node {
    const { scanner } = this;
    const start = scanner.position;
    const name = this.directiveName();
    switch (name) {
      case undefined:
        return this.character();
      case 'set':
        return this.inParentheses(name, () => this.set());
      case 'if':
        return scanner.deeper(() => this.branches());
      case 'foreach':
        return scanner.deeper(() => this.foreach());
      case 'define':
        return scanner.deeper(() => ({ type: 'define', name: this.inParentheses(name, () => this.variable()), body: this.bodyToEnd(name) }));
      case 'macro':
        return scanner.deeper(() => this.macro());
      case 'evaluate':
        return { type: 'evaluate', text: this.inParentheses(name, () => this.expressions.expression()) };
      case 'break':
      case 'stop':
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
    scanner.match(/[ \t]*/y);
    scanner.expect('(', `#${directive}`);
    scanner.space();
    const result = read();
    scanner.space();
    scanner.expect(')', `#${directive}`);
    scanner.match(REST_OF_LINE);
    return result;
  }

  private set(): Node {
    const target = this.expressions.reference() ?? this.scanner.fail('#set needs a reference');
    this.scanner.space();
    this.scanner.expect('=', '#set');
    return { type: 'set', target, value: this.expressions.expression() };
  }

  private variable(): string {
    return (this.expressions.reference() ?? this.scanner.fail('a $name is missing')).name;
  }

  private branches(): Node {
    const branches: { condition?: Expression; body: Block }[] = [];
    let name: string | undefined = 'if';
    while (name !== 'end') {
      const condition: Expression | undefined = name === 'else' ? undefined : this.inParentheses(name!, () => this.expressions.expression());
      this.scanner.match(REST_OF_LINE);
      branches.push({ condition, body: this.block() });
      name = this.directiveName() ?? this.scanner.fail('#if has no #end');
    }
    this.scanner.match(REST_OF_LINE);
    return { type: 'if', branches };
  }

  private foreach(): Node {
    const { scanner } = this;
    const [name, list] = this.inParentheses('foreach', () => {
      const variable = this.variable();
      scanner.space();
      scanner.expect('in', '#foreach');
      return [variable, this.expressions.expression()] as const;
    });
    return { type: 'foreach', name, list, body: this.bodyToEnd('foreach') };
  }

  private macro(): Node {
    const { scanner } = this;
    const [name, ...parameters] = this.inParentheses('macro', () => {
      const names = [scanner.match(/\w+/y) ?? scanner.fail('#macro needs a name')];
      for (scanner.match(/[\s,]*/y); !scanner.startsWith(')'); scanner.match(/[\s,]*/y)) {
        names.push(this.variable());
      }
      return names;
    });
    return { type: 'macro', name, parameters, body: this.bodyToEnd('macro') };
  }

  /** A call of a macro. Without parentheses it is text: `#fff`. */
  private call(name: string, start: number): Node {
    const { scanner } = this;
    if (!scanner.startsWith('(')) return { type: 'text', text: scanner.text.slice(start, scanner.position) };
    const args: Expression[] = [];
    scanner.take('(');
    for (scanner.match(/[\s,]*/y); !scanner.startsWith(')'); scanner.match(/[\s,]*/y)) {
      args.push(this.expressions.expression());
    }
    scanner.take(')');
    const source = scanner.text.slice(start, scanner.position);
    const body = name.startsWith('@') ? scanner.deeper(() => this.bodyToEnd(name)) : undefined;
    return { type: 'call', name: name.replace('@', ''), args, source, body };
  }

  private bodyToEnd(directive: string): Block {
    const body = this.block();
    if (this.directiveName() !== 'end') {
      this.scanner.fail(`#${directive} has no #end`);
    }
    this.scanner.match(REST_OF_LINE);
    return body;
  }
}
