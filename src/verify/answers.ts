import type { Answer as BrowserAnswer, Engine, EngineVerdict, Exchange, HttpRequest, HttpResponse } from '../browser';
import { type Answer, type HeaderList, isUnknown, type MoreHeaders, type RuleNote, type Step, type Unknown } from '../emulator';
import { DECISIVE, settles } from './integration-marker';

/** Stands before the browser for a status that isn't known, where it's the headers that decide. */
const SOME_SUCCESS = 200;

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
  return { status: isUnknown(status) ? SOME_SUCCESS : status, headers: moreHeaders === undefined ? headers : withOpenHeaders(headers, moreHeaders) };
}

/** The headers, with `undefined` for each decisive one that may be there beside them. */
function withOpenHeaders(headers: HeaderList, more: MoreHeaders): [string, string | undefined][] {
  const open = DECISIVE.filter((name) => !settles(more, name));
  return [...headers.map(([name, value]) => [name, value] as [string, string]), ...open.map((name) => [name, undefined] as [string, undefined])];
}

/** A request and its answer. */
export interface AskExchange extends Omit<Exchange, 'response'> {
  readonly response: AskResponse;
}

/** What came back. The status is undefined where it isn't known. */
export type AskResponse = Exclude<BrowserAnswer, HttpResponse> | (Omit<HttpResponse, 'status'> & { readonly status: number | undefined });

/** What one browser does, and which layers had a hand in it. */
export interface EngineAskVerdict extends Omit<EngineVerdict, 'status' | 'exchanges'> {
  /** The status that the page sees: 0 where it sees none, undefined where it isn't known. */
  readonly status: number | undefined;
  /** Every request and response on the way, in order. */
  readonly exchanges: readonly AskExchange[];
  /** The layers that answered the last exchange, from the outside in: a behavior, a method, a gateway response, a function. */
  readonly via: readonly Step[];
  /** The same for each exchange, in their order. */
  readonly viaOf: ReadonlyArray<readonly Step[]>;
  /** The rules that it rests on and that aren't recorded from AWS. */
  readonly rules: readonly RuleNote[];
  /** What isn't known, and what would decide it: why the outcome is unknown, or why the status is. */
  readonly unknown?: Unknown;
}

/** A verdict, and which layers had a hand in it. */
export interface AskVerdict extends EngineAskVerdict {
  /** What each engine does, worked out when it is read: the app is asked again only where an engine sends another request. */
  readonly browsers: Readonly<Record<Engine, EngineAskVerdict>>;
}

/** The exchanges, without the statuses that only stood for what isn't known. */
function withoutGuesses(exchanges: readonly Exchange[], answered: readonly Answered[]): readonly AskExchange[] {
  if (!answered.some(({ unknown }) => unknown !== undefined)) return exchanges;
  return exchanges.map((exchange, index) => {
    const { response } = exchange;
    return answered[index]?.unknown === undefined || typeof response !== 'object' || response === null ? exchange
      : { ...exchange, response: { ...response, status: undefined } };
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
    exchanges: withoutGuesses(verdict.exchanges, answered),
    via: viaOf.at(-1) ?? [],
    viaOf,
    rules,
    notes: [...verdict.notes, ...rules.map(({ rule, text }) => `rule ${rule}: ${text}`)],
  };
  const openPreflight = answered.find(({ preflight, unknown }, index) => preflight && unknown !== undefined && !failedAt(verdict, index));
  if (openPreflight !== undefined) return { ...verdict, ...common, ...UNDECIDED, ...because(openPreflight.unknown) };
  const status = refusedPreflight(verdict, last);
  if (status !== undefined) {
    const reason = `the preflight is answered with status ${status}, and must be with one from 200 to 299, whatever headers are there`;
    return { ...verdict, ...common, outcome: 'blocked', type: 'error', reason };
  }
  if (verdict.outcome === 'unknown') return { ...verdict, ...common, ...because(answered.find(({ unknown }) => unknown !== undefined)?.unknown) };
  if (last?.unknown === undefined) return { ...verdict, ...common };
  return {
    ...verdict,
    ...common,
    status: undefined,
    unknown: last.unknown,
    notes: [...common.notes, `the status isn't known, and the headers decide unless it is a redirect: ${last.unknown}`],
  };
}

const UNDECIDED = {
  outcome: 'unknown', type: 'unknown', status: 0, exposedHeaders: [], console: {}, error: undefined, parameter: undefined, step: undefined,
} as const;

/** The status of a preflight that fails by it, although its headers aren't known: nor is it known which one the browser would report. */
function refusedPreflight({ outcome, exchanges }: EngineVerdict, last: Answered | undefined): number | undefined {
  const status = last?.answer?.status;
  return outcome === 'unknown' && last?.preflight === true && exchanges.at(-1)?.preflight === true && typeof status === 'number' && (status < 200 || status > 299) ? status : undefined;
}

/** Whether an exchange is where it ended, and by its headers rather than its status. */
function failedAt(verdict: EngineVerdict, index: number): boolean {
  return verdict.outcome === 'blocked' && verdict.exchanges.length === index + 1;
}

/** Why a verdict is unknown; the browser's own reason where all answers are known. */
function because(unknown: Unknown | undefined): Pick<EngineAskVerdict, 'unknown' | 'reason'> | undefined {
  return unknown && { unknown, reason: reasonOf(unknown) };
}

/** What isn't known, in one line. */
export function reasonOf({ path, reason }: Unknown): string {
  return `${path}: ${reason}`;
}

function distinctRules(answered: readonly Answered[]): RuleNote[] {
  const notes = new Map(answered.flatMap(({ answer }) => answer?.notes ?? []).map((note) => [`${note.rule} ${note.text}`, note]));
  return [...notes.values()];
}

/** What a request of the browser is to the emulator. */
export function sentRequest({ method, url, headers, body }: HttpRequest): { method: string; url: string; headers: HeaderList; body?: string } {
  return { method, url, headers: headers.map(([name, value]) => [name, value] as const), body };
}
