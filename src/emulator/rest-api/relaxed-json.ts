import { Scanner } from '../../velocity';

/**
 * Reads the loose JSON that API Gateway takes from the template of a MOCK integration: keys without quotes, single quotes, commas at the end
 * (rule 29). Undefined for what isn't that.
 */
export function relaxedJson(source: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch {
    return loosely(source);
  }
}

function loosely(source: string): unknown {
  const scanner = new Scanner(source);
  try {
    const read = value(scanner);
    scanner.space();
    return scanner.atEnd ? read : undefined;
  } catch {
    return undefined;
  }
}

function value(scanner: Scanner): unknown {
  scanner.space();
  if (scanner.take('{')) return scanner.deeper(() => Object.fromEntries(items(scanner, '}', () => entry(scanner))));
  if (scanner.take('[')) return scanner.deeper(() => items(scanner, ']', () => value(scanner)));
  const quoted = text(scanner);
  if (quoted !== undefined) return quoted;
  const word = scanner.match(/[^\s,:{}[\]"']+/y) ?? scanner.fail('a value is missing');
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word) ? Number(word)
    : word === 'true' || word === 'false' ? word === 'true' : word === 'null' ? null : word;
}

function text(scanner: Scanner): string | undefined {
  return scanner.match(/"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/y)?.slice(1, -1).replace(/\\([\s\S])/g, '$1');
}

function entry(scanner: Scanner): [string, unknown] {
  scanner.space();
  const key = text(scanner) ?? scanner.match(/[^\s,:{}[\]"']+/y) ?? scanner.fail('a name is missing');
  scanner.space();
  scanner.expect(':', 'an object');
  return [key, value(scanner)];
}

function items<T>(scanner: Scanner, end: string, read: () => T): T[] {
  const list: T[] = [];
  scanner.space();
  while (!scanner.take(end)) {
    list.push(read());
    scanner.space();
    if (!scanner.take(',') && !scanner.startsWith(end)) {
      scanner.fail(`${end} is missing`);
    }
    scanner.space();
  }
  return list;
}
