import type { EmulatedEntrance, Emulator } from '../emulator';
import type { AskVerdict } from './answers';
import type { Case, ExpectedPolicy, Page, Target, Variant, VerifyOptions } from './app';
import { ask, type Question } from './ask';
import { headerValue } from './exchange-headers';
import { Likenesses, type Probe } from './likeness';
import { FILE } from './shared-cache';
import { publicUrl } from './targets';
import { askedVerdict, translated } from './translated';

/** The ways in which a gateway may fail a request, by gateway response type. */
export const FAILURES = [
  'UNAUTHORIZED', 'ACCESS_DENIED', 'EXPIRED_TOKEN', 'INVALID_SIGNATURE', 'MISSING_AUTHENTICATION_TOKEN', 'AUTHORIZER_FAILURE', 'AUTHORIZER_CONFIGURATION_ERROR',
  'INVALID_API_KEY', 'QUOTA_EXCEEDED', 'THROTTLED', 'WAF_FILTERED', 'BAD_REQUEST_PARAMETERS', 'BAD_REQUEST_BODY', 'REQUEST_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE',
  'INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT',
] as const;

const FULL: Variant = { headers: 'asked-for', credentials: false };
const SIMPLE: Variant = { headers: 'none', credentials: false };
const WITH_CREDENTIALS: Variant = { headers: 'asked-for', credentials: true };
const FAILING = {
  without: FAILURES.map((failure): Variant => ({ headers: 'asked-for', credentials: false, failure })),
  withCredentials: FAILURES.map((failure): Variant => ({ headers: 'asked-for', credentials: true, failure })),
};

/** A case that was asked, for others like it. */
interface Answered {
  readonly asked: Case;
  readonly probe: Probe;
}

/**
 * Asks for each way in which a page may call a target.
 *
 * The call with all that the route asks for is asked of every target by one page, which shows who answers there. By the other pages, and in the other ways (without
 * headers, with credentials, each failure), it is asked once of those that are configured alike, and whose preflights are answered by what is configured alike:
 * they can't come out differently.
 */
export class Interrogator {
  private readonly alike = new Map<string, Answered>();
  private readonly preflights = new Map<string, AskVerdict>();
  private readonly likenesses = new Likenesses();
  /** Failures that gateways make of calls, by the key and the credentials of the calls. */
  private readonly failing = new Map<string, readonly Variant[]>();
  /** The paths of which some method is asked with a preflight anyway. */
  private readonly preflightedPaths: ReadonlySet<string>;
  /** Of the target that is being asked. */
  private probe?: Probe;
  /** The same, of its calls with a preflight that it doesn't need. */
  private preflighted?: Probe;
  private filled?: Emulator;
  public questions = 0;

  constructor(private readonly emulator: Emulator, targets: readonly Target[], private readonly options: VerifyOptions) {
    this.preflightedPaths = new Set(targets.filter(needsPreflight).map(pathOf));
  }

  public ask(question: Question): AskVerdict {
    this.questions++;
    const asked = { rules: this.options.readings, ...question };
    const verdict = ask(this.emulator, asked);
    return verdict.outcome === 'unknown' && verdict.viaOf.flat().some(({ kind }) => kind === 'bucket') ? ask(this.withFiles, asked) : verdict;
  }

  /** Which files a bucket has no template tells. Pages ask for those that are there. */
  private get withFiles(): Emulator {
    return this.filled ??= this.emulator.with({ objects: () => FILE });
  }

  public casesOf(target: Target, page: Page, { open, failures }: { readonly open: boolean; readonly failures: boolean }): Case[] {
    if (page.role === 'site') return [this.caseOf(target, page, FULL, open)];
    const full = this.fullOf(target, page, open);
    const key = this.keyOf(full);
    const cases = [full];
    const add = (variant: Variant) => cases.push(this.caseOf(target, page, variant, open, keyFor(key, variant)));
    if (isSimple(target)) {
      add(SIMPLE);
    }
    if (page.role !== 'declared' && !(page.role === 'foreign' && open)) return cases;
    const preflighted = needsPreflight(target) || this.preflightedPaths.has(pathOf(target)) ? [] : [this.preflightedOf(target, page, open, false)];
    const credentials = this.options.policy?.allowCredentials
      ?? (saysCredentials([...cases, ...preflighted].map(askedVerdict)) || this.preflightSaysCredentials(full, key));
    if (credentials) {
      add(WITH_CREDENTIALS);
    }
    if (page.role !== 'declared') return cases;
    if (failures) {
      cases.push(...this.failuresOf(target, page, credentials, open, key));
    }
    cases.push(...preflighted.filter(isMeantForPreflights).map((each) => (credentials ? this.preflightedOf(target, page, open, true) : each)));
    return cases;
  }

  /** A call that needs no preflight may still be meant for credentials, as the preflights of the same path say. */
  private preflightSaysCredentials({ target, question }: Case, key: string): boolean {
    if (needsPreflight(target) || !this.preflightedPaths.has(pathOf(target))) return false;
    const asked = this.preflights.get(key) ?? this.ask(withPreflight(question));
    this.preflights.set(key, asked);
    return saysCredentials([asked]);
  }

  /** A call that needs no preflight, as one that does: it shows what the preflights of the path say, and whether they work. */
  private preflightedOf(target: Target, page: Page, open: boolean, credentials: boolean): Case {
    const variant: Variant = { headers: 'preflighted', credentials };
    const probe = this.preflighted;
    if (probe?.target === target) return this.caseOf(target, page, variant, open, probe.likeness && keyFor(`${probe.likeness} ${page.origin}`, variant), probe);
    const asked = this.caseOf(target, page, variant, open);
    const { likeness } = this.preflighted = this.likenesses.probe(target, asked.verdict);
    if (likeness !== undefined) {
      this.remember(keyFor(`${likeness} ${page.origin}`, variant), { asked, probe: this.preflighted });
    }
    return asked;
  }

  private failuresOf(target: Target, page: Page, credentials: boolean, open: boolean, key: string): Case[] {
    const like = `${key} ${credentials}`;
    const exhaustive = this.options.questions?.exhaustive === true;
    const variants = (exhaustive ? undefined : this.failing.get(like)) ?? FAILING[credentials ? 'withCredentials' : 'without'];
    const asked = variants.map((variant) => this.caseOf(target, page, variant, open, keyFor(key, variant)));
    const cases = asked.filter((each) => failed(askedVerdict(each)));
    this.failing.set(like, cases.map(({ variant }) => variant));
    return cases;
  }

  /** By the first page it is asked, and tells who answers there; by others where only asking tells. */
  private fullOf(target: Target, page: Page, open: boolean): Case {
    if (this.probe?.target === target) {
      const { likeness } = this.probe;
      return this.caseOf(target, page, FULL, open, likeness === undefined ? undefined : `${likeness} ${page.origin}`);
    }
    const full = this.caseOf(target, page, FULL, open);
    this.probe = this.likenesses.probe(target, full.verdict);
    if (this.probe.likeness !== undefined) {
      this.remember(`${this.probe.likeness} ${page.origin}`, { asked: full, probe: this.probe });
    }
    return full;
  }

  private remember(key: string, answered: Answered): void {
    if (!this.alike.has(key)) {
      this.alike.set(key, answered);
    }
  }

  private known(key: string | undefined): Answered | undefined {
    return key === undefined || this.options.questions?.exhaustive === true ? undefined : this.alike.get(key);
  }

  private caseOf(target: Target, page: Page, variant: Variant, open: boolean, key?: string, probe = this.probe): Case {
    const expected = expectation(target, page, variant, open, this.options.policy);
    const known = this.known(key);
    if (known !== undefined) return new LikeCase(target, page, variant, expected, translated(known.asked.verdict, known.probe, probe!), known.asked);
    const question = questionOf(target, page, variant);
    const asked: Case = { target, page, variant, expected, question, verdict: this.ask(question) };
    if (key !== undefined) {
      this.alike.set(key, { asked, probe: probe! });
    }
    return asked;
  }

  private keyOf({ target: { entrance, route, method }, page, verdict }: Case): string {
    if (this.probe?.likeness !== undefined) return `${this.probe.likeness} ${page.origin}`;
    const answerers = verdict.viaOf[0]?.map(({ logicalId }) => logicalId).join();
    const preflight = verdict.exchanges[0]?.preflight === true ? `${answerers} ${verdict.error}` : '';
    return `${entrance.resource.path} ${method} ${page.origin} ${preflight} ${route.fingerprint.key}`;
  }
}

/** A case that wasn't asked, since another is like it. There are very many: its question is made when somebody wants it. */
class LikeCase implements Case {
  constructor(public readonly target: Target, public readonly page: Page, public readonly variant: Variant, public readonly expected: Case['expected'],
    public readonly verdict: AskVerdict, public readonly like: Case) {}

  public get question(): Question {
    return questionOf(this.target, this.page, this.variant);
  }
}

/** What a page asks of a target, one way or another. */
export function questionOf({ entrance, path, method, headers }: Target, { origin, role }: Page, variant: Variant): Question {
  const { headers: which, credentials, failure } = variant;
  const { url, entrance: name, path: address } = addressOf(entrance, path);
  const question: Question = {
    page: origin,
    url,
    entrance: name,
    path: address,
    method,
    body: method === 'POST' || method === 'PUT' || method === 'PATCH' ? '{}' : undefined,
    headers: which === 'asked-for' ? headers : undefined,
    credentials: credentials ? 'include' : undefined,
    answer: role === 'site' ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' } : 'untold',
    failure,
  };
  return which === 'preflighted' ? withPreflight(question) : question;
}

/** By its logical id where that tells as much as the URL, which people don't know. */
export function addressOf(entrance: EmulatedEntrance, path: string): Pick<Question, 'url' | 'entrance' | 'path'> {
  const url = publicUrl(entrance);
  return url === entrance.url ? { entrance: entrance.resource.path, path } : { url: `${url}${path}` };
}

/** The same question with a header for which browsers send a preflight. */
export function withPreflight(question: Question): Question {
  return { ...question, headers: { ...question.headers as Readonly<Record<string, string>> | undefined, 'x-cdk-cors-preflight': '1' } };
}

/** Whether browsers send a preflight for a call with what the target asks for. */
function needsPreflight({ method, headers }: Target): boolean {
  return !['GET', 'HEAD', 'POST'].includes(method) || Object.keys(headers).length > 0;
}

function pathOf({ entrance, route }: Target): string {
  return `${entrance.resource.path} ${route.behavior} ${route.path}`;
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

function keyFor(key: string, { headers, credentials, failure }: Variant): string {
  return `${key} ${headers} ${credentials} ${failure}`;
}

/** Whether a gateway failed the request; where it can't fail so, it answered as ever. */
function failed({ via, exchanges }: AskVerdict): boolean {
  return exchanges.at(-1)?.preflight !== true && via.some(({ kind }) => kind === 'gateway-response' || kind === 'gateway');
}

function expectation({ method, headers }: Target, { origin, role }: Page, variant: Variant, open: boolean, policy: ExpectedPolicy | undefined): Case['expected'] {
  if (role === 'site') return 'allowed';
  if (policy === undefined) return role === 'declared' ? 'allowed' : open && !variant.credentials ? 'either' : 'blocked';
  const listed = (list: readonly string[], value: string) => list.some((each) => each === '*' || each.toLowerCase() === value.toLowerCase());
  const methodAllowed = ['GET', 'HEAD', 'POST'].includes(method) || listed(policy.allowMethods, method);
  const headersAllowed = variant.headers === 'none' || Object.keys(headers).every((name) => listed(policy.allowHeaders, name));
  return policy.allows(origin) && methodAllowed && headersAllowed && (!variant.credentials || policy.allowCredentials) ? 'allowed' : 'blocked';
}
