import type { IncomingMessage, ServerResponse } from 'node:http';
import { Remembered } from '../values';

/** Answers a request that was answered before. */
export type Repeat = (reply: ServerResponse) => void;

/** What is known of a request before it is looked at. */
export interface Recalled {
  /** What answers it once more; undefined where it must be looked at. */
  readonly repeat?: Repeat;
  /** The key to keep its answer under; undefined where it isn't a preflight. */
  readonly key?: string;
}

const NOTHING: Recalled = {};

/** Preflights that came before, the same to the letter. Pages send them over and over, and nothing in them changes. */
export class Repeats {
  private readonly known = new Remembered<string, Repeat>();

  public find(incoming: IncomingMessage): Recalled {
    if (incoming.method !== 'OPTIONS') return NOTHING;
    const key = keyOf(incoming);
    return { key, repeat: this.known.get(key) };
  }

  /** @param repeat answers the request of a key, for as long as what is served is the same */
  public keep(key: string, repeat: Repeat): void {
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
