import { ANY_METHOD_KEY, methodOfOperation, OPERATION_KEYS } from '../../api-gateway';
import { isDeployTime, isObject, type JsonObject, listOf, objectOf, pointer, type References } from '../../open-api';
import { refusal, shown } from '../../policy';

/** An operation of a document. */
export interface SpecOperation {
  readonly path: string;
  /** `GET` or `ANY`. */
  readonly method: string;
  /** Where it stands in the user's document or table. */
  readonly where: string;
  readonly value: JsonObject;
  /** What the request may have, with the references followed; those of the path are among them. */
  readonly parameters: JsonObject[];
  /** The request headers that its security needs. */
  readonly securityHeaders?: string[];
}

/** A path of a document. */
export interface SpecPath {
  readonly path: string;
  readonly where: string;
  readonly operations: SpecOperation[];
  /** The policy that the document gives it (`x-cdk-cors`), as it is written. */
  readonly cors?: unknown;
}

const INTEGRATION = 'x-amazon-apigateway-integration';
const OTHER_KEYS = ['$ref', 'summary', 'description', 'servers', 'parameters'];

/** The paths of a document, with references followed, and what is wrong with them. */
export function readPaths(document: JsonObject, references: References): { paths: SpecPath[]; problems: string[] } {
  const problems: string[] = [];
  const paths = Object.entries(objectOf(document.paths)).filter(([key]) => !key.startsWith('x-')).map(([key, item]) => {
    const where = pointer('paths', key);
    const value = isDeployTime(item) ? {} : references.follow(item, where) ?? {};
    if (isDeployTime(item)) {
      problems.push(decidedLater(where, item, 'path', 'operations'));
    } else if (!isObject(item)) {
      problems.push(refusal('specPath', `${where} is ${shown(item)}; a path holds operations that are known at synth`));
    }
    // Matching ignores a slash at the end (rule 7), and a resource can't have one.
    const path = key.length > 1 ? key.replace(/\/$/, '') : key;
    const shared = parametersOf(value, where, references);
    problems.push(...unknownKeys(value, where));
    const operations = Object.entries(value).flatMap(([name, operation]) => {
      const method = methodOfOperation(name);
      return method === undefined ? [] : readOperation({ path, method, where: pointer('paths', key, name) }, operation, { shared, references, problems });
    });
    return { path, where, operations, cors: value['x-cdk-cors'] };
  });
  return { paths, problems };
}

/** What the operations of a path have in common. */
interface PathReading {
  /** The parameters of the path. */
  readonly shared: readonly JsonObject[];
  readonly references: References;
  readonly problems: string[];
}

function readOperation(
  place: Pick<SpecOperation, 'path' | 'method' | 'where'>, operation: unknown, { shared, references, problems }: PathReading,
): SpecOperation[] {
  const { where } = place;
  if (isDeployTime(operation) || !isObject(operation)) {
    problems.push(isDeployTime(operation)
      ? decidedLater(where, operation, 'operation', 'responses and integration')
      : refusal('specPath', `${where} is ${shown(operation)}; an operation is an object that is known at synth`));
    return [];
  }
  const value = withIntegrationFollowed(operation, where, references);
  const own = parametersOf(value, where, references);
  const isOverridden = (parameter: JsonObject) => own.some((each) => each.name === parameter.name && each.in === parameter.in);
  return [{ ...place, value, parameters: [...shared.filter((parameter) => !isOverridden(parameter)), ...own] }];
}

/** Exports and hand-written documents keep integrations in one place; API Gateway's import doesn't say that it follows them. */
function withIntegrationFollowed(value: JsonObject, where: string, references: References): JsonObject {
  const integration = value[INTEGRATION];
  return isObject(integration) && typeof integration.$ref === 'string'
    ? { ...value, [INTEGRATION]: references.follow(integration, `${where}/${INTEGRATION}`) ?? {} }
    : value;
}

function decidedLater(where: string, value: unknown, what: string, parts: string): string {
  const [name = 'a token'] = isObject(value) ? Object.keys(value) : [];
  return refusal('specPath', `${where} is decided by ${name} when the stack is deployed, but preflights are planned when the app is synthesized; write the ${what} with its ` +
    `${parts} here, and let ${name} choose within them (such as the uri of the integration), or choose in the code that makes the document`);
}

function parametersOf(value: JsonObject, where: string, references: References): JsonObject[] {
  return listOf(value.parameters)
    .map((parameter, index) => references.follow(parameter, `${where}/parameters/${index}`))
    .filter((parameter) => parameter !== undefined);
}

function unknownKeys(item: JsonObject, where: string): string[] {
  return Object.keys(item).filter((key) => methodOfOperation(key) === undefined && !OTHER_KEYS.includes(key) && !key.startsWith('x-')).map((key) => {
    const lower = key.toLowerCase();
    const advice = methodOfOperation(lower) !== undefined ? `write ${shown(lower)}`
      : lower === 'any' ? `write "${ANY_METHOD_KEY}"`
        : `API Gateway has the operations ${Object.keys(OPERATION_KEYS).join(', ')}; remove it`;
    return refusal('specMethod', `${where} has ${shown(key)}; ${advice}`);
  });
}
