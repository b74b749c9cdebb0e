import type { AskVerdict } from './answers';
import type { Case, ExpectedPolicy, Target } from './app';
import { gateOf } from './edge-gate';
import { headerValue } from './exchange-headers';
import { askedVerdict } from './translated';

/** A case, as it was asked: of the target that was asked for it and for its equivalents. */
interface Asked {
  readonly examined: Case;
  readonly target: Target;
  readonly verdict: AskVerdict;
  readonly policy: ExpectedPolicy | undefined;
}

/** What excuses a case that went otherwise than it should, each for a reason of its own. */
const EXEMPTIONS: ReadonlyArray<(asked: Asked) => boolean> = [
  isRefusedInput, isBeyondRepair, isErrorOfFunctionUrl, ({ examined }) => isOfMadeUpHeader(examined), isMeantSo, isGatewayError, isAnsweredAtEdge,
];

/** Whether a case went otherwise than it should, and something can be done about it. What isn't known isn't unexpected. */
export function isUnexpected(examined: Case, policy: ExpectedPolicy | undefined): boolean {
  const verdict = askedVerdict(examined);
  if (!isOtherwise(examined, verdict)) return false;
  const asked: Asked = { examined, target: (examined.equivalent ?? examined).target, verdict, policy };
  return !EXEMPTIONS.some((excuses) => excuses(asked));
}

function isOtherwise({ page, expected }: Case, verdict: AskVerdict): boolean {
  if (page.role === 'site') return verdict.outcome === 'blocked' || (verdict.outcome === 'allowed' && verdict.status !== 200);
  return (expected === 'allowed' && verdict.outcome === 'blocked') || (expected === 'blocked' && (verdict.outcome === 'allowed' || passedPreflight(verdict)));
}

/** What a template does on purpose, as far as no policy says otherwise. */
function isMeantSo({ examined: { page, expected }, target, verdict, policy }: Asked): boolean {
  return page.role !== 'site' && expected === 'allowed' && policy === undefined && isDeliberate(target, verdict);
}

/**
 * Whether a preflight that lists other methods, or other headers, says what its author wants: it names some, and what it leaves out isn't what it is there for. The
 * methods of its own path are, and the headers that a route asks its callers for.
 */
function isDeliberate({ method, route }: Target, verdict: AskVerdict): boolean {
  const answer = verdict.exchanges.at(-1)?.response;
  const listed = (name: string) => (headerValue(answer, name) ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '');
  if (verdict.error === 'MethodDisallowedByPreflightResponse') {
    const methods = listed('access-control-allow-methods');
    // the configuration of an HTTP API is for all its routes
    const isOwn = route.method !== '*' && verdict.via.some(({ kind, name }) => kind === 'preflight' || (kind === 'method' && name === `OPTIONS ${route.path}`));
    return !isOwn && methods.some((each) => METHODS.has(each)) && !methods.some((each) => each === '*' || each.toUpperCase() === method);
  }
  if (verdict.error !== 'HeaderDisallowedByPreflightResponse') return false;
  const headers = listed('access-control-allow-headers');
  // whatever sends JSON needs it, and nothing says so but the method
  if (verdict.parameter?.toLowerCase() === 'content-type' && route.method !== '*') return false;
  return headers.length > 0 && !headers.includes('*') && !route.headers.some((name) => name.toLowerCase() === verdict.parameter?.toLowerCase());
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** A foreign page whose preflight passes could have its request carried out, whether or not it can read the answer. */
function passedPreflight({ exchanges }: AskVerdict): boolean {
  return exchanges[0]?.preflight === true && exchanges.length > 1;
}

/** An error that a gateway makes itself can't choose who reads it, and gives away nothing but itself. */
function isGatewayError({ examined: { expected }, verdict }: Asked): boolean {
  return expected === 'blocked' && !passedPreflight(verdict) && verdict.via.some(({ kind }) => kind === 'gateway-response' || kind === 'gateway');
}

/** What a function at the viewer's request answers itself, other than to a preflight, it means: a password is asked for, or another address told. */
function isAnsweredAtEdge({ verdict: { exchanges, via } }: Asked): boolean {
  return exchanges.at(-1)?.preflight !== true && gateOf(via) !== undefined;
}

/** A validator that refuses what was only made up to ask says nothing about the way there. */
function isRefusedInput({ examined: { page }, verdict: { outcome, via } }: Asked): boolean {
  return page.role === 'site' && outcome === 'allowed' && via.some(({ kind, name }) => kind === 'gateway-response' && name.startsWith('BAD_REQUEST'));
}

/** A 413 of a REST API carries what can't be chosen (rule 22): no template is wrong for it. */
function isBeyondRepair({ examined: { variant }, verdict: { via } }: Asked): boolean {
  return variant.failure === 'REQUEST_TOO_LARGE' && via.some(({ kind, name }) => kind === 'gateway-response' && name === 'REQUEST_TOO_LARGE');
}

/** What Lambda answers itself for a function URL can be given no headers in the template (rule 153). */
function isErrorOfFunctionUrl({ examined: { variant }, verdict: { via } }: Asked): boolean {
  return variant.failure !== undefined && via.at(-1)?.kind === 'gateway' && via.some(({ kind }) => kind === 'function-url');
}

/** Whether only the header is refused that makes browsers send a preflight: no page sends it, and without it the call goes its way. */
export function isOfMadeUpHeader(examined: Case): boolean {
  return examined.variant.headers === 'preflighted' && /^(?:HeaderDisallowedByPreflightResponse|InvalidAllowHeadersPreflightResponse)$/.test(askedVerdict(examined).error ?? '');
}
