import type { EmulatedEntrance, EntranceRoute, Step, TemplateResource } from '../emulator';
import type { AskVerdict } from './answers';
import type { Target } from './app';

/** What answers behind an integration doesn't count: what it answers isn't known. */
const BEHIND: ReadonlySet<Step['kind']> = new Set(['function', 'backend']);

/** The request of a target's own, with all that the route asks for, by the first page: it shows what answers there. */
export interface Probe {
  readonly target: Target;
  readonly verdict: AskVerdict;
  /** The same for targets that answer every page the same; undefined where only asking tells. */
  readonly fingerprint?: number;
}

/** Routes of an entrance by what steps carry of them. */
interface KnownRoutes {
  /** Such as `OPTIONS /items`. */
  readonly byName: ReadonlyMap<string, EntranceRoute>;
  /** Where the resource is that of one route alone. */
  readonly byResource: ReadonlyMap<TemplateResource, EntranceRoute>;
}

/** Tells which targets answer the same: those that are configured the same, and whose preflights are answered by what is configured the same. */
export class Fingerprints {
  private readonly numbers = new Map<string, number>();
  private readonly routes = new Map<EmulatedEntrance, KnownRoutes>();

  public probe(target: Target, verdict: AskVerdict): Probe {
    return { target, verdict, fingerprint: this.fingerprintOf(target, verdict) };
  }

  private fingerprintOf({ entrance, route, method, headers }: Target, verdict: AskVerdict): number | undefined {
    const [first] = verdict.exchanges;
    // a method or a header that browsers don't send
    if (first === undefined) return undefined;
    // a function at the edge may tell paths and pages apart as it likes, and a redirect leads to where others answer
    if (verdict.viaOf.flat().some(({ kind }) => kind === 'edge-function') || verdict.exchanges.some(({ request: { url } }) => url !== first.request.url)) return undefined;
    const known = this.routesOf(entrance);
    const answerers = verdict.viaOf.map((via) => via.filter(({ kind }) => !BEHIND.has(kind)).map((step) => this.answerer(step, known)).join());
    return this.numberOf([entrance.resource.path, method, JSON.stringify(headers), this.routeNumber(route), first.preflight, ...answerers].join(' '));
  }

  private answerer({ kind, name, resource }: Step, { byName, byResource }: KnownRoutes): string {
    const route = byName.get(name) ?? (resource && byResource.get(resource));
    return route === undefined ? `${kind} ${name} ${resource?.path}` : `${kind} ${kind === 'integration' ? name : ''} ${this.routeNumber(route)}`;
  }

  private routesOf(entrance: EmulatedEntrance): KnownRoutes {
    const known = this.routes.get(entrance) ?? knownRoutes(entrance.routes);
    this.routes.set(entrance, known);
    return known;
  }

  /** A number for a configuration. Where a mapping template reads the path, it is of this route alone. */
  private routeNumber({ fingerprint, method, path }: EntranceRoute): number {
    return this.numberOf(fingerprint.readsPath ? `${method} ${path} ${fingerprint.key}` : fingerprint.key);
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

function knownRoutes(routes: readonly EntranceRoute[]): KnownRoutes {
  const times = new Map<TemplateResource, number>();
  for (const { resource } of routes) {
    times.set(resource, (times.get(resource) ?? 0) + 1);
  }
  return {
    byName: new Map(routes.map((route) => [nameOf(route), route])),
    byResource: new Map(routes.filter(({ resource }) => times.get(resource) === 1).map((route) => [route.resource, route])),
  };
}

/** `GET /items`, as steps call a route. */
function nameOf({ method, path }: EntranceRoute): string {
  return `${method === '*' ? 'ANY' : method} ${path}`;
}
