/** A policy as CORS_POLICY has it. */
export interface PolicyDocument {
  /** Origins as browsers send them, or `*` alone. Left out, there must be a pattern. */
  readonly allowOrigins?: string[];
  /** A regular expression for whole origins, in what JavaScript, Java, Python and Go share. */
  readonly allowOriginPattern?: string;
  /** The methods that pages may use. */
  readonly allowMethods?: string[];
  /** The request headers that pages may set. */
  readonly allowHeaders?: string[];
  /** The response headers that pages may read beyond the safelisted ones. */
  readonly exposeHeaders?: string[];
  /** Whether pages may send credentials. */
  readonly allowCredentials?: boolean;
  /** How long a browser may remember the answer to a preflight, in seconds. */
  readonly maxAge?: number;
}

/** The HTTP request that an event stands for. */
export interface EventRequest {
  readonly isV2: boolean;
  /** Where headers of the answer are read. */
  readonly place: 'headers' | 'multiValueHeaders';
  readonly origin?: string;
  readonly preflight: boolean;
}

/** A policy and what it says, for frameworks that have a place of their own for it. */
export interface FunctionPolicy extends PolicyDocument {
  /** Whether the answer depends on who asks, so that it must say `Vary: Origin`. */
  readonly varies: boolean;
  /** Whether pages of an origin may call. */
  allows(origin: string): boolean;
  /**
   * All CORS headers of an answer, `Vary` among them.
   *
   * @param vary values of `Vary` that the answer has already
   */
  headersFor(request: { readonly origin?: string; readonly preflight?: boolean }, vary?: readonly unknown[]): { [name: string]: string };
}

/**
 * A handler whose answers carry the policy: their CORS headers, if they have any, give way to the policy's, and preflights are answered without calling
 * the handler. Events that aren't HTTP requests pass.
 *
 * ```ts
 * export const handler = cors(async (event) => ({ statusCode: 200, body: 'Hello' }));
 * ```
 *
 * It never makes an answer worse: with a bad policy, or where an answer has no form that headers can be put on, the answer goes out as it is and one line
 * is logged. A handler that streams is returned as it is, which is logged too; it can write `corsPolicy().headersFor(…)` itself.
 *
 * @param handler async, returning a promise or calling back; for REST APIs, HTTP APIs (format 1.0 and 2.0), function URLs and load balancers
 * @param policy the policy, as text or as an object; by default that of the environment variable CORS_POLICY
 */
export function cors<H extends (...values: any[]) => unknown>(handler: H, policy?: string | PolicyDocument): H;

/**
 * Reads a policy.
 *
 * @param policy the policy, as text or as an object; by default that of the environment variable CORS_POLICY
 * @throws an Error that says what is wrong with it
 */
export function corsPolicy(policy?: string | PolicyDocument): FunctionPolicy;

export function requestOf(event: unknown): EventRequest | undefined;
export function preflightAnswer(policy: FunctionPolicy, request: EventRequest): object;
export function withCors(policy: FunctionPolicy, request: EventRequest, answer: unknown): object;
