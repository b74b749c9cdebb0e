import { arithmetic, comparison, isComparison } from './arithmetic';
import type { Budget } from './budget';
import { Loop } from './loop';
import { callMethod, readProperty } from './methods';
import { isNumber, toInt } from './numbers';
import type { Binary, Block, Expression, PathPart, Reference } from './syntax';
import { areEqual, CollectionView, DataMap, decided, HostObject, isTrue, lacking, Missing, toText, type Value, type ValueMap } from './values';

/** Evaluates expressions. */
export class Expressions {
  /**
   * @param variable the value of a variable, if there is one
   * @param render the text that a part of a template makes
   */
  constructor(
    private readonly budget: Budget, private readonly variable: (name: string) => Value | undefined, private readonly render: (body: Block) => string,
  ) {}

  public value(expression: Expression): Value {
    this.budget.spend();
    switch (expression.type) {
      case 'reference':
        return this.reference(expression);
      case 'literal':
        return expression.value;
      case 'interpolated': {
        const text = this.render(expression.body);
        return expression.padded ? text.slice(0, -1) : text;
      }
      case 'list':
        return expression.items.map((item) => this.item(item));
      case 'map':
        return this.map(expression.entries);
      case 'range':
        return this.range(decided(this.value(expression.from)), decided(this.value(expression.to)));
      case 'not':
        return !this.isTrue(expression.operand);
      case 'negative':
        return arithmetic('-', 0, this.value(expression.operand));
      case 'binary':
        return this.binary(expression);
      case 'group':
        return this.value(expression.inner);
      case 'word':
        return null;
    }
  }

  /** What a condition is: a reference by its value, and a literal but `true` is false, whatever it says. */
  public isTrue(expression: Expression): boolean {
    switch (expression.type) {
      case 'reference':
        return this.isTrueValue(decided(this.value(expression)));
      case 'literal':
        return expression.value === true;
      case 'binary':
        return isTruthOperator(expression.operator) && this.value(expression) === true;
      case 'not':
        return !this.isTrue(expression.operand);
      case 'group':
        return this.isTrue(expression.inner);
      default:
        this.value(expression);
        return false;
    }
  }

  /** Velocity makes the text of what it asks, which a block of #define may notice. */
  private isTrueValue(value: Value): boolean {
    if (value instanceof HostObject) {
      value.toText(this.budget);
    }
    return isTrue(value);
  }

  public reference({ name, path }: Reference): Value {
    let value: Value = this.variable(name) ?? null;
    let absence: Missing | null = null;
    for (const part of path) {
      this.budget.spend();
      const base = decided(value);
      if (base === null || base instanceof Missing) return base;
      absence = lacking(base) ?? absence;
      value = this.step(base, part) ?? absence;
    }
    return value;
  }

  /** Sets a property or an index. What isn't there can't be set, and nothing happens. */
  public assign(target: Reference, value: Value): void {
    const last = target.path[target.path.length - 1];
    const base = decided(this.reference({ ...target, path: target.path.slice(0, -1) }));
    if (last.kind === 'method') return;
    const key = last.kind === 'property' ? last.name : decided(this.value(last.index));
    const map = base instanceof Loop ? base.kept : base;
    if (map instanceof Map) {
      if (!(value instanceof Missing) || !(map instanceof DataMap)) {
        map.set(key, value);
      }
    } else if (Array.isArray(map) && typeof key === 'number') {
      this.setItem(map, key < 0 ? map.length + key : key, value);
    }
  }

  private setItem(list: Value[], index: number, value: Value): void {
    if (index >= 0 && index < list.length) {
      list[index] = value;
    } else {
      this.budget.take(`item ${index} of a list of ${list.length} is set`);
    }
  }

  private step(base: Exclude<Value, null>, part: PathPart): Value | undefined {
    switch (part.kind) {
      case 'property':
        return readProperty(base, part.name, this.budget);
      case 'method':
        return callMethod(base, part.name, part.args.map((arg) => this.value(arg)), this.budget);
      case 'index':
        return this.index(base, decided(this.value(part.index)));
    }
  }

  private index(base: Exclude<Value, null>, key: Value): Value | undefined {
    const isList = Array.isArray(base) && !(base instanceof CollectionView);
    if (!isList && typeof key === 'number' && key < 0 && callMethod(base, 'size', [], this.budget) === undefined) {
      this.budget.take('what isn\'t a list has a negative index');
    }
    if (!isList || typeof key !== 'number') return callMethod(base, 'get', [key], this.budget);
    const index = key < 0 ? base.length + key : key;
    if (index < 0 || index >= base.length) {
      this.budget.take(`item ${key} of a list of ${base.length} is read`);
    }
    return base[index];
  }

  private item(expression: Expression): Value {
    const value = this.value(expression);
    return value instanceof Missing ? null : value;
  }

  private map(entries: ReadonlyArray<readonly [Expression, Expression]>): ValueMap {
    const map: ValueMap = new Map();
    for (const [key, value] of entries) {
      map.set(this.item(key), this.item(value));
    }
    return map;
  }

  private range(from: Value, to: Value): Value {
    if (!isNumber(from) || !isNumber(to)) return null;
    const [first, last] = [toInt(from), toInt(to)];
    const length = Math.abs(last - first) + 1;
    this.budget.spend(length);
    const step = last < first ? -1 : 1;
    const numbers: number[] = [];
    for (let index = 0; index < length; index++) {
      numbers.push(first + step * index);
    }
    return numbers;
  }

  private binary(expression: Binary): Value {
    this.budget.enter();
    try {
      return this.calculated(expression);
    } finally {
      this.budget.leave();
    }
  }

  private calculated(expression: Binary): Value {
    const { operator, left, right } = expression;
    switch (operator) {
      case '||':
        return this.isTrue(left) || this.isTrue(right);
      case '&&':
        return this.isTrue(left) && this.isTrue(right);
      case '==':
        return areEqual(this.value(left), this.value(right), this.budget);
      case '!=':
        return !areEqual(this.value(left), this.value(right), this.budget);
      case '+':
        return this.sum(expression);
      default:
        return isComparison(operator) ? comparison(operator, this.value(left), this.value(right))
          : arithmetic(operator, this.value(left), this.value(right));
    }
  }

  /** `+` also joins texts; of what has no value, its source. */
  private sum({ left, right, sources }: Binary): Value {
    const [first, second] = [decided(this.value(left)), decided(this.value(right))];
    if (typeof first !== 'string' && typeof second !== 'string') return arithmetic('+', first, second);
    const texts = [first, second].map((side, index) => (side === null ? sources[index] : toText(side, this.budget)));
    return this.budget.text(texts.join(''));
  }
}

function isTruthOperator(operator: Binary['operator']): boolean {
  return ['||', '&&', '==', '!='].includes(operator) || isComparison(operator);
}
