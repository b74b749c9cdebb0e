import { isUnknown, type Maybe, Unknown } from '../../template';
import { invoke } from '../effects';
import type { ApiFunctions } from '../lambda/find-function';
import type { Machine } from '../machine';
import { headerOf } from '../message';
import type { Authorizer } from './api';
import { authorizerEventV1, authorizerEventV2 } from './event';
import type { RoutedCall } from './exchange';
import { GATEWAY_ERRORS, type GatewayError } from './gateway-errors';
import { selected } from './identity-source';
import { bearerChallenge, checkJwt } from './jwt';
import { type AuthorizerVerdict, policyVerdict, simpleVerdict } from './lambda-authorizer';
import { outgoingFor } from './outgoing';

/** A caller that may go on, and what the integration is told of it: `requestContext.authorizer` in each format. */
export interface Grant {
  readonly v1?: object;
  readonly v2?: object;
}

/** How authorization ended. */
export type Decision = Grant | { readonly refused: GatewayError } | Unknown;

/** How long a Lambda authorizer may take, in milliseconds. */
const AUTHORIZER_TIMEOUT = 10_000;

/**
 * Whether the caller may go on (rule 77).
 *
 * Where the answer of the integration is given, the caller is taken as authorized. A preflight isn't: the browser sends it without what the page would
 * say of itself, and an authorizer refuses it where the identity isn't there (rule 70). Results aren't cached between requests.
 */
export function* authorize(call: RoutedCall, functions: ApiFunctions): Machine<Decision> {
  const { exchange, route: { authorization: { type, authorizer } } } = call;
  const assumed = exchange.circumstances.answer !== undefined;
  if (type === 'NONE' || (assumed && !exchange.isPreflight)) return {};
  if (isUnknown(type)) return type;
  exchange.step('authorizer', authorizer?.name ?? type, authorizer?.resource);
  if (type === 'AWS_IAM') return checkSignature(call, assumed);
  if (authorizer === undefined) {
    return new Unknown(`${call.route.resource.path}/Properties/AuthorizerId`, 'the authorizer isn\'t in the template; add it there');
  }
  const identity = identityOf(authorizer, type, call);
  if (isUnknown(identity)) return identity;
  if (identity === undefined) {
    return refused({ ...GATEWAY_ERRORS.unauthorized, headers: type === 'JWT' ? bearerChallenge() : [] });
  }
  if (assumed) return {};
  return type === 'JWT' ? checkToken(identity[0] ?? '', authorizer, call) : yield* askFunction(identity, authorizer, call, functions);
}

function refused(error: GatewayError): Decision {
  return { refused: error };
}

// The values of all identity sources; undefined where one is missing, in which case no function is asked.
function identityOf(authorizer: Authorizer, type: 'JWT' | 'CUSTOM', call: RoutedCall): Maybe<string[]> | undefined {
  const sources = authorizer.identitySources.length === 0 && type === 'JWT' ? ['$request.header.Authorization'] : authorizer.identitySources;
  const values = sources.map((source) => isUnknown(source) ? source : selected(source, call));
  if (values.some((value) => value === undefined || value === '')) return undefined;
  return values.find(isUnknown) ?? values as string[];
}

function checkSignature({ exchange }: RoutedCall, assumed: boolean): Decision {
  const { request: { headers }, url } = exchange;
  const isSigned = headerOf(headers, 'authorization')?.startsWith('AWS4-HMAC-SHA256 ') === true || /(?:^|&)X-Amz-Signature=/.test(url.query);
  if (!isSigned) return refused(GATEWAY_ERRORS.forbidden);
  if (!assumed) {
    exchange.note(77, 'the signature of the request was not checked, since that needs the caller\'s secret key');
  }
  return !assumed && exchange.reading(77) === 'refused' ? refused(GATEWAY_ERRORS.forbidden) : {};
}

function checkToken(identity: string, authorizer: Authorizer, call: RoutedCall): Decision {
  const result = checkJwt(identity.replace(/^Bearer +/i, ''), authorizer, call.route.authorization, call.exchange);
  if (isUnknown(result)) return result;
  return 'status' in result ? refused(result) : { v1: { claims: result.claims, scopes: result.scopes }, v2: { jwt: result } };
}

function* askFunction(identity: string[], authorizer: Authorizer, call: RoutedCall, functions: ApiFunctions): Machine<Decision> {
  const fn = functions.find(authorizer.uri);
  if (isUnknown(fn)) return fn;
  if (isUnknown(authorizer.payloadFormatVersion)) return authorizer.payloadFormatVersion;
  if (isUnknown(authorizer.simpleResponses)) return authorizer.simpleResponses;
  call.exchange.step('function', fn.logicalId, fn);
  const arn = routeArnOf(call);
  const isSecond = authorizer.payloadFormatVersion !== '1.0';
  const event = () => (isSecond ? authorizerEventV2 : authorizerEventV1)(call, outgoingFor(call), identity, arn);
  const result = yield* invoke(fn, event, 'authorizer', AUTHORIZER_TIMEOUT);
  if (isUnknown(result)) return result;
  if ('payload' in result) {
    return decide(isSecond && authorizer.simpleResponses ? simpleVerdict(result.payload) : policyVerdict(result.payload, arn));
  }
  // A function says 401 by failing with exactly this text, as with REST APIs (rule 57).
  return refused('error' in result && result.error.errorMessage === 'Unauthorized' ? GATEWAY_ERRORS.unauthorized : GATEWAY_ERRORS.internalError);
}

function decide(verdict: AuthorizerVerdict): Decision {
  if (verdict === undefined) return refused(GATEWAY_ERRORS.internalError);
  return verdict.allowed ? { v1: verdict.context, v2: { lambda: verdict.context } } : refused(GATEWAY_ERRORS.forbidden);
}

function routeArnOf({ exchange: { api, request }, stage, path }: RoutedCall): string {
  const partition = api.region.startsWith('cn-') ? 'aws-cn' : 'aws';
  return `arn:${partition}:execute-api:${api.region}:${api.account}:${api.id}/${stage.name}/${request.method}${path}`;
}
