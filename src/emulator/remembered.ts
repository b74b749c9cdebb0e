/** A longer key is of a request of its own kind, and not to be kept. */
const LONGEST_KEY = 2048;

/** What was found out, by key. Clients ask for few different things, and for these often; of one that asks for very many, nothing is remembered. */
export class Remembered<V> {
  private readonly known = new Map<string, V>();

  /** @param most keys that are kept; one more, and all are forgotten */
  constructor(private readonly most = 1000) {}

  /** @param find the value, which the key alone decides */
  public of(key: string, find: () => V): V {
    const known = this.known.get(key);
    if (known !== undefined || this.known.has(key)) return known as V;
    const found = find();
    if (this.known.size >= this.most) {
      this.known.clear();
    }
    if (key.length <= LONGEST_KEY) {
      this.known.set(key, found);
    }
    return found;
  }
}
