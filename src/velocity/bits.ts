/* eslint-disable no-bitwise -- these are the bits of Java's numbers */

/** Whether a number is one of 32 bits: a Java int. */
export function isInt(value: number): boolean {
  return (value | 0) === value;
}

/** The number that is left of so many bits of it. */
export function wrapped(value: number, bits: 8 | 16 | 32): number {
  return value << (32 - bits) >> (32 - bits);
}

export function unsigned(value: number): number {
  return value >>> 0;
}

/** A Long's hashCode. */
export function longHash(value: bigint): number {
  return Number(BigInt.asIntN(32, value ^ (BigInt.asUintN(64, value) >> 32n)));
}

/** A Double's hashCode. */
export function doubleHash(value: number): number {
  return longHash(doubleBits(value));
}

/** Exponent and fraction of a double. */
export function doubleParts(value: number): { readonly exponent: number; readonly fraction: bigint } {
  const bits = doubleBits(value);
  return { exponent: Number(bits >> 52n & 0x7ffn) - 1023, fraction: bits & 0xfffffffffffffn };
}

function doubleBits(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}
