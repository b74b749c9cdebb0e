import {
  type Answer as BrowserAnswer, type Engine, type EngineVerdict, type Exchange, fetchFromPage, fetchFromPageAsync, type FetchFromPageOptions,
  type HttpRequest, type PageRequest, type Verdict,
} from '../browser';
import {
  type Answer, bytesOf, type Circumstances, type EmulatedEntrance, type Emulator, headerList, isUnknown, type LooseHeaders, type RuleSwitches,
  Unknown,
} from '../emulator';
import { UserError } from '../errors';
import { type Answered, type AskVerdict, browserAnswer, type EngineAskVerdict, judged, sentRequest } from './answers';
import { agreed, type Branch, whenOf } from './branches';
import { UNSPECIFIED, withoutMarks } from './integration-marker';

/** What the integration answers, instead of being run. */
export interface GivenAnswer {
  /** @default 200 */
  readonly status?: number;
  /** @default - none */
  readonly headers?: LooseHeaders;
  /** @default - none */
  readonly body?: string | Uint8Array;
}

/** What a page asks of an app. */
export interface Question extends Omit<PageRequest, 'url' | 'page'>, FetchFromPageOptions {
  /** The page's origin, or any URL on it; `null` for an opaque origin. */
  readonly page: string;

  /**
   * The entrance that is asked: its logical id, its path in the app (`Shop/ApiF70053CD`), or its kind where there is one of that kind.
   *
   * @default - the only entrance; needed where there are several, unless there is a `url`
   */
  readonly entrance?: string;

  /**
   * The path, relative to the entrance: without the stage.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * An absolute URL instead of `entrance` and `path`: also on a custom domain or a distribution's alias, and with plain http.
   *
   * @default - made of `entrance` and `path`
   */
  readonly url?: string;

  /**
   * What the integration answers, also to an OPTIONS that reaches it. The caller is taken as authorized.
   *
   * `'unspecified'`: the caller is authorized, and what the integration answers isn't known; what the layers before it make of any answer is known all the same.
   *
   * @default - what the template tells, else unknown
   */
  readonly answer?: GivenAnswer | 'unspecified';

  /**
   * The name of a gateway response type, such as `UNAUTHORIZED`: the gateway fails the actual request this way. Preflights are answered as ever.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
   * @default - the gateway doesn't fail it
   */
  readonly failure?: string;

  /**
   * Whether the failure is left out where nothing in the template makes the gateway fail this way, as without an authorizer for `UNAUTHORIZED`.
   *
   * @default false: it fails all the same, with a note
   */
  readonly onlyGuarded?: boolean;

  /**
   * Readings of rules that aren't certain, by number.
   *
   * @see https://github.com/cdk-cors/cdk-cors/blob/main/docs/aws-rules.md
   * @default - each rule's default
   */
  readonly rules?: RuleSwitches;
}

/**
 * What a browser would do if a page asked this of an app: the emulator's answers before the browser's eyes.
 *
 * ```ts
 * const verdict = ask(Emulator.fromAssembly('cdk.out'), { page: 'https://app.example.com', path: '/items', method: 'DELETE' });
 * verdict.outcome; // 'blocked'
 * verdict.via;     // who answered
 * ```
 *
 * @throws an Error where the question names no entrance of the app, or makes no sense for any page
 */
export function ask(emulator: Emulator, question: Question): AskVerdict {
  const { worlds } = emulator;
  if (worlds.length === 0) return askByCallers(emulator, question);
  const own = askByCallers(emulator, question);
  return agreed(own, worlds.map((world) => ({ verdict: askIn(world.emulator, question), when: whenOf(world) })));
}

/** Undefined where the app doesn't have what is asked, deployed so. */
function askIn(emulator: Emulator, question: Question): AskVerdict | undefined {
  try {
    return askByCallers(emulator, question);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Where the resource policy of an API depends on the caller: what comes of it for every caller. */
function askByCallers(emulator: Emulator, question: Question): AskVerdict {
  const own = askOnce(emulator, question);
  if (own.outcome !== 'unknown' || own.unknown === undefined || !DEPENDS_ON_CALLER.test(own.unknown.reason)) return own;
  const branches = (['allows', 'refuses'] as const).map((policy): Branch => ({ verdict: askOnce(emulator, question, policy), when: `the policy ${policy} the caller` }));
  return agreed(own, branches);
}

const DEPENDS_ON_CALLER = /of the policy depend on who calls/;

function askOnce(emulator: Emulator, question: Question, policy?: 'allows' | 'refuses'): AskVerdict {
  const session = new AskSession(emulator, question, policy);
  return session.conclude(fetchFromPage(session.page, (request) => {
    const circumstances = session.circumstancesOf(request);
    return circumstances === undefined ? 'unknown' : session.take(request, emulator.send(sentRequest(request), circumstances));
  }, question));
}

/** The same, where functions run and back ends are called. */
export async function askAsync(emulator: Emulator, question: Question): Promise<AskVerdict> {
  const session = new AskSession(emulator, question);
  return session.conclude(await fetchFromPageAsync(session.page, async (request) => {
    const circumstances = session.circumstancesOf(request);
    if (circumstances === undefined) return 'unknown';
    return session.take(request, await emulator.sendAsync(sentRequest(request), circumstances));
  }, question));
}

class AskSession {
  public readonly page: PageRequest;
  private readonly answered = new Map<BrowserAnswer, Answered>();
  private readonly answer: Circumstances['answer'];

  constructor(private readonly emulator: Emulator, private readonly question: Question, private readonly policy?: 'allows' | 'refuses') {
    this.page = { ...question, url: urlOf(emulator, question) };
    const { answer } = question;
    this.answer = answer === 'unspecified' ? UNSPECIFIED : answer && { status: statusOf(answer), headers: headerList(answer.headers ?? []), body: bytesOf(answer.body) };
  }

  /** Undefined where the URL is none of the app's, as after a redirect to elsewhere. */
  public circumstancesOf({ url, preflight }: HttpRequest): Partial<Circumstances> | undefined {
    if (this.emulator.entranceOf(url) === undefined) return undefined;
    const { failure, onlyGuarded, rules } = this.question;
    const failing = failure !== undefined && !preflight && { failure, onlyGuarded };
    return { answer: this.answer, policy: this.policy, ...failing, ...(rules && { rules }) };
  }

  public take({ url, preflight }: HttpRequest, given: Answer): BrowserAnswer {
    const answer = this.answer === UNSPECIFIED ? withoutMarks(given) : given;
    const seen = browserAnswer(answer);
    this.answered.set(seen, { preflight, url, answer, ...(isUnknown(answer.status) && { unknown: answer.status }) });
    return seen;
  }

  public conclude(verdict: Verdict): AskVerdict {
    const own = this.judge(verdict);
    // not enumerable: what other browsers do is neither compared nor written
    return Object.defineProperty(own, 'browsers', { get: once(() => this.byEngine(verdict, own)) }) as AskVerdict;
  }

  private byEngine({ browsers, exchanges }: Verdict, own: EngineAskVerdict): AskVerdict['browsers'] {
    const judge = (engine: Engine) => (browsers[engine].exchanges === exchanges ? own : this.judge(browsers[engine]));
    return { chromium: judge('chromium'), firefox: judge('firefox'), webkit: judge('webkit') };
  }

  private judge(verdict: EngineVerdict): EngineAskVerdict {
    return judged(verdict, verdict.exchanges.map((exchange) => this.answered.get(exchange.response) ?? strange(exchange)));
  }
}

function strange({ preflight, request: { url } }: Exchange): Answered {
  return { preflight, url, unknown: new Unknown(url, 'nothing of the template answers there') };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function statusOf({ status = 200 }: GivenAnswer): number {
  if (!Number.isInteger(status) || status < 100 || status > 999) {
    throw new UserError('option', `answer.status must be a whole number from 100 to 999, got ${JSON.stringify(status)}`);
  }
  return status;
}

/** The URL that a question asks for. */
export function urlOf(emulator: Emulator, { url, entrance, path = '/' }: Question): string {
  if (url !== undefined) {
    if (entrance !== undefined) throw new UserError('option', `a question has a url or an entrance, not both; got ${JSON.stringify(url)} and ${JSON.stringify(entrance)}`);
    if (emulator.entranceOf(url) === undefined) {
      throw new UserError('option', `nothing of the template answers ${JSON.stringify(url)}; ${known(emulator)}`);
    }
    return url;
  }
  if (!path.startsWith('/')) throw new UserError('option', `path must begin with a slash, got ${JSON.stringify(path)}; write ${JSON.stringify(`/${path}`)}`);
  return `${entranceNamed(emulator, entrance).url}${path}`;
}

/**
 * The entrance of a name.
 *
 * @throws an Error that lists what there is, where the name says none or several
 */
export function entranceNamed({ entrances }: Pick<Emulator, 'entrances'>, name: string | undefined): EmulatedEntrance {
  const found = name === undefined ? entrances : firstOf([
    entrances.filter(({ logicalId, resource }) => name === resource.path || name === logicalId),
    entrances.filter(({ kind }) => name === kind),
  ]);
  if (found.length === 1) return found[0];
  const said = name === undefined ? 'the question names no entrance' : `${JSON.stringify(name)} ${found.length === 0 ? 'isn\'t an entrance' : 'is several entrances'} of the app`;
  const how = found.length > 1 ? '; say one by its logical id or path, or by its kind where there is one of it' : '';
  throw new UserError('option', `${said}; ${known({ entrances: found.length === 0 ? entrances : found })}${how}`);
}

function firstOf<T>(lists: ReadonlyArray<readonly T[]>): readonly T[] {
  return lists.find(({ length }) => length > 0) ?? [];
}

function known({ entrances }: Pick<Emulator, 'entrances'>): string {
  if (entrances.length === 0) return 'the template has no REST API, HTTP API or distribution';
  const shown = entrances.slice(0, 20).map(({ resource, kind, url }) => `${resource.path} (${kind}, ${url})`);
  return `its entrances are ${shown.join(', ')}${entrances.length > shown.length ? ', …' : ''}`;
}
