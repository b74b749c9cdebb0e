import type { Expression } from './syntax';
import type { Value, ValueMap } from './values';

/** The variables that a part of a template sees. */
export interface Context {
  get(name: string): Value | undefined;
  put(name: string, value: Value): void;
  remove(name: string): void;
  /** What was written as the argument that a parameter stands for. */
  argument(name: string): Expression | undefined;
}

/** Those of the template itself. */
export class TemplateContext implements Context {
  constructor(private readonly variables: ValueMap) {}

  public get(name: string): Value | undefined {
    return this.variables.get(name);
  }

  public put(name: string, value: Value): void {
    this.variables.set(name, value);
  }

  public remove(name: string): void {
    this.variables.delete(name);
  }

  public argument(): undefined {
    return undefined;
  }
}

/** Those of a round of a loop whose item is null: the item stays null, whatever is set. */
export class NullItemContext implements Context {
  private isHeld = true;

  constructor(private readonly outer: Context, private readonly name: string) {}

  public get(name: string): Value | undefined {
    return this.isHeld && name === this.name ? undefined : this.outer.get(name);
  }

  public put(name: string, value: Value): void {
    this.outer.put(name, value);
  }

  public remove(name: string): void {
    this.isHeld &&= name !== this.name;
    this.outer.remove(name);
  }

  public argument(name: string): Expression | undefined {
    return this.outer.argument(name);
  }
}

/** Evaluates an argument where the macro was called. */
export type EvaluateIn = (argument: Expression, context: Context) => Value;

/**
 * Those of a macro. Its parameters stand for what was written, which is evaluated each time; what it sets is set outside as well, and from then on
 * the parameter is that value.
 */
export class MacroContext implements Context {
  private readonly own = new Map<string, Value>();

  private readonly args = new Map<string, Expression>();

  constructor(private readonly outer: Context, private readonly evaluate: EvaluateIn) {}

  public get(name: string): Value | undefined {
    const own = this.own.get(name);
    if (own !== undefined && own !== null) return own;
    const argument = this.args.get(name);
    return argument === undefined ? this.outer.get(name) : this.evaluate(argument, this.outer);
  }

  public put(name: string, value: Value): void {
    this.own.set(name, value);
    this.outer.put(name, value);
  }

  /** Sets what the macro alone sees: what stands between `#@name()` and `#end`. */
  public putOwn(name: string, value: Value): void {
    this.own.set(name, value);
  }

  /** Lets a parameter stand for what was written. */
  public pass(parameter: string, argument: Expression): void {
    this.args.set(parameter, argument);
  }

  public remove(name: string): void {
    this.own.delete(name);
    this.args.delete(name);
    this.outer.remove(name);
  }

  public argument(name: string): Expression | undefined {
    return this.args.get(name) ?? this.outer.argument(name);
  }
}
