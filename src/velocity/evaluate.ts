import type { Budget } from './budget';
import { type Context, MacroContext, NullItemContext, TemplateContext } from './context';
import { VelocityError } from './error';
import { Expressions } from './expressions';
import { itemsOf, Loop } from './loop';
import type { Parsed } from './parse';
import type { Block, Expression, Macro, Node, Reference } from './syntax';
import { decided, HostObject, lacking, Missing, toText, type Value, type ValueMap } from './values';

type If = Extract<Node, { type: 'if' }>;
type Foreach = Extract<Node, { type: 'foreach' }>;
type Call = Extract<Node, { type: 'call' }>;

/** As Velocity's velocimacro.max.depth. */
const MAX_CALLS = 20;
/** A block that shows itself is shown so many times in itself. */
const MAX_SHOWN = 2;

/** Reads a template that a template made (#evaluate). */
export type Parse = (text: string) => Parsed;

/** Thrown by #break and #stop up to what they end: the nearest construct, all of the template, or one loop. */
class Stop {
  constructor(private readonly target: 'nearest' | 'all' | Loop) {}

  public isFor(what: 'construct' | 'evaluate' | Loop): boolean {
    return this.target === 'nearest' || this.target === what || this.target === 'all' && what === 'evaluate';
  }
}

/** What #define made: a block that is shown where it is used. */
class Definition extends HostObject {
  private depth = 0;

  constructor(private readonly show: () => string) {
    super();
  }

  public override get lacking(): null {
    return null;
  }

  public call(method: string, args: Value[], budget: Budget): Value | undefined {
    return method === 'toString' && args.length === 0 ? this.toText(budget) : undefined;
  }

  /** Undefined where it is shown in itself too often. */
  public shown(): string | undefined {
    if (this.depth === MAX_SHOWN) return undefined;
    this.depth++;
    try {
      return this.show();
    } finally {
      this.depth--;
    }
  }

  public override toText(_budget: Budget): string {
    return this.shown() ?? '';
  }
}

/** Runs a template. */
export class Evaluator {
  private readonly top: Block;
  private macros: ReadonlyMap<string, Macro>;
  private readonly expressions: Expressions;
  private context: Context;
  private output = '';
  private calls = 0;

  constructor({ block, macros }: Parsed, variables: ValueMap, private readonly budget: Budget, private readonly parse: Parse) {
    this.top = block;
    this.macros = macros;
    this.context = new TemplateContext(variables);
    this.expressions = new Expressions(budget, (name) => this.context.get(name), (body) => this.captured(() => this.block(body)));
  }

  public run(): string {
    this.until('evaluate', () => this.block(this.top));
    return this.output;
  }

  private captured(work: () => void): string {
    const outer = this.output;
    this.output = '';
    try {
      work();
      return this.output;
    } finally {
      this.output = outer;
    }
  }

  private until(what: 'construct' | 'evaluate' | Loop, work: () => void): boolean {
    try {
      work();
      return false;
    } catch (error) {
      if (error instanceof Stop && error.isFor(what)) return true;
      throw error;
    }
  }

  private write(text: string): void {
    this.output += text;
    this.budget.checkLength(this.output.length);
  }

  private block(block: Block): void {
    this.budget.enter();
    try {
      for (const node of block) {
        this.budget.spend();
        this.node(node);
      }
    } finally {
      this.budget.leave();
    }
  }

  private node(node: Node): void {
    switch (node.type) {
      case 'text':
        return this.write(node.text);
      case 'reference':
        return this.show(node);
      case 'set':
        return this.assign(node.target, this.expressions.value(node.value));
      case 'if':
        return this.branch(node);
      case 'foreach':
        return this.loop(node);
      case 'define':
        return this.define(node.name, node.body, this.context);
      case 'call':
        return this.callMacro(node);
      case 'evaluate':
        return this.evaluate(node.text);
      case 'break':
        throw new Stop(node.scope === undefined ? 'nearest' : this.scope(node.scope));
      case 'stop':
        throw new Stop('all');
    }
  }

  private scope(expression: Expression): Loop {
    const scope = decided(this.expressions.value(expression));
    if (!(scope instanceof Loop)) throw new VelocityError('evaluation', '#break needs a loop, such as $foreach.parent');
    return scope;
  }

  /** What a reference in the text becomes: what isn't there stays as written, unless it is the request that hasn't got it (rule 132). */
  private show(reference: Reference): void {
    const { backslashes, before } = reference;
    const value = decided(this.expressions.reference(reference));
    if (typeof value === 'string' && backslashes === 0) return this.write(before + value);
    const escapes = '\\'.repeat(Math.floor(backslashes / 2));
    if (backslashes % 2 === 1) return this.write(`${escapes}${value === null ? '\\' : ''}${reference.source}`);
    const text = value instanceof Definition ? value.shown() ?? null : value === null ? null : toText(value, this.budget);
    this.write(text === null ? escapes + escapes + before + this.absent(reference) : escapes + before + text);
  }

  private absent(reference: Reference): string {
    if (reference.quiet) return '';
    const argument = reference.path.length === 0 && reference.source === `$${reference.name}` ? this.context.argument(reference.name) : undefined;
    return argument?.type === 'reference' ? argument.source : reference.source;
  }

  private branch(node: If): void {
    const taken = node.branches.find(({ condition }) => condition === undefined || this.expressions.isTrue(condition));
    if (taken !== undefined) {
      this.block(taken.body);
    }
  }

  private loop({ name, list, body }: Foreach): void {
    const value = decided(this.expressions.value(list));
    const items = itemsOf(value);
    if (items === undefined) return;
    if (items.length > this.budget.limits.rounds) {
      throw new VelocityError('limit', `#foreach goes more than ${this.budget.limits.rounds} rounds`);
    }
    const loop = new Loop(this.context.get('foreach') ?? null);
    this.inScope([name, 'velocityCount', 'velocityHasNext', 'foreach'], () => {
      this.put('foreach', loop);
      items.some((item, index) => this.round(loop, name, item ?? lacking(value), index, items.length, body));
    });
  }

  /** One round of a loop; whether it ends the loop. */
  private round(loop: Loop, name: string, item: Value, index: number, length: number, body: Block): boolean {
    loop.index = index;
    loop.hasNext = index + 1 < length;
    this.put('velocityCount', index + 1);
    this.put('velocityHasNext', loop.hasNext);
    this.put(name, item);
    const work = () => this.block(body);
    return this.until(loop, item === null ? () => this.inContext(new NullItemContext(this.context, name), work) : work);
  }

  private put(name: string, value: Value): void {
    if (value === null) {
      this.context.remove(name);
    } else {
      this.context.put(name, value);
    }
  }

  /** Puts variables back as they were after some work. */
  private inScope(names: string[], work: () => void): void {
    const before = names.map((name) => this.context.get(name) ?? null);
    try {
      work();
    } finally {
      names.forEach((name, index) => this.put(name, before[index]));
    }
  }

  private inContext<T>(context: Context, work: () => T): T {
    const outer = this.context;
    this.context = context;
    try {
      return work();
    } finally {
      this.context = outer;
    }
  }

  private define(name: string, body: Block, context: Context): void {
    this.context.put(name, new Definition(() => this.inContext(context, () => this.captured(() => this.until('construct', () => this.block(body))))));
  }

  private callMacro({ name, args, body, source }: Call): void {
    const macro = this.macros.get(name);
    if (macro === undefined) return this.write(source);
    if (args.some(({ type }) => type === 'word')) throw new VelocityError('evaluation', `#${name} got a word for a value`);
    if (this.calls >= MAX_CALLS) throw new VelocityError('limit', `#${name}: more than ${MAX_CALLS} macros are in each other`);
    const outer = this.context;
    const context = new MacroContext(outer, (argument, where) => this.inContext(where, () => this.expressions.value(argument)));
    macro.parameters.slice(0, args.length).forEach((parameter, index) => this.pass(context, parameter, args[index]));
    if (body !== undefined) {
      context.putOwn('bodyContent', new Definition(() => this.inContext(outer, () => this.captured(() => this.until('construct', () => this.block(body))))));
    }
    this.calls++;
    this.inContext(context, () => this.until('construct', () => this.block(macro.body)));
    this.calls--;
  }

  private pass(context: MacroContext, parameter: string, argument: Expression): void {
    if (argument.type === 'literal' && typeof argument.value !== 'string') {
      context.putOwn(parameter, argument.value);
    } else {
      context.pass(parameter, argument);
    }
  }

  private evaluate(text: Expression): void {
    const source = decided(this.expressions.value(text));
    const { block, macros, doubt } = this.parse(source === null ? '' : toText(source, this.budget));
    if (doubt !== undefined) {
      this.budget.take(doubt);
    }
    this.macros = macros.size === 0 ? this.macros : new Map([...macros, ...this.macros]);
    this.until('evaluate', () => this.block(block));
  }

  /** A value of null isn't an assignment: Velocity 1 leaves the variable as it was. What is missing makes a variable that prints nothing. */
  private assign(target: Reference, value: Value): void {
    if (value === null) return;
    if (target.path.length === 0) {
      // Velocity takes the name from the first sign after the dollar: `#set(${x} = 1)` sets no $x.
      if (target.source.length === target.name.length + 1 && !(value instanceof Missing && this.context.get(target.name) !== undefined)) {
        this.context.put(target.name, value);
      }
      return;
    }
    this.expressions.assign(target, value);
  }
}
