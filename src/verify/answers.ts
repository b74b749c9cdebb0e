import type { Answer as BrowserAnswer, Engine, EngineVerdict, Exchange, HttpRequest } from '../browser';
import { type Answer, type HeaderList, isUnknown, type MoreHeaders, type RuleNote, type Step, Unknown } from '../emulator';

/** The response headers that a browser decides by. */
const DECISIVE = [
  'access-control-allow-origin', 'access-control-allow-credentials', 'access-control-allow-methods', 'access-control-allow-headers',
  'access-control-max-age', 'access-control-expose-headers',
] as const;

/** Stands for a status that isn't known, while it's the headers that decide. */
const SOME_SUCCESS = 200;

const MARK = 'told by nobody';
const MARKER = 'x-cdk-cors-untold';

/** An answer of an integration that stands for any: where a mark of it arrives, the integration decides. */
export const UNTOLD = { status: SOME_SUCCESS, headers: [MARKER, ...DECISIVE].map((name) => [name, MARK] as const) };

/** What the layers before an integration made of {@link UNTOLD}, with unknowns in the place of its marks. */
export function withoutUntold(answer: Answer): Answer {
  const marked = answer.headers.filter(([, value]) => value.includes(MARK)).map(([name]) => name.toLowerCase());
  if (marked.length === 0) return answer;
  const because = new Unknown(answer.via.at(-1)?.logicalId ?? 'integration', 'what the integration answers isn\'t in the template');
  return {
    ...answer,
    status: marked.includes(MARKER) ? because : answer.status,
    headers: answer.headers.filter(([, value]) => !value.includes(MARK)),
    moreHeaders: {
      because, except: DECISIVE.filter((name) => !marked.includes(name) && (answer.moreHeaders === undefined || settles(answer.moreHeaders, name))),
    },
  };
}

/** What was answered on the way to a verdict, besides what the browser sees of it. */
export interface Answered {
  readonly preflight: boolean;
  readonly url: string;
  /** Undefined where nothing of the template answers the URL. */
  readonly answer?: Answer;
  /** Why the answer, or its status, isn't known. */
  readonly unknown?: Unknown;
}

/** An answer of the emulator as the browser takes it: what isn't known of it stays so. */
export function browserAnswer(answer: Answer): BrowserAnswer {
  const { status, headers, moreHeaders } = answer;
  return { status: isUnknown(status) ? SOME_SUCCESS : status, headers: moreHeaders === undefined ? headers : withUntold(headers, moreHeaders) };
}

/** The headers, with `undefined` for each decisive one that may be there beside them. */
function withUntold(headers: HeaderList, more: MoreHeaders): [string, string | undefined][] {
  const untold = DECISIVE.filter((name) => !settles(more, name));
  return [...headers.map(([name, value]) => [name, value] as [string, string]), ...untold.map((name) => [name, undefined] as [string, undefined])];
}

function settles({ except }: MoreHeaders, name: string): boolean {
  return except.some((settled) => (settled.endsWith('*') ? name.startsWith(settled.slice(0, -1)) : name === settled));
}

/** What one browser does, and which layers had a hand in it. */
export interface EngineAskVerdict extends EngineVerdict {
  /** Who answered the last exchange, from the outside in: a behavior, a method, a gateway response, a function. */
  readonly via: readonly Step[];
  /** The same for each exchange, in their order. */
  readonly viaOf: ReadonlyArray<readonly Step[]>;
  /** The rules that nobody recorded from AWS, on which it rests. */
  readonly rules: readonly RuleNote[];
  /** Where the last answer's status isn't known, why; `status` is 0 then. */
  readonly unknownStatus?: string;
}

/** A verdict, and which layers had a hand in it. */
export interface AskVerdict extends EngineAskVerdict {
  /** What each engine does, worked out when it is read: the app is asked again only where an engine sends another request. */
  readonly browsers: Readonly<Record<Engine, EngineAskVerdict>>;
}

/** The exchanges, without the statuses that only stood for what isn't known. */
function honest(exchanges: readonly Exchange[], answered: readonly Answered[]): readonly Exchange[] {
  if (!answered.some(({ unknown }) => unknown !== undefined)) return exchanges;
  return exchanges.map((exchange, index) => {
    const { response } = exchange;
    return answered[index]?.unknown === undefined || typeof response !== 'object' || response === null ? exchange
      : { ...exchange, response: { ...response, status: 0 } };
  });
}

/**
 * The verdict on answers of which some had no known status.
 *
 * A preflight succeeds by its status and its headers, so that one of which only one of these is known can only be known to fail. An actual response is judged by its headers, whatever its
 * status, unless it is a redirect: that is said in a note.
 */
export function judged(verdict: EngineVerdict, answered: readonly Answered[]): EngineAskVerdict {
  const last = answered.at(-1);
  const viaOf = answered.map(({ answer }) => answer?.via ?? []);
  const rules = distinctRules(answered);
  const common = {
    exchanges: honest(verdict.exchanges, answered),
    via: viaOf.at(-1) ?? [],
    viaOf,
    rules,
    notes: [...verdict.notes, ...rules.map(({ rule, text }) => `rule ${rule}: ${text}`)],
  };
  const openPreflight = answered.find(({ preflight, unknown }, index) => preflight && unknown !== undefined && !failedAt(verdict, index));
  if (openPreflight !== undefined) return { ...verdict, ...common, ...UNDECIDED, reason: reasonOf(openPreflight) };
  const status = refusedPreflight(verdict, last);
  if (status !== undefined) {
    const reason = `the preflight is answered with status ${status}, and must be with one from 200 to 299, whatever headers are there`;
    return { ...verdict, ...common, outcome: 'blocked', type: 'error', reason };
  }
  if (verdict.outcome === 'unknown') return { ...verdict, ...common, reason: reasonOf(answered.find(({ unknown }) => unknown !== undefined)) ?? verdict.reason };
  if (last?.unknown === undefined) return { ...verdict, ...common };
  return {
    ...verdict,
    ...common,
    status: 0,
    unknownStatus: String(last.unknown),
    notes: [...common.notes, `the status isn't known, and the headers decide unless it is a redirect: ${last.unknown}`],
  };
}

const UNDECIDED = {
  outcome: 'unknown', type: 'unknown', status: 0, exposedHeaders: [], console: {}, error: undefined, parameter: undefined, step: undefined,
} as const;

/** The status of a preflight that fails by it, although its headers aren't known: which of the two a browser names isn't, either. */
function refusedPreflight({ outcome, exchanges }: EngineVerdict, last: Answered | undefined): number | undefined {
  const status = last?.answer?.status;
  return outcome === 'unknown' && last?.preflight === true && exchanges.at(-1)?.preflight === true && typeof status === 'number' && (status < 200 || status > 299) ? status : undefined;
}

/** Whether an exchange is where it ended, and by its headers rather than its status. */
function failedAt(verdict: EngineVerdict, index: number): boolean {
  return verdict.outcome === 'blocked' && verdict.exchanges.length === index + 1;
}

function reasonOf(answered: Answered | undefined): string | undefined {
  return answered?.unknown === undefined ? undefined : `${answered.unknown.path}: ${answered.unknown.reason}`;
}

function distinctRules(answered: readonly Answered[]): RuleNote[] {
  const notes = new Map(answered.flatMap(({ answer }) => answer?.notes ?? []).map((note) => [`${note.rule} ${note.text}`, note]));
  return [...notes.values()];
}

/** What a request of the browser is to the emulator. */
export function sentRequest({ method, url, headers, body }: HttpRequest): { method: string; url: string; headers: HeaderList; body?: string } {
  return { method, url, headers: headers.map(([name, value]) => [name, value] as const), body };
}
