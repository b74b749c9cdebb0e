import { isInt } from './bits';
import { decimalArithmetic } from './decimal';
import { bounded, classOf, isNumber, JavaNumber, type AnyNumber, isWhole, compareNumbers, toBigInt, toNumber, whole } from './numbers';
import type { Operator } from './syntax';
import { decided, thrown, type Value } from './values';

export type Arithmetic = '+' | '-' | '*' | '/' | '%';
export type Comparison = '<' | '>' | '<=' | '>=';

/** Arithmetic is for numbers: what else stands on a side gives null, and so does a division by zero. */
export function arithmetic(operator: Arithmetic, a: Value, b: Value): Value {
  const [left, right] = [decided(a), decided(b)];
  if (!isNumber(left) || !isNumber(right)) return null;
  if ((operator === '/' || operator === '%') && toNumber(right) === 0) return null;
  return typeof left === 'number' && typeof right === 'number' ? integers(operator, left, right) : calculate(operator, left, right);
}

/** Comparisons but `==` are for numbers: anything else is false. */
export function comparison(operator: Comparison, a: Value, b: Value): boolean {
  const [left, right] = [decided(a), decided(b)];
  if (!isNumber(left) || !isNumber(right)) return false;
  const order = compareNumbers(left, right);
  switch (operator) {
    case '<': return order < 0;
    case '>': return order > 0;
    case '<=': return order <= 0;
    case '>=': return order >= 0;
  }
}

export function isComparison(operator: Operator): operator is Comparison {
  return operator === '<' || operator === '>' || operator === '<=' || operator === '>=';
}

function integers(operator: Arithmetic, left: number, right: number): Value {
  const result = computed(operator, left, right);
  if (isInt(result)) return result === 0 ? 0 : result;
  return Number.isSafeInteger(result) ? whole(BigInt(result)) : whole(bigComputed(operator, BigInt(left), BigInt(right)));
}

function computed(operator: Arithmetic, left: number, right: number): number {
  switch (operator) {
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    case '/': return Math.trunc(left / right);
    case '%': return left % right;
  }
}

/** The result has the wider class of both sides, or a wider one where it wouldn't fit. */
function calculate(operator: Arithmetic, left: AnyNumber, right: AnyNumber): Value {
  if (isWhole(left) && isWhole(right)) {
    const [a, b] = [toBigInt(left), toBigInt(right)];
    if (![classOf(left), classOf(right)].includes('BigInteger')) return whole(bigComputed(operator, a, b), 'Long');
    return new JavaNumber('BigInteger', bounded(operator === '%' ? modulo(a, b) : bigComputed(operator, a, b)));
  }
  if ([classOf(left), classOf(right)].some((each) => each === 'BigInteger' || each === 'BigDecimal')) {
    return operator === '%' ? thrown('BigDecimals have no modulo') : decimalArithmetic(operator, left, right);
  }
  const value = floating(operator, toNumber(left), toNumber(right));
  const isFloat = [left, right].every((side) => isWhole(side) || classOf(side) === 'Float');
  return isFloat ? new JavaNumber('Float', Math.fround(value)) : JavaNumber.double(value);
}

function floating(operator: Arithmetic, left: number, right: number): number {
  return operator === '/' ? left / right : computed(operator, left, right);
}

function bigComputed(operator: Arithmetic, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    case '/': return left / right;
    case '%': return left % right;
  }
}

/** Of BigIntegers: never negative. */
function modulo(left: bigint, right: bigint): bigint {
  return right < 0n ? thrown('the modulus of a BigInteger isn\'t positive') : (left % right + right) % right;
}
