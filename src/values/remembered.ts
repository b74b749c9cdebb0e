/** What was found out, by key. Clients ask for few different things, and for these often; of one that asks for very many, nothing is remembered. */
export class Remembered<K, V> {
  private readonly values = new Map<K, V>();

  /**
   * @param max keys that are kept; one more, and all are forgotten
   * @param maxLength of a text that is a key: a longer one is of a request of its own kind, and not kept
   */
  constructor(private readonly max = 1000, private readonly maxLength = 4096) {}

  /** The value of a key; undefined where it isn't remembered. */
  public get(key: K): V | undefined {
    return this.values.get(key);
  }

  public set(key: K, value: V): void {
    if (typeof key === 'string' && key.length > this.maxLength) return;
    if (this.values.size >= this.max) {
      this.values.clear();
    }
    this.values.set(key, value);
  }

  /** @param find the value, which the key alone decides */
  public of(key: K, find: () => V): V {
    const value = this.values.get(key);
    if (value !== undefined || this.values.has(key)) return value as V;
    const found = find();
    this.set(key, found);
    return found;
  }
}
