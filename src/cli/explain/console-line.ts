import type { CorsCheckError, CorsError, Engine } from '../../browser';
import { RECORDED } from '../../browser';

/** A line of a browser's console or network tab, understood. */
export interface ConsoleLine {
  readonly browser: 'Chromium' | 'Firefox' | 'WebKit';
  /** Which versions say it so: the one that was recorded, or older ones. */
  readonly versions: string;
  /** What may be wrong, by Chromium's names, the likeliest first: not every browser tells preflights from responses. Empty where it isn't CORS. */
  readonly errors: readonly CorsError[];
  /** What was asked for. */
  readonly url?: string;
  /** Where the request was redirected from, where it was. */
  readonly redirectedFrom?: string;
  /** The page's origin. */
  readonly origin?: string;
  /** The value, method or header at fault, as the browser names it. */
  readonly parameter?: string;
  readonly status?: number;
}

export const CHECKS: readonly CorsCheckError[] = [
  'MissingAllowOriginHeader', 'AllowOriginMismatch', 'WildcardOriginNotAllowed', 'InvalidAllowCredentials', 'MultipleAllowOriginValues', 'InvalidAllowOriginValue',
];

/** The same for preflights and responses. */
export function both(...errors: readonly CorsCheckError[]): CorsError[] {
  return errors.flatMap((error): CorsError[] => [`Preflight${error}`, error]);
}

/** `old` are words that the recorded version no longer has. */
export type Reason = readonly [pattern: RegExp, errors: readonly CorsError[], old?: 'old'];

/** What a reason tells: the errors, and the group of its pattern. */
export function firstReason(reasons: readonly Reason[], line: string, engine: Engine): Pick<ConsoleLine, 'errors' | 'parameter' | 'versions'> | undefined {
  for (const [pattern, errors, old] of reasons) {
    const [whole, parameter] = pattern.exec(line) ?? [];
    if (whole !== undefined) return { errors: [...new Set(errors)], parameter, versions: versionsOf(engine, old) };
  }
  return undefined;
}

export function versionsOf(engine: Engine, old?: 'old'): string {
  return old === undefined ? RECORDED[engine] : `before ${RECORDED[engine]}`;
}

/** Several values in Access-Control-Allow-Origin: some browsers say that they don't match. */
export function severalValues({ errors, ...line }: ConsoleLine): ConsoleLine {
  const isSeveral = line.parameter?.includes(',') === true && errors.some((error) => error.endsWith('AllowOriginMismatch'));
  if (!isSeveral) return { ...line, errors };
  return { ...line, errors: errors.includes('PreflightAllowOriginMismatch') && errors.includes('AllowOriginMismatch') ? both('MultipleAllowOriginValues') : errors.map(several) };
}

function several(error: CorsError): CorsError {
  return error.startsWith('Preflight') ? 'PreflightMultipleAllowOriginValues' : 'MultipleAllowOriginValues';
}
