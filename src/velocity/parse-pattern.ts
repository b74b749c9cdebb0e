import { characterClass, escapedCharacter, literally } from './character-class';
import type { CharacterTest, Flags, PatternNode, RepeatMode } from './pattern-syntax';
import { Scanner } from './scanner';

const LINE_END = /[\n\r\x85\u2028\u2029]/;
const isWord = (text: string, position: number) => /\w/.test(text.charAt(position));
const isWordBoundary = (text: string, position: number) => isWord(text, position - 1) !== isWord(text, position);
const MAX_REPEAT = 100_000;

/** A regular expression as it was read. */
export interface ParsedPattern {
  readonly root: PatternNode;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

/** Reads a Java regular expression (java.util.regex.Pattern). Throws a `VelocityError` where there is something wrong. */
export function parsePattern(pattern: string): ParsedPattern {
  return new PatternParser(pattern).parse();
}

class PatternParser {
  private readonly scanner: Scanner;
  private flags: Flags = { ignoreCase: false, dotAll: false, multiline: false };
  private groups = 0;
  private readonly names = new Map<string, number>();

  constructor(pattern: string) {
    this.scanner = new Scanner(pattern);
  }

  public parse(): ParsedPattern {
    const root = this.choice();
    if (!this.scanner.atEnd) {
      this.scanner.fail('a ) without (');
    }
    return { root, groups: this.groups, names: this.names };
  }

  private choice(): PatternNode {
    return this.scanner.deeper(() => {
      const flags = this.flags;
      const options = [this.sequence()];
      while (this.scanner.take('|')) {
        options.push(this.sequence());
      }
      // A flag such as (?i) holds up to the end of the group that it is in.
      this.flags = flags;
      return options.length === 1 ? options[0] : { type: 'choice', options };
    });
  }

  private sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (!this.scanner.atEnd && !this.scanner.startsWith('|') && !this.scanner.startsWith(')')) {
      const atoms = this.scanner.take('\\Q') ? this.quoted() : [this.atom()];
      const last = atoms.pop();
      items.push(...atoms.filter((atom) => atom !== undefined), ...(last === undefined ? [] : [this.repeated(last)]));
    }
    return { type: 'sequence', items };
  }

  /** What stands between \Q and \E, or up to the end. A quantifier behind it is for the last character. */
  private quoted(): PatternNode[] {
    const { scanner, flags } = this;
    const end = scanner.text.indexOf('\\E', scanner.position);
    const quoted = end < 0 ? scanner.match(/[\s\S]*/y)! : scanner.until('\\E', '\\Q');
    return quoted.split('').map((character) => one(literally(character, flags)));
  }

  private repeated(node: PatternNode): PatternNode {
    const { scanner } = this;
    const found = scanner.match(/[*+?]|\{\d{1,9}(?:,\d{0,9})?\}/y);
    if (found === undefined) return node;
    const [min, max] = found === '*' ? [0, Infinity] : found === '+' ? [1, Infinity] : found === '?' ? [0, 1] : bounds(found);
    if (min > max || min > MAX_REPEAT) {
      scanner.fail(`${found} can't be`);
    }
    const mode: RepeatMode = scanner.take('?') ? 'lazy' : scanner.take('+') ? 'possessive' : 'greedy';
    return this.repeated({ type: 'repeat', node, min, max, mode });
  }

  private atom(): PatternNode | undefined {
    const { scanner, flags } = this;
    const character = scanner.match(/[\s\S]/y)!;
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return one(characterClass(scanner, flags));
      case '.':
        return one(flags.dotAll ? () => true : (other) => !LINE_END.test(other));
      case '^':
        return { type: 'boundary', test: flags.multiline ? (text, at) => at === 0 || text[at - 1] === '\n' : (_, at) => at === 0 };
      case '$':
        return { type: 'boundary', test: flags.multiline ? (text, at) => at === text.length || text[at] === '\n' : isEndOfInput };
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
      case '{':
        return scanner.fail(`${character} has nothing to repeat`);
      default:
        return one(literally(character, flags));
    }
  }

  private escape(): PatternNode {
    const { scanner, flags } = this;
    const boundary = scanner.match(/[bBAzZ]/y);
    if (boundary !== undefined) return { type: 'boundary', test: BOUNDARIES[boundary] };
    if (scanner.take('R')) {
      const crlf: PatternNode = { type: 'sequence', items: ['\r', '\n'].map((character) => one((other) => other === character)) };
      return { type: 'choice', options: [crlf, one((other) => LINE_END.test(other) || other === '\x0B' || other === '\f')] };
    }
    const number = scanner.match(/[1-9]/y);
    const name = number === undefined ? scanner.match(/k<\w+>/y)?.slice(2, -1) : undefined;
    if (number !== undefined || name !== undefined) {
      const index = number === undefined ? this.names.get(name!) : Number(number);
      return { type: 'back-reference', index: index ?? scanner.fail(`there is no group ${name}`), ignoreCase: flags.ignoreCase };
    }
    return one(escapedCharacter(scanner, flags).test);
  }

  private group(): PatternNode | undefined {
    const { scanner } = this;
    const kind = scanner.match(/\?(?:<?[=!]|[:>]|<[A-Za-z]\w*>|[a-zA-Z]*(?:-[a-zA-Z]+)?[:)])/y);
    if (kind === undefined && scanner.startsWith('?')) {
      scanner.fail('a group of this kind isn\'t known');
    }
    if (kind === undefined || kind.endsWith('>') && kind.length > 2) return this.capturing(kind?.slice(2, -1));
    if (/[=!]$/.test(kind)) {
      return { type: 'look', node: this.inside(), ahead: !kind.includes('<'), negative: kind.endsWith('!') };
    }
    if (kind === '?>') return { type: 'atomic', node: this.inside() };
    const outer = this.flags;
    this.setFlags(kind.slice(1, -1));
    if (kind.endsWith(')')) return undefined;
    const node = this.inside();
    this.flags = outer;
    return node;
  }

  private capturing(name?: string): PatternNode {
    const index = ++this.groups;
    if (name !== undefined) {
      this.names.set(name, index);
    }
    return { type: 'group', index, node: this.inside() };
  }

  private inside(): PatternNode {
    const node = this.choice();
    this.scanner.expect(')', 'a group');
    return node;
  }

  private setFlags(text: string): void {
    const [on, off = ''] = text.split('-');
    const unknown = /[^idmsu]/.exec(on + off);
    if (unknown !== null) {
      this.scanner.fail(`the flag ${unknown[0]} isn't supported`);
    }
    const flag = (letter: string, before: boolean) => (on.includes(letter) || before) && !off.includes(letter);
    this.flags = {
      ignoreCase: flag('i', this.flags.ignoreCase), dotAll: flag('s', this.flags.dotAll), multiline: flag('m', this.flags.multiline),
    };
  }
}

function one(test: CharacterTest): PatternNode {
  return { type: 'character', test };
}

function bounds(text: string): [number, number] {
  const [min, max] = text.slice(1, -1).split(',');
  return [Number(min), max === undefined ? Number(min) : max === '' ? Infinity : Number(max)];
}

/** Java's `$` also stands before a line end that ends the text. */
function isEndOfInput(text: string, at: number): boolean {
  return at === text.length || text.length - at <= 2 && /^(?:\r\n|[\n\r\x85\u2028\u2029])$/.test(text.slice(at));
}

const BOUNDARIES: { readonly [letter: string]: (text: string, at: number) => boolean } = {
  b: isWordBoundary,
  B: (text, at) => !isWordBoundary(text, at),
  A: (_, at) => at === 0,
  z: (text, at) => at === text.length,
  Z: isEndOfInput,
};
