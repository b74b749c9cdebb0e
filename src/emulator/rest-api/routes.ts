import { isUnknown } from '../../template';
import { RouteFingerprint } from '../kernel/fingerprint';
import type { EntranceRoute } from '../kernel/machine';
import { MethodStep } from '../kernel/step';
import type { Method, RestApi } from './api';
import { methodsOf } from './paths';

/** What can be called, in the order of the paths. */
export function routesOf(api: RestApi): EntranceRoute[] {
  return methodsOf(api.root).map((method) => ({
    method: method.httpMethod === 'ANY' ? '*' : method.httpMethod,
    path: method.path,
    logicalId: method.resource.logicalId,
    resource: method.resource,
    headers: headersOf(method),
    step: new MethodStep(api, method),
    fingerprint: RouteFingerprint.of(method, ['httpMethod', 'path', 'uri', 'resource']),
  }));
}

const IN_HEADER = /^method\.request\.header\.(.+)$/;

/** The headers that a method asks its callers for: its authorizer's, its API key's, and those that it requires. */
function headersOf({ authorization, authorizer, apiKeyRequired, requestParameters }: Method): string[] {
  const sources = authorizer === undefined || isUnknown(authorizer) ? [] : authorizer.identitySources.filter((source) => typeof source === 'string');
  const ofAuthorizer = sources.flatMap((source) => IN_HEADER.exec(source)?.[1] ?? []);
  const usual = isUnknown(authorization) || authorization === 'NONE' || sources.length > 0 ? [] : ['Authorization'];
  const required = [...requestParameters].flatMap(([name, isRequired]) => (isRequired === true ? IN_HEADER.exec(name)?.[1] ?? [] : []));
  return distinct([...ofAuthorizer, ...usual, ...apiKeyRequired === true ? ['X-Api-Key'] : [], ...required]);
}

function distinct(names: readonly string[]): string[] {
  return names.filter((name, index) => names.findIndex((each) => each.toLowerCase() === name.toLowerCase()) === index);
}
