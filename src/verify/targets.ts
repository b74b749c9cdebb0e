import type { EmulatedEntrance, EntranceRoute } from '../emulator';
import type { Target } from './app';

const ANY_METHOD = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** What pages can call of an entrance: a path of each route, by each of its methods. Preflights aren't called by pages. */
export function targetsOf(entrance: EmulatedEntrance): Target[] {
  return isElsewhere(entrance) ? [] : entrance.routes.flatMap((route) => methodsOf(route).map((method) => targetOf(entrance, route, method)));
}

/**
 * Whether an API's own endpoint is disabled and no domain of the templates leads to it, so it isn't known where pages call it; or whether it is a function URL
 * that takes signed requests alone and has no CORS: a distribution calls it, or a server.
 */
function isElsewhere(entrance: EmulatedEntrance): boolean {
  const { url, resource: { properties: { DisableExecuteApiEndpoint: disabled } } } = entrance;
  if (entrance.kind === 'function-url' && entrance.functionUrl.authType === 'AWS_IAM' && entrance.functionUrl.cors === undefined) return true;
  return (disabled === true || disabled === 'true') && new URL(url).hostname.includes('.execute-api.');
}

/** A method of a route, as a page would call it. */
export function targetOf(entrance: EmulatedEntrance, route: EntranceRoute, method: string): Target {
  return { entrance, route, method, path: samplePath(route.path), headers: headersFor(route, method) };
}

/** The URL that people know an entrance by: a distribution by the first of its aliases. */
export function publicUrl({ kind, url, aliases }: Pick<EmulatedEntrance, 'kind' | 'url' | 'aliases'>): string {
  return (kind === 'cloudfront' ? aliases.find((alias) => !alias.includes('*')) : undefined) ?? url;
}

/** The methods by which pages call a route. */
export function methodsOf({ method }: EntranceRoute): string[] {
  if (method === '*') return ANY_METHOD;
  return ['OPTIONS', 'HEAD', 'TRACE', 'CONNECT'].includes(method.toUpperCase()) ? [] : [method];
}

/** A path of a template's; the words in it are unlikely to be others of the template's. */
export function samplePath(template: string): string {
  return template.replace(/\{one\}/g, '1').replace(/\{([^{}]*?)(\+?)\}/g, (_all, name: string, greedy: string) =>
    (greedy === '' ? `a-${name.replace(/[^\w-]/g, '') || 'value'}` : 'any/path'));
}

function headersFor({ headers }: EntranceRoute, method: string): Record<string, string> {
  const own = headers.map((name) => [name, valueOf(name)]);
  const typed = WITH_BODY.has(method) && !headers.some((name) => name.toLowerCase() === 'content-type');
  return Object.fromEntries(typed ? [...own, ['content-type', 'application/json']] : own) as Record<string, string>;
}

/** A range as players and readers ask for it needs no preflight, as another value would. */
const VALUES: Readonly<Record<string, string>> = { 'authorization': 'Bearer token', 'content-type': 'application/json', 'range': 'bytes=0-99' };

function valueOf(name: string): string {
  return VALUES[name.toLowerCase()] ?? 'value';
}
