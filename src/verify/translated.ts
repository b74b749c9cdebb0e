import type { AskVerdict } from './answers';
import type { Target } from './app';
import { nameOf, type Probe } from './likeness';
import type { Step } from '../emulator';

/** The verdict on a target that answers like another one, as it would be on this one: with this one's URL, and who answers here. */
export function translated(verdict: AskVerdict, from: Probe, to: Probe): AskVerdict {
  return from === to ? verdict : new TranslatedVerdict(verdict, from, to);
}

/** There are very many, and most are never looked at closely: what differs is made when it is. */
class TranslatedVerdict implements AskVerdict {
  private madeExchanges?: AskVerdict['exchanges'];
  private madeVia?: AskVerdict['viaOf'];

  constructor(private readonly original: AskVerdict, private readonly from: Probe, private readonly to: Probe) {}

  public get outcome() { return this.original.outcome; }
  public get error() { return this.original.error; }
  public get parameter() { return this.original.parameter; }
  public get step() { return this.original.step; }
  public get type() { return this.original.type; }
  public get status() { return this.original.status; }
  public get exposedHeaders() { return this.original.exposedHeaders; }
  public get rules() { return this.original.rules; }

  public get url(): string {
    return this.original.url.replace(urlOf(this.from), urlOf(this.to));
  }

  public get exchanges(): AskVerdict['exchanges'] {
    return this.madeExchanges ??= this.original.exchanges.map((exchange) => {
      const { request } = exchange;
      return request.url === urlOf(this.from) ? { ...exchange, request: { ...request, url: urlOf(this.to) } } : exchange;
    });
  }

  public get viaOf(): AskVerdict['viaOf'] {
    return this.madeVia ??= translateSteps(this.original.viaOf, this.from, this.to);
  }

  public get via(): readonly Step[] {
    return this.viaOf.at(-1) ?? [];
  }

  public get reason(): string | undefined {
    return this.text(this.original.reason);
  }

  public get unknownStatus(): string | undefined {
    return this.text(this.original.unknownStatus);
  }

  public get notes(): readonly string[] {
    return this.original.notes.map((note) => this.text(note)!);
  }

  public get console(): AskVerdict['console'] {
    const { chromium, firefox, webkit } = this.original.console;
    return { chromium: this.text(chromium), firefox: this.text(firefox), webkit: this.text(webkit) };
  }

  public toJSON(): AskVerdict {
    const { url, exchanges, viaOf, via, reason, unknownStatus, notes, console: lines } = this;
    return { ...this.original, url, exchanges, viaOf, via, reason, unknownStatus, notes, console: lines };
  }

  /** Reasons begin with the place of what isn't known. */
  private withResources(said: string): string {
    const others = this.original.viaOf.flat();
    return this.viaOf.flat().reduce((text, { logicalId }, index) => {
      const { logicalId: other } = others[index];
      return other === undefined || other === logicalId ? text : text.replaceAll(`${other}: `, `${logicalId}: `);
    }, said);
  }

  private text(said: string | undefined): string | undefined {
    return said === undefined ? undefined : this.withResources(said.replaceAll(urlOf(this.from), urlOf(this.to)));
  }
}

function urlOf({ verdict }: Probe): string {
  return verdict.exchanges[0]?.request.url ?? verdict.url;
}

/** Who answers here where others answered there. */
function translateSteps(viaOf: AskVerdict['viaOf'], from: Probe, to: Probe): AskVerdict['viaOf'] {
  const pairs = new Map<string, Step>();
  from.verdict.viaOf.forEach((via, exchange) => via.forEach((step, index) => {
    const own = to.verdict.viaOf[exchange]?.[index];
    if (own?.kind === step.kind) pairs.set(keyOf(step), own);
  }));
  return viaOf.map((via) => via.map((step) => pairs.get(keyOf(step)) ?? ownStep(step, from.target.route, to.target.route)));
}

function ownStep(step: Step, from: Target['route'], to: Target['route']): Step {
  const name = step.name === nameOf(from) ? nameOf(to) : step.name;
  const logicalId = step.logicalId === from.logicalId ? to.logicalId : step.logicalId;
  return name === step.name && logicalId === step.logicalId ? step : { ...step, name, logicalId };
}

function keyOf({ kind, name, logicalId }: Step): string {
  return `${kind} ${name} ${logicalId}`;
}
