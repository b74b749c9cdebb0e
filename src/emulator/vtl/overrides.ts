import { VelocityError } from './error';
import { Value, ValueMap } from './values';

/** A map in which each name can be set once: an override is final, a second one ends in a 5xx (rule 42). */
class OnceMap extends Map<string, Value> {
  public override set(name: string, value: Value): this {
    if (this.has(name)) {
      throw new VelocityError('override-twice', `${name} is overridden twice`);
    }
    return super.set(name, value);
  }
}

/** `$context.requestOverride` and `$context.responseOverride`: one pair for both templates of a request (rules 43, 44). */
export class Overrides {
  public readonly request: ValueMap = new Map<string, Value>([['header', new OnceMap()], ['path', new OnceMap()], ['querystring', new OnceMap()]]);
  public readonly response: ValueMap;

  constructor() {
    this.response = new OnceMap([['header', new OnceMap()]]);
  }

  /** Headers that a template set on the response. */
  public get responseHeaders(): ReadonlyMap<string, Value> {
    return mapIn(this.response, 'header');
  }

  public get responseStatus(): Value | undefined {
    return this.response.get('status');
  }

  public requested(place: 'header' | 'path' | 'querystring'): ReadonlyMap<string, Value> {
    return mapIn(this.request, place);
  }
}

/** A template may also set the whole map: `#set($context.responseOverride.header = {})`. */
function mapIn(map: ValueMap, name: string): ReadonlyMap<string, Value> {
  const value = map.get(name);
  return value instanceof Map ? value : new Map();
}
