import { DataMap, type Value } from './values';

/** A map whose contents are made when something looks for them: few templates read more of `$context` than the overrides. */
export class LazyMap extends DataMap<string, Value> {
  private make: (() => Map<string, Value>) | undefined;

  /** @param made what is there at once */
  constructor(made: ReadonlyArray<readonly [string, Value]>, make: () => Map<string, Value>) {
    super();
    made.forEach(([name, value]) => super.set(name, value));
    this.make = make;
  }

  public override get(name: string): Value | undefined {
    return super.get(name) ?? this.filled().own(name);
  }

  public override has(name: string): boolean {
    return super.has(name) || this.filled().owns(name);
  }

  public override get size(): number {
    this.filled();
    return super.size;
  }

  public override entries(): MapIterator<[string, Value]> {
    return this.filled().ownEntries();
  }

  public override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  public override keys(): MapIterator<string> {
    this.filled();
    return super.keys();
  }

  public override values(): MapIterator<Value> {
    this.filled();
    return super.values();
  }

  private own(name: string): Value | undefined {
    return super.get(name);
  }

  private owns(name: string): boolean {
    return super.has(name);
  }

  private ownEntries(): MapIterator<[string, Value]> {
    return super.entries();
  }

  private filled(): this {
    const { make } = this;
    this.make = undefined;
    make?.().forEach((value, name) => {
      if (!super.has(name)) {
        super.set(name, value);
      }
    });
    return this;
  }
}
