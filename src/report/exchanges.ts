import { type Step, stepName } from '../emulator';
import type { AskVerdict } from '../verify';

/** A request and its answer, with who answered. Everything is as plain as it can be: what isn't known is `undefined`. */
export interface SeenExchange {
  readonly preflight: boolean;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: ReadonlyArray<readonly [name: string, value: string]>;
  /** Undefined where there was an answer and its status isn't known. */
  readonly status?: number;
  /** Undefined where nothing is known of an answer. A value is undefined where the header may be there. */
  readonly responseHeaders?: ReadonlyArray<readonly [name: string, value: string | undefined]>;
  /** From the outside in. */
  readonly via: readonly Step[];
}

/** What went over the wire for a verdict. */
export function exchangesOf({ exchanges, viaOf }: AskVerdict): SeenExchange[] {
  return exchanges.map(({ preflight, request, response }, index) => {
    const answer = typeof response === 'object' && response !== null ? response : undefined;
    return {
      preflight,
      method: request.method,
      url: request.url,
      requestHeaders: request.headers,
      ...(answer !== undefined && answer.status !== undefined && { status: answer.status }),
      ...(answer !== undefined && { responseHeaders: Array.isArray(answer.headers) ? answer.headers : Object.entries(answer.headers) }),
      via: viaOf[index] ?? [],
    };
  });
}

const CORS = /^(?:access-control-|origin$|vary$|location$)/i;

/** The headers that a browser decides by, as lines. */
export function corsLines(headers: ReadonlyArray<readonly [name: string, value: string | undefined]>): string[] {
  return headers.filter(([name]) => CORS.test(name)).map(([name, value]) => (value === undefined ? `${name}: not known` : `${name}: ${value}`));
}

/** What isn't there and should be told: an answer without a header that lets a page in. */
export function statusText({ status, responseHeaders }: SeenExchange): string {
  if (status !== undefined) return String(status);
  return responseHeaders === undefined ? 'an unknown answer' : 'an unknown status';
}

/** What answered, as people call it: `OPTIONS /{proxy+}, gateway response UNAUTHORIZED`. */
export function viaText(via: readonly Step[]): string {
  return via.map(stepName).join(', ');
}
