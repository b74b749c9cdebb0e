import type { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { CorsHttpApi, CorsPolicy } from '../../src';
import { testRefusals } from '../support/refusals';
import { newFunction, newStack, resourcesOf } from '../support/rest-api';

const POLICY = CorsPolicy.forOrigins('https://app.example.com');

function apiWith(table: { [route: string]: string }, props: object = {}) {
  const stack = newStack();
  const functions = Object.fromEntries([...new Set(Object.values(table))].map((name) => [name, newFunction(stack, name)]));
  new CorsHttpApi(stack, 'Api', { cors: POLICY, routes: Object.fromEntries(Object.entries(table).map(([route, name]) => [route, functions[name]])), ...props });
  return stack;
}

const keysOf = (stack: Stack) => Object.values(resourcesOf(stack, 'AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties.RouteKey).sort();

test('the routes of a function share one integration and one permission', () => {
  const stack = apiWith({ 'GET /items': 'Items', 'POST /items': 'Items', 'GET /items/{id}': 'Items', 'GET /health': 'Health' });
  expect(keysOf(stack)).toEqual(['GET /health', 'GET /items', 'GET /items/{id}', 'POST /items']);
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Integration'))).toHaveLength(2);
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission'))).toHaveLength(2);
  const targets = Object.values(resourcesOf(stack, 'AWS::ApiGatewayV2::Route')).map(({ Properties }) => [Properties.RouteKey.split(' ')[1].slice(0, 6), JSON.stringify(Properties.Target)]);
  expect(new Set(targets.filter(([path]) => path === '/items').map(([, target]) => target)).size).toBe(1);
});

test('ANY is written out, so that API Gateway answers preflights itself', () => {
  expect(keysOf(apiWith({ 'ANY /admin/{proxy+}': 'Admin' }))).toEqual(
    ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'].map((method) => `${method} /admin/{proxy+}`));
});

test('the default authorizer and a handler for the rest stand beside the table', () => {
  const stack = newStack();
  new CorsHttpApi(stack, 'Api', {
    cors: POLICY,
    handler: newFunction(stack, 'Rest'),
    routes: { 'GET /items': newFunction(stack, 'Items') },
    defaultAuthorizer: new HttpJwtAuthorizer('Jwt', 'https://issuer.example.com', { jwtAudience: ['a'] }),
  });
  expect(keysOf(stack)).toContain('GET /items');
  expect(keysOf(stack)).toContain('POST /{proxy+}');
  Template.fromStack(stack).allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'JWT' });
});

test('a greedy variable may stand beside a simple one', () => {
  expect(() => apiWith({ 'GET /{id}': 'A', 'GET /{rest+}': 'A' })).not.toThrow();
});

describe('refused', () => {
  testRefusals([
    ['no route', () => apiWith({ '/items': 'A' }), 'notARoute', ['"/items"']],
    ['variables of two names', () => apiWith({ 'GET /items/{id}': 'A', 'PUT /items/{key}': 'A' }), 'routeVariables', ['"PUT /items/{key}"', '{key}', '"GET /items/{id}"', '{id}', 'below "/items"']],
  ]);
});

test.each([[300, 0], [301, 1]])('%d routes: %d warning, which can be acknowledged', (count, warnings) => {
  const stack = apiWith(Object.fromEntries(Array.from({ length: count }, (_, index) => [`GET /path${index}`, 'A'])));
  (stack.node.root as App).synth();
  expect(Annotations.fromStack(stack).findWarning('/Stack/Api', Match.stringLikeRegexp('301 routes, and API Gateway.s quota "Routes per API" is 300 .*cdk-cors:httpApiRouteQuota')))
    .toHaveLength(warnings);
});
