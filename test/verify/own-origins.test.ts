import { Emulator } from '../../src/emulator';
import { verify } from '../../src/verify';
import { withOrigins } from '../../src/verify/own-origins';

const HEADER = 'method.response.header.Access-Control-Allow-Origin';

/** A REST API whose GET names an origin, and whose errors don't. */
function shop(origin: string): Emulator {
  const api = { Ref: 'Api' };
  return Emulator.fromTemplate({
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'shop' } },
      Get: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: api,
          ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          HttpMethod: 'GET',
          AuthorizationType: 'NONE',
          Integration: {
            Type: 'MOCK',
            RequestTemplates: { 'application/json': '{"statusCode":200}' },
            IntegrationResponses: [{ StatusCode: '200', ResponseParameters: { [HEADER]: `'${origin}'` } }],
          },
          MethodResponses: [{ StatusCode: '200', ResponseParameters: { [HEADER]: true } }],
        },
      },
      Deployment: { Type: 'AWS::ApiGateway::Deployment', DependsOn: ['Get'], Properties: { RestApiId: api } },
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: api, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod' } },
    },
  });
}

test('a fix lets in the origins of the app, not those of the example', () => {
  const [{ rule, fix }] = verify(shop('https://www.shop.test')).findings;
  expect(rule).toBe('gateway-error-unreadable');
  expect(fix.cdk).toBe('api.with(new RestApiCors(CorsPolicy.forOrigins(\'https://www.shop.test\')));');
  expect(fix.cloudFormation).toContain('gatewayresponse.header.Access-Control-Allow-Origin: "\'https://www.shop.test\'"');
  expect(fix.cloudFormation).not.toContain('example.com');
});

const FIX = { cdk: 'forOrigins(\'https://app.example.com\')', cloudFormation: 'a: https://app.example.com' };
const FIX_FOR_TWO = { cdk: 'forOrigins(\'https://app.example.com\', \'https://admin.example.com\')', cloudFormation: 'https://app.example.com https://admin.example.com' };

test.each([
  ['one', FIX, ['https://a.test'], { cdk: 'forOrigins(\'https://a.test\')', cloudFormation: 'a: https://a.test' }],
  ['none', FIX, [], FIX],
  ['two, of which a template for one can\'t name both', FIX, ['https://a.test', 'https://b.test:8443'], { ...FIX, cdk: 'forOrigins(\'https://a.test\', \'https://b.test:8443\')' }],
  ['one, in an example for two', FIX_FOR_TWO, ['https://a.test'], { ...FIX_FOR_TWO, cdk: 'forOrigins(\'https://a.test\')' }],
])('origins: %s', (_, fix, origins, expected) => {
  expect(withOrigins(fix, origins)).toEqual(expected);
});
