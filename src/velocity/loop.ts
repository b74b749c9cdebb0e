import type { Budget } from './budget';
import { JavaIterator } from './list-methods';
import { callMethod } from './methods';
import { copyOf, HostObject, toText, type Value } from './values';

/** `$foreach`: where a loop stands, and what a template keeps in it. */
export class Loop extends HostObject {
  public index = -1;
  public hasNext = false;
  public readonly kept = new Map<Value, Value>();

  constructor(private readonly replaced: Value) {
    super();
  }

  public override get lacking(): null {
    return null;
  }

  private get parent(): Loop | undefined {
    return this.replaced instanceof Loop ? this.replaced : undefined;
  }

  private get topmost(): Loop {
    return this.parent?.topmost ?? this;
  }

  private get beforeAll(): Value {
    return this.parent === undefined ? this.replaced : this.parent.beforeAll;
  }

  public call(method: string, args: Value[], budget: Budget): Value | undefined {
    return args.length === 0 ? this.getter(method) ?? callMethod(this.kept, method, args, budget) : method === 'get' && args.length === 1
      ? this.lookUp(args[0]) : callMethod(this.kept, method, args, budget);
  }

  public override property(name: string): Value | undefined {
    return this.getter(`get${name.charAt(0).toUpperCase()}${name.slice(1)}`) ?? this.lookUp(name);
  }

  public override toText(budget: Budget): string {
    return toText(this.kept, budget);
  }

  private lookUp(name: Value): Value | undefined {
    return this.kept.get(name) ?? this.parent?.lookUp(name);
  }

  private getter(method: string): Value | undefined {
    switch (method) {
      case 'getIndex': return this.index;
      case 'getCount': return this.index + 1;
      case 'hasNext': case 'getHasNext': return this.hasNext;
      case 'isFirst': case 'getFirst': return this.index < 1;
      case 'isLast': case 'getLast': return !this.hasNext;
      case 'getTopmost': return this.topmost;
      case 'getParent': return this.parent;
      case 'getReplaced': return this.beforeAll ?? undefined;
      default: return undefined;
    }
  }
}

/** What #foreach goes through; undefined where it is nothing of the kind. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return copyOf(value);
  if (value instanceof Map) return [...value.values()];
  if (value instanceof Loop) return [...value.kept.values()];
  return value instanceof JavaIterator ? value.rest() : undefined;
}
