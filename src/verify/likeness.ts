import type { EmulatedEntrance, Step } from '../emulator';
import type { AskVerdict } from './answers';
import type { Target } from './app';

/** Who answers behind an integration doesn't count: nobody knows what it answers. */
const BEHIND: ReadonlySet<Step['kind']> = new Set(['function', 'backend']);

/** The request of a target's own, with all that the route asks for, by the first page: it tells who answers there. */
export interface Probe {
  readonly target: Target;
  readonly verdict: AskVerdict;
  /** The same for targets that answer every page alike; undefined where only asking tells. */
  readonly likeness?: string;
}

/** Tells which targets answer alike: those that are configured alike, and whose preflights are answered by what is configured alike. */
export class Likenesses {
  private readonly numbers = new Map<string, number>();
  private readonly routes = new Map<EmulatedEntrance, ReadonlyMap<string, string>>();

  public probe(target: Target, verdict: AskVerdict): Probe {
    return { target, verdict, likeness: this.likenessOf(target, verdict) };
  }

  private likenessOf(target: Target, verdict: AskVerdict): string | undefined {
    const { entrance, route, method, headers } = target;
    const [first] = verdict.exchanges;
    // a method or a header that browsers send for nobody
    if (first === undefined) return undefined;
    // a function at the edge may tell paths and pages apart as it likes, and a redirect leads to where others answer
    if (verdict.viaOf.flat().some(({ kind }) => kind === 'edge-function') || verdict.exchanges.some(({ request: { url } }) => url !== first.request.url)) return undefined;
    const named = this.namedRoutes(entrance);
    const answerers = verdict.viaOf.map((via) => via.filter(({ kind }) => !BEHIND.has(kind)).map((step) => this.answererOf(step, named)).join());
    return String(this.numberOf([entrance.resource.path, method, JSON.stringify(headers), this.numberOf(ownLikeness(route)), first.preflight, ...answerers].join(' ')));
  }

  private answererOf({ kind, name, logicalId }: Step, named: ReadonlyMap<string, string>): string {
    const likeness = named.get(name) ?? (logicalId === undefined ? undefined : named.get(logicalId));
    return likeness === undefined ? `${kind} ${name} ${logicalId}` : `${kind} ${kind === 'integration' ? name : ''} ${this.numberOf(likeness)}`;
  }

  /** The likeness of each route by its name, such as `OPTIONS /items`, and by its resource where that is its own. */
  private namedRoutes(entrance: EmulatedEntrance): ReadonlyMap<string, string> {
    let named = this.routes.get(entrance);
    if (named === undefined) {
      const times = new Map<string | undefined, number>();
      for (const { logicalId } of entrance.routes) {
        times.set(logicalId, (times.get(logicalId) ?? 0) + 1);
      }
      const own = entrance.routes.filter(({ logicalId }) => logicalId !== undefined && times.get(logicalId) === 1);
      named = new Map([...entrance.routes.map((route) => [nameOf(route), route] as const), ...own.map((route) => [route.logicalId!, route] as const)]
        .map(([name, route]) => [name, ownLikeness(route)]));
      this.routes.set(entrance, named);
    }
    return named;
  }

  /** Long texts in few characters. */
  private numberOf(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      this.numbers.set(text, number = this.numbers.size);
    }
    return number;
  }
}

function ownLikeness({ fingerprint, method, path }: Target['route']): string {
  return fingerprint.readsPath ? `${method} ${path} ${fingerprint.key}` : fingerprint.key;
}

/** `GET /items`, as steps call a route. */
export function nameOf({ method, path }: Pick<Target['route'], 'method' | 'path'>): string {
  return `${method === '*' ? 'ANY' : method} ${path}`;
}
