import { Template } from 'aws-cdk-lib/assertions';
import { CfnRoute, HttpApi, type HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as fc from 'fast-check';
import { HttpApiCors } from '../../src/http-api';
import { METHODS, newStack, PlainIntegration, POLICY, routesOf } from './fixture';

interface RoutePlan {
  readonly key: string;
  readonly way: 'addRoutes' | 'HttpRoute' | 'CfnRoute';
  readonly authorizer: 'none' | 'iam' | 'jwt';
  readonly afterPolicy: boolean;
}

const PATHS = ['/', '/items', '/items/{id}', '/items/{id}/parts', '/items/{proxy+}', '/{proxy+}'];

const plans = fc.uniqueArray(fc.record<RoutePlan>({
  key: fc.oneof(fc.constant('$default'), fc.tuple(fc.constantFrom('ANY', 'ANY', 'OPTIONS', ...METHODS), fc.constantFrom(...PATHS)).map((key) => key.join(' '))),
  way: fc.constantFrom('addRoutes', 'HttpRoute', 'CfnRoute'),
  authorizer: fc.constantFrom('none', 'iam', 'jwt'),
  afterPolicy: fc.boolean(),
}), { selector: ({ key }) => key, maxLength: 8 })
  // What is refused: a route with nothing left to answer, and preflights that need authorization.
  .filter((routes) => routes.every(({ key, authorizer }) => !key.startsWith('OPTIONS') || authorizer === 'none'))
  .filter((routes) => !['ANY /', 'ANY /{proxy+}', '$default'].every((key) => routes.some((route) => route.key === key)));

const targetOf = (key: string) => key.replace(/[^A-Za-z]/g, '_');

function build(routes: RoutePlan[], withPolicy: boolean) {
  const stack = newStack();
  const api = new HttpApi(stack, 'Api');
  const jwt = new HttpJwtAuthorizer('Jwt', 'https://issuer.example.com', { jwtAudience: ['app'] });
  const authorizers = { iam: new HttpIamAuthorizer(), jwt, none: undefined };
  const add = ({ key, way, authorizer }: RoutePlan) => {
    const [method, path] = key.split(' ');
    const options = { integration: new PlainIntegration(targetOf(key)), authorizer: authorizers[authorizer] };
    if (path === undefined) {
      new HttpRoute(stack, 'Rest', { httpApi: api, routeKey: HttpRouteKey.DEFAULT, ...options });
    } else if (way === 'addRoutes') {
      api.addRoutes({ path, methods: [method as HttpMethod], ...options });
    } else if (way === 'HttpRoute') {
      new HttpRoute(stack, targetOf(key), { httpApi: api, routeKey: HttpRouteKey.with(path, method as HttpMethod), ...options });
    } else {
      new CfnRoute(stack, targetOf(key), {
        apiId: api.apiId, routeKey: key, target: `integrations/${targetOf(key)}`, authorizationType: authorizer === 'none' ? 'NONE' : 'AWS_IAM',
      });
    }
  };
  routes.filter((route) => !route.afterPolicy).forEach(add);
  if (withPolicy) {
    api.with(new HttpApiCors(POLICY));
  }
  routes.filter((route) => route.afterPolicy).forEach(add);
  return stack;
}

interface Answer {
  readonly key: string;
  readonly properties: Record<string, any>;
}

/** The route that takes a request: rule 63, and a literal path before a variable. */
function routeFor(routes: Answer[], method: string, path: string): Answer | undefined {
  const rank = ({ key }: Answer): string => {
    const [routeMethod, routePath] = key.split(' ');
    if (routePath === undefined) return '3';
    const segments = routePath.split('/').map((segment) => segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0');
    return `${segments.includes('2') ? 2 : 1}${segments.join('')}${routeMethod === 'ANY' ? 1 : 0}`;
  };
  return routes.filter(({ key }) => {
    const [routeMethod, routePath] = key.split(' ');
    const pattern = routePath?.replace(/\{[a-z]+\}/g, '[^/]+').replace(/\{[a-z]+\+\}/g, '.+');
    return routePath === undefined || ([method, 'ANY'].includes(routeMethod) && new RegExp(`^${pattern}$`).test(path));
  }).sort((a, b) => rank(a) < rank(b) ? -1 : 1)[0];
}

const REQUESTS = METHODS.flatMap((method) => ['/', '/items', '/items/7', '/items/7/parts', '/items/7/parts/8', '/else', '/else/where']
  .map((path) => [method, path] as const));

test('every request gets the target and the authorizer that it got before, and no route takes a preflight but the user\'s', () => {
  fc.assert(fc.property(plans, (routes) => {
    const before = routesOf(build(routes, false));
    const after = routesOf(build(routes, true));
    const keys = after.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => /^(OPTIONS|ANY|\$default)/.test(key)).sort())
      .toEqual(routes.map(({ key }) => key).filter((key) => key.startsWith('OPTIONS')).sort());
    for (const [method, path] of REQUESTS) {
      const { RouteKey: _was, ...expected } = routeFor(before, method, path)?.properties ?? {};
      const { RouteKey: _is, ...actual } = routeFor(after, method, path)?.properties ?? {};
      expect([method, path, actual]).toEqual([method, path, expected]);
    }
  }), { numRuns: 60 });
});

test('the same routes give the same template', () => {
  fc.assert(fc.property(plans, (routes) => {
    const [one, two] = [0, 1].map(() => JSON.stringify(Template.fromStack(build(routes, true)).toJSON()));
    expect(two).toBe(one);
  }), { numRuns: 10 });
});
