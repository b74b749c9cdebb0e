import type { AskVerdict } from './answers';
import type { Case, ExpectedPolicy, Target, Variant } from './app';
import { headerValue } from './exchange-headers';
import { askedVerdict } from './translated';

/** Whether a case went otherwise than it should. What isn't known isn't trouble. */
export function isTrouble(examined: Case, policy: ExpectedPolicy | undefined): boolean {
  const { expected, page } = examined;
  // what was asked instead came out the same, and has its answers at hand
  const { target } = examined.like ?? examined;
  const verdict = askedVerdict(examined);
  if (page.role === 'site') return verdict.outcome === 'blocked' || (verdict.outcome === 'allowed' && verdict.status !== 200 && !isRefusedInput(verdict));
  if (isBeyondRepair(examined.variant, verdict) || isOfMadeUpHeader(examined)) return false;
  if (expected === 'allowed') return verdict.outcome === 'blocked' && (policy !== undefined || !isDeliberate(target, verdict));
  return expected === 'blocked' && ((verdict.outcome === 'allowed' && !isGatewayError(verdict)) || passedPreflight(verdict));
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
  return headers.length > 0 && !headers.includes('*') && !route.headers.some((name) => name.toLowerCase() === verdict.parameter?.toLowerCase());
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** A foreign page whose preflight passes could have its request carried out, whether or not it can read the answer. */
function passedPreflight({ exchanges }: AskVerdict): boolean {
  return exchanges[0]?.preflight === true && exchanges.length > 1;
}

/** An error that a gateway makes itself can't choose who reads it, and gives away nothing but itself. */
function isGatewayError({ via }: AskVerdict): boolean {
  return via.some(({ kind }) => kind === 'gateway-response' || kind === 'gateway');
}

/** A validator that refuses what was only made up to ask says nothing about the way there. */
function isRefusedInput({ via }: AskVerdict): boolean {
  return via.some(({ kind, name }) => kind === 'gateway-response' && name.startsWith('BAD_REQUEST'));
}

/** A 413 of a REST API carries what nobody can choose (rule 22): no template is wrong for it. */
function isBeyondRepair({ failure }: Variant, { via }: AskVerdict): boolean {
  return failure === 'REQUEST_TOO_LARGE' && via.some(({ kind, name }) => kind === 'gateway-response' && name === 'REQUEST_TOO_LARGE');
}

/** Whether only the header is refused that makes browsers send a preflight: no page sends it, and without it the call goes its way. */
export function isOfMadeUpHeader(examined: Case): boolean {
  return examined.variant.headers === 'preflighted' && /^(?:HeaderDisallowedByPreflightResponse|InvalidAllowHeadersPreflightResponse)$/.test(askedVerdict(examined).error ?? '');
}
