import type { EmulatedEntrance, Step, TemplateModel, TemplateResource } from '../emulator';
import type { Method, RestApi } from '../emulator/rest-api/api';
import { methodsOf } from '../emulator/rest-api/paths';
import { readApi } from '../emulator/rest-api/read-api';
import type { App } from './app';

const apis = new WeakMap<TemplateModel, readonly RestApi[]>();

/** The REST APIs of an app, read once. */
export function restApis({ emulator: { model } }: Pick<App, 'emulator'>): readonly RestApi[] {
  const known = apis.get(model) ?? model.ofType('AWS::ApiGateway::RestApi').map((resource) => readApi(resource, model));
  apis.set(model, known);
  return known;
}

/**
 * The REST APIs, those first that the steps of an answer are likely of: steps have logical ids, which every stack has for itself.
 *
 * @param asked what the question was put to
 */
function nearest({ resource: asked }: Pick<EmulatedEntrance, 'resource'>, app: App): readonly RestApi[] {
  const distance = ({ resource }: RestApi) => (resource === asked ? 0 : resource.stack === asked.stack ? 1 : 2);
  return [...restApis(app)].sort((a, b) => distance(a) - distance(b));
}

/** The REST API whose stage is among the steps; undefined where none is. */
export function apiOfStage(via: readonly Step[], asked: EmulatedEntrance, app: App): RestApi | undefined {
  const step = via.find(({ kind }) => kind === 'stage');
  if (step === undefined) return undefined;
  return nearest(asked, app).find(({ stages }) => stages.some(({ resource }) => resource === step.resource));
}

/** A method of a REST API, and the API. */
export interface FoundMethod {
  readonly api: RestApi;
  readonly method: Method;
}

/** The method that a step is. */
export function methodOfStep(via: readonly Step[], asked: EmulatedEntrance, app: App): FoundMethod | undefined {
  const step = via.find(({ kind }) => kind === 'method');
  if (step === undefined) return undefined;
  for (const api of nearest(asked, app)) {
    const method = methodsByName(api).get(`${step.resource?.path} ${step.name}`);
    if (method !== undefined) return { api, method };
  }
  return undefined;
}

const named = new WeakMap<RestApi, ReadonlyMap<string, Method>>();

function methodsByName(api: RestApi): ReadonlyMap<string, Method> {
  const key = (method: Method) => `${method.resource.path} ${nameOf(method)}`;
  const known = named.get(api) ?? new Map(methodsOf(api.root).map((method) => [key(method), method]));
  named.set(api, known);
  return known;
}

/** `OPTIONS /items`, as steps and messages call a method. */
export function nameOf({ httpMethod, path }: Method): string {
  return `${httpMethod} ${path}`;
}

/** Whether the method stands in an OpenAPI document. */
export function isInDocument({ resource }: Method): boolean {
  return resource.type === 'AWS::ApiGateway::RestApi';
}

/** A place in a template, and what makes it one with others. */
export interface Place {
  readonly resource: TemplateResource;
  readonly property: string;
  readonly sameAs: string;
}

/** Where a property of a method stands: below its own resource, or in the document that has it. */
export function placeOf(method: Method, property: string, inDocument: string): Place {
  const operation = method.httpMethod === 'ANY' ? 'x-amazon-apigateway-any-method' : method.httpMethod.toLowerCase();
  return {
    resource: method.resource,
    property: isInDocument(method) ? `Properties/Body/paths/${method.path}/${operation}/${inDocument}` : `Properties/${property}`,
    sameAs: property,
  };
}
