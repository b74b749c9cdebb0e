import { type Resolved, isRecord, listOf, recordOf, matchesWildcard } from '../../template';

/** What a Lambda authorizer said; undefined where it said nothing that API Gateway understands, which is a 500 (rule 77). */
export type AuthorizerVerdict =
  | { readonly allowed: false }
  | { readonly allowed: true; readonly context: { readonly [name: string]: unknown } }
  | undefined;

/** Reads a simple response: `{ isAuthorized, context }`. */
export function simpleVerdict(payload: unknown): AuthorizerVerdict {
  if (!isRecord(payload) || typeof payload.isAuthorized !== 'boolean') return undefined;
  return payload.isAuthorized ? { allowed: true, context: contextOf(payload) } : { allowed: false };
}

/** Reads a response with an IAM policy: a caller that it doesn't allow may not go on, and a Deny outweighs an Allow. */
export function policyVerdict(payload: unknown, routeArn: string): AuthorizerVerdict {
  const document = isRecord(payload) ? payload.policyDocument : undefined;
  if (!isRecord(payload) || !isRecord(document) || document.Statement === undefined) return undefined;
  const statements = Array.isArray(document.Statement) ? listOf(document.Statement) : [document.Statement];
  const effects = statements
    .filter((statement) => appliesTo(statement, routeArn))
    .map((statement) => isRecord(statement) ? statement.Effect : undefined);
  if (effects.includes('Deny') || !effects.includes('Allow')) return { allowed: false };
  const principal = payload.principalId === undefined ? [] : [['principalId', payload.principalId] as const];
  return { allowed: true, context: recordOf<unknown>([...Object.entries(contextOf(payload)), ...principal]) };
}

function contextOf(payload: { [name: string]: Resolved }): { [name: string]: unknown } {
  return isRecord(payload.context) ? payload.context : {};
}

function appliesTo(statement: Resolved, routeArn: string): boolean {
  if (!isRecord(statement)) return false;
  return texts(statement.Action).some((action) => matchesWildcard(action.toLowerCase(), 'execute-api:invoke'))
    && texts(statement.Resource).some((resource) => matchesWildcard(resource, routeArn));
}

function texts(value: Resolved): string[] {
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');
}
