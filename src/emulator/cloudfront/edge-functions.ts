import { type Resolved, type TemplateModel, type TemplateResource, wholeListOf, field, textOf, isUnknown, type Maybe, Unknown } from '../../template';
import { bytesOfText } from '../kernel/bytes';
import { type FunctionCode, FunctionRuntime, type KeyValues } from './function-runtime';

/** The events at which functions run. CloudFront Functions know the viewer's two only. */
export type EdgeEvent = 'viewer-request' | 'viewer-response' | 'origin-request' | 'origin-response';

/** A function at an event. */
export type EdgeFunction =
  | { readonly kind: 'function'; readonly resource: TemplateResource; readonly runtime: FunctionRuntime; readonly stores: readonly KeyValueStore[] }
  | { readonly kind: 'lambda'; readonly resource: TemplateResource; readonly includesBody: boolean };

/** A key value store that a function may read (rule 108). */
export interface KeyValueStore {
  readonly id: string;
  readonly resource: TemplateResource | undefined;
}

/** Tells what a key value store holds, where somebody knows. */
export type StoreReader = (store: TemplateResource) => { readonly [key: string]: string } | undefined;

/** The functions of a behavior: at most one an event (rule 108). */
export type EdgeFunctions = ReadonlyMap<EdgeEvent, Maybe<EdgeFunction>>;

const EVENTS: readonly EdgeEvent[] = ['viewer-request', 'viewer-response', 'origin-request', 'origin-response'];

/** The functions that a cache behavior names. */
export function edgeFunctionsOf(behavior: Resolved, model: TemplateModel): EdgeFunctions {
  const functions = new Map<EdgeEvent, Maybe<EdgeFunction>>();
  for (const [list, read] of [['LambdaFunctionAssociations', lambdaOf], ['FunctionAssociations', functionOf]] as const) {
    const associations = wholeListOf(field(behavior, list));
    if (isUnknown(associations)) {
      EVENTS.forEach((event) => functions.set(event, associations));
      continue;
    }
    for (const association of associations) {
      const event = textOf(field(association, 'EventType'));
      if (isUnknown(event)) {
        EVENTS.forEach((each) => functions.set(each, event));
      } else if (EVENTS.includes(event as EdgeEvent)) {
        functions.set(event as EdgeEvent, read(association, model));
      }
    }
  }
  return functions;
}

const runtimes = new WeakMap<TemplateResource, Maybe<EdgeFunction>>();

function functionOf(association: Resolved, model: TemplateModel): Maybe<EdgeFunction> {
  const arn = field(association, 'FunctionARN');
  const resource = model.referent(arn, 'AWS::CloudFront::Function');
  if (resource === undefined) {
    return isUnknown(arn) ? arn : new Unknown(String(arn), 'the code of this CloudFront Function isn\'t in the template');
  }
  const known = runtimes.get(resource) ?? readFunction(resource, model);
  runtimes.set(resource, known);
  return known;
}

/** Bytes of a function's code (rule 108). */
const MAX_CODE = 10 * 1024;

function readFunction(resource: TemplateResource, model: TemplateModel): Maybe<EdgeFunction> {
  const code = textOf(resource.properties.FunctionCode);
  const runtime = textOf(field(resource.properties.FunctionConfig, 'Runtime'));
  if (isUnknown(code) || isUnknown(runtime)) return [code, runtime].find(isUnknown)!;
  const size = bytesOfText(code ?? '').length;
  if (size > MAX_CODE) {
    return new Unknown(`${resource.path}/Properties/FunctionCode`, `the function can't be deployed: its code has ${size} bytes, and at most ${MAX_CODE} are taken`);
  }
  const version: FunctionCode['runtime'] = runtime === 'cloudfront-js-1.0' ? runtime : 'cloudfront-js-2.0';
  const stores = wholeListOf(field(resource.properties.FunctionConfig, 'KeyValueStoreAssociations'));
  return {
    kind: 'function',
    resource,
    runtime: new FunctionRuntime({ code: code ?? '', runtime: version }),
    stores: isUnknown(stores) ? [{ id: '', resource: undefined }] : stores.map((store) => storeOf(field(store, 'KeyValueStoreARN'), model)),
  };
}

function storeOf(arn: Resolved, model: TemplateModel): KeyValueStore {
  const text = typeof arn === 'string' ? arn : '';
  return { id: text.slice(text.lastIndexOf('/') + 1), resource: model.referent(arn, 'AWS::CloudFront::KeyValueStore') };
}

/** The stores of a function as it sees them. */
export function keyValuesOf(stores: readonly KeyValueStore[], read: StoreReader | undefined): KeyValues[] {
  return stores.map(({ id, resource }) => {
    const values = resource && read?.(resource);
    return values !== undefined
      ? { id, values }
      : { id, unknown: `what the key value store ${resource?.logicalId ?? id} holds isn't in the template` };
  });
}

function lambdaOf(association: Resolved, model: TemplateModel): Maybe<EdgeFunction> {
  const arn = field(association, 'LambdaFunctionARN');
  const version = model.referent(arn, 'AWS::Lambda::Version');
  const resource = version === undefined
    ? model.referentsIn(arn, 'AWS::Lambda::Function')[0]
    : model.referent(version.properties.FunctionName, 'AWS::Lambda::Function') ?? model.referentsIn(version.properties.FunctionName, 'AWS::Lambda::Function')[0];
  if (resource === undefined) {
    return isUnknown(arn) ? arn : new Unknown(String(arn), 'this Lambda@Edge function isn\'t in the template');
  }
  return { kind: 'lambda', resource, includesBody: textOf(field(association, 'IncludeBody')) === 'true' };
}
