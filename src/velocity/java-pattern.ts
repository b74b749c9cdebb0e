import { Budget } from './budget';
import { VelocityError } from './error';
import { parsePattern, type ParsedPattern } from './parse-pattern';
import type { PatternNode } from './pattern-syntax';

/** Where a pattern was found, and its groups: start and end of each, 0 being the whole. */
type Found = ReadonlyArray<readonly [start: number, end: number] | undefined>;
/** Goes on after a part matched; the end of the whole match, or -1. */
type Next = (position: number) => number;

const MAX_DEPTH = 1000;
/** What a step costs, compared with one of a template: with its continuation it takes about as long as so many. */
const STEP = 5;
const REMEMBERED = 200;
const remembered = new Map<string, JavaPattern>();

/**
 * A regular expression of Java. JavaScript's are nearly the same, but not quite (possessive quantifiers, classes in classes, `\Q`, inline
 * flags, ASCII classes), and some take longer than anybody can wait. Every step of this one counts, so it ends in time or with an error.
 */
export class JavaPattern {
  /** Throws a `VelocityError` for what isn't a pattern. */
  public static of(pattern: string): JavaPattern {
    const known = remembered.get(pattern);
    if (known !== undefined) return known;
    const made = new JavaPattern(parsePattern(pattern));
    if (remembered.size >= REMEMBERED) {
      remembered.clear();
    }
    remembered.set(pattern, made);
    return made;
  }

  private constructor(private readonly parsed: ParsedPattern) {}

  /** Whether the whole text is what the pattern says, as java.lang.String.matches. */
  public matches(text: string, budget: Budget = new Budget()): boolean {
    return new Matcher(text, budget).from(this.parsed.root, 0, (end) => (end === text.length ? end : -1)) !== undefined;
  }

  /** Replaces what is found; `$1` and `${name}` in the replacement stand for groups, a backslash for the next character itself. */
  public replace(text: string, replacement: string, all: boolean, budget: Budget): string {
    const parts: string[] = [];
    let length = 0;
    let copied = 0;
    for (const found of this.find(text, budget)) {
      const [start, end] = found[0]!;
      const part = text.slice(copied, start) + this.expand(replacement, text, found);
      budget.checkLength(length += part.length);
      parts.push(part);
      copied = end;
      if (!all) break;
    }
    return budget.text(parts.join('') + text.slice(copied));
  }

  /** As java.lang.String.split: nothing empty at the end unless a limit says so, nor at the beginning for an empty match. */
  public split(text: string, limit: number, budget: Budget): string[] {
    const parts: string[] = [];
    let copied = 0;
    for (const found of this.find(text, budget)) {
      const [start, end] = found[0]!;
      if (limit > 0 && parts.length === limit - 1) break;
      if (end > 0 && (end > start || start < text.length)) {
        parts.push(text.slice(copied, start));
        copied = end;
      }
    }
    parts.push(text.slice(copied));
    while (limit === 0 && parts.length > 1 && parts[parts.length - 1] === '') {
      parts.pop();
    }
    return parts;
  }

  private *find(text: string, budget: Budget): Generator<Found> {
    for (let position = 0; position <= text.length;) {
      const found = new Matcher(text, budget).from(this.parsed.root, position, (end) => end);
      if (found === undefined) {
        position++;
      } else {
        yield found;
        const [start, end] = found[0]!;
        position = end === start ? end + 1 : end;
      }
    }
  }

  private expand(replacement: string, text: string, found: Found): string {
    return replacement.replace(/\\([\s\S])|\$(\d|\{\w+\})|[\\$]/g, (whole, escaped?: string, group?: string) => {
      if (escaped !== undefined) return escaped;
      const index = group === undefined ? undefined : /^\d$/.test(group) ? Number(group) : this.parsed.names.get(group.slice(1, -1));
      if (index === undefined || index > this.parsed.groups) {
        throw new VelocityError('evaluation', `the replacement ${JSON.stringify(replacement)} names no group at ${whole}`);
      }
      const range = found[index];
      return range === undefined ? '' : text.slice(...range);
    });
  }
}

/** One attempt: backtracking, with continuations. Runs of single characters are counted in a loop, so that only groups go deep. */
class Matcher {
  private groups: (readonly [number, number] | undefined)[] = [];
  private depth = 0;

  constructor(private readonly text: string, private readonly budget: Budget) {}

  public from(root: PatternNode, start: number, next: Next): Found | undefined {
    const end = this.attempt(root, start, next);
    return end < 0 ? undefined : [[start, end], ...Array.from({ length: this.groups.length }, (_, index) => this.groups[index]).slice(1)];
  }

  private attempt(root: PatternNode, start: number, next: Next): number {
    try {
      return this.match(root, start, next);
    } catch (error) {
      throw error instanceof RangeError ? new VelocityError('limit', 'a regular expression has too many parts') : error;
    }
  }

  private match(node: PatternNode, at: number, next: Next): number {
    this.budget.spend(STEP);
    switch (node.type) {
      case 'character':
        return at < this.text.length && node.test(this.text[at]) ? next(at + 1) : -1;
      case 'sequence':
        return this.sequence(node.items, 0, at, next);
      case 'choice':
        return this.first(node.options, (option) => this.match(option, at, next));
      case 'repeat':
        return this.repeat(node, at, next);
      case 'group':
        return this.group(node.node, node.index, at, next);
      case 'atomic': {
        const end = this.match(node.node, at, (position) => position);
        return end < 0 ? -1 : next(end);
      }
      case 'look':
        return this.look(node, at) === node.negative ? -1 : next(at);
      case 'back-reference':
        return this.backReference(node.index, node.ignoreCase, at, next);
      case 'boundary':
        return node.test(this.text, at) ? next(at) : -1;
    }
  }

  private first<T>(options: readonly T[], attempt: (option: T) => number): number {
    for (const option of options) {
      const end = attempt(option);
      if (end >= 0) return end;
    }
    return -1;
  }

  private sequence(items: readonly PatternNode[], index: number, at: number, next: Next): number {
    // Characters that follow each other need no continuation each.
    for (let item = items[index]; index < items.length && item.type === 'character'; item = items[++index]) {
      this.budget.spend();
      if (at >= this.text.length || !item.test(this.text[at])) return -1;
      at++;
    }
    return index === items.length ? next(at) : this.match(items[index], at, (position) => this.sequence(items, index + 1, position, next));
  }

  private repeat(node: PatternNode & { type: 'repeat' }, at: number, next: Next): number {
    if (node.mode === 'possessive') {
      const end = this.repeat({ ...node, mode: 'greedy' }, at, (position) => position);
      return end < 0 ? -1 : next(end);
    }
    return node.node.type === 'character' ? this.run({ ...node, test: node.node.test }, at, next) : this.deeper(() => this.round(node, 0, at, -1, next));
  }

  /** A repeated character. */
  private run({ test, min, max, mode }: PatternNode & { type: 'repeat' } & { test: (character: string) => boolean }, at: number, next: Next): number {
    let count = 0;
    const more = () => at + count < this.text.length && count < max && test(this.text[at + count]);
    const enough = mode === 'lazy' ? min : max;
    for (; count < enough && more(); count++) {
      this.budget.spend();
    }
    if (count < min) return -1;
    for (;;) {
      const end = next(at + count);
      this.budget.spend();
      if (end >= 0) return end;
      if (mode === 'lazy' ? !more() : count === min) return -1;
      count += mode === 'lazy' ? 1 : -1;
    }
  }

  private round(node: PatternNode & { type: 'repeat' }, count: number, at: number, before: number, next: Next): number {
    const again = () => {
      // A round that took nothing would go on for ever.
      if (count >= node.max || at === before && count >= node.min) return -1;
      const groups = [...this.groups];
      const end = this.match(node.node, at, (position) => this.deeper(() => this.round(node, count + 1, position, at, next)));
      this.groups = end < 0 ? groups : this.groups;
      return end;
    };
    const enough = () => (count < node.min ? -1 : next(at));
    return this.first(node.mode === 'lazy' ? [enough, again] : [again, enough], (attempt) => attempt());
  }

  private group(node: PatternNode, index: number, at: number, next: Next): number {
    const before = this.groups[index];
    const end = this.match(node, at, (position) => {
      const inner = this.groups[index];
      this.groups[index] = [at, position];
      const result = next(position);
      this.groups[index] = result < 0 ? inner : this.groups[index];
      return result;
    });
    this.groups[index] = end < 0 ? before : this.groups[index];
    return end;
  }

  private look({ node, ahead }: PatternNode & { type: 'look' }, at: number): boolean {
    if (ahead) return this.match(node, at, (position) => position) >= 0;
    for (let start = at; start >= 0; start--) {
      if (this.match(node, start, (position) => (position === at ? position : -1)) >= 0) return true;
    }
    return false;
  }

  private backReference(index: number, ignoreCase: boolean, at: number, next: Next): number {
    const range = this.groups[index];
    if (range === undefined) return -1;
    const wanted = this.text.slice(...range);
    const here = this.text.slice(at, at + wanted.length);
    this.budget.spend(wanted.length);
    return here === wanted || ignoreCase && here.toLowerCase() === wanted.toLowerCase() ? next(at + wanted.length) : -1;
  }

  private deeper(work: () => number): number {
    if (++this.depth > MAX_DEPTH) {
      throw new VelocityError('limit', `a regular expression goes round a group more than ${MAX_DEPTH} times`);
    }
    const end = work();
    this.depth--;
    return end;
  }
}
