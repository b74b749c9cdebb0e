import { isServedMethod, METHODS } from '../http';

/** The methods that `ANY` and `$default` stand for, without OPTIONS. */
export const EXPANDED_METHODS = METHODS.filter((method) => method !== 'OPTIONS');

/** What a route takes: a method of a path, `ANY` of a path, or with `$default` whatever no other route takes. */
export interface RouteKey {
  readonly method: string;
  /** Undefined for `$default`. */
  readonly path?: string;
}

/** The parts of a route key; undefined where the method isn't known at synth. The path may hold tokens. */
export function parseRouteKey(key: string): RouteKey | undefined {
  if (key === '$default') return { method: 'ANY' };
  const [, method, path] = /^([A-Z]+) (.+)$/s.exec(key) ?? [];
  return method === 'ANY' || isServedMethod(method) ? { method, path } : undefined;
}
