import type { Maybe } from '../template';
import { Budget } from './budget';
import { Undecidable, VelocityError } from './error';
import { Evaluator } from './evaluate';
import { parse, type Parsed } from './parse';
import type { ValueMap } from './values';

const REMEMBERED = 200;
const remembered = new Map<string, Template>();

/** Overrides are set in `$context`, which a template that is made by another one may name as well. */
function namesContext(text: string): boolean {
  return /context|#\{?evaluate/.test(text);
}

/** A mapping template that was read once and can be rendered many times. */
export class Template {
  /**
   * Reads a template; what is wrong with it is thrown by `render`, as API Gateway finds out when it runs it. The same text gives the same template:
   * an API has it at each of its paths.
   */
  public static of(text: string): Template {
    const made = remembered.get(text) ?? Template.read(text);
    if (remembered.size >= REMEMBERED) {
      remembered.clear();
    }
    remembered.set(text, made);
    return made;
  }

  private static read(text: string): Template {
    try {
      return new Template(parse(text), namesContext(text));
    } catch (error) {
      if (error instanceof VelocityError) return new Template(error, true);
      throw error;
    }
  }

  /** @param mayOverride whether it may read `$context`, or override the status or a header of the answer in it */
  private constructor(private readonly content: Parsed | VelocityError, public readonly mayNameContext: boolean) {}

  /**
   * The text that the template makes, an `Unknown` where that depends on one.
   *
   * Throws a `VelocityError` where the template can't be read, fails or takes too much.
   *
   * @param variables what it may use, and where it leaves what it sets
   */
  public render(variables: ValueMap, budget = new Budget()): Maybe<string> {
    if (this.content instanceof VelocityError) throw this.content;
    if (this.content.doubt !== undefined) {
      budget.take(this.content.doubt);
    }
    try {
      return new Evaluator(this.content, variables, budget, parse).run();
    } catch (error) {
      if (error instanceof Undecidable) return error.unknown;
      // Limits keep the depth in bounds; should a combination of them still fill the stack, it is the same error.
      throw error instanceof RangeError ? new VelocityError('limit', 'the template nests too deeply') : error;
    }
  }
}
