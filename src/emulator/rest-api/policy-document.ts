import { isRecord, matchesWildcard, isUnknown, type Unknown } from '../../template';

/** What a policy document says of a request: an explicit Deny outweighs every Allow, and what nothing allows is denied. */
export type PolicyVerdict = 'allowed' | 'explicit-deny' | 'implicit-deny' | Unknown;

/** What of a request a statement may look at. */
export interface PolicyQuestion {
  /** `arn:aws:execute-api:eu-west-1:123456789012:abc/prod/GET/items` */
  readonly arn: string;
  /** Whether a statement's principal is the caller; undefined where a document has none (an authorizer's). */
  readonly isPrincipal?: (principal: unknown) => boolean | Unknown;
  /** Where a statement has conditions, whether they hold. */
  readonly holds: (condition: unknown) => boolean | Unknown;
}

/** Evaluates a policy document. Undefined where it isn't one. */
export function evaluatePolicy(document: unknown, question: PolicyQuestion): PolicyVerdict | undefined {
  if (!isRecord(document) || document.Statement === undefined) return undefined;
  const statements: unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const found = statements.map((statement) =>
    ({ effect: isRecord(statement) ? statement.Effect : statement, applies: applies(statement, question) }));
  const ofEffect = (effect: string) => found.filter((each) => each.effect === effect).map((each) => each.applies);
  const [denies, allows] = [ofEffect('Deny'), ofEffect('Allow')];
  if (denies.includes(true)) return 'explicit-deny';
  // A statement that may apply and whose effect isn't known may be a Deny.
  const open = found.find(({ effect, applies: each }) => isUnknown(effect) && each !== false)?.effect;
  if (isUnknown(open)) return open;
  return denies.find(isUnknown) ?? (allows.includes(true) ? 'allowed' : allows.find(isUnknown) ?? 'implicit-deny');
}

function applies(statement: unknown, { arn, isPrincipal, holds }: PolicyQuestion): boolean | Unknown {
  if (!isRecord(statement)) return isUnknown(statement) ? statement : false;
  const { Action, NotAction, Resource, NotResource, Principal, Condition } = statement;
  return all([
    either(Action, NotAction, (action) => matchesWildcard(action.toLowerCase(), 'execute-api:invoke')),
    either(Resource, NotResource, (resource) => matchesResource(resource, arn)),
    isPrincipal === undefined || isPrincipal(Principal),
    Condition === undefined || holds(Condition),
  ]);
}

/** One of a list, or none of a list that says `Not…`. */
function either(list: unknown, others: unknown, matches: (text: string) => boolean): boolean | Unknown {
  return list === undefined ? not(any(others, matches)) : any(list, matches);
}

function all(tests: (boolean | Unknown)[]): boolean | Unknown {
  return !tests.includes(false) && (tests.find(isUnknown) ?? true);
}

function not(test: boolean | Unknown): boolean | Unknown {
  return isUnknown(test) ? test : !test;
}

function any(value: unknown, matches: (text: string) => boolean): boolean | Unknown {
  const texts = Array.isArray(value) ? value : [value];
  return texts.some((each) => typeof each === 'string' && matches(each)) || (texts.find(isUnknown) ?? false);
}

/** A resource policy may leave out all but the path: `execute-api:/prod/GET/items`. */
function matchesResource(resource: string, arn: string): boolean {
  const path = arn.slice(arn.indexOf('/'));
  return matchesWildcard(resource.replace(/^execute-api:(?=\/)/, ''), resource.startsWith('execute-api:/') ? path : arn);
}
