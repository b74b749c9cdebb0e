import { GATEWAY_RESPONSE_TYPES } from '../api-gateway';
import type { NormalizedRequest } from './translate';

/** The failures of a gateway that can be asked for. */
export const FAILURES: readonly string[] = GATEWAY_RESPONSE_TYPES;

/** How requests are asked to fail: of pages of an origin, or of all. */
export interface FailureSwitch {
  /** The name of a gateway response type, such as `UNAUTHORIZED`. */
  readonly failure: string;
  /** The page's origin, as AWS would see it; undefined for all requests. */
  readonly page?: string;
}

/** The query parameter that asks one request to fail. It is taken off before anything else sees it. */
const PARAMETER = 'cdk-cors-failure';

/** What requests are asked to fail as. Neither way changes a header, which could make a request need another preflight. */
export class Failures {
  private switches: readonly FailureSwitch[] = [];

  /** What is switched on. */
  public get current(): readonly FailureSwitch[] {
    return this.switches;
  }

  /** Has requests fail from now on; without a failure they don't fail any more. */
  public set(failure: string | undefined, page: string | undefined): void {
    const others = this.switches.filter((each) => each.page !== page);
    this.switches = failure === undefined ? others : [...others, { failure, page }];
  }

  /** The path without what asks for a failure, and the failure. Preflights are answered as ever. */
  public of(target: string, { origin, isPreflight }: Pick<NormalizedRequest, 'origin' | 'isPreflight'>): { readonly path: string; readonly failure?: string } {
    const asked = target.includes(PARAMETER) ? withoutParameter(target) : { path: target };
    if (isPreflight) return { path: asked.path };
    const on = this.switches.find(({ page }) => page === origin) ?? this.switches.find(({ page }) => page === undefined);
    return { path: asked.path, failure: asked.failure ?? on?.failure };
  }
}

function withoutParameter(target: string): { path: string; failure?: string } {
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target };
  const parts = target.slice(mark + 1).split('&');
  const isOurs = (part: string) => part.startsWith(`${PARAMETER}=`);
  const rest = parts.filter((part) => !isOurs(part));
  const failure = parts.find(isOurs)?.slice(PARAMETER.length + 1);
  return { path: target.slice(0, mark) + (rest.length === 0 ? '' : `?${rest.join('&')}`), ...failure !== undefined && failure !== '' && { failure } };
}
