import { methodOfOperation } from '../api-gateway';
import { dialectOf, objectAt } from './dialect';
import { isObject, type JsonObject, mapValues, objectOf, pointer } from './json';

/** What only documents of HTTP APIs have, with its places. */
export function signsOfHttpApi(document: JsonObject): string[] {
  const schemes = Object.entries(objectAt(document, dialectOf(document).securitySchemes));
  const cors = pointer('x-amazon-apigateway-cors');
  return [
    ...document['x-amazon-apigateway-cors'] === undefined ? [] : [cors],
    ...Object.entries(objectOf(document.paths)).flatMap(([path, item]) => signsOfPath(path, item)),
    ...schemes.filter(([, scheme]) => isJwt(scheme)).map(([name]) => `${pointer(...dialectOf(document).securitySchemes, name)} (an authorizer of the type jwt)`),
  ];
}

/** Whether a path is that of the `$default` route: exports of API Gateway write `/$default`, SAM `$default`. */
export function isDefaultPath(path: string): boolean {
  return /^\/?\$default$/.test(path);
}

function signsOfPath(path: string, item: unknown): string[] {
  if (isDefaultPath(path)) return [pointer('paths', path)];
  return Object.values(mapValues(objectOf(item), (operation, key) => signsOfOperation(operation, path, key))).flat();
}

function signsOfOperation(operation: unknown, path: string, key: string): string[] {
  if (methodOfOperation(key) === undefined || !isObject(operation)) return [];
  const { payloadFormatVersion, integrationSubtype, uri } = objectOf(operation['x-amazon-apigateway-integration']);
  const where = pointer('paths', path, key);
  return [
    ...operation.isDefaultRoute === true ? [`${where}/isDefaultRoute`] : [],
    ...String(payloadFormatVersion) === '2.0' ? [`${where} (payloadFormatVersion 2.0)`] : [],
    ...integrationSubtype === undefined ? [] : [`${where} (integrationSubtype)`],
    ...typeof uri === 'string' && /^arn:[^:]+:lambda:[^:]*:[^:]*:function:/.test(uri) ? [`${where} (the uri is the ARN of a function)`] : [],
  ];
}

function isJwt(scheme: unknown): boolean {
  const { type } = objectOf(objectOf(scheme)['x-amazon-apigateway-authorizer']);
  return typeof type === 'string' && type.toLowerCase() === 'jwt';
}
