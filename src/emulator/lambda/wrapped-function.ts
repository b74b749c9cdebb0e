import { NODE_HANDLER, OWN_HANDLER, POLICY, PYTHON_HANDLER } from '../../function/handlers';
import { corsPolicy, type FunctionPolicy, preflightAnswer, requestOf, withCors } from '../../function/layer/cdk-cors/cors';
import { type TemplateModel, type TemplateResource, field, knownText, listOf, textOf, isUnknown, type Maybe, Unknown } from '../../template';
import type { InvokeResult } from '../kernel/machine';
import type { HeaderList, HttpRequest, HttpResponse } from '../kernel/message';

/** Of a request, what a policy asks for. */
type Asking = Pick<HttpRequest, 'method' | 'headers'>;

const read = new WeakMap<TemplateResource, { readonly policy: Maybe<FunctionPolicy> | undefined }>();

/**
 * The policy that the layer of `FunctionCors` puts on a function's answers: whatever the function answers, its CORS headers are known. Undefined where
 * the function isn't wrapped, or lets its answers through because the policy can't be read.
 */
export function policyOf(fn: TemplateResource): Maybe<FunctionPolicy> | undefined {
  let known = read.get(fn);
  if (known === undefined) {
    known = { policy: readPolicy(fn) };
    read.set(fn, known);
  }
  return known.policy;
}

function readPolicy({ properties, path }: TemplateResource): Maybe<FunctionPolicy> | undefined {
  const handler = knownText(field(properties, 'Handler'));
  const variables = field(field(properties, 'Environment'), 'Variables');
  const isWrapped = (handler === NODE_HANDLER || handler === PYTHON_HANDLER) && field(properties, 'Layers') !== undefined;
  if (!isWrapped || field(variables, OWN_HANDLER) === undefined) return undefined;
  const text = textOf(field(variables, POLICY));
  if (isUnknown(text)) return new Unknown(`${path}/Properties/Environment/Variables/${POLICY}`, text.reason);
  try {
    return corsPolicy(text ?? '');
  } catch {
    return undefined;
  }
}

/**
 * Why a function that `FunctionCors` was applied to isn't wrapped: an escape hatch changed a part of it afterwards.
 *
 * `bypassed`: the handler isn't the layer's. `without-layer`: the handler is the layer's, and none of the layers has it. `without-handler`: the layer isn't told which handler is
 * the function's own.
 */
export type WrapperFault = 'bypassed' | 'without-layer' | 'without-handler';

/** Undefined where nothing is wrong, and where it isn't known: a layer that isn't made here may be any. */
export function wrapperFaultOf({ properties }: TemplateResource, model: TemplateModel): WrapperFault | undefined {
  const handler = textOf(field(properties, 'Handler'));
  const own = field(properties, 'Environment', 'Variables', OWN_HANDLER);
  if (isUnknown(handler) || isUnknown(own)) return undefined;
  if (handler !== NODE_HANDLER && handler !== PYTHON_HANDLER) return own === undefined ? undefined : 'bypassed';
  const layers = field(properties, 'Layers');
  const versions = listOf(layers).map((each) => model.referent(each, 'AWS::Lambda::LayerVersion'));
  if (!isUnknown(layers) && versions.every((each) => each !== undefined && !isOwnLayer(each))) return 'without-layer';
  return own === undefined ? 'without-handler' : undefined;
}

function isOwnLayer({ properties }: TemplateResource): boolean {
  const description = textOf(field(properties, 'Description'));
  return isUnknown(description) || description?.startsWith('cdk-cors: ') === true;
}

/** What the layer makes of what came of a call. A call that couldn't be made is answered all the same where it is a preflight's. */
export function wrapped(fn: TemplateResource, event: () => unknown, result: Maybe<InvokeResult>): Maybe<InvokeResult> {
  const policy = policyOf(fn);
  if (policy === undefined || isUnknown(policy) || (!isUnknown(result) && !('payload' in result))) return result;
  const request = requestOf(event());
  if (request === undefined) return result;
  if (request.preflight) return { payload: preflightAnswer(policy, request) };
  if (isUnknown(result)) return result;
  try {
    return { payload: withCors(policy, request, result.payload) };
  } catch {
    return result; // as the layer does
  }
}

/** What the layer makes of a response that somebody says the function gives. */
export function wrappedResponse(policy: FunctionPolicy, request: Asking, response: HttpResponse): HttpResponse {
  const asked = requestOf(eventOf(request))!;
  if (asked.preflight) return { status: 204, headers: headersOf(preflightAnswer(policy, asked)) };
  const multiValueHeaders: { [name: string]: string[] } = Object.create(null);
  response.headers.forEach(([name, value]) => (multiValueHeaders[name] ??= []).push(value));
  return { ...response, headers: headersOf(withCors(policy, asked, { multiValueHeaders })) };
}

/** The policy's headers of whatever a function answers to a request. */
export function wrappedHeaders(policy: FunctionPolicy, request: Asking): HeaderList {
  return Object.entries(policy.headersFor(requestOf(eventOf(request))!));
}

/** The names of all headers that a policy decides, where its own aren't known. */
export const POLICY_HEADERS = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials', 'Access-Control-Expose-Headers',
  'Access-Control-Allow-Methods', 'Access-Control-Allow-Headers', 'Access-Control-Max-Age'];

/** Whether a policy decides a header. */
export function isCorsHeader(name: string): boolean {
  return POLICY_HEADERS.some((each) => each.toLowerCase() === name.toLowerCase());
}

function eventOf({ method, headers }: Asking): object {
  return { httpMethod: method, headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])) };
}

function headersOf(answer: { readonly headers?: object; readonly multiValueHeaders?: object }): HeaderList {
  const lists = Object.entries(answer.multiValueHeaders ?? {})
    .flatMap(([name, values]) => (values as string[]).map((value) => [name, value] as const));
  return [...lists, ...Object.entries(answer.headers ?? {}) as [string, string][]];
}
