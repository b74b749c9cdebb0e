import type { CharacterTest, Flags } from './pattern-syntax';
import type { Scanner } from './scanner';

const either = (...tests: CharacterTest[]): CharacterTest => (character) => tests.some((test) => test(character));
const not = (test: CharacterTest): CharacterTest => (character) => !test(character);
const by = (pattern: RegExp): CharacterTest => (character) => pattern.test(character);

/** Java's predefined classes are ASCII only, unlike JavaScript's `\s`. */
const PREDEFINED: { readonly [letter: string]: CharacterTest } = {
  d: by(/[0-9]/),
  w: by(/[A-Za-z0-9_]/),
  s: by(/[ \t\n\x0B\f\r]/),
  h: by(/[ \t\xA0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]/),
  v: by(/[\n\x0B\f\r\x85\u2028\u2029]/),
};
const CONTROLS: { readonly [letter: string]: string } = { t: '\t', n: '\n', r: '\r', f: '\f', a: '\x07', e: '\x1B' };
const POSIX: ReadonlyMap<string, CharacterTest> = new Map([
  ['Lower', by(/[a-z]/)], ['Upper', by(/[A-Z]/)], ['ASCII', by(/[\0-\x7F]/)], ['Alpha', by(/[A-Za-z]/)], ['Digit', by(/[0-9]/)],
  ['Alnum', by(/[A-Za-z0-9]/)], ['Punct', by(/[!-/:-@[-`{-~]/)], ['Graph', by(/[!-~]/)], ['Print', by(/[ -~]/)], ['Blank', by(/[ \t]/)],
  ['Cntrl', by(/[\0-\x1F\x7F]/)], ['XDigit', by(/[0-9A-Fa-f]/)], ['Space', PREDEFINED.s],
]);

/** A single character. */
export function literally(character: string, { ignoreCase }: Flags): CharacterTest {
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  return ignoreCase ? (other) => other.toLowerCase() === lower || other.toUpperCase() === upper : (other) => other === character;
}

/** What a backslash begins, where it stands for one character: `\d`, `\p{Alpha}`, `\n`, `\.`. */
export function escapedCharacter(scanner: Scanner, flags: Flags): { test: CharacterTest; literal?: string } {
  const letter = scanner.match(/[\s\S]/y) ?? scanner.fail('a backslash at the end');
  const known = own(PREDEFINED, letter.toLowerCase());
  if (known !== undefined) return { test: letter === letter.toLowerCase() ? known : not(known) };
  if (letter === 'p' || letter === 'P') {
    const test = property(scanner);
    return { test: letter === 'p' ? test : not(test) };
  }
  const literal = own(CONTROLS, letter) ?? numbered(scanner, letter) ?? letter;
  if (literal === letter && /[A-Za-z]/.test(letter)) {
    scanner.fail(`\\${letter} isn't known`);
  }
  return { test: literally(literal, flags), literal };
}

function numbered(scanner: Scanner, letter: string): string | undefined {
  const digits = letter === 'x' ? scanner.match(/[0-9A-Fa-f]{2}/y) : letter === 'u' ? scanner.match(/[0-9A-Fa-f]{4}/y) : undefined;
  if (digits !== undefined) return String.fromCharCode(parseInt(digits, 16));
  return letter === '0' ? String.fromCharCode(parseInt(scanner.match(/[0-3]?[0-7]{1,2}/y) ?? '0', 8)) : undefined;
}

function property(scanner: Scanner): CharacterTest {
  const found = scanner.match(/\{\w+(?:=\w+)?\}|[A-Z]/y) ?? scanner.fail('\\p needs a name');
  const name = found.replace(/[{}]/g, '');
  const posix = POSIX.get(name);
  if (posix !== undefined) return posix;
  try {
    return by(new RegExp(`\\p{${name.replace(/^Is/, '').replace(/^(?:general_category|gc)=/, '')}}`, 'u'));
  } catch {
    return scanner.fail(`\\p{${name}} isn't known`);
  }
}

/** What stands between brackets: ranges, negation, classes in classes, `&&`. The opening bracket was taken. */
export function characterClass(scanner: Scanner, flags: Flags): CharacterTest {
  const negative = scanner.take('^');
  const parts: CharacterTest[][] = [[]];
  for (let first = true; first || !scanner.startsWith(']'); first = false) {
    if (scanner.atEnd) {
      scanner.fail('a character class has no end');
    }
    if (scanner.take('&&')) {
      parts.push([]);
    } else {
      parts[parts.length - 1].push(classItem(scanner, flags));
    }
  }
  scanner.take(']');
  // An empty side of && stands for everything: [a-z&&] is [a-z].
  const sides = parts.filter((part) => part.length > 0).map((part) => either(...part));
  const all: CharacterTest = (character) => sides.every((side) => side(character));
  return negative ? not(all) : all;
}

function classItem(scanner: Scanner, flags: Flags): CharacterTest {
  if (scanner.take('[')) return scanner.deeper(() => characterClass(scanner, flags));
  if (scanner.take('\\Q')) {
    return either(...scanner.until('\\E', '\\Q').split('').map((character) => literally(character, flags)));
  }
  const from = classCharacter(scanner, flags);
  if (from.literal === undefined || scanner.match(/-(?![\]&[])/y) === undefined) return from.test;
  const to = classCharacter(scanner, flags);
  if (to.literal === undefined || to.literal < from.literal) {
    scanner.fail('a range of characters ends before it begins');
  }
  return between(from.literal, to.literal, flags);
}

function classCharacter(scanner: Scanner, flags: Flags): { test: CharacterTest; literal?: string } {
  if (scanner.take('\\')) return escapedCharacter(scanner, flags);
  const literal = scanner.match(/[\s\S]/y) ?? scanner.fail('a character class has no end');
  return { test: literally(literal, flags), literal };
}

function between(from: string, to: string, { ignoreCase }: Flags): CharacterTest {
  const inside = (character: string) => character >= from && character <= to;
  return ignoreCase ? (character) => inside(character.toLowerCase()) || inside(character.toUpperCase()) : inside;
}

function own<T>(record: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
