import { isUnknown, type Maybe, Unknown } from '../../template';
import { invoke } from '../kernel/effects';
import type { Machine } from '../kernel/machine';
import { headerOf } from '../kernel/message';
import { known, Undecided } from '../kernel/unknown-response';
import type { Authorizer } from './api';
import { backendRequest } from './backend-request';
import { authorizerEventV1, authorizerEventV2 } from './event';
import type { RoutedCall } from './exchange';
import { GATEWAY_ERRORS, GatewayFault } from './gateway-errors';
import { selected } from './identity-source';
import { bearerChallenge, checkJwt } from './jwt';
import { type AuthorizerVerdict, policyVerdict, simpleVerdict } from './lambda-authorizer';

/** A caller that may go on, and what the integration gets of it: `requestContext.authorizer` in each format. */
export interface Grant {
  readonly v1?: object;
  readonly v2?: object;
}

/** How long a Lambda authorizer may take, in milliseconds. */
const AUTHORIZER_TIMEOUT = 10_000;

/**
 * What the caller may go on with (rule 77). One that may not go on is a fault.
 *
 * Where the answer of the integration is given, the caller is taken as authorized. A preflight isn't: the browser sends it without what the page would
 * say of itself, and an authorizer refuses it where the identity isn't there (rule 70). Results aren't cached between requests.
 */
export function* authorize(call: RoutedCall): Machine<Grant> {
  const { exchange, route: { authorization: { type: maybeType, authorizer } } } = call;
  const assumed = exchange.circumstances.answer !== undefined;
  if (maybeType === 'NONE' || (assumed && !exchange.isPreflight)) return {};
  const type = known(maybeType);
  exchange.step('authorizer', authorizer?.name ?? type, authorizer?.resource);
  if (type === 'AWS_IAM') return checkSignature(call, assumed);
  if (authorizer === undefined) {
    throw new Undecided(new Unknown(`${call.route.resource.path}/Properties/AuthorizerId`, 'the authorizer isn\'t in the template; add it there'));
  }
  const identity = identityOf(authorizer, type, call);
  if (identity === undefined) throw new GatewayFault({ ...GATEWAY_ERRORS.unauthorized, headers: type === 'JWT' ? bearerChallenge() : [] });
  if (assumed) return {};
  return type === 'JWT' ? checkToken(identity[0] ?? '', authorizer, call) : yield* askFunction(identity, authorizer, call);
}

// The values of all identity sources; undefined where one is missing, in which case no function is asked.
function identityOf(authorizer: Authorizer, type: string, call: RoutedCall): string[] | undefined {
  const sources = authorizer.identitySources.length === 0 && type === 'JWT' ? ['$request.header.Authorization'] : authorizer.identitySources;
  const values = sources.map((source) => isUnknown(source) ? source : selected(source, call));
  const found = values.filter((value): value is Maybe<string> => value !== undefined && value !== '');
  return found.length < values.length ? undefined : found.map((value) => known(value));
}

function checkSignature({ exchange }: RoutedCall, assumed: boolean): Grant {
  const { request: { headers }, url } = exchange;
  const isSigned = headerOf(headers, 'authorization')?.startsWith('AWS4-HMAC-SHA256 ') === true || /(?:^|&)X-Amz-Signature=/.test(url.query);
  if (!isSigned) throw new GatewayFault(GATEWAY_ERRORS.forbidden);
  if (assumed) return {};
  const reading = exchange.reading(77, 'the signature of the request was not checked, since that needs the caller\'s secret key');
  if (reading === 'refused') throw new GatewayFault(GATEWAY_ERRORS.forbidden);
  return {};
}

function checkToken(identity: string, authorizer: Authorizer, call: RoutedCall): Grant {
  const jwt = checkJwt(identity.replace(/^Bearer +/i, ''), authorizer, call.route.authorization, call.exchange);
  return { v1: { claims: jwt.claims, scopes: jwt.scopes }, v2: { jwt } };
}

function* askFunction(identity: string[], authorizer: Authorizer, call: RoutedCall): Machine<Grant> {
  const fn = known(call.functions.find(authorizer.uri));
  const isSecond = known(authorizer.payloadFormatVersion) !== '1.0';
  const isSimple = known(authorizer.simpleResponses);
  call.exchange.step('function', fn.logicalId, fn);
  const arn = routeArnOf(call);
  const event = () => (isSecond ? authorizerEventV2 : authorizerEventV1)(call, backendRequest(call), identity, arn);
  const result = known(yield* invoke(fn, event, 'authorizer', AUTHORIZER_TIMEOUT));
  if ('payload' in result) {
    return grantOf(isSecond && isSimple ? simpleVerdict(result.payload) : policyVerdict(result.payload, arn));
  }
  // A function says 401 by failing with exactly this text, as with REST APIs (rule 57).
  const isUnauthorized = 'error' in result && result.error.errorMessage === 'Unauthorized';
  throw new GatewayFault(isUnauthorized ? GATEWAY_ERRORS.unauthorized : GATEWAY_ERRORS.internalError);
}

function grantOf(verdict: AuthorizerVerdict): Grant {
  if (verdict === undefined) throw new GatewayFault(GATEWAY_ERRORS.internalError);
  if (!verdict.allowed) throw new GatewayFault(GATEWAY_ERRORS.forbidden);
  return { v1: verdict.context, v2: { lambda: verdict.context } };
}

function routeArnOf({ exchange: { api, request }, stage, path }: RoutedCall): string {
  const partition = api.region.startsWith('cn-') ? 'aws-cn' : 'aws';
  return `arn:${partition}:execute-api:${api.region}:${api.account}:${api.id}/${stage.name}/${request.method}${path}`;
}
