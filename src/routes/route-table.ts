import { Token } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { isSegment, misplacedGreedy, segmentsOf } from '../api-gateway';
import { METHODS } from '../http';
import { refuse, shown } from '../policy';

/** The methods of a route, `ANY` for all of them. */
export const ROUTE_METHODS = [...METHODS, 'ANY'];

/** A route of a table: who answers a method of a path. */
export interface TableRoute {
  /** As the user wrote it, without surplus blanks: `GET /items/{id}`. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly handler: IFunction;
}

/** The routes of a table such as `{ 'GET /items/{id}': fn, 'ANY /admin/{proxy+}': fn }`, or an error that says what is wrong with one. */
export function readRouteTable(routes: { readonly [route: string]: IFunction }): TableRoute[] {
  const table = Object.entries(routes).map(([key, handler]) => readRoute(key, handler));
  const seen = new Map<string, string>();
  for (const { key, method, path } of table) {
    const same = seen.get(`${method} ${path}`);
    if (same !== undefined) {
      refuse('duplicateRoute', `routes contains ${shown(key)} and ${shown(same)}, which are the same route; remove one`);
    }
    seen.set(`${method} ${path}`, key);
  }
  return table;
}

function readRoute(key: string, handler: IFunction): TableRoute {
  const [, method, path] = /^\s*(\S+)\s+(\S+)\s*$/.exec(key) ?? [];
  if (Token.isUnresolved(key) || method === undefined) {
    refuse('notARoute', `routes contains ${shown(key)}; a route is a method and a path that are known at synth, such as "GET /items/{id}"`);
  }
  if (!ROUTE_METHODS.includes(method)) {
    const upper = method.toUpperCase();
    refuse('notARoute', `routes contains ${shown(key)}; ${ROUTE_METHODS.includes(upper) ? `write the method in upper case, ${shown(`${upper} ${path}`)}`
      : `methods are ${ROUTE_METHODS.join(', ')}`}`);
  }
  checkPath(key, path);
  if (typeof handler?.functionArn !== 'string') {
    refuse('notAFunction', `routes[${shown(key)}] must be a Lambda function, got ${shown(handler)}; give an IFunction, such as new lambda.Function(…)`);
  }
  return { key: `${method} ${path}`, method, path, handler };
}

function checkPath(key: string, path: string): void {
  const segments = segmentsOf(path);
  if (!path.startsWith('/')) {
    refuse('notARoute', `routes contains ${shown(key)}; the path starts with "/", such as ${shown(`${key.trim().split(/\s+/)[0]} /${path}`)}`);
  }
  if (path !== '/' && path.endsWith('/')) {
    refuse('notARoute', `routes contains ${shown(key)}; a path has no slash at its end, write ${shown(path.replace(/\/+$/, ''))}`);
  }
  for (const segment of segments) {
    if (segment.startsWith(':')) {
      refuse('notARoute', `routes contains ${shown(key)}; a variable is written ${shown(`{${segment.slice(1)}}`)}, not ${shown(segment)}`);
    }
    if (!isSegment(segment)) {
      refuse('notARoute', `routes contains ${shown(key)}; between slashes stands a name of letters, digits and ._:,$- or one variable, such as {id}, got ${shown(segment)}`);
    }
  }
  const greedy = misplacedGreedy(segments);
  if (greedy !== undefined) {
    refuse('notARoute', `routes contains ${shown(key)}; a greedy variable such as ${shown(greedy)} takes the rest of the path, so nothing can follow it`);
  }
}
