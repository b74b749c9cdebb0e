import { isUnknown, type Maybe } from '../../../src/template/unknown';
import { apiResources, entranceOf, mock, modelOf, type Resources, send, type Sent } from './support';

const UNKNOWN = { Ref: 'NowhereDeclared' };
const BROKEN = 'a\r\nb\0c';

type Change = (resources: { [logicalId: string]: any }) => unknown;

/** The API with a change, such as of a property that nobody knows the value of. */
function changed(change: Change, sent: Sent = {}, more: Resources = {}) {
  const resources = JSON.parse(JSON.stringify({ ...apiResources({ 'GET /a': mock(), 'POST /b': mock(), 'GET /{p+}': { ...mock(), ApiKeyRequired: true } }), ...more }));
  change(resources);
  return send(entranceOf(modelOf(resources)), sent);
}

const idOf = (resources: object, type: string, index = 0) =>
  Object.entries(resources).filter(([, { Type }]) => Type === `AWS::ApiGateway::${type}`)[index][0];
const of = (type: string, index: number, change: (properties: any) => unknown): Change =>
  (resources) => change(resources[idOf(resources, type, index)].Properties);
const pathIn = (value: unknown) =>
  isUnknown(value as Maybe<number>) ? (value as { path: string }).path.replace(/^Stack\/\w+\/(Properties\/)?/, '') : undefined;

describe('where nobody knows what is at a path, only what is certain is answered', () => {
  test.each<[string, Change, string]>([
    ['the method', of('Method', 0, (each) => each.HttpMethod = UNKNOWN), 'HttpMethod'],
    ['rule 7: a method that there isn\'t', of('Method', 0, (each) => each.HttpMethod = 'GO\n'), 'HttpMethod'],
    ['the resource of a method', of('Method', 0, (each) => each.ResourceId = UNKNOWN), 'ResourceId'],
    ['the part of a resource', of('Resource', 0, (each) => each.PathPart = UNKNOWN), 'PathPart'],
    ['the parent of a resource', of('Resource', 0, (each) => each.ParentId = UNKNOWN), 'ParentId'],
  ])('%s', (_, change, path) => {
    expect(pathIn(changed(change, { path: '/zzz', method: 'DELETE' }).status)).toBe(path);
    expect(pathIn(changed(change, { path: '/', method: 'GET' }).status)).toBe(path);
    expect(changed(change, { path: '/b', method: 'POST' }).status).toBe(200);
  });
});

describe('what of a method isn\'t known leaves its answer open', () => {
  test.each<[string, Change, string]>([
    ['all templates', of('Method', 0, (each) => each.Integration.RequestTemplates = UNKNOWN), 'Integration/RequestTemplates'],
    ['all parameters', of('Method', 0, (each) => each.Integration.RequestParameters = UNKNOWN), 'Integration/RequestParameters'],
    ['all headers of a response', of('Method', 0, (each) => each.Integration.IntegrationResponses[0].ResponseParameters = UNKNOWN),
      'Integration/IntegrationResponses/0/ResponseParameters'],
    ['all templates of a response', of('Method', 0, (each) => each.Integration.IntegrationResponses[0].ResponseTemplates = UNKNOWN),
      'Integration/IntegrationResponses/0/ResponseTemplates'],
    ['which parameters a validator wants', (resources) => {
      resources.Validator = { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestParameters: true } };
      of('Method', 0, (each) => Object.assign(each, { RequestValidatorId: { Ref: 'Validator' }, RequestParameters: UNKNOWN }))(resources);
    }, 'RequestParameters'],
    ['the effect of a policy', (resources) => resources.Api.Properties.Policy =
      { Statement: [{ Effect: UNKNOWN, Principal: '*', Action: '*', Resource: '*' }, { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
    'Policy/Statement/0/Effect'],
    ['a statement of a policy', (resources) => resources.Api.Properties.Policy = { Statement: [UNKNOWN] }, 'Policy/Statement/0'],
  ])('%s', (_, change, path) => {
    expect(pathIn(changed(change, { path: '/a' }).status)).toBe(path);
  });

  test('an effect that isn\'t known counts only where the statement applies', () => {
    const Statement = [{ Effect: UNKNOWN, Principal: '*', Action: '*', Resource: 'execute-api:/other/*' }, { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }];
    expect(changed((resources) => resources.Api.Properties.Policy = { Statement }, { path: '/a' }).status).toBe(200);
  });
});

describe('API keys', () => {
  const key = (properties: object, keyId: unknown = { Ref: 'Key' }): Change => (resources) => Object.assign(resources, {
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Value: 'abcdefghijklmnopqrst', Enabled: true, ...properties } },
    Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'prod' }] } },
    PlanKey: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: keyId, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } } },
  });

  test.each<[string, Change, unknown]>([
    ['the key', key({}), 200],
    ['whether it is enabled', key({ Enabled: UNKNOWN }), undefined],
    ['which key it is', key({}, UNKNOWN), undefined],
    ['a key that isn\'t enabled', key({ Enabled: false }), 403],
  ])('rule 56: %s', (_, change, status) => {
    const answer = changed(change, { path: '/keyed', headers: { 'x-api-key': 'abcdefghijklmnopqrst' } });
    expect(isUnknown(answer.status as Maybe<number>) ? undefined : answer.status).toBe(status);
  });
});

describe('gateway responses', () => {
  const response = (properties: object): Change => (resources) =>
    resources.Error = { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'DEFAULT_4XX', ...properties } };
  const missing = (properties: object) => changed(response(properties), { method: 'DELETE', path: '/nope' });

  test('one that is for nobody knows what leaves every other answer open', () => {
    const answer = missing({ ResponseType: UNKNOWN });
    expect([pathIn(answer.status), pathIn(answer.body), pathIn(answer.answer.moreHeaders?.because)]).toEqual(Array(3).fill('ResponseType'));
  });

  test('one of a known type is that of its type all the same', () => {
    const both: Change = (resources) => {
      response({ ResponseType: UNKNOWN })(resources);
      resources.Own = { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'MISSING_AUTHENTICATION_TOKEN', StatusCode: 404 } };
    };
    expect(changed(both, { method: 'DELETE', path: '/nope' }).status).toBe(404);
  });

  test('headers that nobody knows leave the status and the body known', () => {
    const answer = missing({ StatusCode: '404', ResponseParameters: UNKNOWN });
    expect([answer.status, answer.json, pathIn(answer.answer.moreHeaders?.because)]).toEqual([404, { message: 'Missing Authentication Token' }, 'ResponseParameters']);
  });

  test('templates that nobody knows leave status and headers known', () => {
    const answer = missing({ ResponseTemplates: UNKNOWN, ResponseParameters: { 'gatewayresponse.header.A': '\'1\'' } });
    expect([answer.status, answer.headers.a, pathIn(answer.body), answer.headers['content-type']]).toEqual([403, '1', 'ResponseTemplates', undefined]);
  });

  test('rule 48: what no header can be isn\'t sent', () => {
    const { headers } = missing({
      ResponseParameters: {
        'gatewayresponse.header.A': `'${BROKEN}'`, 'gatewayresponse.header.a b': '\'1\'', 'gatewayresponse.header.Transfer-Encoding': '\'chunked\'',
      },
    });
    expect([headers.a, headers['a b'], headers['transfer-encoding']]).toEqual(['a  b c', undefined, undefined]);
  });
});

describe('OpenAPI documents', () => {
  const operation = {
    'responses': {},
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode":200}' },
      responses: { default: { statusCode: '200' } },
    },
  };
  const document = (changes: object, sent: Sent) => changed((resources) => {
    for (const id of Object.keys(resources)) {
      if (/::(Method|Resource)$/.test(resources[id].Type)) {
        delete resources[id];
      }
    }
    delete resources[idOf(resources, 'Deployment')].DependsOn;
    resources.Api.Properties.Body = { openapi: '3.0.1', paths: { '/a': { get: operation } }, ...changes };
  }, sent);

  test.each<[string, object, string, string]>([
    ['a path', { paths: { '/a': { get: operation }, '/b': UNKNOWN } }, '/b', 'Body/paths//b'],
    ['security of the document', { security: UNKNOWN }, '/a', 'Body/security'],
    ['security of an operation', { paths: { '/a': { get: { ...operation, security: [UNKNOWN] } } } }, '/a', 'Body/paths//a/get/security/0'],
    ['the type of a security scheme', { security: [{ s: [] }], components: { securitySchemes: { s: { type: UNKNOWN, name: 'x-api-key', in: 'header' } } } }, '/a',
      'Body/components/securitySchemes/s/type'],
    ['what identifies a caller', {
      security: [{ s: [] }],
      components: {
        securitySchemes: {
          s: {
            'type': 'apiKey',
            'name': 'Authorization',
            'in': 'header',
            'x-amazon-apigateway-authtype': 'custom',
            'x-amazon-apigateway-authorizer': { type: 'token', identitySource: UNKNOWN },
          },
        },
      },
    }, '/a', 'Body/components/securitySchemes/s/x-amazon-apigateway-authorizer/identitySource'],
    ['all gateway responses', { 'x-amazon-apigateway-gateway-responses': UNKNOWN }, '/nope', 'Body/x-amazon-apigateway-gateway-responses'],
  ])('%s', (_, changes, path, open) => {
    expect(document({}, { path: '/a' }).status).toBe(200);
    expect(pathIn(document(changes, { path }).status)).toBe(open);
  });
});
