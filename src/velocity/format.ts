import type { Budget } from './budget';
import { isNumber, JavaNumber, toNumber, type AnyNumber } from './numbers';
import { Character, thrown, toText, type Value } from './values';

const DIRECTIVE = /%(?:(\d+)\$)?([-#+ 0,(<]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g;

interface Wanted {
  readonly flags: string;
  readonly precision?: number;
}

/** java.lang.String.format, but for dates and hexadecimal floats. */
export function format(pattern: string, values: readonly Value[], budget: Budget): string {
  let next = 0;
  let before = -1;
  const made = pattern.replace(DIRECTIVE, (whole, position: string | undefined, flags: string, width?: string, precision?: string, kind?: string) => {
    budget.checkLength(Number(width ?? 0) + Number(precision ?? 0));
    if (new Set(flags).size < flags.length) return thrown(`${whole} has a flag twice`);
    const wanted = { flags, precision: precision === undefined ? undefined : Number(precision) };
    if (kind === '%' || kind === 'n') return kind === '%' ? padded('%', flags, width) : '\n';
    const index = position !== undefined ? Number(position) - 1 : flags.includes('<') ? before : next++;
    if (index < 0 || index >= values.length) return thrown(`${whole} has no value`);
    before = index;
    const text = converted(kind!, values[index], wanted, Number(width ?? 0), budget);
    return padded(kind === kind!.toUpperCase() ? text.toUpperCase() : text, flags, width);
  });
  if (pattern.replace(DIRECTIVE, '').includes('%')) return thrown(`${pattern} isn't a format`);
  return budget.text(made);
}

function padded(text: string, flags: string, width?: string): string {
  return flags.includes('-') ? text.padEnd(Number(width ?? 0)) : text.padStart(Number(width ?? 0));
}

function converted(kind: string, value: Value, wanted: Wanted, width: number, budget: Budget): string {
  switch (kind.toLowerCase()) {
    case 's':
      return shown(value, budget).slice(0, wanted.precision);
    case 'b':
      return String(typeof value === 'boolean' ? value : value !== null).slice(0, wanted.precision);
    case 'c':
      return character(value);
    case 'd':
      return signed(wholeDigits(value), wanted, width);
    case 'x':
    case 'o':
      return value === null ? 'null' : radix(value, kind.toLowerCase() === 'x' ? 16 : 8, wanted, width);
    case 'f':
      return value === null ? 'null' : signed(fraction(value).toFixed(wanted.precision ?? 6), wanted, width);
    case 'e':
      return value === null ? 'null' : signed(scientific(fraction(value), wanted.precision ?? 6), wanted, width);
    default:
      return thrown(`%${kind} isn't a format`);
  }
}

function shown(value: Value, budget: Budget): string {
  return value === null ? 'null' : toText(value, budget);
}

function character(value: Value): string {
  if (value === null) return 'null';
  return value instanceof Character ? value.text : typeof value === 'number' ? String.fromCodePoint(value) : thrown('%c needs a character');
}

function wholeDigits(value: Value): string {
  if (value === null) return 'null';
  return typeof value === 'number' || value instanceof JavaNumber && typeof value.value === 'bigint' ? String(value) : thrown('%d needs a whole number');
}

function fraction(value: Value): number {
  return value instanceof JavaNumber && typeof value.value === 'number' ? value.value : thrown('%f needs a Double');
}

function radix(value: Value, base: number, { flags }: Wanted, width: number): string {
  if (!isNumber(value)) return thrown('%x needs a whole number');
  const number = value as AnyNumber;
  const positive = typeof number === 'number' ? BigInt.asUintN(32, BigInt(number)) : BigInt.asUintN(64, BigInt(toNumber(number)));
  const text = (flags.includes('#') ? base === 16 ? '0x' : '0' : '') + positive.toString(base);
  return flags.includes('0') ? text.padStart(width, '0') : text;
}

function scientific(value: number, precision: number): string {
  return value.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** A decimal text with the sign, the separators and the zeros that the flags ask for. */
function signed(text: string, { flags }: Wanted, width: number): string {
  if (text === 'null') return text;
  const isNegative = text.startsWith('-');
  let digits = text.replace('-', '');
  digits = flags.includes(',') ? digits.replace(/^\d+/, (found) => found.replace(/\B(?=(\d{3})+$)/g, ',')) : digits;
  const [before, after] = isNegative ? flags.includes('(') ? ['(', ')'] : ['-', ''] : [flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '', ''];
  return before + (flags.includes('0') ? digits.padStart(width - before.length - after.length, '0') : digits) + after;
}
