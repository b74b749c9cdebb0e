import { arithmetic } from './arithmetic';
import type { Budget } from './budget';
import { VelocityError } from './error';
import { callMethod } from './methods';
import type { Block, Expression, Node, Operator, Reference } from './syntax';
import { areEqual, decided, isTrue, toText, type Value, type ValueMap } from './values';

type If = Extract<Node, { type: 'if' }>;
type Foreach = Extract<Node, { type: 'foreach' }>;
type Call = Extract<Node, { type: 'call' }>;
type Macro = Extract<Node, { type: 'macro' }>;

/** Reads a template that a template made (#evaluate). */
export type Parse = (text: string) => Block;

/** Runs a template. */
export class Evaluator {
  private readonly macros = new Map<string, Macro>();
  private readonly definitions = new Map<string, Block>();
  private output: string[] = [];
  private length = 0;
  /** Set by #break until the loop sees it, by #stop for good. */
  private leaving: 'loop' | 'template' | undefined;

  constructor(private readonly variables: ValueMap, private readonly budget: Budget, private readonly parse: Parse) {}

  public run(block: Block): string {
    return this.captured(() => this.block(block));
  }

  private captured(work: () => void): string {
    const outer = { output: this.output, length: this.length };
    this.output = [];
    this.length = 0;
    work();
    const text = this.output.join('');
    Object.assign(this, outer);
    return text;
  }

  private write(text: string): void {
    this.length += text.length;
    this.budget.checkLength(this.length);
    this.output.push(text);
  }

  private block(block: Block): void {
    this.budget.deeper(() => {
      for (const node of block) {
        if (this.leaving !== undefined) return;
        this.budget.spend();
        this.node(node);
      }
    });
  }

  private node(node: Node): void {
    switch (node.type) {
      case 'text':
        return this.write(node.text);
      case 'reference':
        return this.write(this.shown(node));
      case 'set':
        return this.assign(node.target, this.expression(node.value));
      case 'if':
        return this.branch(node);
      case 'foreach':
        return this.loop(node);
      case 'define':
        return void this.definitions.set(node.name, node.body);
      case 'macro':
        return void this.macros.set(node.name, node);
      case 'call':
        return this.callMacro(node);
      case 'evaluate':
        return this.block(this.parse(toText(this.expression(node.text), this.budget)));
      case 'break':
      case 'stop':
        this.leaving = node.type === 'break' ? 'loop' : 'template';
    }
  }

  /** What a reference in the text becomes. One without a variable stays as written; a missing property or null of a variable is empty. */
  private shown(reference: Reference): string {
    const definition = reference.path.length === 0 ? this.definitions.get(reference.name) : undefined;
    if (definition !== undefined) return this.captured(() => this.block(definition));
    if (!this.variables.has(reference.name)) return reference.quiet ? '' : reference.source;
    const backslashes = '\\'.repeat(Math.floor(reference.backslashes / 2));
    if (reference.backslashes % 2 === 1) return backslashes + reference.source.slice(reference.backslashes);
    const value = decided(this.reference(reference));
    return backslashes + (value === null ? '' : toText(value, this.budget));
  }

  private branch(node: If): void {
    const taken = node.branches.find(({ condition }) => condition === undefined || isTrue(this.expression(condition)));
    if (taken !== undefined) {
      this.block(taken.body);
    }
  }

  private loop({ name, list, body }: Foreach): void {
    const value = decided(this.expression(list));
    const items = Array.isArray(value) ? [...value] : value instanceof Map ? [...value.values()] : [];
    if (items.length > this.budget.limits.rounds) {
      throw new VelocityError('limit', `#foreach goes more than ${this.budget.limits.rounds} rounds`);
    }
    this.inScope([name, 'foreach', 'velocityCount', 'velocityHasNext'], () => {
      const parent = this.variables.get('foreach') ?? null;
      for (let index = 0; index < items.length && this.leaving === undefined; index++) {
        const hasNext = index + 1 < items.length;
        this.variables.set(name, items[index]);
        this.variables.set('foreach', new Map<string, Value>([
          ['index', index], ['count', index + 1], ['hasNext', hasNext], ['first', index === 0], ['last', !hasNext], ['parent', parent],
        ]));
        this.variables.set('velocityCount', index + 1);
        this.variables.set('velocityHasNext', hasNext);
        this.block(body);
      }
    });
    this.leaving = this.leaving === 'loop' ? undefined : this.leaving;
  }

  private callMacro({ name, args, body, source }: Call): void {
    const macro = this.macros.get(name);
    if (macro === undefined) return this.write(source);
    const values = args.map((arg) => this.expression(arg));
    const content = body === undefined ? undefined : this.captured(() => this.block(body));
    this.inScope([...macro.parameters, 'bodyContent'], () => {
      macro.parameters.forEach((parameter, index) => this.variables.set(parameter, values[index] ?? null));
      if (content !== undefined) {
        this.variables.set('bodyContent', content);
      }
      this.block(macro.body);
    });
  }

  /** Puts variables back as they were after some work. */
  private inScope(names: string[], work: () => void): void {
    const before = names.map((name) => [name, this.variables.get(name)] as const);
    work();
    for (const [name, value] of before) {
      if (value === undefined) {
        this.variables.delete(name);
      } else {
        this.variables.set(name, value);
      }
    }
  }

  private reference({ name, path }: Reference): Value {
    let value: Value = this.variables.get(name) ?? null;
    for (const part of path) {
      this.budget.spend();
      const base = decided(value);
      if (base === null) return null;
      if (part.kind === 'method') {
        value = callMethod(base, part.name, part.args.map((arg) => this.expression(arg)), this.budget) ?? null;
      } else {
        value = this.property(base, part.kind === 'property' ? part.name : this.expression(part.index));
      }
    }
    return value;
  }

  private property(base: Exclude<Value, null>, key: Value): Value {
    if (base instanceof Map) return base.get(toText(key, this.budget)) ?? null;
    if (Array.isArray(base) && typeof key === 'number') return base[key < 0 ? base.length + key : key] ?? null;
    // Velocity finds a getter for a property: $list.empty is $list.isEmpty().
    return typeof key === 'string' ? callMethod(base, key, [], this.budget) ?? null : null;
  }

  /** A value of null is no assignment: Velocity 1 leaves the variable as it was. */
  private assign(target: Reference, value: Value): void {
    if (value === null) return;
    if (target.path.length === 0) {
      this.variables.set(target.name, value);
      return;
    }
    const last = target.path[target.path.length - 1];
    const base = decided(this.reference({ ...target, path: target.path.slice(0, -1) }));
    if (last.kind === 'method') throw new VelocityError('evaluation', `${target.source} can't be set`);
    const key = last.kind === 'property' ? last.name : this.expression(last.index);
    if (base instanceof Map) {
      base.set(toText(key, this.budget), value);
    } else if (Array.isArray(base) && typeof key === 'number' && key >= 0 && key < base.length) {
      base[key] = value;
    }
  }

  private expression(expression: Expression): Value {
    this.budget.spend();
    switch (expression.type) {
      case 'reference':
        return this.reference(expression);
      case 'literal':
        return expression.value;
      case 'interpolated':
        return this.captured(() => this.block(expression.body));
      case 'list':
        return expression.items.map((item) => this.expression(item));
      case 'map':
        return new Map(expression.entries.map(([key, value]) => [toText(this.expression(key), this.budget), this.expression(value)]));
      case 'range':
        return this.range(decided(this.expression(expression.from)), decided(this.expression(expression.to)));
      case 'not':
        return !isTrue(this.expression(expression.operand));
      case 'negative':
        return arithmetic('-', 0, this.expression(expression.operand), this.budget);
      case 'binary':
        return this.budget.deeper(() => this.binary(expression.operator, expression.left, expression.right));
    }
  }

  private range(from: Value, to: Value): Value {
    if (typeof from !== 'number' || typeof to !== 'number') return null;
    const length = Math.abs(to - from) + 1;
    this.budget.spend(length);
    return Array.from({ length }, (_, index) => from + (to < from ? -index : index));
  }

  private binary(operator: Operator, left: Expression, right: Expression): Value {
    const first = this.expression(left);
    switch (operator) {
      case '||':
        return isTrue(first) || isTrue(this.expression(right));
      case '&&':
        return isTrue(first) && isTrue(this.expression(right));
      case '==':
        return areEqual(first, this.expression(right), this.budget);
      case '!=':
        return !areEqual(first, this.expression(right), this.budget);
      default:
        return arithmetic(operator, first, this.expression(right), this.budget);
    }
  }
}
