import { isInt } from './bits';
import { VelocityError } from './error';

/** The number classes of Java that a template meets. An Integer is a JavaScript number, all others are a `JavaNumber`. */
export type NumberClass = 'Integer' | 'Long' | 'BigInteger' | 'Float' | 'Double' | 'BigDecimal';
export type AnyNumber = number | JavaNumber;

/** A number that isn't an Integer. Whole ones hold a bigint, all others a number. */
export class JavaNumber {
  public static long(value: bigint): JavaNumber {
    return new JavaNumber('Long', BigInt.asIntN(64, value));
  }

  public static double(value: number): JavaNumber {
    return new JavaNumber('Double', value);
  }

  /** @param digits a BigDecimal as it was written */
  constructor(public readonly type: Exclude<NumberClass, 'Integer'>, public readonly value: bigint | number, private readonly digits?: string) {}

  public toString(): string {
    if (typeof this.value === 'bigint') return this.value.toString();
    return this.digits ?? floatingText(this.type === 'Float' ? shortestFloat(this.value) : this.value);
  }
}

export function isNumber(value: unknown): value is AnyNumber {
  return typeof value === 'number' || value instanceof JavaNumber;
}

export function classOf(number: AnyNumber): NumberClass {
  return typeof number === 'number' ? 'Integer' : number.type;
}

const MAX_BITS = 32 * 1024;

/** Passes a whole number on if it isn't too large. */
export function bounded(value: bigint): bigint {
  if (BigInt.asIntN(MAX_BITS, value) !== value) throw new VelocityError('limit', `the template makes a number of more than ${MAX_BITS} bits`);
  return value;
}

/** The whole number as an Integer, Long or BigInteger, whichever is the first that holds it. */
export function whole(value: bigint, atLeast: 'Integer' | 'Long' = 'Integer'): AnyNumber {
  if (atLeast === 'Integer' && BigInt.asIntN(32, value) === value) return Number(value);
  return BigInt.asIntN(64, value) === value ? JavaNumber.long(value) : new JavaNumber('BigInteger', value);
}

/** A number of a template: `1`, `3000000000`, `1.5`, `1e3`. */
export function literalNumber(text: string): AnyNumber {
  return /[.eE]/.test(text) ? JavaNumber.double(Number(text)) : text.length < 10 ? Number(text) : whole(BigInt(text));
}

/** A number of a JSON text, as json-smart reads it: what has a point or an exponent and more than 18 characters is a BigDecimal. */
export function jsonNumber(text: string): AnyNumber {
  return text.length > 18 && /[.eE]/.test(text) ? new JavaNumber('BigDecimal', Number(text), text) : literalNumber(text);
}

/** A number that JavaScript made. */
export function fromNumber(value: number): AnyNumber {
  return Number.isSafeInteger(value) ? isInt(value) ? value : whole(BigInt(value)) : JavaNumber.double(value);
}

export function toNumber(number: AnyNumber): number {
  return typeof number === 'number' ? number : Number(number.value);
}

/** As Java's longValue: without the fraction, and within 64 bits. */
export function toLong(number: AnyNumber): bigint {
  const value = typeof number === 'number' ? number : number.value;
  if (typeof value === 'bigint') return BigInt.asIntN(64, value);
  const limit = 2 ** 63;
  return Number.isNaN(value) ? 0n : value >= limit ? 2n ** 63n - 1n : value < -limit ? -(2n ** 63n) : BigInt(Math.trunc(value));
}

/** As Java's intValue. */
export function toInt(number: AnyNumber): number {
  if (typeof number === 'number') return number;
  if (typeof number.value === 'bigint') return Number(BigInt.asIntN(32, number.value));
  return Number.isNaN(number.value) ? 0 : Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(number.value)));
}

/** As Java's Double.toString: at least one digit after the point, and an exponent from 10^7 on and below 10^-3. */
function floatingText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits, exponent] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** The shortest text that reads as the same float. */
function shortestFloat(value: number): number {
  const short = [6, 7, 8, 9].map((digits) => Number(value.toPrecision(digits))).find((each) => Math.fround(each) === value);
  return short ?? value;
}

export function compareNumbers(left: AnyNumber, right: AnyNumber): number {
  const [a, b] = isWhole(left) && isWhole(right) ? [toBigInt(left), toBigInt(right)] : [toNumber(left), toNumber(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

export function isWhole(number: AnyNumber): boolean {
  return typeof number === 'number' || typeof number.value === 'bigint';
}

export function toBigInt(number: AnyNumber): bigint {
  return typeof number === 'number' ? BigInt(number) : number.value as bigint;
}
