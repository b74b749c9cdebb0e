import type { HeaderList } from '../http';
import type { Maybe, TemplateResource, Unknown } from '../template';

export { hasHeader, type HeaderList, headerOf, isNamed, withHeader, withoutHeader } from '../http';

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
