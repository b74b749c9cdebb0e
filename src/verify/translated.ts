import { type Step, stepOf, Unknown } from '../emulator';
import { type AskVerdict, type EngineAskVerdict, reasonOf } from './answers';
import type { Case, Target } from './app';
import type { Probe } from './fingerprints';

/** The verdict that was asked, of a case or of its equivalent: the same but for its URL and what answers, and already computed. */
export function askedVerdict({ verdict, equivalent }: Case): AskVerdict {
  return equivalent === undefined ? verdict : equivalent.verdict;
}

/** The verdicts on targets, told of others that answer the same. */
export class Translations {
  /** By the target that a verdict is about, and the one that was asked. */
  private readonly known = new Map<Probe, Map<Probe, Translation>>();

  /** The verdict on a target that answers like another one, as it would be on this one: with this one's URL, and what answers here. */
  public translated(verdict: AskVerdict, from: Probe, to: Probe): AskVerdict {
    return from === to ? verdict : new TranslatedVerdict(verdict, this.between(from, to), () => verdict.browsers);
  }

  private between(from: Probe, to: Probe): Translation {
    let known = this.known.get(to);
    if (known === undefined) {
      this.known.set(to, known = new Map());
    }
    let translation = known.get(from);
    if (translation === undefined) {
      known.set(from, translation = new Translation(from, to));
    }
    return translation;
  }
}

/** What differs between two targets that answer alike. */
class Translation {
  public readonly fromUrl: string;
  public readonly toUrl: string;
  private pairs?: ReadonlyMap<string, Step>;
  /** Verdicts on failures of all kinds have few different ways. */
  private readonly made = new Map<AskVerdict['viaOf'], AskVerdict['viaOf']>();

  constructor(private readonly from: Probe, private readonly to: Probe) {
    this.fromUrl = urlOf(from);
    this.toUrl = urlOf(to);
  }

  /** Who answers here where others answered there. */
  public stepsOf(viaOf: AskVerdict['viaOf']): AskVerdict['viaOf'] {
    let steps = this.made.get(viaOf);
    if (steps === undefined) {
      this.made.set(viaOf, steps = viaOf.map((via) => via.map((step) => this.stepOf(step))));
    }
    return steps;
  }

  /** What isn't known there, at the resource that stands in its place here. */
  public unknownOf({ path, reason, kind }: Unknown, viaOf: AskVerdict['viaOf']): Unknown {
    const here = this.stepsOf(viaOf).flat();
    const index = viaOf.flat().findIndex(({ resource }) => resource !== undefined && (path === resource.path || path.startsWith(`${resource.path}/`)));
    const from = viaOf.flat()[index]?.resource?.path;
    const to = here[index]?.resource?.path;
    const place = from === undefined || to === undefined ? path : `${to}${path.slice(from.length)}`;
    return new Unknown(place.replaceAll(this.fromUrl, this.toUrl), reason, kind);
  }

  private stepOf(step: Step): Step {
    this.pairs ??= stepPairs(this.from, this.to);
    return this.pairs.get(keyOf(step)) ?? ownStep(step, this.from.target.route, this.to.target.route);
  }
}

/** There are very many, and most are never looked at closely: what differs is made when it is. */
class TranslatedVerdict implements AskVerdict {
  private madeExchanges?: AskVerdict['exchanges'];

  constructor(
    private readonly original: EngineAskVerdict, private readonly translation: Translation, private readonly byEngine: () => AskVerdict['browsers'],
  ) {}

  public get browsers(): AskVerdict['browsers'] {
    const { chromium, firefox, webkit } = this.byEngine();
    const here = (verdict: EngineAskVerdict) => new TranslatedVerdict(verdict, this.translation, this.byEngine);
    return { chromium: here(chromium), firefox: here(firefox), webkit: here(webkit) };
  }

  public get outcome() { return this.original.outcome; }
  public get error() { return this.original.error; }
  public get parameter() { return this.original.parameter; }
  public get step() { return this.original.step; }
  public get type() { return this.original.type; }
  public get status() { return this.original.status; }
  public get exposedHeaders() { return this.original.exposedHeaders; }
  public get rules() { return this.original.rules; }

  public get url(): string {
    return this.original.url.replace(this.translation.fromUrl, this.translation.toUrl);
  }

  public get exchanges(): AskVerdict['exchanges'] {
    const { fromUrl, toUrl } = this.translation;
    return this.madeExchanges ??= this.original.exchanges.map((exchange) => {
      const { request } = exchange;
      return request.url === fromUrl ? { ...exchange, request: { ...request, url: toUrl } } : exchange;
    });
  }

  public get viaOf(): AskVerdict['viaOf'] {
    return this.translation.stepsOf(this.original.viaOf);
  }

  public get via(): readonly Step[] {
    return this.viaOf.at(-1) ?? [];
  }

  public get unknown(): Unknown | undefined {
    return this.original.unknown && this.translation.unknownOf(this.original.unknown, this.original.viaOf);
  }

  public get reason(): string | undefined {
    const { outcome, unknown } = this;
    return outcome === 'unknown' && unknown !== undefined ? reasonOf(unknown) : this.text(this.original.reason);
  }

  public get notes(): readonly string[] {
    const { original: { unknown: there, notes }, unknown: here } = this;
    return notes.map((note) => this.text(here === undefined ? note : note.replaceAll(String(there), String(here)))!);
  }

  public get console(): AskVerdict['console'] {
    const { chromium, firefox, webkit, also } = this.original.console;
    const lines = { chromium: this.text(chromium), firefox: this.text(firefox), webkit: this.text(webkit) };
    return also === undefined ? lines
      : { ...lines, also: Object.fromEntries(Object.entries(also).map(([engine, more]) => [engine, more.map((line) => this.text(line)!)])) };
  }

  public toJSON(): EngineAskVerdict {
    const { url, exchanges, viaOf, via, reason, unknown, notes, console: lines } = this;
    return { ...this.original, url, exchanges, viaOf, via, reason, unknown, notes, console: lines };
  }

  private text(said: string | undefined): string | undefined {
    return said === undefined ? undefined : said.replaceAll(this.translation.fromUrl, this.translation.toUrl);
  }
}

function urlOf({ verdict }: Probe): string {
  return verdict.exchanges[0]?.request.url ?? verdict.url;
}

function stepPairs(from: Probe, to: Probe): ReadonlyMap<string, Step> {
  const pairs = new Map<string, Step>();
  from.verdict.viaOf.forEach((via, exchange) => via.forEach((step, index) => {
    const own = to.verdict.viaOf[exchange]?.[index];
    if (own?.kind === step.kind) {
      pairs.set(keyOf(step), own);
    }
  }));
  return pairs;
}

function ownStep(step: Step, from: Target['route'], to: Target['route']): Step {
  if (step.kind === 'method' || step.kind === 'route') return step.name === from.step?.name && step.resource === from.resource ? to.step ?? step : step;
  return step.kind === 'stage' || step.resource !== from.resource ? step : stepOf(step.kind, step.name, to.resource);
}

function keyOf({ kind, name, resource }: Step): string {
  return `${kind} ${name} ${resource?.path}`;
}
