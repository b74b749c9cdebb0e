import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a request that was answered before. */
export type Repeat = (outgoing: ServerResponse) => void;

/** Pages ask for few different things, and for these often; of a client that asks for very many, nothing is remembered. */
const MAX_ENTRIES = 1000;
/** A longer request is of its own kind, and not to be kept. */
const LONGEST = 4096;

/** Preflights that came before, the same to the letter. Pages send them over and over, and nothing in them changes. */
export class Repeats {
  private readonly known = new Map<string, Repeat>();
  /** Requests that weren't known, as they came in. */
  private readonly keys = new WeakMap<IncomingMessage, string>();

  /** What answers a request once more; undefined where it must be looked at. */
  public find(incoming: IncomingMessage): Repeat | undefined {
    if (incoming.method !== 'OPTIONS') return undefined;
    const key = keyOf(incoming);
    const repeat = this.known.get(key);
    if (repeat === undefined && key.length <= LONGEST) {
      this.keys.set(incoming, key);
    }
    return repeat;
  }

  /** @param repeat answers a request that wasn't found, for as long as what is served is the same */
  public keep(incoming: IncomingMessage, repeat: Repeat): void {
    const key = this.keys.get(incoming);
    if (key === undefined) return;
    if (this.known.size >= MAX_ENTRIES) {
      this.known.clear();
    }
    this.known.set(key, repeat);
  }
}

/** All that an answer may depend on: where the request arrived, who sent it, and every line of its head. */
function keyOf({ socket: { localPort, remoteAddress }, url, rawHeaders }: IncomingMessage): string {
  let key = `${localPort} ${remoteAddress} ${url}`;
  for (const text of rawHeaders) {
    key += `\n${text}`;
  }
  return key;
}
