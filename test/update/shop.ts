/** A small app with one API, as plain data, and what can be edited of it. */
import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as http from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as fc from 'fast-check';
import { CorsHttpApi, CorsOrigin, CorsPolicy, type CorsPolicyProps, CorsRestApi, HttpApiCors, PreflightPlacement, RestApiCors } from '../../src';
import { PlainIntegration } from '../http-api/fixture';
import { newFunction } from '../support/rest-api';
import { APP, type Build, OLD } from './outcome';

/** How the API comes by its policy: not at all, by the CDK's own option, by the mixin or by the class. */
type Way = 'none' | 'option' | 'mixin' | 'class';

export interface Shop {
  readonly kind: 'rest' | 'http';
  readonly way: Way;
  /** `GET /items`. */
  readonly routes: readonly string[];
  /** Names of `POLICIES`. */
  readonly policy: string;
  /** Paths that have a policy of their own. */
  readonly zones: readonly string[];
  readonly authorizer: 'none' | 'One' | 'Two';
  readonly placement: 'SHARED' | 'EACH_RESOURCE';
}

/** A change of a shop. */
export interface Edit {
  readonly name: string;
  edit(shop: Shop): Shop;
}

const HEADERS = ['authorization'];
const ROUTES = {
  rest: ['GET /items', 'ANY /items', 'PUT /items/{id}', 'GET /orders', 'GET /orders/{id}/notes', 'ANY /stock/all', 'GET /{code}', 'GET /{code}/notes'],
  http: ['GET /items', 'ANY /items', 'PUT /items/{id}', 'GET /orders', 'ANY /orders/{id}', 'POST /', '$default'],
};
const POLICIES: Readonly<Record<string, { readonly origins: readonly string[] } & Partial<CorsPolicyProps>>> = {
  app: { origins: [APP] },
  both: { origins: [APP, OLD] },
  credentials: { origins: [APP], allowCredentials: true },
  headers: { origins: [APP], allowHeaders: HEADERS },
};

export const START: readonly Shop[] = (['rest', 'http'] as const)
  .map((kind): Shop => ({ kind, way: 'class', routes: ['GET /items'], policy: 'app', zones: [], authorizer: 'none', placement: 'SHARED' }));

/** Something that is added where it isn't there, and removed where it is. */
function toggling(property: 'routes' | 'zones', values: readonly string[]): fc.Arbitrary<Edit> {
  const toggled = (list: readonly string[], each: string) => (list.includes(each) ? list.filter((other) => other !== each) : [...list, each]);
  return fc.constantFrom(...values).map((each) => ({ name: `${property} ${each}`, edit: (shop) => ({ ...shop, [property]: toggled(shop[property], each) }) }));
}

/** Another one of the values that a property of a shop may have. */
function changing<P extends keyof Shop>(property: P, values: ReadonlyArray<Shop[P]>): fc.Arbitrary<Edit> {
  return fc.integer({ min: 1, max: values.length - 1 }).map((step) => ({
    name: `${property} ${step}`,
    edit: (shop) => ({ ...shop, [property]: values[(values.indexOf(shop[property]) + step) % values.length] }),
  }));
}

/** A path or a route is added or removed; so is a zone, an authorizer; the policy changes, is put on the API or taken off. */
export const edits = (kind: Shop['kind']): fc.Arbitrary<Edit> => fc.oneof(
  { weight: 4, arbitrary: toggling('routes', ROUTES[kind]) },
  { weight: 2, arbitrary: changing('policy', Object.keys(POLICIES)) },
  { weight: 2, arbitrary: changing('way', ['none', 'option', 'mixin', 'class']) },
  ...kind === 'http' ? [] : [changing('placement', ['SHARED', 'EACH_RESOURCE']), toggling('zones', ['/items', '/orders'])],
  changing('authorizer', ['none', 'One', 'Two']),
);

/**
 * Whether an edit is of an ordinary kind, which deploys. What isn't: a variable path right below the root comes or goes, beside the shared preflight of `/{proxy+}`.
 */
export function isOrdinary(before: Shop, after: Shop): boolean {
  const [had, has] = [before, after].map(({ routes }) => routes.some((route) => route.includes(' /{')));
  const isShared = [before, after].some(({ way, placement }) => ['mixin', 'class'].includes(way) && placement === 'SHARED');
  return before.kind === 'http' || had === has || !isShared;
}

/** Whether pages of an origin may call what has no zone of its own. */
export function mayCall({ way, policy }: Shop, origin: string): boolean {
  return way !== 'none' && POLICIES[policy].origins.includes(origin);
}

export function build(shop: Shop): Build {
  return (stack) => (shop.kind === 'rest' ? restApi(stack, shop) : httpApi(stack, shop));
}

function policyOf(name: string): CorsPolicy {
  const { origins, ...others } = POLICIES[name];
  return new CorsPolicy({ allowOrigins: origins.map((origin) => CorsOrigin.exact(origin)), allowMethods: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'], ...others });
}

function restApi(stack: Stack, { way, routes, policy, zones, authorizer: called, placement }: Shop): void {
  const cors = policyOf(policy);
  // a zone may be there before the path that it is of
  const scopes = zones.filter((zone) => routes.some((route) => `${route.split(' ')[1]}/`.startsWith(`${zone}/`)));
  const options = { corsByPath: Object.fromEntries(scopes.map((zone) => [zone, policyOf('both')])), preflights: PreflightPlacement[placement] };
  const api = way === 'class' ? new CorsRestApi(stack, 'Api', { cors, ...options }) : new apigateway.RestApi(stack, 'Api', {
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    defaultCorsPreflightOptions: way === 'option' ? { allowOrigins: [...POLICIES[policy].origins], allowHeaders: HEADERS } : undefined,
  });
  const authorizer = called === 'none' ? undefined : new apigateway.TokenAuthorizer(stack, called, { handler: newFunction(stack, `${called}Fn`) });
  for (const route of ['GET /about', ...routes]) {
    const [method, path] = route.split(' ');
    const integration = new apigateway.MockIntegration({ requestTemplates: { 'application/json': '{"statusCode": 200}' }, integrationResponses: [{ statusCode: '200' }] });
    api.root.resourceForPath(path).addMethod(method, integration, { authorizer, methodResponses: [{ statusCode: '200' }] });
  }
  if (way === 'mixin') {
    api.with(new RestApiCors(cors, options));
  }
}

function httpApi(stack: Stack, { way, routes, policy, authorizer: called }: Shop): void {
  const cors = policyOf(policy);
  const integration = new PlainIntegration('handler');
  const props = {
    defaultIntegration: routes.includes('$default') ? integration : undefined,
    defaultAuthorizer: called === 'none' ? undefined : new HttpJwtAuthorizer(called, 'https://issuer.example.com', { jwtAudience: ['shop'] }),
  };
  const corsPreflight = way === 'option' ? { allowOrigins: [...POLICIES[policy].origins], allowHeaders: HEADERS } : undefined;
  const api = way === 'class' ? new CorsHttpApi(stack, 'Api', { cors, ...props }) : new http.HttpApi(stack, 'Api', { ...props, corsPreflight });
  for (const route of ['GET /about', ...routes].filter((each) => each !== '$default')) {
    const [method, path] = route.split(' ') as [http.HttpMethod, string];
    api.addRoutes({ path, methods: [method], integration });
  }
  if (way === 'mixin') {
    api.with(new HttpApiCors(cors));
  }
}
