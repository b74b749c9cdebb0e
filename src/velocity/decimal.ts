import { type AnyNumber, bounded, JavaNumber } from './numbers';

/** A java.math.BigDecimal: `unscaled` divided by ten to the power of `scale`. */
interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** Arithmetic of BigDecimals, which numbers become where a whole one is beyond 64 bits and the other has a fraction. */
export function decimalArithmetic(operator: '+' | '-' | '*' | '/', left: AnyNumber, right: AnyNumber): JavaNumber {
  const [a, b] = [toDecimal(left), toDecimal(right)];
  switch (operator) {
    case '*': return made({ unscaled: a.unscaled * b.unscaled, scale: a.scale + b.scale });
    case '/': return made({ unscaled: quotient(a, b), scale: a.scale });
    default: {
      const scale = Math.max(a.scale, b.scale);
      const second = scaled(b, scale);
      return made({ unscaled: scaled(a, scale) + (operator === '+' ? second : -second), scale });
    }
  }
}

function scaled({ unscaled, scale }: Decimal, wanted: number): bigint {
  return unscaled * 10n ** BigInt(wanted - scale);
}

/** With as many digits as the dividend has; half of one is rounded down. */
function quotient(a: Decimal, b: Decimal): bigint {
  const [dividend, divisor] = b.scale >= 0 ? [a.unscaled * 10n ** BigInt(b.scale), b.unscaled] : [a.unscaled, b.unscaled * 10n ** BigInt(-b.scale)];
  const [rest, whole] = [dividend % divisor, dividend / divisor];
  const isMore = 2n * (rest < 0n ? -rest : rest) > (divisor < 0n ? -divisor : divisor);
  return isMore ? whole + (dividend < 0n === divisor < 0n ? 1n : -1n) : whole;
}

function toDecimal(number: AnyNumber): Decimal {
  if (typeof number === 'number') return { unscaled: BigInt(number), scale: 0 };
  if (typeof number.value === 'bigint') return number.type === 'Long' ? exact(Number(number.value)) : { unscaled: number.value, scale: 0 };
  return number.type === 'BigDecimal' ? read(number.toString()) : exact(number.value);
}

function read(text: string): Decimal {
  const [digits, exponent] = text.split(/e/i);
  const [whole, fraction = ''] = digits.split('.');
  return { unscaled: BigInt(whole + fraction), scale: fraction.length - Number(exponent ?? 0) };
}

/** All binary digits of a double. */
function exact(value: number): Decimal {
  let [whole, scale] = [value, 0];
  while (!Number.isInteger(whole)) {
    whole *= 2;
    scale++;
  }
  return { unscaled: BigInt(whole) * 5n ** BigInt(scale), scale };
}

function made({ unscaled, scale }: Decimal): JavaNumber {
  bounded(unscaled);
  const text = textOf(unscaled < 0n ? -unscaled : unscaled, scale);
  const signed = unscaled < 0n ? `-${text}` : text;
  return new JavaNumber('BigDecimal', Number(signed), signed);
}

/** As BigDecimal.toString: with an exponent where there were zeros to add at the end, or more than six at the beginning. */
function textOf(unscaled: bigint, scale: number): string {
  const digits = String(unscaled);
  const exponent = digits.length - 1 - scale;
  if (scale < 0 || exponent < -6) return `${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}E${exponent > 0 ? '+' : ''}${exponent}`;
  if (scale === 0) return digits;
  const padded = digits.padStart(scale + 1, '0');
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}
