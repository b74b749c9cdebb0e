import type { AskVerdict } from './answers';
import type { Case, ExpectedPolicy, Page, Target, Variant, VerifyOptions } from './app';
import { ask, type Question } from './ask';
import { headerValue } from './exchange-headers';
import { publicUrl } from './targets';
import type { EmulatedEntrance, Emulator } from '../emulator';

/** The ways in which a gateway may fail a request, by gateway response type. */
export const FAILURES = [
  'UNAUTHORIZED', 'ACCESS_DENIED', 'EXPIRED_TOKEN', 'INVALID_SIGNATURE', 'MISSING_AUTHENTICATION_TOKEN', 'AUTHORIZER_FAILURE', 'AUTHORIZER_CONFIGURATION_ERROR',
  'INVALID_API_KEY', 'QUOTA_EXCEEDED', 'THROTTLED', 'WAF_FILTERED', 'BAD_REQUEST_PARAMETERS', 'BAD_REQUEST_BODY', 'REQUEST_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE',
  'INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT',
] as const;

/**
 * Asks for each way in which a page may call a target.
 *
 * The call with all that the route asks for is asked of every target. The other ways (without headers, with credentials, each failure) are asked once of those that
 * are configured alike and whose preflights the same resource answered the same way: they can't come out differently.
 */
export class Interrogator {
  private readonly alike = new Map<string, AskVerdict>();
  public questions = 0;

  constructor(private readonly emulator: Emulator, private readonly options: VerifyOptions) {}

  public ask(question: Question): AskVerdict {
    this.questions++;
    return ask(this.emulator, { rules: this.options.readings, ...question });
  }

  public casesOf(target: Target, page: Page, { open, failures }: { readonly open: boolean; readonly failures: boolean }): Case[] {
    const full = this.caseOf(target, page, { headers: 'asked-for', credentials: false }, open);
    if (page.role === 'site') return [full];
    const key = this.keyOf(full);
    const cases = [full];
    const add = (variant: Variant) => cases.push(this.caseOf(target, page, variant, open, `${key} ${JSON.stringify(variant)}`));
    if (isSimple(target)) add({ headers: 'none', credentials: false });
    if (page.role !== 'declared') return cases;
    if (this.options.policy?.allowCredentials ?? (saysCredentials(cases.map(({ verdict }) => verdict)) || this.preflightSaysCredentials(full, key))) add({ headers: 'asked-for', credentials: true });
    return [...cases, ...failures ? this.failuresOf(target, page, cases.at(-1)!.variant.credentials, open, key) : []];
  }

  /** A call that needs no preflight may still be meant for credentials, as the preflights of the same path say. */
  private preflightSaysCredentials({ question, verdict }: Case, key: string): boolean {
    if (verdict.exchanges[0]?.preflight === true) return false;
    const asked = this.alike.get(`${key} preflight`) ?? this.ask(withPreflight(question));
    this.alike.set(`${key} preflight`, asked);
    return saysCredentials([asked]);
  }

  private failuresOf(target: Target, page: Page, credentials: boolean, open: boolean, key: string): Case[] {
    return FAILURES.map((failure) => {
      const variant: Variant = { headers: 'asked-for', credentials, failure };
      return this.caseOf(target, page, variant, open, `${key} ${JSON.stringify(variant)}`);
    }).filter(({ verdict }) => failed(verdict));
  }

  private caseOf(target: Target, page: Page, variant: Variant, open: boolean, key?: string): Case {
    const question = questionOf(target, page, variant);
    const known = key === undefined || this.options.questions?.exhaustive === true ? undefined : this.alike.get(key);
    const verdict = known ?? this.ask(question);
    if (key !== undefined) this.alike.set(key, verdict);
    return { target, page, variant, question, verdict, expected: expectation(target, page, variant, open, this.options.policy) };
  }

  private keyOf({ target: { entrance, route, method }, page, verdict }: Case): string {
    const preflight = verdict.exchanges[0]?.preflight === true ? `${verdict.viaOf[0]?.map(({ logicalId }) => logicalId).join()} ${verdict.error}` : '';
    return `${entrance.resource.path} ${method} ${page.origin} ${preflight} ${route.alike}`;
  }
}

/** What a page asks of a target, one way or another. */
export function questionOf({ entrance, path, method, headers }: Target, { origin, role }: Page, { headers: which, credentials, failure }: Variant): Question {
  const body = method === 'POST' || method === 'PUT' || method === 'PATCH' ? '{}' : undefined;
  return {
    page: origin,
    ...addressOf(entrance, path),
    method,
    ...(body !== undefined && { body }),
    ...(which === 'asked-for' && { headers }),
    ...(credentials && { credentials: 'include' as const }),
    answer: role === 'site' ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' } : 'untold',
    ...(failure !== undefined && { failure }),
  };
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

/** Whether it can be called without a preflight, besides with what it asks for. */
function isSimple({ method, headers }: Target): boolean {
  return (method === 'GET' || method === 'POST') && Object.keys(headers).length > 0;
}

function saysCredentials(verdicts: readonly AskVerdict[]): boolean {
  return verdicts.some(({ exchanges }) => exchanges.some(({ response }) => headerValue(response, 'access-control-allow-credentials') === 'true'));
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
