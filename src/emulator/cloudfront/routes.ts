import { hasRequestBody, METHODS } from '../../http';
import { isUnknown } from '../../template';
import type { EmulatedEntrance } from '../kernel/emulated-entrance';
import { RouteFingerprint } from '../kernel/fingerprint';
import type { EntranceRoute as Route } from '../kernel/machine';
import { partsOf } from '../kernel/url';
import type { CloudFrontContext } from './context';
import { type Behavior, behaviorFor, type Distribution } from './distribution';
import { functionEvent } from './function-event';
import { requestResult } from './function-result';
import type { EdgeRequest } from './origin-request';
import type { Origin } from './origins';

const ALL_METHODS = 7;

/** What can be called through a distribution: the routes of the API behind each behavior where they can be told, else the behavior's path. */
export function routesOf(distribution: Distribution, context: CloudFrontContext): Route[] {
  return distribution.behaviors.flatMap((behavior) => apiRoutes(behavior, distribution, context) ?? ownRoutes(behavior, distribution));
}

/** A pattern as a path template: `/api/*` is `/api/{proxy+}`. */
function ownRoutes(behavior: Behavior, distribution: Distribution): Route[] {
  const pattern = behavior.pathPattern.startsWith('/') ? behavior.pathPattern : `/${behavior.pathPattern}`;
  const path = pattern.replace(/\/\*$/, '/{proxy+}').replace(/\*/g, '{any}').replace(/\?/g, '{one}');
  const { resource } = distribution;
  const fingerprint = new RouteFingerprint(() => '', behavior.pathPattern);
  return methodsOf('*', behavior).flatMap((method) => (method === '*' ? reachedBy(behavior) ?? ['*'] : [method])).map((method) =>
    ({ method, path, logicalId: resource.logicalId, resource, behavior: behavior.pathPattern, headers: [], fingerprint }));
}

/** Of a bucket that lets the distribution read only: what pages could ask it for; undefined where it may do more. */
function reachedBy({ origin }: Behavior): string[] | undefined {
  const [first] = isUnknown(origin) ? [] : origin.origins;
  if (first?.bucket === undefined) return undefined;
  const { bucket, caller } = first.bucket;
  const mayWrite = ['s3:PutObject', 's3:DeleteObject'].some((action) => bucket.access(caller, action, 'any') !== false);
  return mayWrite ? undefined : ['GET', 'HEAD', 'OPTIONS'];
}

/** The methods of a route that a behavior lets through; `*` where it lets through all of any. */
function methodsOf(method: string, { allowedMethods }: Behavior): string[] {
  if (isUnknown(allowedMethods)) return [method];
  if (method !== '*') return allowedMethods.includes(method) ? [method] : [];
  return allowedMethods.length >= ALL_METHODS ? ['*'] : [...allowedMethods];
}

function apiRoutes(behavior: Behavior, distribution: Distribution, context: CloudFrontContext): Route[] | undefined {
  const origin = isUnknown(behavior.origin) ? undefined : behavior.origin.origins[0];
  const api = origin && apiBehind(origin, context);
  if (origin === undefined || api === undefined || api.routes.length === 0) return undefined;
  const isSigned = origin.isSigned && api.kind === 'function-url';
  return routesThrough(api, { behavior, distribution, origin }).flatMap((route) => {
    const methods = methodsOf(route.method, behavior).flatMap((method) => (isSigned ? signedRoutes(route, method) : [{ ...route, method }]));
    return methods.map((each) => routeAt(behavior, each, each.method, route.path));
  });
}

/** Where CloudFront signs, pages needn't, but for the body, whose digest they have to send (rule 152). */
function signedRoutes(route: Route, method: string): Route[] {
  const methods = method === '*' ? METHODS.filter((each) => each !== 'OPTIONS' && each !== 'HEAD') : [method];
  return methods.map((each) => ({ ...route, method: each, headers: hasRequestBody(each) ? [CONTENT_DIGEST] : [] }));
}

/** The header with the SHA-256 of a body. */
const CONTENT_DIGEST = 'x-amz-content-sha256';

/** The routes of an API as they can be called through a behavior, if it let their methods through. */
export function routesThrough(api: Pick<EmulatedEntrance, 'url' | 'aliases' | 'routes'>, { behavior, distribution, origin }: Way): Route[] {
  const bases = basesOf(api, origin);
  return api.routes.flatMap((route) => {
    const [path] = bases.flatMap((base) => {
      const target = `${base}${route.path}`;
      const uri = target.startsWith(origin.originPath) ? target.slice(origin.originPath.length) || '/' : undefined;
      return uri === undefined ? [] : viewerPath(uri, behavior, distribution) ?? [];
    });
    return path === undefined ? [] : [routeAt(behavior, route, route.method, path)];
  });
}

/** What comes before the paths of an API at the name that an origin has: the stage at its own, the base path at a custom domain. */
export function basesOf({ url, aliases }: Pick<EmulatedEntrance, 'url' | 'aliases'>, { domainName, customDomain }: Origin): string[] {
  const urls = [url, ...aliases].map((each) => partsOf(each)!);
  const own = urls.filter(({ hostname }) => hostname === (customDomain ?? domainName));
  return (own.length > 0 ? own : urls.slice(0, 1)).map(({ pathname }) => pathname.replace(/\/$/, ''));
}

function routeAt({ pathPattern }: Behavior, route: Route, method: string, path: string): Route {
  const fingerprint = route.behavior === undefined ? route.fingerprint.through(pathPattern) : route.fingerprint;
  return { ...route, method, path, behavior: pathPattern, fingerprint };
}

/** A behavior on the way to its origin. */
export interface Way {
  readonly behavior: Behavior;
  readonly distribution: Distribution;
  readonly origin: Origin;
}

/** The entrance that an origin is. A distribution behind a distribution has no routes of its own here. */
function apiBehind(origin: Origin, context: CloudFrontContext): EmulatedEntrance | undefined {
  const url = isUnknown(origin.domainName) ? undefined : partsOf(`https://${origin.customDomain ?? origin.domainName}${origin.originPath}/`);
  return url && context.entrances().find((each) => each.kind !== 'cloudfront' && each.owns(url));
}

/** The path under which a viewer reaches a path of the origin: the same, or one below the pattern's prefix, that a function takes away or a greedy route takes. */
function viewerPath(uri: string, behavior: Behavior, distribution: Distribution): string | undefined {
  const prefix = (behavior.pathPattern.startsWith('/') ? behavior.pathPattern : `/${behavior.pathPattern}`).split('*')[0].replace(/\/$/, '');
  const candidates = [...new Set([uri, uri === '/' ? prefix || '/' : `${prefix}${uri}`, `${prefix}${uri}`])];
  return candidates.find((path) => {
    const asked = sample(path);
    if (behaviorFor(distribution, asked) !== behavior) return false;
    const reached = rewritten(asked, behavior, distribution);
    return reached === sample(uri) || (reached === asked && uri.endsWith('+}') && isBelow(asked, uri));
  });
}

/** Whether a greedy path such as `/items/{proxy+}` takes a path. */
function isBelow(path: string, greedy: string): boolean {
  const fixed = sample(greedy.replace(/\{[^{}]*\+\}$/, ''));
  return path.startsWith(fixed) && path.length > fixed.length;
}

/** A path of a template's, with a word in the place of each variable. */
function sample(template: string): string {
  return template.replace(/\{[^}]*\}/g, 'any');
}

/**
 * What a behavior's function makes of a path; undefined where it redirects. Where it answers by itself, as a gate that asks for a password does, and where that can't be told
 * without a request, as of Lambda@Edge, the path is taken for left alone: there may be a route behind.
 */
export function rewritten(uri: string, { functions }: Behavior, { aliases, domainName, resource }: Distribution): string | undefined {
  const associated = functions.get('viewer-request');
  if (associated === undefined) return uri;
  if (isUnknown(associated) || associated.kind !== 'function') return uri;
  // functions send other names of the site to the one that people know
  const host = aliases.find((alias) => !alias.includes('*')) ?? domainName;
  const request: EdgeRequest = { method: 'GET', protocol: 'https', uri, query: '', headers: [['Host', host]], sourceIp: '127.0.0.1' };
  const context = { distributionDomainName: domainName, distributionId: resource.physicalId, eventType: 'viewer-request', requestId: '' } as const;
  const outcome = associated.runtime.run(functionEvent(context, request), 0);
  const result = 'result' in outcome ? requestResult(outcome.result, request) : undefined;
  if (result === undefined || 'request' in result) return result?.request.uri ?? uri;
  const { status } = result.response;
  return !isUnknown(status) && status >= 300 && status < 400 ? undefined : uri;
}
