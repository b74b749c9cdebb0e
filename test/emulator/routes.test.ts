/** What entrances say of their routes beyond methods and paths. */
import { Emulator } from '../../src/emulator';

const method = (path: string, properties: object) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: { Ref: 'Api' },
    ResourceId: { Ref: path },
    HttpMethod: 'GET',
    AuthorizationType: 'NONE',
    Integration: { Type: 'AWS_PROXY', Uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:${path}/invocations` },
    ...properties,
  },
});
const resource = (part: string) => ({ Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: part } });
const authorizer = { Type: 'AWS::ApiGateway::Authorizer', Properties: { RestApiId: { Ref: 'Api' }, Name: 'A', Type: 'REQUEST', IdentitySource: 'method.request.header.X-Token' } };

function restRoutes(methods: { [path: string]: object }) {
  const Resources = {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Api' } },
    Authorizer: authorizer,
    ...Object.fromEntries(Object.keys(methods).map((path) => [path, resource(path)])),
    ...Object.fromEntries(Object.entries(methods).map(([path, properties]) => [`${path}Get`, method(path, properties)])),
  };
  return Emulator.fromTemplate({ Resources }).entrances[0].routes;
}

describe('the headers that a route asks for', () => {
  test.each([
    ['nothing', {}, []],
    ['the identity sources of a Lambda authorizer', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }, ['X-Token']],
    ['Authorization, for IAM', { AuthorizationType: 'AWS_IAM' }, ['Authorization']],
    ['an API key', { ApiKeyRequired: true }, ['X-Api-Key']],
    ['what it requires, and not what it only names', { RequestParameters: { 'method.request.header.X-Tenant': true, 'method.request.header.X-Trace': false } }, ['X-Tenant']],
    ['each name once', { ApiKeyRequired: true, RequestParameters: { 'method.request.header.x-api-key': true } }, ['X-Api-Key']],
  ])('%s', (_what, properties, headers) => {
    expect(restRoutes({ a: properties })[0].headers).toEqual(headers);
  });

  test('of an HTTP API: its authorizer\'s', () => {
    const route = (key: string, properties: object) => ({ Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: key, ...properties } });
    const { routes } = Emulator.fromTemplate({
      Resources: {
        Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP' } },
        Jwt: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, AuthorizerType: 'JWT', Name: 'Jwt', IdentitySource: ['$request.header.X-Jwt'] } },
        Open: route('GET /open', {}),
        Iam: route('GET /iam', { AuthorizationType: 'AWS_IAM' }),
        Guarded: route('GET /guarded', { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Jwt' } }),
      },
    }).entrances[0];
    expect(routes.map(({ path, headers }) => [path, headers])).toEqual([['/open', []], ['/iam', ['Authorization']], ['/guarded', ['X-Jwt']]]);
  });
});

test('routes have the same fingerprint where only paths and the functions behind them differ', () => {
  const [a, b, guarded] = restRoutes({ a: {}, b: {}, c: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } } });
  expect(a.fingerprint.text).toBe(b.fingerprint.text);
  expect(guarded.fingerprint.text).not.toBe(a.fingerprint.text);
});
