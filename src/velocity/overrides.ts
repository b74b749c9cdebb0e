import { isUnknown, type Maybe } from '../template';
import { Budget } from './budget';
import { Undecidable, VelocityError } from './error';
import { DataMap, toText, type Value, type ValueMap } from './values';

/** A map in which each name can be set once: an override is final, a second one ends in a 5xx (rule 42). */
class OnceMap extends DataMap<Value, Value> {
  public override set(name: Value, value: Value): this {
    if (this.has(name)) throw new VelocityError('override-twice', `${String(name)} is overridden twice`);
    return super.set(name, value);
  }
}

/** `$context.requestOverride` and `$context.responseOverride`: one pair for both templates of a request (rules 43, 44). Made when they are used. */
export class Overrides {
  private requestMap: ValueMap | undefined;
  private responseMap: ValueMap | undefined;

  public get request(): ValueMap {
    return this.requestMap ??= new DataMap<Value, Value>().set('header', new OnceMap()).set('path', new OnceMap()).set('querystring', new OnceMap());
  }

  public get response(): ValueMap {
    return this.responseMap ??= new OnceMap().set('header', new OnceMap());
  }

  /** The same overrides again, to try something with. */
  public copy(): Overrides {
    const copy = new Overrides();
    if (this.requestMap !== undefined) {
      copyInto(this.requestMap, copy.request);
    }
    if (this.responseMap !== undefined) {
      copyInto(this.responseMap, copy.response);
    }
    return copy;
  }

  /** Whether no template has overridden anything. */
  public get areNone(): boolean {
    return isEmpty(this.requestMap) && isEmpty(this.responseMap);
  }

  /** Puts others in the place of these. */
  public become(others: Overrides): void {
    if (this.areNone && others.areNone) return;
    const { requestMap, responseMap } = others.copy();
    Object.assign(this, { requestMap, responseMap });
  }

  /** Whether all that is overridden are texts, numbers and truth values, which nothing can change afterwards. */
  public get areScalars(): boolean {
    const isScalar = (value: Value): boolean => value instanceof Map ? [...value.values()].every(isScalar) : typeof value !== 'object' || value === null;
    return [this.requestMap, this.responseMap].every((map) => map === undefined || isScalar(map));
  }

  public equals(others: Overrides): boolean {
    return this.areNone && others.areNone || this.toString() === others.toString();
  }

  /** All overrides as a text, to compare them by. */
  public toString(): string {
    return JSON.stringify([this.requested('header'), this.requested('path'), this.requested('querystring'), this.responseHeaders,
      String(this.responseStatus)].map(String));
  }

  /** Headers that a template set on the response. */
  public get responseHeaders(): [string, Maybe<string>][] {
    return textsIn(this.responseMap, 'header');
  }

  public get responseStatus(): Value | undefined {
    return this.responseMap?.get('status');
  }

  /** What a template set on the request to the integration. */
  public requested(place: 'header' | 'path' | 'querystring'): [string, Maybe<string>][] {
    return textsIn(this.requestMap, place);
  }
}

function isEmpty(map: ValueMap | undefined): boolean {
  return map === undefined || [...map.values()].every((place) => place instanceof Map && place.size === 0);
}

function copyInto(from: ValueMap, to: ValueMap): void {
  for (const [name, value] of from) {
    const inner = to.get(name);
    if (inner instanceof Map && value instanceof Map) {
      copyInto(value, inner);
    } else {
      to.set(name, value);
    }
  }
}

/** A template may also set the whole map: `#set($context.responseOverride = {})`. */
function textsIn(map: ValueMap | undefined, name: string): [string, Maybe<string>][] {
  const place = map?.get(name);
  return place instanceof Map ? [...place].map(([each, value]) => [String(each), textOf(value)]) : [];
}

function textOf(value: Value): Maybe<string> {
  try {
    return isUnknown(value) ? value : toText(value, new Budget());
  } catch (error) {
    if (error instanceof Undecidable) return error.unknown;
    throw error;
  }
}
