import { isCorsSafelistedMethod } from '../http';
import { type AskVerdict, reasonOf } from './answers';
import type { Case, ExpectedPolicy, Page, Target, Variant } from './app';
import type { Question } from './ask';
import type { AskedCases } from './asked-cases';
import { caseKey } from './case-key';
import { headerValue } from './exchange-headers';
import { expectation } from './expectation';
import type { Probe } from './fingerprints';
import { questionOf, withPreflight } from './questions';
import { askedVerdict } from './translated';
import { FAILING, FULL, SIMPLE, WITH_CREDENTIALS } from './variants';

/** How pages call a target. */
export interface Calls {
  /** Whether any page may call without credentials. */
  readonly open: boolean;
  /** Whether errors that gateways make are asked for. */
  readonly failures: boolean;
  /** Whether some method of the path is asked with a preflight anyway. */
  readonly isPreflighted: boolean;
  readonly policy?: ExpectedPolicy;
}

/** What decides the cases of the target and a page, whichever the variant, and the probe that tells. */
interface Group {
  readonly key: string;
  readonly probe: Probe;
}

/** Asks for all cases of one target, page by page. */
export class Inquiry {
  /** Of the call with all that the route asks for. */
  private probe?: Probe;
  /** Of the calls with a preflight that they don't need. */
  private preflighted?: Probe;

  constructor(private readonly target: Target, private readonly calls: Calls, private readonly asked: AskedCases,
    private readonly ask: (question: Question) => AskVerdict) {}

  public casesFor(page: Page): Case[] {
    const { open, failures, policy } = this.calls;
    if (page.role === 'site') return [withoutGuess(this.caseOf(page, FULL))];
    const { found: full, probe } = this.probed(page, FULL, this.probe);
    this.probe = probe;
    const group = this.groupOf(full, probe);
    const cases = isSimple(this.target) ? [full, this.caseOf(page, SIMPLE, group)] : [full];
    if (page.role !== 'declared' && !(page.role === 'foreign' && open)) return cases;
    const preflighted = needsPreflight(this.target) || this.calls.isPreflighted ? [] : [this.preflightedCase(page, false)];
    const credentials = policy?.allowCredentials
      ?? (saysCredentials([...cases, ...preflighted].map(askedVerdict)) || this.preflightSaysCredentials(full, group));
    if (credentials) {
      cases.push(this.caseOf(page, WITH_CREDENTIALS, group));
    }
    if (page.role !== 'declared') return cases;
    if (failures) {
      cases.push(...this.failuresOf(page, credentials, group));
    }
    return [...cases, ...preflighted.filter(isMeantForPreflights).map((each) => (credentials ? this.preflightedCase(page, true) : each))];
  }

  /** A call that needs no preflight may still be meant for credentials, as the preflights of the same path say. */
  private preflightSaysCredentials({ question }: Case, { key }: Group): boolean {
    if (needsPreflight(this.target) || !this.calls.isPreflighted) return false;
    return saysCredentials([this.asked.preflight(key, () => this.ask(withPreflight(question)))]);
  }

  /** A call that needs no preflight, as one that does: it shows what the preflights of the path say, and whether they work. */
  private preflightedCase(page: Page, credentials: boolean): Case {
    const { found, probe } = this.probed(page, { headers: 'preflighted', credentials }, this.preflighted);
    this.preflighted = probe;
    return found;
  }

  private failuresOf(page: Page, credentials: boolean, group: Group): Case[] {
    const { failing, exhaustive } = this.asked;
    const key = `${group.key} ${credentials}`;
    const variants = (exhaustive ? undefined : failing.get(key)) ?? FAILING[credentials ? 'withCredentials' : 'without'];
    const cases = variants.map((variant) => this.caseOf(page, variant, group)).filter((each) => failed(askedVerdict(each)));
    failing.set(key, cases.map(({ variant }) => variant));
    return cases;
  }

  /** By the first page it is asked, which shows what answers there; by others only where the fingerprint doesn't tell. */
  private probed(page: Page, variant: Variant, known: Probe | undefined): { readonly found: Case; readonly probe: Probe } {
    if (known !== undefined) return { found: this.caseOf(page, variant, sameFor(known, page)), probe: known };
    const found = this.caseOf(page, variant);
    const probe = this.asked.fingerprints.probe(this.target, found.verdict);
    const group = sameFor(probe, page);
    if (group !== undefined) {
      this.asked.remember(caseKey(group.key, variant), { asked: found, probe });
    }
    return { found, probe };
  }

  private caseOf(page: Page, variant: Variant, group?: Group): Case {
    const { target, calls } = this;
    const expected = expectation(target, page, variant, calls);
    const key = group && caseKey(group.key, variant);
    const known = this.asked.known(key);
    if (group !== undefined && known !== undefined) {
      return new EquivalentCase(target, page, variant, expected, this.asked.verdictAt(group.probe, known), known.asked);
    }
    const question = questionOf(target, page, variant);
    const asked: Case = { target, page, variant, expected, question, verdict: this.ask(question) };
    if (group !== undefined && key !== undefined) {
      this.asked.remember(key, { asked, probe: group.probe });
    }
    return asked;
  }

  private groupOf({ target: { entrance, route, method }, page, verdict }: Case, probe: Probe): Group {
    const same = sameFor(probe, page);
    if (same !== undefined) return same;
    const answerers = verdict.viaOf[0]?.map(({ resource }) => resource?.path).join();
    const preflight = verdict.exchanges[0]?.preflight === true ? `${answerers} ${verdict.error}` : '';
    return { key: `${entrance.resource.path} ${method} ${page.origin} ${preflight} ${route.fingerprint.key}`, probe };
  }
}

/** A page of the same origin reads whatever comes: where that isn't known, it isn't known whether the call works. */
function withoutGuess(asked: Case): Case {
  const { outcome, status, unknown } = asked.verdict;
  if (outcome !== 'allowed' || status !== undefined || unknown === undefined) return asked;
  const verdict = Object.create(asked.verdict, { outcome: { value: 'unknown', enumerable: true }, reason: { value: reasonOf(unknown), enumerable: true } }) as AskVerdict;
  return { ...asked, verdict };
}

/** The group of all targets that answer a page the same; undefined where only asking tells. */
function sameFor(probe: Probe, { origin }: Page): Group | undefined {
  return probe.fingerprint === undefined ? undefined : { key: `${probe.fingerprint} ${origin}`, probe };
}

/** A case that wasn't asked, since another one is equivalent. There are very many: its question is made when it is read. */
class EquivalentCase implements Case {
  constructor(public readonly target: Target, public readonly page: Page, public readonly variant: Variant, public readonly expected: Case['expected'],
    public readonly verdict: AskVerdict, public readonly equivalent: Case) {}

  public get question(): Question {
    return questionOf(this.target, this.page, this.variant);
  }
}

/** Whether browsers send a preflight for a call with what the target asks for. */
export function needsPreflight({ method, headers }: Target): boolean {
  return !isCorsSafelistedMethod(method) || Object.keys(headers).length > 0;
}

/** Whether it can be called without a preflight, besides with what it asks for. */
function isSimple({ method, headers }: Target): boolean {
  return (method === 'GET' || method === 'POST') && Object.keys(headers).length > 0;
}

/** Whether a preflight or a response allows credentials. Errors that a gateway makes itself are for all routes of an API, and say nothing of one. */
function saysCredentials(verdicts: readonly AskVerdict[]): boolean {
  return verdicts.some(({ exchanges, viaOf }) => exchanges.some(({ response }, index) =>
    isTrue(headerValue(response, 'access-control-allow-credentials')) && viaOf[index]?.some(({ kind }) => kind === 'gateway-response') !== true));
}

/** Meant to be true: browsers take the value for it in lower case alone. */
function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^\s*true\s*$/i.test(value);
}

/** Whether what takes the preflight is there for preflights alone. */
function isMeantForPreflights(preflighted: Case): boolean {
  const [via = []] = askedVerdict(preflighted).viaOf;
  return via.some(({ kind, name }) => kind === 'preflight' || ((kind === 'method' || kind === 'route') && name.startsWith('OPTIONS ')));
}

/** Whether a gateway failed the request; where it can't fail so, it answered as ever. */
function failed({ via, exchanges }: AskVerdict): boolean {
  return exchanges.at(-1)?.preflight !== true && via.some(({ kind }) => kind === 'gateway-response' || kind === 'gateway');
}
