/**
 * Chromium's names for what can be wrong with a cross-origin request, as its debugging protocol reports them.
 *
 * @see https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-CorsError
 */
export type CorsError = CorsCheckError | `Preflight${CorsCheckError}` | PreflightError | RequestError;

/** What the CORS check can find. @see https://fetch.spec.whatwg.org/#concept-cors-check */
export type CorsCheckError =
  | 'MissingAllowOriginHeader'
  | 'MultipleAllowOriginValues'
  | 'InvalidAllowOriginValue'
  | 'AllowOriginMismatch'
  | 'WildcardOriginNotAllowed'
  | 'InvalidAllowCredentials';

/** What else can be wrong with a preflight. @see https://fetch.spec.whatwg.org/#cors-preflight-fetch */
export type PreflightError =
  | 'PreflightInvalidStatus'
  | 'PreflightDisallowedRedirect'
  | 'InvalidAllowMethodsPreflightResponse'
  | 'InvalidAllowHeadersPreflightResponse'
  | 'MethodDisallowedByPreflightResponse'
  | 'HeaderDisallowedByPreflightResponse';

/** What can be wrong with a request or a redirect. @see https://fetch.spec.whatwg.org/#concept-main-fetch */
export type RequestError = 'CorsDisabledScheme' | 'RedirectContainsCredentials';

/** A network error, and why. @see https://fetch.spec.whatwg.org/#concept-network-error */
export interface Failure {
  /** Chromium's name, if it has one for this. */
  readonly error?: CorsError;

  /** Chromium's parameter, if it has a name for this. */
  readonly parameter?: string;

  /** Why, in one sentence. */
  readonly reason: string;

  /** The deciding step of the standard, as a URL. */
  readonly step: string;
}

/** Thrown inside the engine when an answer cannot tell what the next step must know; never leaves it, so it isn't an Error subclass: its stack isn't needed. */
export class CannotTell {
  /**
   * @param reason what could not be told, in one sentence
   * @param step the step of the standard that needed it
   */
  public constructor(public readonly reason: string, public readonly step: string) {}
}
