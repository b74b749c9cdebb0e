import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { CorsOrigin, CorsPolicy, CorsRestApi, RestApiCors } from '../../src';
import { methodsOf, newStack, render } from '../support/rest-api';

const APP = 'https://app.example.com';
const ONE = new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], allowCredentials: true, exposeHeaders: ['ETag'] });
const SEVERAL = CorsPolicy.forOrigins(APP, 'https://*.example.com');
const header = (name: string) => `method.response.header.${name}`;

function methodWith(
  cors: CorsPolicy, integration: apigateway.Integration, options?: apigateway.MethodOptions, later?: (method: apigateway.Method) => void,
  stack = newStack(),
) {
  const api = new CorsRestApi(stack, 'Api', { cors });
  const method = api.root.addResource('items').addMethod('GET', integration, options);
  later?.(method);
  return methodsOf(stack)['GET /items'];
}

const mock = (...integrationResponses: apigateway.IntegrationResponse[]) =>
  new apigateway.MockIntegration({ requestTemplates: { 'application/json': '{"statusCode": 200}' }, integrationResponses });

describe('one origin: the headers are static', () => {
  test('on every integration response, declared on every method response', () => {
    const method = methodWith(ONE, mock({ statusCode: '200' }, { statusCode: '400', selectionPattern: '4..' }), { methodResponses: [{ statusCode: '200' }] });
    for (const response of method.Integration.IntegrationResponses) {
      expect(response.ResponseParameters).toEqual({
        [header('Access-Control-Allow-Origin')]: `'${APP}'`, [header('Access-Control-Allow-Credentials')]: "'true'", [header('Access-Control-Expose-Headers')]: "'ETag'",
      });
    }
    expect(method.MethodResponses.map((response: any) => response.StatusCode)).toEqual(['200', '400']);
    for (const response of method.MethodResponses) {
      expect(response.ResponseParameters).toEqual({
        [header('Access-Control-Allow-Origin')]: true, [header('Access-Control-Allow-Credentials')]: true, [header('Access-Control-Expose-Headers')]: true,
      });
    }
  });

  test('what the user mapped and declared stays', () => {
    const method = methodWith(ONE, mock({ statusCode: '200', responseParameters: { [header('ETag')]: "'1'" }, responseTemplates: { 'application/json': '[]' } }),
      { methodResponses: [{ statusCode: '200', responseParameters: { [header('ETag')]: false }, responseModels: { 'application/json': apigateway.Model.EMPTY_MODEL } }] });
    expect(method.Integration.IntegrationResponses[0]).toMatchObject({ ResponseParameters: { [header('ETag')]: "'1'" }, ResponseTemplates: { 'application/json': '[]' } });
    expect(method.MethodResponses[0]).toMatchObject({ ResponseParameters: { [header('ETag')]: false }, ResponseModels: { 'application/json': 'Empty' } });
  });

  test('an equal header in another case isn\'t repeated', () => {
    const method = methodWith(ONE, mock({ statusCode: '200', responseParameters: { [header('access-control-allow-origin')]: `'${APP}'` } }),
      { methodResponses: [{ statusCode: '200', responseParameters: { [header('access-control-allow-origin')]: true } }] });
    expect(Object.keys(method.Integration.IntegrationResponses[0].ResponseParameters).filter((key) => /allow-origin/i.test(key))).toHaveLength(1);
    expect(Object.keys(method.MethodResponses[0].ResponseParameters).filter((key) => /allow-origin/i.test(key))).toHaveLength(1);
  });

  test('method responses of the same status are one, also when one is added later', () => {
    const method = methodWith(ONE, mock({ statusCode: '200' }), { methodResponses: [{ statusCode: '200', responseParameters: { [header('ETag')]: true } }] },
      (each) => each.addMethodResponse({ statusCode: '200', responseParameters: { [header('X-Late')]: true } }));
    expect(method.MethodResponses).toHaveLength(1);
    expect(method.MethodResponses[0].ResponseParameters).toMatchObject({ [header('ETag')]: true, [header('X-Late')]: true, [header('Access-Control-Allow-Origin')]: true });
  });

  test.each<[string, apigateway.Integration]>([
    ['AWS', new apigateway.AwsIntegration({ service: 's3', path: 'bucket/key', options: { integrationResponses: [{ statusCode: '200' }] } })],
    ['HTTP', new apigateway.HttpIntegration('https://backend.example.com', { proxy: false, options: { integrationResponses: [{ statusCode: '200' }] } })],
    ['MOCK', mock({ statusCode: '200' })],
  ])('%s', (type, integration) => {
    const method = methodWith(ONE, integration);
    expect(method.Integration.Type).toBe(type);
    expect(method.Integration.IntegrationResponses[0].ResponseParameters[header('Access-Control-Allow-Origin')]).toBe(`'${APP}'`);
  });
});

describe('several origins: a template chooses', () => {
  test('before the user\'s templates, which stay as they are', () => {
    const method = methodWith(SEVERAL, mock({ statusCode: '200', responseTemplates: { 'application/json': '{"ok": true}', 'text/plain': 'ok' } }));
    const [response] = method.Integration.IntegrationResponses;
    expect(response.ResponseParameters).toEqual({ [header('Vary')]: "'Origin'" });
    for (const [type, body] of [['application/json', '{"ok": true}'], ['text/plain', 'ok']]) {
      expect(render(response.ResponseTemplates[type], { origin: 'https://x.example.com' })).toEqual({ text: expect.stringContaining(body), headers: { 'Access-Control-Allow-Origin': 'https://x.example.com' } });
      expect(render(response.ResponseTemplates[type], { origin: 'https://evil.example' })).toEqual({ text: expect.stringContaining(body), headers: {} });
    }
  });

  test('a mock without a template gets one', () => {
    const [response] = methodWith(SEVERAL, mock({ statusCode: '204' })).Integration.IntegrationResponses;
    expect(render(response.ResponseTemplates['application/json'], { origin: APP }).headers).toEqual({ 'Access-Control-Allow-Origin': APP });
  });

  test('Vary of the user\'s is kept', () => {
    const [response] = methodWith(SEVERAL, mock({ statusCode: '200', responseParameters: { [header('Vary')]: "'Accept-Encoding'" } })).Integration.IntegrationResponses;
    expect(response.ResponseParameters[header('Vary')]).toBe("'Accept-Encoding, Origin'");
  });

  test('a template that is only known at deploy time', () => {
    const stack = newStack();
    const [response] = methodWith(SEVERAL, mock({ statusCode: '200', responseTemplates: { 'application/json': `{"region": "${stack.region}"}` } })).Integration.IntegrationResponses;
    expect(JSON.stringify(response.ResponseTemplates['application/json'])).toContain('{"Ref":"AWS::Region"}');
    expect(JSON.stringify(response.ResponseTemplates['application/json'])).toContain('responseOverride');
  });

  test('a body that is JSON in any case is passed through by a template', () => {
    const aws = new apigateway.AwsIntegration({ service: 'dynamodb', action: 'Query', options: { integrationResponses: [{ statusCode: '200' }] } });
    const [response] = methodWith(SEVERAL, aws).Integration.IntegrationResponses;
    expect(response.ResponseTemplates['application/json']).toMatch(/responseOverride[^]*\n\$input\.json\('\$'\)$/);
  });

  test('a body that is passed through is of S3 is refused at synth, since a template would break an image', () => {
    const aws = new apigateway.AwsIntegration({ service: 's3', path: 'bucket/key', options: { integrationResponses: [{ statusCode: '200' }] } });
    expect(() => methodWith(SEVERAL, aws)).toThrow(/the 200 response of Stack\/Api\/Default\/items\/GET.*passes the body through.*image of S3.*integration\.response\.header.*corsByPath.*\[cdk-cors:passthroughWithSeveralOrigins\]/);
  });
});

describe('one owner a header', () => {
  test('a header that the back end sends is left alone', () => {
    const theirs = { [header('Access-Control-Allow-Origin')]: 'integration.response.header.Access-Control-Allow-Origin' };
    const integration = new apigateway.HttpIntegration('https://backend.example.com', { proxy: false, options: { integrationResponses: [{ statusCode: '200', responseParameters: theirs }] } });
    expect(methodWith(SEVERAL, integration).Integration.IntegrationResponses[0]).toMatchObject({ ResponseParameters: theirs });
  });

  test.each([ONE, SEVERAL])('another literal gives way to the policy, and is told', (policy) => {
    const stack = newStack();
    const method = methodWith(policy, mock({ statusCode: '200', responseParameters: { [header('access-control-allow-origin')]: "'*'" } }), undefined, undefined, stack);
    const [response] = method.Integration.IntegrationResponses;
    expect(JSON.stringify(response)).not.toContain("'*'");
    expect(JSON.stringify(response)).toContain(APP);
    Annotations.fromStack(stack).hasWarning('/Stack/Api', Match.stringLikeRegexp("Access-Control-Allow-Origin '\\*' of GET /items \\(200\\).*corsReplaced"));
  });

  test('proxies are left alone: their back end makes the answer', () => {
    const method = methodWith(ONE, new apigateway.HttpIntegration('https://backend.example.com'));
    expect(method.Integration).not.toHaveProperty('IntegrationResponses');
    expect(method).not.toHaveProperty('MethodResponses');
  });

  test('an integration without responses is left alone', () => {
    expect(methodWith(ONE, new apigateway.MockIntegration()).Integration).not.toHaveProperty('IntegrationResponses');
  });
});

test('Step Functions: the responses that the CDK makes', () => {
  const stack = newStack();
  const stateMachine = new sfn.StateMachine(stack, 'Machine', { stateMachineType: sfn.StateMachineType.EXPRESS, definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')) });
  const api = new apigateway.StepFunctionsRestApi(stack, 'Api', { stateMachine });
  api.with(new RestApiCors(SEVERAL));
  const responses = methodsOf(stack)['ANY /'].Integration.IntegrationResponses;
  expect(responses.length).toBeGreaterThan(1);
  for (const response of responses) {
    expect(response.ResponseTemplates['application/json']).toContain('responseOverride.header.Access-Control-Allow-Origin');
  }
});
