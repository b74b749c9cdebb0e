import type { Maybe, TemplateResource, Unknown } from '../template';

/** Header lines in the order and the case in which they go over the wire. */
export type HeaderList = (readonly [name: string, value: string])[];

/** A request as it arrives at a layer. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute: `https://abc.execute-api.eu-west-1.amazonaws.com/prod/items?x=1`. */
  readonly url: string;
  readonly headers: HeaderList;
  readonly body?: Uint8Array;
  /** The address that the request came from; 127.0.0.1 where nobody says. */
  readonly sourceIp?: string;
}

/**
 * An answer, as far as it is known.
 *
 * A layer that knows only a part says so: an HTTP API writes the CORS headers whatever the function answers, so these are decided while status,
 * body and the other headers are not.
 */
export interface HttpResponse {
  readonly status: Maybe<number>;
  readonly headers: HeaderList;
  readonly body?: Maybe<Uint8Array>;
  /** There may be more headers than those listed. */
  readonly moreHeaders?: MoreHeaders;
}

/** Headers that may be there besides the listed ones. */
export interface MoreHeaders {
  readonly because: Unknown;
  /** Names, in lower case, that are settled all the same: listed above, or certainly absent. `access-control-*` stands for all that begin so. */
  readonly except: readonly string[];
}

/** Who had a hand in an answer, from the outside in: a cache behavior, a method, a gateway response, a function. */
export interface Step {
  readonly kind:
  | 'behavior' | 'edge-function' | 'origin' | 'error-page' | 'redirect' | 'cache' | 'response-headers-policy'
  | 'stage' | 'method' | 'route' | 'preflight' | 'authorizer' | 'integration' | 'gateway-response' | 'gateway'
  | 'function' | 'bucket' | 'backend';
  /** As a person calls it: `/api/*`, `OPTIONS /{proxy+}`, `UNAUTHORIZED`. */
  readonly name: string;
  /** The resource's logical id, where there is one. */
  readonly logicalId?: string;
  /** The resource in the template, where there is one; its path in JSON. */
  readonly resource?: TemplateResource;
}

/** A step of a resource, or of what no resource stands for. */
export function stepOf(kind: Step['kind'], name: string, resource?: TemplateResource): Step {
  return resource === undefined ? { kind, name } : { kind, name, logicalId: resource.logicalId, resource };
}

/** That an answer rests on a rule which isn't recorded from AWS: inferred, reported or contradicted. */
export interface RuleNote {
  /** Its number in the facts, such as 72. */
  readonly rule: number;
  readonly text: string;
}

/** What an entrance answers. */
export interface Answer extends HttpResponse {
  readonly via: readonly Step[];
  readonly notes: readonly RuleNote[];
}

/** Whether a name is that of a header, given in lower case. */
export function isNamed(name: string, lowerCase: string): boolean {
  return name.length === lowerCase.length && (name === lowerCase || name.toLowerCase() === lowerCase);
}

/** The value of a header, its lines joined as HTTP joins them; undefined where there is none. */
export function headerOf(headers: HeaderList, name: string): string | undefined {
  const lowerCase = name.toLowerCase();
  let joined: string | undefined;
  for (const [each, value] of headers) {
    if (isNamed(each, lowerCase)) {
      joined = joined === undefined ? value : `${joined}, ${value}`;
    }
  }
  return joined;
}

/** Whether there is a header of a name. */
export function hasHeader(headers: HeaderList, name: string): boolean {
  const lowerCase = name.toLowerCase();
  return headers.some(([each]) => isNamed(each, lowerCase));
}

/** The list without a header. */
export function withoutHeader(headers: HeaderList, name: string): HeaderList {
  return hasHeader(headers, name) ? headers.filter(([each]) => !isNamed(each, name.toLowerCase())) : headers;
}

/** The list with a header set: in place of the one that was there, else at the end. */
export function withHeader(headers: HeaderList, name: string, value: string): HeaderList {
  return [...withoutHeader(headers, name), [name, value]];
}
