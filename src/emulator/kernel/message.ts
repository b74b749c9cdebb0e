import type { HeaderList } from '../../http';
import type { Maybe, Unknown } from '../../template';
import type { Step } from './step';

export { hasHeader, type HeaderList, headerOf, isNamed, withHeader, withoutHeader } from '../../http';
export { type Step, stepOf } from './step';

/** A request as it arrives at a layer. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute: `https://abc.execute-api.eu-west-1.amazonaws.com/prod/items?x=1`. */
  readonly url: string;
  readonly headers: HeaderList;
  readonly body?: Uint8Array;
  /** The address that the request came from; 127.0.0.1 where it isn't given. */
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
