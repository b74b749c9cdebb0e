import type { EmulatedEntrance, Step } from '../emulator';
import { nearestFirst } from '../values';
import { urlOf } from '../verify';
import type { CorsQuestion } from './cors-question';
import { entrancesOf, entranceWithin } from './entrances';
import type { Subject } from './received';

/** The failures that are what a gateway answers where it has no route. */
const OF_NO_ROUTE: ReadonlySet<string | undefined> = new Set(['MISSING_AUTHENTICATION_TOKEN', 'RESOURCE_NOT_FOUND']);

const MAX_NAMED = 8;

/**
 * That a request is for a method or a path that the app doesn't have; undefined where it has them, or where that very answer is asked for.
 *
 * What a gateway answers to a mistyped path may be readable for pages, and proves nothing of the route that was meant.
 */
export function missingRoute(subject: Subject, request: CorsQuestion): string[] | undefined {
  if (OF_NO_ROUTE.has(request.failure)) return undefined;
  const entrance = request.url === undefined ? entranceWithin(subject, request.entrance) : subject.emulator.entranceOf(request.url);
  const { method = 'GET', path = '/' } = request;
  const url = request.url ?? urlOf(subject.emulator, { page: request.from, entrance: entrance!.resource.path, path });
  const { via } = subject.emulator.send({ method, url, headers: [] });
  if (!hasNoRoute(via)) return undefined;
  const asked = `${method} ${request.url === undefined ? path : new URL(url).pathname}`;
  const answerer = via.at(-1)!;
  return [
    `${entrance!.resource.path} has no ${asked}: it is answered by ${answerer.kind === 'gateway' ? '' : 'the gateway response '}${answerer.name}, and not by a route`,
    ...routesLine(asked, entrance ?? entrancesOf(subject)[0]),
    'to expect this of that very answer: failure: \'MISSING_AUTHENTICATION_TOKEN\' of a REST API, \'RESOURCE_NOT_FOUND\' of an HTTP API',
  ];
}

function routesLine(asked: string, { routes }: EmulatedEntrance): string[] {
  const names = routes.filter(({ method }) => method !== 'OPTIONS').map(({ method, path }) => `${method === '*' ? 'ANY' : method} ${path}`);
  const nearest = nearestFirst(asked, names).slice(0, MAX_NAMED);
  return nearest.length === 0 ? ['it has no routes']
    : [`${nearest.length < names.length ? `of its ${names.length} routes the nearest are` : 'its routes are'} ${nearest.join(', ')}`];
}

/** Whether a stage found no method and no route for a request, or a behavior refuses its method. */
function hasNoRoute(via: readonly Step[]): boolean {
  const has = (...kinds: ReadonlyArray<Step['kind']>): boolean => via.some(({ kind }) => kinds.includes(kind));
  if (has('method', 'route', 'preflight', 'bucket', 'backend', 'function')) return false;
  return via.some(({ kind, name }) => (kind === 'gateway-response' && name === 'MISSING_AUTHENTICATION_TOKEN')
    || (kind === 'gateway' && (/^404\b/.test(name) || (!has('stage', 'origin') && /^403\b/.test(name)))));
}
