/** The methods that `ANY` and `$default` stand for, without OPTIONS. */
export const EXPANDED_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What a route takes: a method of a path, `ANY` of a path, or with `$default` whatever no other route takes. */
export interface RouteKey {
  readonly method: string;
  /** Undefined for `$default`. */
  readonly path?: string;
}

/** The parts of a route key; undefined where the method isn't known at synth. The path may hold tokens. */
export function parseRouteKey(key: string): RouteKey | undefined {
  if (key === '$default') return { method: 'ANY' };
  const parts = /^(ANY|GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE) (.+)$/s.exec(key);
  return parts === null ? undefined : { method: parts[1], path: parts[2] };
}

/** The path without the names of its variables: API Gateway takes `/items/{id}` and `/items/{key}` for the same. */
export function shapeOf(path: string): string {
  return path.replace(/\{[^{}+]*(\+?)\}/g, '{$1}');
}
