import { doubleHash, doubleParts, longHash, unsigned, wrapped } from './bits';
import { compareNumbers, type AnyNumber, classOf, JavaNumber, toInt, toLong, toNumber, whole } from './numbers';
import { methods, type Methods } from './overloads';
import { Character, equals, thrown, type Value } from './values';

const long = JavaNumber.long;
const double = JavaNumber.double;
const float = (value: number) => new JavaNumber('Float', Math.fround(value));

/** The methods of java.lang.Number and of every class of numbers. */
const OF_ALL = {
  'intValue()': (number: AnyNumber) => toInt(number),
  'longValue()': (number: AnyNumber) => long(toLong(number)),
  'doubleValue()': (number: AnyNumber) => double(toNumber(number)),
  'floatValue()': (number: AnyNumber) => float(toNumber(number)),
  'shortValue()': (number: AnyNumber) => wrapped(toInt(number), 16),
  'byteValue()': (number: AnyNumber) => wrapped(toInt(number), 8),
  'toString()': (number: AnyNumber) => String(number),
  'equals(Object)': (number: AnyNumber, [other]: Value[], budget: Parameters<typeof equals>[2]) => equals(number, other, budget),
};

const INTEGER = methods<AnyNumber>({
  ...OF_ALL,
  'compareTo(Integer)': (number, [other]) => compareNumbers(number, other),
  'compareTo(Object)': notComparable,
  'hashCode()': (number) => toInt(number),
  'parseInt(String)': (_, [text]) => parsed(text, 10, 32) as number,
  'parseInt(String,int)': (_, [text, radix]) => parsed(text, radix, 32) as number,
  'valueOf(String)': (_, [text]) => parsed(text, 10, 32) as number,
  'valueOf(int)': (_, [value]) => value,
  'valueOf(String,int)': (_, [text, radix]) => parsed(text, radix, 32) as number,
  'decode(String)': (_, [text]) => decoded(text),
  'toString(int)': (_, [value]) => String(value),
  'toString(int,int)': (_, [value, radix]) => value.toString(radix >= 2 && radix <= 36 ? radix : 10),
  'toBinaryString(int)': (_, [value]) => unsigned(value).toString(2),
  'toOctalString(int)': (_, [value]) => unsigned(value).toString(8),
  'toHexString(int)': (_, [value]) => unsigned(value).toString(16),
  'max(int,int)': (_, [a, b]) => Math.max(a, b),
  'min(int,int)': (_, [a, b]) => Math.min(a, b),
  'sum(int,int)': (_, [a, b]) => wrapped(a + b, 32),
  'compare(int,int)': (_, [a, b]) => compareNumbers(a, b),
  'signum(int)': (_, [value]) => Math.sign(value),
  'bitCount(int)': (_, [value]) => unsigned(value).toString(2).replaceAll('0', '').length,
});

const LONG = methods<AnyNumber>({
  ...OF_ALL,
  'compareTo(Long)': (number, [other]) => compareNumbers(number, other),
  'compareTo(Object)': notComparable,
  'hashCode()': (number) => longHash(toLong(number)),
  'parseLong(String)': (_, [text]) => parsed(text, 10, 64),
  'parseLong(String,int)': (_, [text, radix]) => parsed(text, radix, 64),
  'valueOf(String)': (_, [text]) => parsed(text, 10, 64),
  'valueOf(long)': (_, [value]) => long(toLong(value)),
  'toString(long)': (_, [value]) => String(value),
  'toString(long,int)': (_, [value, radix]) => toLong(value).toString(radix),
  'toBinaryString(long)': (_, [value]) => BigInt.asUintN(64, toLong(value)).toString(2),
  'toOctalString(long)': (_, [value]) => BigInt.asUintN(64, toLong(value)).toString(8),
  'toHexString(long)': (_, [value]) => BigInt.asUintN(64, toLong(value)).toString(16),
  'max(long,long)': (_, [a, b]) => long(toLong(compareNumbers(a, b) >= 0 ? a : b)),
  'min(long,long)': (_, [a, b]) => long(toLong(compareNumbers(a, b) <= 0 ? a : b)),
  'sum(long,long)': (_, [a, b]) => long(toLong(a) + toLong(b)),
  'compare(long,long)': (_, [a, b]) => compareNumbers(a, b),
  'signum(long)': (_, [value]) => compareNumbers(value, 0),
});

const DOUBLE = methods<AnyNumber>({
  ...OF_ALL,
  'compareTo(Double)': (number, [other]) => compareNumbers(number, other),
  'compareTo(Object)': notComparable,
  'hashCode()': (number) => doubleHash(toNumber(number)),
  'isNaN()': (number) => Number.isNaN(toNumber(number)),
  'isInfinite()': (number) => Math.abs(toNumber(number)) === Infinity,
  'parseDouble(String)': (_, [text]) => double(parsedDouble(text)),
  'valueOf(String)': (_, [text]) => double(parsedDouble(text)),
  'valueOf(double)': (_, [value]) => double(toNumber(value)),
  'toString(double)': (_, [value]) => double(toNumber(value)).toString(),
  'toHexString(double)': (_, [value]) => hexadecimal(toNumber(value)),
  'isNaN(double)': (_, [value]) => Number.isNaN(toNumber(value)),
  'isInfinite(double)': (_, [value]) => Math.abs(toNumber(value)) === Infinity,
  'isFinite(double)': (_, [value]) => Number.isFinite(toNumber(value)),
  'max(double,double)': (_, [a, b]) => double(Math.max(toNumber(a), toNumber(b))),
  'min(double,double)': (_, [a, b]) => double(Math.min(toNumber(a), toNumber(b))),
  'sum(double,double)': (_, [a, b]) => double(toNumber(a) + toNumber(b)),
  'compare(double,double)': (_, [a, b]) => compareNumbers(a, b),
});

const BIG = methods<AnyNumber>({
  ...OF_ALL,
  'compareTo(BigInteger)': (number, [other]) => compareNumbers(number, other),
  'compareTo(BigDecimal)': (number, [other]) => compareNumbers(number, other),
  'signum()': (number) => compareNumbers(number, 0),
});

export function methodsOfNumber(number: AnyNumber): Methods<AnyNumber> {
  switch (classOf(number)) {
    case 'Integer': return INTEGER;
    case 'Long': return LONG;
    case 'Double': return DOUBLE;
    default: return BIG;
  }
}

export const BOOLEAN_METHODS = methods<boolean>({
  'booleanValue()': (value) => value,
  'toString()': (value) => String(value),
  'equals(Object)': (value, [other]) => value === other,
  'compareTo(Boolean)': (value, [other]) => Number(value) - Number(other),
  'hashCode()': (value) => (value ? 1231 : 1237),
  'parseBoolean(String)': (_, [text]) => text?.toLowerCase() === 'true',
  'valueOf(String)': (_, [text]) => text?.toLowerCase() === 'true',
  'valueOf(boolean)': (_, [value]) => value,
  'toString(boolean)': (_, [value]) => String(value),
  'compare(boolean,boolean)': (_, [a, b]) => Number(a) - Number(b),
  'logicalAnd(boolean,boolean)': (_, [a, b]) => a && b,
  'logicalOr(boolean,boolean)': (_, [a, b]) => a || b,
  'logicalXor(boolean,boolean)': (_, [a, b]) => a !== b,
});

export const CHARACTER_METHODS = methods<Character>({
  'charValue()': (character) => character,
  'toString()': (character) => character.text,
  'hashCode()': (character) => character.text.charCodeAt(0),
  'equals(Object)': (character, [other]) => other instanceof Character && other.text === character.text,
  'compareTo(Character)': (character, [other]) => character.text.charCodeAt(0) - other.text.charCodeAt(0),
  'isDigit(char)': (_, [other]) => /\p{Nd}/u.test(other.text),
  'isLetter(char)': (_, [other]) => /\p{L}/u.test(other.text),
  'isLetterOrDigit(char)': (_, [other]) => /[\p{L}\p{Nd}]/u.test(other.text),
  'isUpperCase(char)': (_, [other]) => /\p{Lu}/u.test(other.text),
  'isLowerCase(char)': (_, [other]) => /\p{Ll}/u.test(other.text),
  'isWhitespace(char)': (_, [other]) => /[\s\x1C-\x1F]/.test(other.text) && !/[\xA0\u2007\u202F\uFEFF]/.test(other.text),
  'toUpperCase(char)': (_, [other]) => new Character(other.text.toUpperCase()),
  'toLowerCase(char)': (_, [other]) => new Character(other.text.toLowerCase()),
  'toString(char)': (_, [other]) => other.text,
  'valueOf(char)': (_, [other]) => other,
  'getNumericValue(char)': (_, [other]) => (/[0-9a-z]/i.test(other.text) ? parseInt(other.text, 36) : -1),
  'compare(char,char)': (_, [a, b]) => a.text.charCodeAt(0) - b.text.charCodeAt(0),
});

/** A whole number of so many bits. Throws where Java throws a NumberFormatException. */
function parsed(text: string | null, radix: number, bits: 32 | 64): AnyNumber {
  const digits = text?.replace(/^[+-]/, '').toLowerCase() ?? '';
  const isNumeral = digits !== '' && [...digits].every((digit) => /[0-9a-z]/.test(digit) && parseInt(digit, 36) < radix);
  if (!isNumeral) return thrown(`${JSON.stringify(text)} isn't a whole number`);
  const size = [...digits].reduce((sum, digit) => sum * BigInt(radix) + BigInt(parseInt(digit, 36)), 0n);
  const value = text!.startsWith('-') ? -size : size;
  if (BigInt.asIntN(bits, value) !== value) return thrown(`${text} has more than ${bits} bits`);
  return bits === 64 ? long(value) : whole(value);
}

function decoded(text: string | null): Value {
  const [, sign, prefix, digits] = /^([+-]?)(0[xX]|#|0(?=.))?(.*)$/.exec(text ?? '') ?? [];
  return parsed(`${sign}${digits}`, prefix === undefined ? 10 : prefix === '0' ? 8 : 16, 32);
}

function parsedDouble(text: string | null): number {
  const trimmed = text?.trim() ?? '';
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?$/.test(trimmed) ? Number(trimmed.replace(/[dDfF]$/, ''))
    : /^[+-]?(?:NaN|Infinity)$/.test(trimmed) ? Number(trimmed) : thrown(`${JSON.stringify(text)} isn't a number`);
}

/** Java casts what it compares with. */
function notComparable(): Value {
  return thrown('compareTo got a value of another class');
}

/** `0x1.fep7`. */
function hexadecimal(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return value === 0 ? '0x0.0p0' : String(value);
  const { exponent, fraction } = doubleParts(value);
  const digits = fraction.toString(16).padStart(13, '0').replace(/(?<=.)0+$/, '');
  return `${value < 0 ? '-' : ''}0x${exponent === -1023 ? 0 : 1}.${digits}p${Math.max(exponent, -1022)}`;
}
