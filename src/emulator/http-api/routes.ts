import { RouteFingerprint } from '../kernel/fingerprint';
import type { EntranceRoute } from '../kernel/machine';
import { RouteStep } from '../kernel/step';
import type { HttpApi, Route } from './api';

const IN_HEADER = /^\$request\.header\.(.+)$/;

/** What can be called: `$default` takes any method of any path. */
export function routesOf(api: HttpApi): EntranceRoute[] {
  return api.routes.map((route) => ({
    method: route.method === 'ANY' ? '*' : route.method,
    path: route.path ?? '/{proxy+}',
    logicalId: route.resource.logicalId,
    resource: route.resource,
    headers: headersOf(route),
    step: new RouteStep(api, route),
    fingerprint: RouteFingerprint.of(route, ['key', 'method', 'path', 'uri', 'resource']),
  }));
}

/** The headers that a route's authorizer asks for. */
function headersOf({ authorization: { type, authorizer } }: Route): string[] {
  if (type === 'NONE') return [];
  const sources = authorizer?.identitySources.flatMap((source) => (typeof source === 'string' ? IN_HEADER.exec(source)?.[1] ?? [] : [])) ?? [];
  return sources.length > 0 ? sources : type === 'AWS_IAM' || authorizer === undefined ? ['Authorization'] : [];
}
