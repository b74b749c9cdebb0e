import type { Stack } from 'aws-cdk-lib';
import { CorsPolicy, CorsSpecRestApi, type CorsSpecRestApiProps, SpecDefinition } from '../../../src';
import { Emulator } from '../../../src/emulator';
import { newFunction, newStack, resourcesOf } from '../../support/rest-api';

export const APP = 'https://app.example.com';
export const ONE = CorsPolicy.forOrigins(APP);

/** An operation that a back end answers. */
export const PROXIED = { 'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'GET', uri: 'https://backend.example.net/' } };

/** A document with these paths. */
export function document(paths: object, rest: object = {}): { [key: string]: any } {
  return { openapi: '3.0.3', info: { title: 'Shop', version: '1' }, paths, ...rest };
}

export interface Made {
  readonly stack: Stack;
  readonly api: CorsSpecRestApi;
}

/** An API of a document. */
export function specApi(definition: { [key: string]: any } | SpecDefinition | undefined, props: Partial<CorsSpecRestApiProps> = {}): Made {
  const stack = newStack();
  const api = new CorsSpecRestApi(stack, 'Api', {
    cors: ONE,
    definition: definition === undefined || definition instanceof SpecDefinition ? definition : SpecDefinition.fromObject(definition),
    ...props,
  });
  return { stack, api };
}

/** An API of a table whose routes are all answered by one function. */
export function routesApi(routes: readonly string[], props: Partial<CorsSpecRestApiProps> = {}): Made {
  const stack = newStack();
  const handler = newFunction(stack);
  const api = new CorsSpecRestApi(stack, 'Api', { cors: ONE, routes: Object.fromEntries(routes.map((route) => [route, handler])), ...props });
  return { stack, api };
}

/** The document as it stands in the template. */
export function bodyOf({ stack }: Made): any {
  return Object.values(resourcesOf(stack, 'AWS::ApiGateway::RestApi'))[0].Properties.Body;
}

/** The operations of the imported document as `GET /items`. */
export function operationsOf(made: Made): string[] {
  return Object.entries(bodyOf(made).paths).flatMap(([path, item]) => Object.keys(item as object).filter((key) => key !== 'parameters')
    .map((key) => `${key === 'x-amazon-apigateway-any-method' ? 'ANY' : key.toUpperCase()} ${path}`)).sort();
}

export function preflightsOf(made: Made): string[] {
  return operationsOf(made).filter((operation) => operation.startsWith('OPTIONS ')).map((operation) => operation.slice('OPTIONS '.length));
}

/** What AWS would answer, by the emulator. */
export function answerOf({ stack }: Made, method: string, path: string, headers: { [name: string]: string } = {}) {
  const emulator = Emulator.fromTemplate((stack.node.root as import('aws-cdk-lib').App).synth().getStackByName(stack.stackName).template, {
    backends: { 'https://backend.example.net': () => ({ status: 200, headers: {}, body: '{}' }) },
  });
  const answer = emulator.send({ method, url: `${emulator.entrances[0].url}${path}`, headers });
  const named = answer.headers.map(([name, value]) => [name.toLowerCase(), value]);
  return { status: answer.status, headers: Object.fromEntries(named) };
}

/** The answer to a preflight. */
export function preflight(made: Made, path: string, origin = APP, method = 'PUT') {
  return answerOf(made, 'OPTIONS', path, { 'origin': origin, 'access-control-request-method': method });
}
