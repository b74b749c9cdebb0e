/** A policy as CORS_POLICY has it. */
export interface PolicyDocument {
  /** Origins as browsers send them, or `*` alone. */
  readonly allowOrigins?: readonly string[];
  /** A regular expression for whole origins, in what JavaScript, Java, Python and Go share. */
  readonly allowOriginPattern?: string;
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly allowCredentials?: boolean;
  /** In seconds. */
  readonly maxAge?: number | string;
}

type Pairs = [name: string, value: string][];

/** A policy, ready to be asked. */
export interface ReadPolicy {
  readonly any: boolean;
  readonly varies: boolean;
  readonly exact: ReadonlySet<string>;
  readonly pattern?: RegExp;
  readonly preflight: Pairs;
  readonly response: Pairs;
}

export interface EventRequest {
  readonly isV2: boolean;
  readonly listsOnly: boolean;
  readonly origin?: string;
  readonly isPreflight: boolean;
}

export function readPolicy(source: unknown): ReadPolicy;
export function allows(policy: ReadPolicy, origin: string): boolean;
export function corsHeaders(policy: ReadPolicy, origin: string | undefined, isPreflight: boolean): Pairs;
export function requestOf(event: unknown): EventRequest | undefined;
export function preflightAnswer(policy: ReadPolicy, request: EventRequest): object;
export function withCors(policy: ReadPolicy, request: EventRequest, answer: unknown): object;
