import { recordOf } from '../../template';
import { isUnknown, type Maybe, Unknown } from '../../template';
import type { Exchange } from './exchange';
import { valueOf } from './request';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `$context` of a request, which is also what a function gets as `requestContext`, with a few names more. */
export function contextOf(exchange: Exchange): { [name: string]: unknown } {
  const { api, request, circumstances, method, stage } = exchange;
  exchange.readsContext = true;
  const context: { [name: string]: unknown } = {
    accountId: api.account,
    apiId: api.resource.physicalId,
    // Rule 145.
    deploymentId: stage?.deploymentId,
    domainName: request.host,
    domainPrefix: request.host.split('.')[0],
    extendedRequestId: extendedId(exchange.requestId),
    httpMethod: request.method,
    identity: identityOf(exchange),
    path: request.path,
    protocol: 'HTTP/1.1',
    requestId: exchange.requestId,
    requestTime: requestTime(circumstances.now),
    requestTimeEpoch: circumstances.now,
    resourceId: method?.resource.physicalId ?? '',
    resourcePath: method?.path ?? '',
    stage: stage?.name ?? '',
  };
  if (exchange.authorizer !== undefined) {
    context.authorizer = exchange.authorizer;
  }
  if (exchange.error !== undefined) {
    context.error = exchange.error;
  }
  return context;
}

function identityOf({ request, apiKey }: Exchange): object {
  const identity = {
    accessKey: null,
    accountId: null,
    caller: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: request.sourceIp,
    user: null,
    userAgent: valueOf(request.headers, 'user-agent') ?? null,
    userArn: null,
  };
  return apiKey === undefined ? identity : { ...identity, apiKey: apiKey.value, apiKeyId: apiKey.id };
}

/** Stage variables by name, an Unknown where the template leaves one open. */
export function stageVariablesOf({ stage }: Exchange): { readonly [name: string]: Maybe<string> } {
  return recordOf(stage?.variables ?? []);
}

/** `09/Apr/2015:12:34:56 +0000`. */
export function requestTime(now: number): string {
  const date = new Date(Number.isFinite(now) ? now : 0);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:` +
    `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

/** What `context.identity.sourceIp` or `$context.authorizer.claims.sub` stands for. */
export function lookUp(context: unknown, path: string): Maybe<string> | undefined {
  let value: unknown = context;
  for (const name of path.split('.')) {
    if (isUnknown(value)) return value;
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as { [name: string]: unknown })[name] : undefined;
  }
  return value === undefined || value === null ? undefined : value instanceof Unknown || typeof value === 'string' ? value
    : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A UUID that no two requests of a run share. */
export function requestIdOf(now: number, sequence: number): string {
  const count = (sequence % 0x1_0000_0000).toString(16).padStart(8, '0');
  return `${count}${timePart(now)}`;
}

let lastTime = { now: NaN, part: '' };

/** Many requests are made at one time. */
function timePart(now: number): string {
  if (lastTime.now !== now) {
    const time = BigInt(Math.trunc(Number.isFinite(now) ? Math.abs(now) : 0)).toString(16).padStart(12, '0').slice(-12);
    lastTime = { now, part: `-${time.slice(8)}-4${time.slice(5, 8)}-8${time.slice(2, 5)}-${time}` };
  }
  return lastTime.part;
}

/** `x-amz-apigw-id`, such as `JKJaXmPLvHcESHA=`. */
export function extendedId(requestId: string): string {
  return `${requestId.slice(0, 8)}${requestId.slice(-7)}=`;
}
