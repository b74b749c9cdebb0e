import type { MethodStep, Step, TemplateResource } from '../emulator';
import type { Method, RestApi } from '../emulator/rest-api';

/** The REST API whose stage is among the steps; undefined where none is. */
export function restApiOf(via: readonly Step[]): RestApi | undefined {
  const api = via.find((step) => step.kind === 'stage')?.api;
  return api !== undefined && 'gatewayResponses' in api ? api : undefined;
}

/** The first method of a REST API among the steps. */
export function methodIn(via: readonly Step[]): MethodStep | undefined {
  return via.find((step) => step.kind === 'method');
}

/** `OPTIONS /items`, as steps and messages call a method. */
export function nameOf({ httpMethod, path }: Method): string {
  return `${httpMethod} ${path}`;
}

/** Whether the method stands in an OpenAPI document. */
function isInDocument({ resource }: Method): boolean {
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
