import type { PageRequest, Verdict } from '../browser';
import type { Emulator } from '../emulator';
import { hasRequestBody, METHODS } from '../http';
import { askQuestion } from './ask-question';
import { type Comparison, compareWithAssembly } from './compare-assembly';
import { compareAsked } from './compare-pages';
import { Conversation, type ConversationOptions, type Heard } from './conversation';
import { findHoles } from './find-holes';
import type { ProbeFinding } from './finding';
import type { LiveFailure } from './live-answer';
import { placeOf } from './place';
import { headersOf, originOf } from './scene';

/** What is asked of a live URL. */
export interface ProbeOptions extends Partial<Pick<ConversationOptions, 'timeout' | 'totalTimeout' | 'maxRequests' | 'insecure' | 'interrupted'>> {
  readonly url: string;
  /** Origins of the pages that should be let in; the first one is asked for most. Only with an assembly it may be empty: then nothing else is asked. */
  readonly pages: readonly string[];
  /**
   * The app that should be live: what its templates make of each question is compared with what comes.
   *
   * @default - none: the URL is asked alone
   */
  readonly assembly?: {
    readonly emulator: Emulator;
    /**
     * The entrance that the URL is of: a logical id, a path or a kind.
     *
     * @default - the one that the URL tells
     */
    readonly entrance?: string;
  };
  /**
   * The method. One that may change something is sent once, since it was named; without it only its preflight goes out.
   *
   * @default 'GET'
   */
  readonly method?: string;
  /** @default - none */
  readonly headers?: ReadonlyArray<readonly [name: string, value: string]>;
  /** @default false */
  readonly credentials?: boolean;
  /**
   * Asks for every method as well, by its preflight.
   *
   * @default false
   */
  readonly all?: boolean;
}

/** Whether pages may use a method, as far as its preflight tells. */
export interface MethodAnswer {
  readonly method: string;
  readonly outcome: Verdict['outcome'] | 'preflight passes';
}

/** What came of it. */
export interface ProbeReport {
  readonly url: string;
  /** What each page asked and got, in the order of the pages. */
  readonly asked: readonly Heard[];
  /** Every method, where all were asked for. */
  readonly methods: readonly MethodAnswer[];
  readonly findings: readonly ProbeFinding[];
  /** The live app beside the one that was given. */
  readonly comparison?: Comparison;
  /** How many requests were sent. */
  readonly requests: number;
  /** Why the server couldn't be asked at all. */
  readonly failure?: LiveFailure;
  /** What kept some questions from being asked. */
  readonly cutShort?: LiveFailure;
}

const DEFAULTS = { timeout: 10_000, totalTimeout: 60_000, maxRequests: 60, insecure: false };
/** An app has more to ask for than a URL. */
const ASSEMBLY_FACTOR = 4;

/** Asks a live URL as pages would, and says what is wrong with its answers. Sends nothing that may change something but what was named, and that once. */
export async function probe(options: ProbeOptions): Promise<ProbeReport> {
  const { url, method, pages, assembly } = options;
  const place = assembly && placeOf(assembly.emulator, url, assembly.entrance);
  const conversation = new Conversation({ ...boundsOf(options), url, methods: method === undefined ? [] : [method] });
  const report = pages.length === 0 ? { url, asked: [], methods: [], findings: [] } : await askUrl(conversation, options);
  const comparing = place !== undefined && report.failure === undefined && { emulator: assembly!.emulator, place, pages, asked: report.asked };
  const comparison = comparing ? await compareWithAssembly(conversation, comparing) : undefined;
  const { requests, cutShort } = conversation;
  return { ...report, requests, cutShort, ...comparison && { comparison } };
}

function boundsOf({ assembly, ...given }: ProbeOptions): Omit<ConversationOptions, 'url' | 'methods'> {
  const { timeout, totalTimeout, maxRequests, insecure, interrupted = new AbortController().signal } = { ...DEFAULTS, ...given };
  const factor = assembly === undefined ? 1 : ASSEMBLY_FACTOR;
  return { timeout, insecure, interrupted, totalTimeout: factor * totalTimeout, maxRequests: factor * maxRequests };
}

/** What the pages get at the URL, and what is wrong with it. */
async function askUrl(conversation: Conversation, options: ProbeOptions): Promise<Omit<ProbeReport, 'requests' | 'cutShort'>> {
  const [first, ...others] = options.pages.map((page) => questionOf(options, page));
  const asked = await askQuestion(conversation, first);
  const failure = asked.heard.exchanges[0]?.failure;
  const report = { url: options.url, methods: [] };
  if (failure !== undefined && failure.kind !== 'harmful') return { ...report, asked: [asked.heard], findings: [], failure };
  const simple = await askPreflighted(conversation, asked.heard);
  const more = [];
  for (const other of others) {
    more.push(await askQuestion(conversation, other));
  }
  const isCrossOrigin = originOf({ page: first }) !== new URL(options.url).origin;
  const holes = isCrossOrigin ? await findHoles(conversation, first) : { heard: [], findings: [] };
  const again = await compareAsked(conversation, asked.heard, [...more.map(({ heard }) => heard), ...holes.heard]);
  const methods = options.all === true ? await askMethods(conversation, first) : [];
  const findings = [...asked.findings, ...simple, ...more.flatMap((each) => each.findings), ...holes.findings, ...again];
  return { ...report, asked: [asked.heard, ...more.map(({ heard }) => heard)], methods, findings: distinct(findings) };
}

function questionOf({ url, method = 'GET', headers = [], credentials = false }: ProbeOptions, page: string): PageRequest {
  const body = hasRequestBody(method) ? { body: '' } : {};
  // an empty string as a body would bring a Content-Type of its own
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return { page, url, method, headers, credentials: credentials ? 'include' : 'same-origin', ...(typed ? body : {}) };
}

/** What only a request with a preflight can find: of one that needs none, the same with a Content-Type that does. */
const MADE_UP: ReadonlySet<string> = new Set(['header-not-allowed', 'method-not-allowed']);

async function askPreflighted(conversation: Conversation, { page, verdict, exchanges }: Heard): Promise<ProbeFinding[]> {
  if (verdict.outcome !== 'allowed' || exchanges.some(({ request }) => request.preflight) || originOf({ page }) === new URL(page.url).origin) return [];
  const { findings } = await askQuestion(conversation, withJson(page));
  return findings.filter(({ rule }) => !MADE_UP.has(rule))
    .map((finding) => ({ ...finding, severity: 'warning' as const, message: `${finding.message}; a request with a JSON body, or a header of its own, would need it` }));
}

async function askMethods(conversation: Conversation, page: PageRequest): Promise<MethodAnswer[]> {
  const answers: MethodAnswer[] = [];
  for (const method of METHODS.filter((each) => each !== 'OPTIONS')) {
    const { verdict, exchanges } = await conversation.ask({ ...withJson(page), method });
    const passes = verdict.outcome === 'unknown' && exchanges.at(-1)?.failure?.kind === 'harmful' && exchanges[0].answer !== undefined;
    answers.push({ method, outcome: passes ? 'preflight passes' : verdict.outcome });
  }
  return answers;
}

/** The same with a Content-Type that needs a preflight. */
function withJson(page: PageRequest): PageRequest {
  return { ...page, headers: [...headersOf(page).filter(([name]) => name.toLowerCase() !== 'content-type'), ['content-type', 'application/json']] };
}

/** A rule is found once: other pages fail by the same fault. */
function distinct(findings: readonly ProbeFinding[]): ProbeFinding[] {
  const isSame = (one: ProbeFinding, other: ProbeFinding) => one.rule === other.rule && (one.message === other.message || one.rule !== 'foreign-page-allowed');
  return findings.filter((finding, index) => findings.findIndex((each) => isSame(each, finding)) === index);
}
