/** Limits are told before anything is deployed: the number, the quota's name and what helps, in a warning that can be acknowledged. */
import { App, Stack } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CfnIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { ApiBehavior, CorsHttpApi, CorsPolicy, CorsSpecRestApi, RestApiCors, WebApp } from '../../src';
import { grouped } from '../../src/limits/warn';
import { newFunction, newStack } from '../support/rest-api';

const POLICY = CorsPolicy.forOrigins('https://app.example.com');
const routes = (count: number, stack: Stack) => {
  const handler = newFunction(stack);
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`GET /path${index}`, handler]));
};

// The CDK's own validation of large templates isn't what is tested here, and takes the most time.
beforeAll(() => { process.env.CDK_VALIDATION = 'false'; });
afterAll(() => { delete process.env.CDK_VALIDATION; });

/** The warnings of this library, as `Stack/Api: text`. */
function told(stack: Stack): string[] {
  (stack.node.root as App).synth();
  return stack.node.findAll().flatMap((node) => node.node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => `${node.node.path}: ${String(data)}`))
    .filter((text) => text.includes('cdk-cors:'));
}

test('numbers are written to be read', () => {
  expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567']);
});

describe('resources of a REST API', () => {
  // Of CorsSpecRestApi the root, /{proxy+} and one for each path.
  test.each([[298, []], [299, [expect.stringMatching(/^Stack\/Api: the REST API "Stack\/Api" has 301 resources, and API Gateway's quota "Resources per API" is 300 unless your account.*Service Quotas.*\{proxy\+\}.*cdk-cors:restApiResourceQuota/)]]])(
    '%d paths in a document', (count, expected) => {
      const stack = newStack();
      new CorsSpecRestApi(stack, 'Api', { cors: POLICY, routes: routes(count, stack) });
      expect(told(stack)).toEqual(expected);
    });

  test('parents without methods count too', () => {
    const stack = newStack();
    const handler = newFunction(stack);
    new CorsSpecRestApi(stack, 'Api', { cors: POLICY, routes: Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`GET /a${index}/b`, handler])) });
    expect(told(stack)).toEqual([expect.stringContaining('has 302 resources')]);
  });

  test('of a tree, and of resources near the limit of a stack', () => {
    const stack = newStack({ 'aws:cdk:disable-metadata': true });
    const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
    api.root.addMethod('GET', new apigateway.HttpIntegration('https://backend.example.com'));
    for (let index = 0; index < 441; index++) {
      api.root.addResource(`path${index}`);
    }
    api.with(new RestApiCors(POLICY));
    // 441 resources, /{proxy+}, three methods, two gateway responses, API, deployment and stage.
    expect(told(stack)).toEqual([
      expect.stringMatching(/^Stack: the stack "Stack" has 450 resources, and CloudFormation's quota "Resources per template" is 500 and can't be raised; .*CorsSpecRestApi.*outgrowing-a-stack\.md .*cdk-cors:stackResourceQuota/),
      expect.stringContaining('"Stack/Api" has 443 resources'),
    ]);
  });
});

test('integrations of an HTTP API, which can\'t be raised, are told before', () => {
  const stack = newStack();
  const api = new CorsHttpApi(stack, 'Api', { cors: POLICY });
  for (let index = 0; index < 270; index++) {
    new CfnIntegration(stack, `I${index}`, { apiId: api.apiId, integrationType: 'HTTP_PROXY', integrationUri: 'https://backend.example.com', payloadFormatVersion: '1.0', integrationMethod: 'ANY' });
  }
  expect(told(stack)).toEqual([expect.stringMatching(/^Stack\/Api: .*has 270 integrations, and API Gateway's quota "Integrations per API" is 300 and can't be raised; .*cdk-cors:httpApiIntegrationQuota/)]);
});

test.each([[37, []], [38, [expect.stringMatching(/^Stack\/App\/Distribution: the distribution "Stack\/App\/Distribution" has 77 cache behaviors.*CloudFront's quota "Cache behaviors per distribution" is 75 .*cdk-cors:cacheBehaviorQuota/)]]])(
  'behaviors of a distribution with %d APIs', (count, expected) => {
    const stack = newStack();
    const app = new WebApp(stack, 'App', { apis: {} });
    for (let index = 0; index < count; index++) {
      app.addApi(`/api${index}x`, ApiBehavior.forUrl('https://backend.example.com'));
    }
    expect(told(stack)).toEqual(expected);
  });

describe('bytes of a template', () => {
  const bytesOf = (stack: Stack) => JSON.stringify((stack.node.root as App).synth().getStackByName(stack.stackName).template, undefined, 1).length;
  const large = (stack: Stack, id: string, paths: number) => {
    const handler = newFunction(stack, `${id}Handler`);
    return new CorsSpecRestApi(stack, id, { cors: POLICY, routes: Object.fromEntries(Array.from({ length: paths }, (_, index) => [`GET /a-rather-long-path/${index}/{id}`, handler])) });
  };

  test('are told with their number, which is about right, for all APIs of a stack together', () => {
    const stack = newStack();
    large(stack, 'One', 1000);
    large(stack, 'Other', 1000);
    const [text] = told(stack).filter((each) => each.includes('templateSizeQuota'));
    expect(text).toMatch(/^Stack: "Stack\/One" and "Stack\/Other" take about [0-9,]+ bytes of the template, and CloudFormation's quota "Template body size in an S3 object" is 1,000,000 and can't be raised; .*suppressTemplateIndentation/);
    const estimated = Number(/about ([0-9,]+) bytes/.exec(text)![1].replace(/,/g, ''));
    expect(Math.abs(estimated / bytesOf(stack) - 1)).toBeLessThan(0.1);
  });

  test('are fewer without indentation', () => {
    const stack = new Stack(new App(), 'Stack', { suppressTemplateIndentation: true });
    large(stack, 'One', 1000);
    large(stack, 'Other', 1000);
    expect(told(stack).filter((each) => each.includes('templateSizeQuota'))).toEqual([]);
  });
});

test('a warning can be acknowledged', () => {
  const stack = newStack();
  const api = new CorsSpecRestApi(stack, 'Api', { cors: POLICY, routes: routes(400, stack) });
  cdk.Annotations.of(api).acknowledgeWarning('cdk-cors:restApiResourceQuota', 'our account has 1,000');
  expect(told(stack)).toEqual([]);
});
