import { headerLines, headerOf } from '../http';
import { flawOf } from '../verify';
import type { Diagnosis } from './diagnosis';
import { isFromCache, variesByOrigin } from './kept';
import { askedName, header, originOf, quoted, type Scene } from './scene';

const ALLOW_ORIGIN = 'access-control-allow-origin';
const ALLOW_CREDENTIALS = 'access-control-allow-credentials';

/** What is wrong with Access-Control-Allow-Origin and -Credentials, on a preflight or on an answer. */
export const ORIGIN_DIAGNOSES: readonly Diagnosis[] = [
  {
    rule: 'preflight-cached-for-others',
    when: (scene) => scene.isPreflight && isKeptForAnother(scene),
    says: (scene) => `a cache answers ${askedName(scene)} with what it kept for another origin, ${quoted(header(scene, ALLOW_ORIGIN))}`,
  },
  {
    rule: 'origin-not-in-cache-key',
    also: ['missing-vary-with-caching'],
    when: isKeptForAnother,
    says: (scene) => `a cache answers ${askedName(scene)} with what it kept for another origin: Access-Control-Allow-Origin is ${quoted(header(scene, ALLOW_ORIGIN))}`,
  },
  {
    rule: 'several-allow-origin-values',
    when: ({ answer }) => headerLines(answer.headers, ALLOW_ORIGIN).length > 1,
    says: (scene) => `two layers write Access-Control-Allow-Origin: ${askedName(scene)} gets ${headerLines(scene.answer.headers, ALLOW_ORIGIN).map(quoted).join(' and ')}`,
  },
  {
    rule: 'several-allow-origin-values',
    when: (scene) => isSameTwice(header(scene, ALLOW_ORIGIN)),
    says: (scene) => `two layers write Access-Control-Allow-Origin: ${askedName(scene)} gets ${quoted(header(scene, ALLOW_ORIGIN))}`,
  },
  {
    rule: 'comma-joined-origins',
    when: (scene) => (header(scene, ALLOW_ORIGIN) ?? '').includes(','),
    says: (scene) => `${askedName(scene)} gets several origins in one Access-Control-Allow-Origin: ${quoted(header(scene, ALLOW_ORIGIN))}`,
  },
  {
    rule: 'wildcard-with-credentials',
    when: ({ heard: { verdict } }) => /WildcardOriginNotAllowed$/.test(verdict.error ?? ''),
    says: (scene) => `${askedName(scene)} gets * as Access-Control-Allow-Origin, which holds only without credentials`,
  },
  {
    rule: 'origin-never-matches',
    when: (scene) => flawOfOrigin(scene) !== undefined,
    says: (scene) => `${askedName(scene)} gets ${quoted(header(scene, ALLOW_ORIGIN))} as Access-Control-Allow-Origin, which ${flawOfOrigin(scene)}; browsers send ${originOf(scene.heard)}`,
  },
  {
    rule: 'first-origin-only',
    also: ['stale-deployment'],
    when: ({ heard: { verdict } }) => /AllowOriginMismatch$/.test(verdict.error ?? ''),
    says: (scene) => `${askedName(scene)} gets ${quoted(header(scene, ALLOW_ORIGIN))} as Access-Control-Allow-Origin, also where ${originOf(scene.heard)} asks`,
  },
  {
    rule: 'credentials-on-preflight-only',
    when: (scene) => !scene.isPreflight && /InvalidAllowCredentials$/.test(scene.heard.verdict.error ?? '')
      && scene.heard.exchanges.some(({ request, answer }) => request.preflight && answer !== undefined && headerOf(answer.headers, ALLOW_CREDENTIALS) === 'true'),
    says: (scene) => `the preflight allows credentials, and ${askedName(scene)} gets ${quoted(header(scene, ALLOW_CREDENTIALS))} as Access-Control-Allow-Credentials`,
  },
];

/** Whether the answer that a cache kept is another origin's: past the cache it is right, or the cache keeps that as well and says that it depends on Origin. */
function isKeptForAnother(scene: Scene): boolean {
  const { answer, uncached, heard } = scene;
  if (!isFromCache(answer) || uncached === undefined) return false;
  const [kept, right] = [answer, uncached].map(({ headers }) => headerOf(headers, ALLOW_ORIGIN));
  return kept !== right ? right === originOf(heard) || right === '*' : isFromCache(uncached) && variesByOrigin(answer);
}

/** `*, *` is what two layers make of it, where something on the way joins lines. */
function isSameTwice(value: string | undefined): boolean {
  const values = (value ?? '').split(',').map((each) => each.trim());
  return values.length > 1 && values.some((each, index) => each === '*' || values.indexOf(each) < index);
}

function flawOfOrigin(scene: Scene): string | undefined {
  const value = header(scene, ALLOW_ORIGIN);
  if (value === undefined || value === '*' || value === 'null' || !/(?:InvalidAllowOriginValue|AllowOriginMismatch)$/.test(scene.heard.verdict.error ?? '')) return undefined;
  const flaw = flawOf(value)?.flaw;
  if (flaw !== undefined) return flaw;
  const [allowed, page] = [value, originOf(scene.heard)].map((each) => (URL.canParse(each) ? new URL(each) : undefined));
  if (allowed === undefined || page === undefined || allowed.hostname !== page.hostname) return undefined;
  return allowed.protocol === page.protocol ? 'has another port' : 'has another scheme';
}
