import { methodOfOperation, variableNames } from '../../api-gateway';
import { isDefaultPath, isDeployTime, isObject, type JsonObject, listOf, objectOf, pointer, type References } from '../../open-api';
import { refusal, shown } from '../../policy';

export const INTEGRATION = 'x-amazon-apigateway-integration';

/** A route of a document of an HTTP API. */
export interface SpecRoute {
  /** `GET /items`, `ANY /items` or `$default`. */
  readonly key: string;
  readonly where: string;
  readonly operation: JsonObject;
  /** The parameters of the request, with the references followed. */
  readonly parameters: readonly JsonObject[];
}

/** The routes of a document, and what is wrong with its paths. */
export function readRoutes(document: JsonObject, references: References): { routes: SpecRoute[]; problems: string[] } {
  const problems: string[] = [];
  const routes = Object.entries(objectOf(document.paths)).filter(([path]) => !path.startsWith('x-')).flatMap(([path, item]) => {
    const where = pointer('paths', path);
    if (isDeployTime(item) || !isObject(item)) {
      problems.push(refusal('specPath', `${where} is ${shown(item)}; a path holds operations that are known at synth, or it isn't known which routes take OPTIONS`));
      return [];
    }
    if (!path.startsWith('/') && !isDefaultPath(path)) {
      problems.push(refusal('specPath', `${where}: a path starts with "/", write ${shown(`/${path}`)}`));
    }
    if (item['x-cdk-cors'] !== undefined) {
      problems.push(refusal('pathPolicy', `${where}/x-cdk-cors: an HTTP API has one CORS configuration for all paths; give it as cors, or make a REST API with CorsSpecRestApi`));
    }
    const value = references.follow(item, where) ?? {};
    return Object.keys(value).flatMap((name) => readOperation({ path, name, where: pointer('paths', path, name) }, value, references, problems));
  });
  return { routes, problems };
}

interface Place {
  readonly path: string;
  /** The key of the operation. */
  readonly name: string;
  readonly where: string;
}

function readOperation({ path, name, where }: Place, item: JsonObject, references: References, problems: string[]): SpecRoute[] {
  const operation = item[name];
  const method = methodOfOperation(name);
  if (method === undefined) {
    if (methodOfOperation(name.toLowerCase()) !== undefined) {
      problems.push(refusal('specMethod', `${pointer('paths', path)} has ${shown(name)}; write ${shown(name.toLowerCase())}`));
    }
    return [];
  }
  if (isDeployTime(operation) || !isObject(operation)) {
    problems.push(refusal('specPath', `${where} is ${shown(operation)}; an operation is an object that is known at synth`));
    return [];
  }
  const parameters = [...listOf(item.parameters), ...listOf(operation.parameters)]
    .map((parameter, index) => references.follow(parameter, `${where}/parameters/${index}`))
    .filter((parameter) => parameter !== undefined);
  const isDefault = isDefaultPath(path) || operation.isDefaultRoute === true;
  return [{ key: isDefault ? '$default' : `${method} ${path.length > 1 ? path.replace(/\/$/, '') : path}`, where, operation, parameters }];
}

/** The variables of a path as parameters, as exports of API Gateway have them. */
export function pathParameters(path: string): JsonObject[] {
  return variableNames(path).map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

/** The schemes that a list of requirements names. */
export function schemesOf(security: unknown): string[] {
  return listOf(security).flatMap((requirement) => Object.keys(objectOf(requirement)));
}
