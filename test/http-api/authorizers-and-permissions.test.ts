import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod, HttpNoneAuthorizer, type IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer, HttpLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CorsHttpApi, HttpApiCors } from '../../src/http-api';
import { allMethodsOf, newFunction, newStack, PlainIntegration, POLICY, routeKeysOf, routesOf } from './fixture';

const AUTHORIZERS: [string, (stack: Stack) => IHttpRouteAuthorizer, object][] = [
  ['a JWT authorizer', () => new HttpJwtAuthorizer('Jwt', 'https://issuer.example.com', { jwtAudience: ['app'] }),
    { AuthorizationType: 'JWT', AuthorizerId: { Ref: expect.stringMatching(/^ApiJwt/) } }],
  ['a Lambda authorizer', (stack) => new HttpLambdaAuthorizer('Lambda', newFunction(stack, 'Authorize')),
    { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: expect.stringMatching(/^ApiLambda/) } }],
  ['an IAM authorizer', () => new HttpIamAuthorizer(), { AuthorizationType: 'AWS_IAM' }],
  ['no authorizer', () => new HttpNoneAuthorizer(), { AuthorizationType: 'NONE' }],
];

describe.each(AUTHORIZERS)('with %s', (_name, authorizer, expected) => {
  test.each<[string, (api: HttpApi, auth: IHttpRouteAuthorizer) => void, string[]]>([
    ['ANY', (api, auth) => api.addRoutes({ path: '/items', integration: new PlainIntegration('I'), authorizer: auth }), allMethodsOf('/items')],
    ['one method', (api, auth) => api.addRoutes({ path: '/items', methods: [HttpMethod.GET], integration: new PlainIntegration('I'), authorizer: auth }),
      ['GET /items']],
  ])('%s keeps it in every method', (_route, add, keys) => {
    const stack = newStack();
    const api = new CorsHttpApi(stack, 'Api', { cors: POLICY });
    add(api, authorizer(stack));
    expect(routeKeysOf(stack)).toEqual(keys);
    routesOf(stack).forEach(({ properties }) => expect(properties).toMatchObject(expected));
  });

  test('as the default, $default and ANY have it in every method', () => {
    const stack = newStack();
    const defaultAuthorizer = authorizer(stack);
    const api = new CorsHttpApi(stack, 'Api', { cors: POLICY, defaultAuthorizer, handler: newFunction(stack) });
    api.addRoutes({ path: '/items', integration: new PlainIntegration('I') });
    expect(routeKeysOf(stack)).toEqual(allMethodsOf('/', '/{proxy+}', '/items'));
    routesOf(stack).forEach(({ properties }) => expect(properties).toMatchObject(expected));
  });
});

test('scopes stay', () => {
  const stack = newStack();
  const api = new CorsHttpApi(stack, 'Api', { cors: POLICY });
  api.addRoutes({
    path: '/items',
    integration: new PlainIntegration('I'),
    authorizationScopes: ['items:read'],
    authorizer: new HttpJwtAuthorizer('Jwt', 'https://issuer.example.com', { jwtAudience: ['app'] }),
  });
  expect(routesOf(stack).map(({ properties }) => properties.AuthorizationScopes)).toEqual(Array(6).fill(['items:read']));
});

test('a route without authorization beside a default authorizer stays open in every method', () => {
  const stack = newStack();
  const api = new CorsHttpApi(stack, 'Api', { cors: POLICY, defaultAuthorizer: new HttpIamAuthorizer() });
  api.addRoutes({ path: '/open', integration: new PlainIntegration('I'), authorizer: new HttpNoneAuthorizer() });
  expect(routesOf(stack).map(({ properties }) => properties.AuthorizationType)).toEqual(Array(6).fill('NONE'));
});

test('a grant for an ANY route covers every method', () => {
  const stack = newStack();
  const api = new CorsHttpApi(stack, 'Api', { cors: POLICY, defaultAuthorizer: new HttpIamAuthorizer() });
  const [route] = api.addRoutes({ path: '/items', integration: new PlainIntegration('I') });
  route.grantInvoke(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));
  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).toContain('/*/*/items');
});

// Lambda compares the ARN of the call with the statement's as ArnLike: "*" stands for any text, also with slashes and also for none.
function isPermitted(sourceArns: string[], key: string): boolean {
  const [method, path] = key.split(' ');
  return sourceArns.some((sourceArn) => {
    const pattern = sourceArn.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*');
    return new RegExp(`^${pattern}$`).test(`API/$default/${method}${path}`) && new RegExp(`^${pattern}$`).test(`API/beta/${method}${path}`);
  });
}

function permissionsOf(stack: Stack): { sourceArns: string[]; count: number } {
  const permissions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));
  const sourceArns = permissions.map(({ Properties: { SourceArn } }) => {
    const text = SourceArn['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : part.Ref?.startsWith('Api') ? 'API' : 'x').join('');
    return text.split(':').slice(5).join(':');
  });
  return { sourceArns, count: permissions.length };
}

describe('one permission of the function covers', () => {
  test.each<[string, boolean | undefined, (api: HttpApi, integration: HttpLambdaIntegration) => void, string[]]>([
    ...[undefined, true, false].flatMap((scoped): [string, boolean | undefined, (api: HttpApi, i: HttpLambdaIntegration) => void, string[]][] => [
      [`ANY (scopePermissionToRoute: ${scoped})`, scoped, (api, integration) => api.addRoutes({ path: '/items', integration }), allMethodsOf('/items')],
      [`ANY of a variable (scopePermissionToRoute: ${scoped})`, scoped, (api, integration) => api.addRoutes({ path: '/items/{id}', integration }),
        allMethodsOf('/items/{id}')],
      [`ANY of the root (scopePermissionToRoute: ${scoped})`, scoped, (api, integration) => api.addRoutes({ path: '/', integration }), allMethodsOf('/')],
    ]),
  ])('%s', (_name, scopePermissionToRoute, add, keys) => {
    const stack = newStack();
    const api = new HttpApi(stack, 'Api');
    api.with(new HttpApiCors(POLICY));
    add(api, new HttpLambdaIntegration('I', newFunction(stack), scopePermissionToRoute === undefined ? {} : { scopePermissionToRoute }));
    const { sourceArns, count } = permissionsOf(stack);
    expect(count).toBe(1);
    expect(routeKeysOf(stack)).toEqual(keys);
    expect(keys.filter((key) => !isPermitted(sourceArns, key))).toEqual([]);
  });

  test('$default', () => {
    const stack = newStack();
    new CorsHttpApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack) });
    const { sourceArns, count } = permissionsOf(stack);
    expect(count).toBe(1);
    expect(allMethodsOf('/', '/{proxy+}').filter((key) => !isPermitted(sourceArns, key))).toEqual([]);
  });

  test('and no more than its own path', () => {
    const stack = newStack();
    const api = new CorsHttpApi(stack, 'Api', { cors: POLICY });
    api.addRoutes({ path: '/items', integration: new HttpLambdaIntegration('I', newFunction(stack)) });
    expect(isPermitted(permissionsOf(stack).sourceArns, 'GET /else')).toBe(false);
  });
});
