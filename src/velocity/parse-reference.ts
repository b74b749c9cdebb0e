import type { Scanner } from './scanner';
import type { Expression, PathPart, Reference } from './syntax';

/** Reads what stands between the parentheses of a method, and the index of a list. */
export interface ReadArguments {
  arguments(end: string): Expression[];
  index(): Expression;
}

/** A parenthesis that begins no arguments: what is in it is text. */
const TEXT_IN_PARENTHESES = /(?=\(\.[A-Za-z]\w*\))/y;
/** Backslashes, dollars and exclamation marks that a reference may begin with. */
const HEAD = /(?:\\*\$(?:\\*!)?)+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_-]*/y;
const PROPERTY = /\.(?=[A-Za-z])/y;
const LENIENT_PROPERTY = /\.(?=[A-Za-z_])/y;
/** An index, where brackets may also be text (what Velocity 1.7 refuses). */
const INDEX = /\[(?=\s*(?:\$[A-Za-z_!{]|-?\d+\s*\]|"[^"]*"\s*\]|'[^']*'\s*\]))/y;

/** Reads references: `$x`, `$!{x.y}`, `$x.get("a")[0]`. */
export class ReferenceParser {
  private readonly lastParenthesis: number;

  /** @param strict whether what Velocity 1.7 refuses is refused, too; else it is text */
  constructor(private readonly scanner: Scanner, private readonly strict: boolean, private readonly inner: ReadArguments) {
    this.lastParenthesis = scanner.text.lastIndexOf(')');
  }

  /** A reference, if one comes next; else nothing is taken. */
  public reference(): Reference | undefined {
    const { scanner } = this;
    const start = scanner.position;
    const next = scanner.text[start];
    const head = next === '$' || next === '\\' ? scanner.match(HEAD) : undefined;
    const isBraced = head !== undefined && scanner.take('{');
    const name = head === undefined ? undefined : scanner.match(NAME);
    if (head === undefined || name === undefined || head.includes('\\!')) {
      scanner.position = start;
      return undefined;
    }
    this.refuse(name === 'true' || name === 'false', `$${name} isn't a reference`);
    const path = scanner.deeper(() => this.path());
    if (isBraced && !scanner.take('}')) {
      this.refuse(true, 'a reference in braces has no end');
      scanner.position = start;
      return undefined;
    }
    return opening(head, scanner.text.slice(start + head.length, scanner.position), name, path);
  }

  private path(): PathPart[] {
    const parts: PathPart[] = [];
    for (let part = this.part(); part !== undefined; part = this.part()) {
      parts.push(part);
    }
    return parts;
  }

  private part(): PathPart | undefined {
    const { scanner } = this;
    if (scanner.match(this.strict ? PROPERTY : LENIENT_PROPERTY) !== undefined) {
      const name = scanner.match(NAME)!;
      this.refuse(name === 'true' || name === 'false', `.${name} isn't a property`);
      return this.method(name) ?? { kind: 'property', name };
    }
    const index = this.index();
    return index === undefined ? undefined : { kind: 'index', index };
  }

  /** The call of a method. Where nothing closes the parenthesis it is text: `$x.y(see below`. */
  private method(name: string): PathPart | undefined {
    const { scanner } = this;
    if (scanner.match(TEXT_IN_PARENTHESES) !== undefined) return undefined;
    if (!this.strict && this.lastParenthesis < scanner.position || !scanner.take('(')) return undefined;
    this.refuse(scanner.match(/(?=\s+\))/y) !== undefined, 'the parentheses of a method without arguments have blanks in them');
    const args = this.inner.arguments(')');
    scanner.expect(')', `the call of ${name}`);
    return { kind: 'method', name, args };
  }

  private index(): Expression | undefined {
    const { scanner } = this;
    const start = scanner.position;
    if (this.strict ? !scanner.take('[') : scanner.match(INDEX) === undefined) return undefined;
    const index = this.inner.index();
    if (scanner.take(']')) return index;
    this.refuse(true, 'an index has no end');
    scanner.position = start;
    return undefined;
  }

  private refuse(isWrong: boolean, message: string): void {
    if (isWrong && this.strict) {
      this.scanner.fail(message);
    }
  }
}

/** What stands before the name: backslashes escape, an exclamation mark is quiet, and all but the last dollar are text. */
function opening(head: string, rest: string, name: string, path: readonly PathPart[]): Reference {
  const backslashes = head.startsWith('\\') ? head.search(/[^\\]/) : 0;
  const dollar = head.lastIndexOf('$');
  return { type: 'reference', name, path, quiet: head.endsWith('!'), source: head.slice(dollar) + rest, before: head.slice(backslashes, dollar), backslashes };
}
