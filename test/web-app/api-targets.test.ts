import { CfnParameter, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { ApiBehavior, type ApiGatewayBehaviorOptions } from '../../src/web-app';
import { distributionConfig, newApp, newDistribution, newRestApi, newStack, originOf } from './support';

function targetOf(stack: Stack, behavior: ApiBehavior): { domain: unknown; path: unknown } {
  newDistribution(stack, { additionalBehaviors: behavior.behaviors(stack, '/api') });
  const origin = originOf(stack, '/api/*');
  return { domain: joined(origin.DomainName), path: joined(origin.OriginPath) };
}

/** Readable: references in angle brackets. */
function joined(value: any): unknown {
  const parts = value?.['Fn::Join']?.[1] ?? [value];
  return value === undefined ? undefined : parts.map((part: any) => typeof part === 'string' ? part : `<${part.Ref ?? JSON.stringify(part)}>`).join('');
}

const REGIONAL = { region: 'eu-central-1', account: '111122223333' };

describe('REST APIs', () => {
  type Make = (stack: Stack) => apigateway.IRestApi;
  type Case = [name: string, api: Make, options: ApiGatewayBehaviorOptions, domain: string, path: string | undefined];
  test.each<Case>([
    ['a new one', (stack) => newRestApi(stack), {}, '<ApiF70053CD>.execute-api.<AWS::Region>.<AWS::URLSuffix>', '/prod'],
    ['its stage by name', (stack) => newRestApi(stack, { deployOptions: { stageName: 'v1' } }), {},
      '<ApiF70053CD>.execute-api.<AWS::Region>.<AWS::URLSuffix>', '/v1'],
    ['another stage', (stack) => newRestApi(stack), { stageName: 'beta' }, '<ApiF70053CD>.execute-api.<AWS::Region>.<AWS::URLSuffix>', '/beta'],
    ['one from a document', (stack) => new apigateway.SpecRestApi(stack, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline({ openapi: '3.0.1', paths: {} }) }), {},
      '<ApiF70053CD>.execute-api.<AWS::Region>.<AWS::URLSuffix>', '/prod'],
    ['an imported one', (stack) => apigateway.RestApi.fromRestApiAttributes(stack, 'Api', { restApiId: 'abc123', rootResourceId: 'r' }), { stageName: 'prod' },
      'abc123.execute-api.<AWS::Region>.<AWS::URLSuffix>', '/prod'],
    ['one imported by its id', (stack) => apigateway.RestApi.fromRestApiId(stack, 'Api', 'abc123'), { stageName: 'prod', region: 'us-west-2' },
      'abc123.execute-api.us-west-2.<AWS::URLSuffix>', '/prod'],
    ['a custom domain', (stack) => newRestApi(stack, { disableExecuteApiEndpoint: true }), { domainName: 'api.example.com' }, 'api.example.com', undefined],
    ['a base path of a custom domain', (stack) => newRestApi(stack), { domainName: 'api.example.com', basePath: 'shop/v1' }, 'api.example.com', '/shop/v1'],
  ])('%s', (_name, api, options, domain, path) => {
    const stack = newStack();
    expect(targetOf(stack, ApiBehavior.forRestApi(api(stack), options))).toEqual({ domain, path });
  });

  test('a stage of its own, without the deployment of RestApi', () => {
    const stack = newStack();
    const api = newRestApi(stack, { deploy: false });
    api.deploymentStage = new apigateway.Stage(stack, 'Stage', { deployment: new apigateway.Deployment(stack, 'Deployment', { api }), stageName: 'green' });
    expect(targetOf(stack, ApiBehavior.forRestApi(api)).path).toBe('/green');
  });

  test('an imported stage', () => {
    const stack = newStack();
    const api = newRestApi(stack, { deploy: false });
    api.deploymentStage = apigateway.Stage.fromStageAttributes(stack, 'Stage', { stageName: 'blue', restApi: api }) as apigateway.Stage;
    expect(targetOf(stack, ApiBehavior.forRestApi(api)).path).toBe('/blue');
  });

  test('one in another stack, in the same region', () => {
    const app = newApp();
    const api = newRestApi(newStack('Backend', { env: REGIONAL }, app));
    const stack = newStack('Frontend', { env: REGIONAL }, app);
    expect(targetOf(stack, ApiBehavior.forRestApi(api)).path).toBe('/prod');
    expect(distributionConfig(stack).Origins[1].DomainName['Fn::Join'][1]).toEqual([
      { 'Fn::ImportValue': 'Backend:ExportsOutputRefApiF70053CD5653BA4D' }, '.execute-api.eu-central-1.', { Ref: 'AWS::URLSuffix' },
    ]);
  });
});

describe('HTTP APIs', () => {
  type Make = (stack: Stack) => apigatewayv2.IHttpApi;
  type Case = [name: string, api: Make, options: ApiGatewayBehaviorOptions, domain: string, path: string | undefined];
  test.each<Case>([
    ['a new one', (stack) => new apigatewayv2.HttpApi(stack, 'Api'), {}, '<ApiF70053CD>.execute-api.<AWS::Region>.<AWS::URLSuffix>', undefined],
    ['a named stage', (stack) => new apigatewayv2.HttpApi(stack, 'Api', { createDefaultStage: false }), { stageName: 'v1' },
      '<ApiF70053CD>.execute-api.<AWS::Region>.<AWS::URLSuffix>', '/v1'],
    ['$default by name', (stack) => new apigatewayv2.HttpApi(stack, 'Api'), { stageName: '$default' },
      '<ApiF70053CD>.execute-api.<AWS::Region>.<AWS::URLSuffix>', undefined],
    ['an imported one', (stack) => apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc123' }), {},
      'abc123.execute-api.<AWS::Region>.<AWS::URLSuffix>', undefined],
    ['an imported one elsewhere', (stack) => apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc123' }), { region: 'us-west-2', stageName: 'v1' },
      'abc123.execute-api.us-west-2.<AWS::URLSuffix>', '/v1'],
    ['a custom domain', (stack) => new apigatewayv2.HttpApi(stack, 'Api', { disableExecuteApiEndpoint: true }), { domainName: 'api.example.com' }, 'api.example.com', undefined],
  ])('%s', (_name, api, options, domain, path) => {
    const stack = newStack();
    expect(targetOf(stack, ApiBehavior.forHttpApi(api(stack), options))).toEqual({ domain, path });
  });

  test('a stage by its reference becomes its name', () => {
    const stack = newStack();
    const api = new apigatewayv2.HttpApi(stack, 'Api', { createDefaultStage: false });
    const stage = api.addStage('Stage', { stageName: 'live' });
    expect(targetOf(stack, ApiBehavior.forHttpApi(api, { stageName: stage.stageName })).path).toBe('/live');
  });
});

describe('URLs', () => {
  test.each([
    ['https://backend.example.com', 'backend.example.com', undefined],
    ['https://backend.example.com/', 'backend.example.com', undefined],
    ['https://backend.example.com/base/v1/', 'backend.example.com', '/base/v1'],
    ['HTTPS://Backend.example.com', 'Backend.example.com', undefined],
  ])('%s', (url, domain, path) => {
    expect(targetOf(newStack(), ApiBehavior.forUrl(url))).toEqual({ domain, path });
  });

  test('the port is the origin\'s HTTPS port', () => {
    const stack = newStack();
    targetOf(stack, ApiBehavior.forUrl('https://backend.example.com:8443'));
    expect(originOf(stack, '/api').CustomOriginConfig.HTTPSPort).toBe(8443);
  });

  test('one that is known at deploy time as a whole: its host counts', () => {
    const stack = newStack();
    const url = new CfnParameter(stack, 'Url');
    targetOf(stack, ApiBehavior.forUrl(url.valueAsString));
    expect(originOf(stack, '/api').DomainName).toEqual({ 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'Url' }] }] });
  });

  test('the endpoint of an HTTP API', () => {
    const stack = newStack();
    targetOf(stack, ApiBehavior.forUrl(new apigatewayv2.HttpApi(stack, 'Api').apiEndpoint));
    expect(() => Template.fromStack(stack).hasResource('AWS::CloudFront::Distribution', {})).not.toThrow();
    expect(originOf(stack, '/api').DomainName).toEqual({ 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['ApiF70053CD', 'ApiEndpoint'] }] }] });
  });
});
