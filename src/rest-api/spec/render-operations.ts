import { operationKey, variableNames } from '../../api-gateway';
import { defined, isDeployTime, isObject, type JsonObject, objectOf, type References } from '../../open-api';
import type { Models } from './models';
import type { SpecOperation } from './read-paths';

/** What of a document is imported besides who answers and what guards. */
export interface Rendering {
  readonly references: References;
  /** Undefined where schemas are left out. */
  readonly models?: Models;
  /** Whether descriptions are imported. */
  readonly documentation: boolean;
  /** Whether the import must be without warnings, such as that of an operation without responses. */
  readonly withoutWarnings: boolean;
}

const PLACES = ['path', 'query', 'header'];
const SIMPLE_TYPES = ['string', 'number', 'integer', 'boolean', 'array'];

/** `paths`, in what API Gateway takes of OpenAPI. What it would ignore isn't sent, since a template has a limit. */
export function renderPaths(operations: readonly SpecOperation[], rendering: Rendering): JsonObject {
  const byPath = new Map<string, SpecOperation[]>();
  for (const operation of operations) {
    byPath.set(operation.path, [...byPath.get(operation.path) ?? [], operation]);
  }
  return Object.fromEntries([...byPath].map(([path, each]) => {
    const undeclared = variableNames(path).filter((name) => each.some(({ parameters }) => !parameters.some((parameter) => parameter.in === 'path' && parameter.name === name)));
    const parameters = undeclared.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
    return [path, {
      ...(parameters.length > 0 ? { parameters } : {}),
      ...Object.fromEntries(each.map((operation) => [operationKey(operation.method), renderOperation(operation, rendering)])),
    }];
  }));
}

function renderOperation(operation: SpecOperation, rendering: Rendering): JsonObject {
  const { value, parameters } = operation;
  const { operationId, summary, description, tags, security } = value;
  const rendered = parameters.filter((parameter) => PLACES.includes(String(parameter.in))).map((parameter) => renderParameter(parameter, rendering));
  return defined({
    operationId,
    ...(rendering.documentation ? { summary, description, tags } : {}),
    parameters: rendered.length > 0 ? rendered : undefined,
    requestBody: rendering.models?.requestBody(operation),
    security,
    responses: renderResponses(operation, rendering),
    ...extensionsOf(value),
  });
}

function renderParameter({ name, in: place, required, description, schema }: JsonObject, { documentation }: Rendering): JsonObject {
  const type = objectOf(schema).type;
  return defined({
    name,
    in: place,
    required: place === 'path' ? true : required,
    description: documentation ? description : undefined,
    schema: { type: SIMPLE_TYPES.includes(String(type)) ? type : 'string' },
  });
}

/** Method responses are of one status each: API Gateway has no `default` and no `4XX`. */
function renderResponses({ value, where }: SpecOperation, { references, models, documentation, withoutWarnings }: Rendering): JsonObject {
  const responses = Object.entries(objectOf(value.responses)).filter(([status]) => /^[1-5][0-9][0-9]$/.test(status)).map(([status, each]) => {
    const response = references.follow(each, `${where}/responses/${status}`) ?? {};
    const headers = Object.keys(objectOf(response.headers)).map((name) => [name, { schema: { type: 'string' } }]);
    const content = models?.content(response, `${where}/responses/${status}`) ?? {};
    return [status, defined({
      description: documentation && isText(response.description) ? response.description : '',
      headers: headers.length > 0 ? Object.fromEntries(headers) : undefined,
      content: Object.keys(content).length > 0 ? content : undefined,
    })];
  });
  // A proxy needs none. API Gateway's own exports have this, and a template of thousands of operations has a limit.
  return responses.length === 0 && withoutWarnings ? { 200: { description: '' } } : Object.fromEntries(responses);
}

/** What is for API Gateway. */
export function extensionsOf(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key.startsWith('x-amazon-apigateway-')));
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || isDeployTime(value) || (isObject(value) && Object.keys(value).length > 0);
}
