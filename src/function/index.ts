/**
 * For handlers that take the policy in code instead of by the layer of `FunctionCors`: `cdk-cors/function`. It needs nothing at run time, and what it
 * reads is what `FunctionCors` writes: the environment variable CORS_POLICY.
 *
 * @packageDocumentation
 */
import { allows, corsHeaders, PolicyDocument, readPolicy, ReadPolicy } from './layer/cdk-cors/cors';
import { log, wrap } from './layer/cdk-cors/wrap';

export type { PolicyDocument } from './layer/cdk-cors/cors';

/**
 * A handler whose answers carry the policy: their CORS headers, if they have any, give way to the policy's, and preflights are answered without calling
 * the handler. Events that are no HTTP requests pass.
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
export function cors<H extends (...values: any[]) => unknown>(handler: H, policy: string | PolicyDocument | undefined = process.env.CORS_POLICY): H {
  let read: ReadPolicy;
  try {
    read = readPolicy(policy);
  } catch (error) {
    log(`${(error as Error).message}; answers go out as they are`);
    return handler;
  }
  return wrap(handler, read);
}

/** The policy of a function, for frameworks that have a place of their own for it. */
export interface FunctionPolicy {
  /** The methods that pages may use. */
  readonly allowMethods: string[];
  /** The request headers that pages may set. */
  readonly allowHeaders: string[];
  /** The response headers that pages may read beyond the safelisted ones. */
  readonly exposeHeaders: string[];
  /** Whether pages may send credentials. */
  readonly allowCredentials: boolean;
  /** How long a browser may remember the answer to a preflight, in seconds. */
  readonly maxAge: number | undefined;
  /** Whether pages of an origin may call. */
  allows(origin: string): boolean;
  /** All CORS headers of an answer, `Vary` among them. */
  headersFor(request: { readonly origin?: string; readonly preflight?: boolean }): { [name: string]: string };
}

/**
 * Reads a policy.
 *
 * @param policy the policy, as text or as an object; by default that of the environment variable CORS_POLICY
 * @throws an Error that says what is wrong with it
 */
export function corsPolicy(policy: string | PolicyDocument | undefined = process.env.CORS_POLICY): FunctionPolicy {
  if (policy === undefined) {
    throw new Error('there is no environment variable CORS_POLICY; apply FunctionCors to the function, or give a policy');
  }
  const read = readPolicy(policy);
  const document: PolicyDocument = typeof policy === 'string' ? JSON.parse(policy) : policy;
  return {
    allows: (origin) => allows(read, origin),
    headersFor: ({ origin, preflight = false }) => ({
      ...Object.fromEntries(corsHeaders(read, origin, preflight)), ...(read.varies ? { Vary: 'Origin' } : {}),
    }),
    allowMethods: [...document.allowMethods ?? []],
    allowHeaders: [...document.allowHeaders ?? []],
    exposeHeaders: [...document.exposeHeaders ?? []],
    allowCredentials: document.allowCredentials ?? false,
    maxAge: document.maxAge === undefined ? undefined : Number(document.maxAge),
  };
}
