/**
 * For handlers that take the policy in code instead of by the layer of `FunctionCors`: `cdk-cors/function`. It needs nothing at run time, and what it
 * reads is what `FunctionCors` writes: the environment variable CORS_POLICY.
 *
 * @packageDocumentation
 */
export { cors, corsPolicy } from './layer/cdk-cors/cors';
export type { FunctionPolicy, PolicyDocument } from './layer/cdk-cors/cors';
