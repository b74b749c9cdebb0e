import type { PageRequest } from '../browser';
import type { Conversation, Heard } from './conversation';
import { PREFLIGHT_DIAGNOSES } from './diagnose-preflight';
import { RESPONSE_DIAGNOSES } from './diagnose-response';
import { type Diagnosis, firstThatFits } from './diagnosis';
import { findingOf, type ProbeFinding } from './finding';
import { isFromCache } from './kept';
import type { LiveAnswer } from './live-answer';
import { askedName, headersOf, isSitePage, originOf, type Scene, withoutCache } from './scene';
import { whoAnswered } from './who-answered';

/** What a question came to, and what is wrong where it failed. */
export interface Diagnosed {
  readonly heard: Heard;
  readonly findings: readonly ProbeFinding[];
}

/** Asks as a page would, and says why it can't have the answer where it can't. */
export async function askQuestion(conversation: Conversation, page: PageRequest): Promise<Diagnosed> {
  const heard = await conversation.ask(page);
  const scene = await sceneOf(heard, conversation);
  if (scene === undefined) return { heard, findings: [] };
  const diagnosis = firstThatFits(diagnosesOf(scene), scene);
  const found = diagnosis && findingOf(diagnosis.rule, diagnosis.says(scene), [heard], { ...diagnosis, severity: severityOf(scene) });
  return { heard, findings: [...found === undefined ? [] : [found], ...behind(scene)] };
}

/** What a page can read is wrong only where it is what another layer answers instead of the API. */
const INSTEAD_OF_API: ReadonlySet<string> = new Set([
  'behavior-refuses-method', 'error-page-hides-api-error', 'api-path-falls-to-site', 'stage-or-prefix-mismatch', 'host-forwarded-to-api',
]);

function diagnosesOf({ heard: { verdict }, isPreflight }: Scene): readonly Diagnosis[] {
  if (verdict.outcome === 'allowed') return RESPONSE_DIAGNOSES.filter(({ rule }) => INSTEAD_OF_API.has(rule));
  return isPreflight ? PREFLIGHT_DIAGNOSES : RESPONSE_DIAGNOSES;
}

/** From the site's own pages everything can be read: there an answer of another layer is the very fault. */
function severityOf({ heard, exchange: { request } }: Scene): 'warning' | undefined {
  return heard.verdict.outcome === 'allowed' && originOf(heard) !== new URL(request.url).origin ? 'warning' : undefined;
}

/** The answer at fault, with what more must be known of it; undefined where the page gets what it asked for, or no answer came. */
async function sceneOf(heard: Heard, conversation: Conversation): Promise<Scene | undefined> {
  const exchange = heard.exchanges.at(-1);
  if (exchange?.answer === undefined || !(heard.verdict.outcome === 'blocked' || isSuspect(exchange.answer, heard))) return undefined;
  const { answer, request } = exchange;
  const isPreflight = request.preflight;
  const scene = { heard, answer, exchange, isPreflight, by: whoAnswered(answer, request.url) };
  const [direct, root, uncached] = [
    isPreflight ? (await conversation.send(directOf(heard))).answer : undefined,
    isSitePage(answer) ? (await conversation.send({ ...directOf(heard), method: 'GET', body: undefined, url: new URL('/', request.url).href })).answer : undefined,
    isFromCache(answer) ? (await conversation.send({ ...request, url: withoutCache(request.url) })).answer : undefined,
  ];
  return { ...scene, direct, root, uncached };
}

/** What a browser lets through, and is hardly what was asked for. */
function isSuspect(answer: LiveAnswer, { verdict }: Heard): boolean {
  return verdict.outcome === 'allowed' && (isSitePage(answer) || answer.status === 403 || answer.status === 405);
}

/** The request itself, as it would go out after its preflight. */
function directOf({ page, exchanges }: Heard) {
  const { request } = exchanges[exchanges.length - 1];
  const origin: [string, string] = ['origin', originOf({ page })];
  const headers = [['accept', '*/*'] as const, origin, ...headersOf(page)];
  return { method: page.method ?? 'GET', url: request.url, preflight: false, credentials: false, headers, body: page.body ?? undefined };
}

/** What else is wrong behind a preflight that fails: the request itself would be the next to fail. */
function behind(scene: Scene): ProbeFinding[] {
  const { direct, exchange, heard } = scene;
  if (direct === undefined || direct.headers.some(([name]) => name.toLowerCase() === 'access-control-allow-origin')) return [];
  const by = whoAnswered(direct, exchange.request.url);
  if (by.layer !== 'rest-api' || !by.isOwn || scene.by.layer !== 'rest-api' || direct.status === 403) return [];
  const message = `once the preflight passes, ${askedName({ heard, isPreflight: false })} gets ${direct.status} from ${by.name}, without Access-Control-Allow-Origin`;
  return [findingOf('gateway-error-unreadable', message, [heard])];
}
