import type { Maybe } from '../../template';
import { textOfBytes } from '../kernel/bytes';
import { headerOf } from '../kernel/message';
import type { RoutedCall } from './exchange';
import { contextValue } from './request-context';
import { queryPairs } from './url';

/**
 * The value of a selection expression of the request: `$request.header.x`, `$request.querystring.x`, `$request.path.x`, `$request.path`,
 * `$request.body`, `$context.x` or `$stageVariables.x`; undefined where there is none.
 */
export function selected(expression: string, call: RoutedCall): Maybe<string> | undefined {
  const [, source, name = ''] = /^\$(request\.(?:header|querystring|path|body)|context|stageVariables)(?:\.(.+))?$/.exec(expression) ?? [];
  const { request, url } = call.exchange;
  switch (source) {
    case 'request.header': return headerOf(request.headers, name);
    case 'request.querystring': return queryPairs(url.query).find(([each]) => each === name)?.[1];
    case 'request.path': return name === '' ? call.path : call.pathParameters[name];
    case 'request.body': return bodyValue(name, request.body);
    case 'context': return contextValue(name, call);
    case 'stageVariables': return call.stage.variables.find(([each]) => each === name)?.[1];
    default: return undefined;
  }
}

// $request.body.name.name, of a JSON body.
function bodyValue(path: string, body: Uint8Array | undefined): string | undefined {
  const text = textOfBytes(body ?? new Uint8Array());
  if (path === '') return text;
  try {
    const value = path.split('.').reduce((each, name) => Object.hasOwn(Object(each), name) ? each[name] : undefined, JSON.parse(text));
    return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}
