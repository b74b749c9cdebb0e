import type { Budget } from './budget';
import type { Operator } from './syntax';
import { decided, toText, type Value } from './values';

/** Arithmetic and comparison are for numbers; `+` also joins texts. What can't be computed is null. */
export function arithmetic(operator: Operator, a: Value, b: Value, budget: Budget): Value {
  const [left, right] = [decided(a), decided(b)];
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) {
    return budget.text(toText(left, budget) + toText(right, budget));
  }
  return typeof left === 'number' && typeof right === 'number' ? compute(operator, left, right) : null;
}

function compute(operator: Operator, left: number, right: number): Value {
  switch (operator) {
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    case '<': return left < right;
    case '>': return left > right;
    case '<=': return left <= right;
    case '>=': return left >= right;
    case '/': return divide(left, right);
    case '%': return right === 0 ? null : left % right;
    default: return null;
  }
}

/** Whole numbers stay whole, as in Java. */
function divide(left: number, right: number): Value {
  return right === 0 ? null : Number.isInteger(left) && Number.isInteger(right) ? Math.trunc(left / right) : left / right;
}
