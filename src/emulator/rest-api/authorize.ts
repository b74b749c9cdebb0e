import { isUnknown, Unknown } from '../../template';
import { Budget, JavaPattern, VelocityError } from '../../velocity';
import { claimsOf } from '../kernel/jwt-claims';
import type { Machine } from '../kernel/machine';
import { known, Undecided } from '../kernel/unknown-response';
import type { ApiFunctions } from '../lambda/find-function';
import type { Authorizer, Method } from './api';
import { lookUp, contextOf, stageVariablesOf } from './context';
import type { Exchange } from './exchange';
import { expired, failAt } from './failures';
import { GatewayFault } from './fault';
import { askAuthorizer } from './lambda-authorizer';
import { valueOf } from './request';

/**
 * Lets the caller through, or throws what the gateway answers instead (rules 57 to 59).
 *
 * What is known without anybody's token is decided here: no identity, or one that doesn't look right, is a 401 without a call of the function. Where
 * the caller is taken as authorized, the rest is taken for granted.
 */
export function* authorize(method: Method, exchange: Exchange, functions: ApiFunctions): Machine<void> {
  const type = known(method.authorization);
  if (type === 'NONE') return failAt('authorization', exchange);
  const authorizer = method.authorizer === undefined ? undefined : type === 'AWS_IAM' ? undefined : method.authorizer;
  exchange.step('authorizer', authorizer === undefined || isUnknown(authorizer) ? type : authorizer.name,
    authorizer === undefined || isUnknown(authorizer) ? undefined : authorizer.resource);
  failAt('authorization', exchange);
  if (exchange.assumesCaller) return;
  if (type === 'AWS_IAM') return checkSignature(exchange);
  if (authorizer === undefined) throw new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR');
  yield* checkAuthorizer(known(authorizer), exchange, functions);
}

/** A request without signature is a 403 (rules 15, 59); whether a signature is right needs the caller's secret key. */
function checkSignature(exchange: Exchange): void {
  const { request, circumstances } = exchange;
  const isSigned = valueOf(request.headers, 'authorization')?.startsWith('AWS4-HMAC-SHA256 ') === true
    || request.query.some(([name]) => name === 'X-Amz-Signature');
  if (!isSigned) throw new GatewayFault('MISSING_AUTHENTICATION_TOKEN');
  if (circumstances.answer === undefined) {
    throw new Undecided(new Unknown('AWS_IAM', 'whether the signature is right needs the caller\'s secret key; give what the integration answers'));
  }
}

function* checkAuthorizer(authorizer: Authorizer, exchange: Exchange, functions: ApiFunctions): Machine<void> {
  const type = known(authorizer.type);
  const identity = identityOf(authorizer, type, exchange);
  if (identity === undefined || type !== 'REQUEST' && !looksRight(identity[0], authorizer)) {
    throw new GatewayFault('UNAUTHORIZED');
  }
  // A preflight with the identity that the authorizer wants: taken as authorized like the request that it precedes.
  if (exchange.circumstances.answer !== undefined || exchange.circumstances.failure !== undefined) return;
  if (type === 'COGNITO_USER_POOLS') return checkToken(identity[0], authorizer, exchange);
  yield* askAuthorizer(authorizer, type, identity, exchange, functions);
}

/** Rule 59: no user pool takes what isn't a token, or has expired. Whether any other is valid needs the pool's keys. */
function checkToken(text: string, { resource }: Authorizer, exchange: Exchange): never {
  const claims = claimsOf(text.replace(/^Bearer\s+/i, ''));
  if (claims === undefined) {
    exchange.reading(59, 'how a user pool\'s token that isn\'t valid is refused is documented in part');
    throw new GatewayFault('UNAUTHORIZED');
  }
  if (typeof claims.exp === 'number' && claims.exp * 1000 <= exchange.circumstances.now) {
    throw expired(exchange.method!, exchange);
  }
  throw new Undecided(new Unknown(resource.path, 'whether the token is valid only the user pool can tell; give what the integration answers'));
}

/** The values of all identity sources; undefined where one is missing or empty. */
function identityOf(authorizer: Authorizer, type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS', exchange: Exchange): string[] | undefined {
  const sources = authorizer.identitySources.length === 0 && type !== 'REQUEST' ? ['method.request.header.Authorization'] : authorizer.identitySources;
  const values = sources.map((source) => identityFrom(known(source), exchange));
  return values.every((value): value is string => value !== undefined && value !== '') ? values : undefined;
}

/** Unlike in mappings, an identity source finds a header whatever its case. */
function identityFrom(source: string, exchange: Exchange): string | undefined {
  const [, place, name] = /^(method\.request\.header|method\.request\.querystring|context|stageVariables)\.(.+)$/.exec(source) ?? [];
  switch (place) {
    case 'method.request.header':
      return valueOf(exchange.request.headers, name.toLowerCase());
    case 'method.request.querystring':
      return exchange.request.query.find(([each]) => each === name)?.[1];
    case 'context':
      return known(lookUp(contextOf(exchange), name) ?? '');
    case 'stageVariables':
      return known(lookUp(stageVariablesOf(exchange), name) ?? '');
    default:
      return undefined;
  }
}

function looksRight(token: string, { validationExpression }: Authorizer): boolean {
  if (validationExpression === undefined) return true;
  try {
    return JavaPattern.of(known(validationExpression)).matches(token, new Budget());
  } catch (error) {
    throw error instanceof VelocityError ? new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR') : error;
  }
}
