import type { Case, ExpectedPolicy } from './app';
import { headerValue } from './exchange-headers';

/** Whether a case went otherwise than it should. What isn't known isn't trouble. */
export function isTrouble(examined: Case, policy: ExpectedPolicy | undefined): boolean {
  const { expected, page, verdict } = examined;
  if (page.role === 'site') return verdict.outcome === 'blocked' || (verdict.outcome === 'allowed' && verdict.status !== 200 && !isRefusedInput(examined));
  if (isBeyondRepair(examined)) return false;
  if (expected === 'allowed') return verdict.outcome === 'blocked' && (policy !== undefined || !isDeliberate(examined));
  return expected === 'blocked' && (verdict.outcome === 'allowed' || passedPreflight(examined));
}

/** A preflight that lists other methods, or other headers than those of a body, says what its author wants. */
function isDeliberate({ target, verdict }: Case): boolean {
  const answer = verdict.exchanges.at(-1)?.response;
  if (verdict.error === 'MethodDisallowedByPreflightResponse') return /\b(GET|HEAD|POST|PUT|PATCH|DELETE)\b/.test(headerValue(answer, 'access-control-allow-methods') ?? '');
  return verdict.error === 'HeaderDisallowedByPreflightResponse' && !target.route.headers.some((name) => name.toLowerCase() === verdict.parameter?.toLowerCase())
    && (headerValue(answer, 'access-control-allow-headers') ?? '').trim() !== '';
}

/** A foreign page whose preflight passes could have its request carried out, whether or not it can read the answer. */
function passedPreflight({ verdict }: Case): boolean {
  return verdict.exchanges[0]?.preflight === true && verdict.exchanges.length > 1;
}

/** A validator that refuses what was only made up to ask says nothing about the way there. */
function isRefusedInput({ verdict }: Case): boolean {
  return verdict.via.some(({ kind, name }) => kind === 'gateway-response' && name.startsWith('BAD_REQUEST'));
}

/** A 413 of a REST API carries what nobody can choose (rule 22): no template is wrong for it. */
function isBeyondRepair({ target: { entrance }, variant, verdict }: Case): boolean {
  return variant.failure === 'REQUEST_TOO_LARGE' && entrance.kind === 'rest-api' && verdict.via.at(-1)?.name === 'REQUEST_TOO_LARGE';
}
