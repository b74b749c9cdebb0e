import { operationKey, variableNames } from '../../api-gateway';
import { defined, extensionsOf, isDeployTime, isObject, type JsonObject, objectOf } from '../../open-api';
import { shown } from '../../policy';
import type { Models } from './models';
import type { SpecOperation } from './read-paths';
import type { Reading } from './reading';

/** What of a document is imported besides who answers and what guards. */
export interface Rendering extends Reading {
  /** Undefined where schemas are left out. */
  readonly models?: Models;
  /** Whether models of responses are imported, which nothing validates. */
  readonly responseModels: boolean;
  /** Whether descriptions are imported. */
  readonly documentation: boolean;
  /** Whether the import must be without warnings, such as that of an operation without responses. */
  readonly withoutWarnings: boolean;
}

const PLACES = ['path', 'query', 'header'];
const PARAMETER_NAME = /^[a-zA-Z0-9._$-]+$/;

/** `paths`, in what API Gateway takes of OpenAPI. What it would ignore isn't sent, since a template has a limit. */
export function renderPaths(operations: readonly SpecOperation[], rendering: Rendering): JsonObject {
  const byPath = new Map<string, SpecOperation[]>();
  for (const operation of operations) {
    const known = byPath.get(operation.path);
    if (known === undefined) {
      byPath.set(operation.path, [operation]);
    } else {
      known.push(operation);
    }
  }
  const ids = new Map<unknown, string>();
  return Object.fromEntries([...byPath].map(([path, each]) => {
    const undeclared = variableNames(path).filter((name) => each.some(({ parameters }) => !parameters.some((parameter) => parameter.in === 'path' && parameter.name === name)));
    const parameters = undeclared.map((name) => ({ name, in: 'path', required: true, ...rendering.dialect.typed('string') }));
    return [path, {
      ...(parameters.length > 0 ? { parameters } : {}),
      ...Object.fromEntries(each.map((operation) => [operationKey(operation.method), renderOperation(operation, rendering, ids)])),
    }];
  }));
}

/** @param ids the operationIds that there are, with their operations */
function renderOperation(operation: SpecOperation, rendering: Rendering, ids: Map<unknown, string>): JsonObject {
  const { value } = operation;
  const { summary, description, tags, security } = value;
  const requestBody = rendering.models?.requestBody(operation);
  const body = requestBody === undefined ? undefined : rendering.dialect.body(requestBody);
  const parameters = [...renderParameters(operation, rendering), ...body?.parameters ?? []];
  return defined({
    operationId: uniqueId(operation, rendering, ids),
    ...(rendering.documentation ? { summary, description, tags } : {}),
    ...rendering.dialect.rest(value, rendering.models !== undefined),
    parameters: parameters.length > 0 ? parameters : undefined,
    ...body?.operation,
    security,
    responses: renderResponses(operation, rendering),
    ...extensionsOf(value),
  });
}

/** OpenAPI asks for an operationId that no other operation has; it names the operation in logs and SDKs, and nothing depends on it. */
function uniqueId({ value, where }: SpecOperation, { notes }: Rendering, ids: Map<unknown, string>): unknown {
  const id = value.operationId;
  if (id === undefined) return undefined;
  const same = ids.get(id);
  if (same !== undefined) {
    notes.add('left out the operationId that another operation has', `${where} (${shown(id)}, as ${same})`);
    return undefined;
  }
  ids.set(id, where);
  return id;
}

function renderParameters({ parameters, where }: SpecOperation, rendering: Rendering): JsonObject[] {
  return parameters.filter(({ in: place }) => PLACES.includes(String(place))).filter(({ name }) => {
    const isTaken = typeof name !== 'string' || isDeployTime(name) || PARAMETER_NAME.test(name);
    if (!isTaken) {
      rendering.notes.add('left out parameters whose names API Gateway refuses (letters, digits and ._$-); a proxy passes them all the same', `${where} (${shown(name)})`);
    }
    return isTaken;
  }).map((parameter) => {
    const { name, in: place, required, description } = parameter;
    return defined({
      name,
      in: place,
      required: place === 'path' ? true : required,
      description: rendering.documentation ? description : undefined,
      ...rendering.dialect.typed(rendering.dialect.typeOf(parameter)),
    });
  });
}

/** Method responses are of one status each: API Gateway has no `default` and no `4XX`. */
function renderResponses({ value, where }: SpecOperation, rendering: Rendering): JsonObject {
  const { references, models, documentation, dialect } = rendering;
  const responses = Object.entries(objectOf(value.responses)).filter(([status]) => /^[1-5][0-9][0-9]$/.test(status)).map(([status, each]) => {
    const response = references.follow(each, `${where}/responses/${status}`) ?? {};
    const headers = Object.keys(objectOf(response.headers)).map((name) => [name, dialect.typed('string')]);
    const schemas = rendering.responseModels ? models?.response(response, `${where}/responses/${status}`) : undefined;
    return [status, defined({
      description: documentation && isText(response.description) ? response.description : '',
      headers: headers.length > 0 ? Object.fromEntries(headers) : undefined,
      ...dialect.response(schemas ?? new Map()),
    })];
  });
  // A proxy needs none. API Gateway's own exports have this, and a template of thousands of operations has a limit.
  return responses.length === 0 && rendering.withoutWarnings ? { 200: { description: '' } } : Object.fromEntries(responses);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || isDeployTime(value) || (isObject(value) && Object.keys(value).length > 0);
}
