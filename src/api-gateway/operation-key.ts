/** The key of the operation that answers all methods of a path. */
export const ANY_METHOD_KEY = 'x-amazon-apigateway-any-method';

/** The keys of a path of an OpenAPI document that are operations for API Gateway, and the methods that they stand for. */
export const OPERATION_KEYS: { readonly [key: string]: string } = {
  get: 'GET', put: 'PUT', post: 'POST', delete: 'DELETE', options: 'OPTIONS', head: 'HEAD', patch: 'PATCH', [ANY_METHOD_KEY]: 'ANY',
};

/** The method of an operation; undefined where the key isn't that of one. */
export function methodOfOperation(key: string): string | undefined {
  return Object.hasOwn(OPERATION_KEYS, key) ? OPERATION_KEYS[key] : undefined;
}

/** The key of the operation of a method, `ANY` among them. */
export function operationKey(method: string): string {
  return method === 'ANY' ? ANY_METHOD_KEY : method.toLowerCase();
}
