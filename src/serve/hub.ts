import type { LogLine } from '../lambda-runtime';
import type { LogEntry } from './log';

/** What happens in a server. */
export type ServeEvent =
  | { readonly type: 'request'; readonly entry: LogEntry }
  | { readonly type: 'function'; readonly line: LogLine }
  /** A new synth is served from now on. */
  | { readonly type: 'reload'; readonly reloads: number }
  /** A new synth can't be served, and the one before still is. */
  | { readonly type: 'reload-failed'; readonly message: string }
  /** Something that the server itself got wrong. */
  | { readonly type: 'mistake'; readonly message: string };

export type ServeListener = (event: ServeEvent) => void;

const MAX_REMEMBERED = 500;

/** Tells everyone what happens, and remembers the last requests. */
export class Hub {
  private readonly listeners = new Set<ServeListener>();
  /** A ring: the oldest gives way. */
  private readonly entries: LogEntry[] = [];
  private count = 0;

  /** A number for the next request. */
  public nextId(): number {
    return ++this.count;
  }

  public tell(event: ServeEvent): void {
    if (event.type === 'request') {
      this.entries[event.entry.id % MAX_REMEMBERED] = event.entry;
    }
    for (const listener of this.listeners) {
      listener(event);
    }
  }

  /** @returns what ends it */
  public listen(listener: ServeListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** The last requests, oldest first. */
  public recent(): readonly LogEntry[] {
    return this.entries.filter((entry) => entry !== undefined).sort((a, b) => a.id - b.id);
  }
}
