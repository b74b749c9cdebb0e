import { Duration, Token } from 'aws-cdk-lib';
import { allowingHeaders, isObject, listOf } from '../../open-api';
import { CorsOrigin, CorsPolicy, refuse, shown } from '../../policy';
import { firstFew } from '../../values';
import { type PolicyByPath, policyByPath } from '../cors-by-path';
import { scopeOf } from '../preflight-plan';
import type { SpecOperation, SpecPath } from './read-paths';

const KEYS = ['allowOrigins', 'unsafelyAllowAnyOrigin', 'allowMethods', 'allowHeaders', 'exposeHeaders', 'allowCredentials', 'maxAge'];

/**
 * The policies of a document: the API's, those of `corsByPath`, and those that paths give themselves (`x-cdk-cors`). Each allows the headers that its
 * operations take as well.
 */
export function scopedPolicies(
  cors: CorsPolicy, byPath: { readonly [path: string]: CorsPolicy } = {}, paths: readonly SpecPath[], operations: readonly SpecOperation[],
): PolicyByPath {
  policyByPath(cors, byPath);
  const own = Object.fromEntries(paths.filter((path) => path.cors !== undefined).map((path) => [path.path, pathPolicy(path, cors, byPath)]));
  const policies = policyByPath(cors, { ...byPath, ...own });
  const scopes = [...policies.keys()];
  const known = operations.map(({ path }) => path);
  for (const scope of scopes.filter((each) => each !== '/' && !known.some((path) => path === each || path.startsWith(`${each}/`)))) {
    refuse('unknownPath', `corsByPath contains ${shown(scope)}, but the API has ${firstFew([...new Set(known)].sort(), 20)}; name one of these`);
  }
  return new Map(scopes.map((scope) => {
    const inScope = operations.filter(({ path }) => scopeOf(path, scopes) === scope);
    return [scope, allowingHeaders(policies.get(scope)!, inScope.flatMap(headersOf))];
  }));
}

/** The policy that a path gives itself and all below it. What it leaves out is as in the API's policy. */
function pathPolicy({ path, where, cors: value }: SpecPath, base: CorsPolicy, byPath: { readonly [path: string]: CorsPolicy }): CorsPolicy {
  const at = `${where}/x-cdk-cors`;
  if (path === '/') {
    refuse('rootOverride', `${at}: the policy of "/" is that of the API; give it as cors`);
  }
  if (Object.hasOwn(byPath, path)) {
    refuse('twoOwners', `${at} and corsByPath[${shown(path)}] both give the path a policy; remove one`);
  }
  if (!isObject(value)) {
    refuse('pathPolicy', `${at} is ${shown(value)}; it is an object with some of ${KEYS.join(', ')}`);
  }
  for (const key of Object.keys(value).filter((each) => !KEYS.includes(each))) {
    refuse('pathPolicy', `${at} has ${shown(key)}; it has some of ${KEYS.join(', ')}`);
  }
  if (value.maxAge !== undefined && typeof value.maxAge !== 'number') {
    refuse('pathPolicy', `${at}/maxAge is ${shown(value.maxAge)}; it is a number of seconds`);
  }
  const options = {
    allowMethods: (value.allowMethods as string[] | undefined) ?? base.allowMethods,
    allowHeaders: (value.allowHeaders as string[] | undefined) ?? base.allowHeaders,
    exposeHeaders: (value.exposeHeaders as string[] | undefined) ?? nonEmpty(base.exposeHeaders),
    maxAge: value.maxAge === undefined ? base.maxAge : Duration.seconds(value.maxAge as number),
  };
  try {
    if (value.unsafelyAllowAnyOrigin === true) {
      return CorsPolicy.unsafelyAllowAnyOrigin({ ...options, allowCredentials: value.allowCredentials === true });
    }
    const allowOrigins = value.allowOrigins === undefined
      ? base.allowOrigins
      : listOf(value.allowOrigins).map((origin) => CorsOrigin.parse(origin as string));
    return new CorsPolicy({ ...options, allowOrigins, allowCredentials: (value.allowCredentials as boolean | undefined) ?? base.allowCredentials });
  } catch (error) {
    // A policy's own words, with the place in the document.
    throw new Error(`${at}: ${(error as Error).message}`);
  }
}

/** The headers that a page must be able to send to an operation: its header parameters and what its security needs. */
function headersOf({ parameters, securityHeaders }: SpecOperation): string[] {
  const names = parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
  return [...names, ...securityHeaders ?? []].filter((name): name is string => typeof name === 'string' && !Token.isUnresolved(name));
}

function nonEmpty(names: string[]): string[] | undefined {
  return names.length > 0 ? names : undefined;
}
