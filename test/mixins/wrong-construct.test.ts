import { join } from 'node:path';
import { App, Aspects, CfnOutput, ConstructSelector, Duration, Mixins, Shims, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as customResources from 'aws-cdk-lib/custom-resources';
import { Construct, type IConstruct, type IMixin } from 'constructs';
import { CorsPolicy, FunctionCors, HttpApiCors, RestApiCors, Site, WebApp } from '../../src';
import { newFunction, newStack } from '../support/rest-api';

const POLICY = CorsPolicy.forOrigins('https://app.example.com');
const MIXINS: { readonly [name: string]: () => IMixin } = {
  RestApiCors: () => new RestApiCors(POLICY), HttpApiCors: () => new HttpApiCors(POLICY), FunctionCors: () => new FunctionCors(POLICY),
};

const restApi = (stack: Stack) => {
  const api = new apigateway.RestApi(stack, 'Api');
  api.root.addMethod('GET', new apigateway.MockIntegration());
  return api;
};
const ORIGIN = new origins.HttpOrigin('app.example.com');

describe('with() on a construct that the mixin isn\'t for names the right one', () => {
  test.each<[string, string, (stack: Stack) => Construct | IConstruct, string]>([
    ['an HTTP API', 'RestApiCors', (stack) => new apigatewayv2.HttpApi(stack, 'Api'), 'is an HTTP API; use HttpApiCors'],
    ['an imported HTTP API', 'RestApiCors', (stack) => apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'a1' }), 'is an HTTP API; use HttpApiCors'],
    ['a REST API', 'HttpApiCors', restApi, 'is a REST API; use RestApiCors'],
    ['an imported REST API', 'HttpApiCors', (stack) => apigateway.RestApi.fromRestApiId(stack, 'Api', 'a1'), 'is a REST API; use RestApiCors'],
    ['a REST API from a document', 'HttpApiCors',
      (stack) => new apigateway.SpecRestApi(stack, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline({ openapi: '3.0.1' }) }), 'make it with CorsSpecRestApi'],
    ['a function', 'RestApiCors', newFunction, 'is a Lambda function; use FunctionCors'],
    ['a function', 'HttpApiCors', newFunction, 'is a Lambda function; use FunctionCors'],
    ['an imported function', 'HttpApiCors', (stack) => lambda.Function.fromFunctionName(stack, 'Api', 'f'), 'is a Lambda function; use FunctionCors'],
    ['an alias', 'RestApiCors', (stack) => newFunction(stack).addAlias('live'), 'use FunctionCors'],
    ['a REST API', 'FunctionCors', restApi, 'is a REST API; use RestApiCors'],
    ['an HTTP API', 'FunctionCors', (stack) => new apigatewayv2.HttpApi(stack, 'Api'), 'is an HTTP API; use HttpApiCors'],
    ['a function URL', 'FunctionCors', (stack) => newFunction(stack).addFunctionUrl(), 'FunctionCors.forFunctionUrl(policy)'],
    ['a WebSocket API', 'HttpApiCors', (stack) => new apigatewayv2.WebSocketApi(stack, 'Api'), 'is a WebSocket API; WebSockets have no CORS'],
    ['a distribution', 'RestApiCors',
      (stack) => new cloudfront.Distribution(stack, 'Api', { defaultBehavior: { origin: ORIGIN } }),
      'is a distribution; put the API behind it with ApiBehavior'],
    ['a bucket', 'HttpApiCors', (stack) => new s3.Bucket(stack, 'Api'), 'is a bucket; give the bucket its own CORS rules'],
    ['an L1 REST API', 'RestApiCors', (stack) => new apigateway.CfnRestApi(stack, 'Api', { name: 'a' }), 'is a CfnRestApi; RestApiCors is for the L2 construct RestApi'],
    ['an L1 HTTP API', 'RestApiCors', (stack) => new apigatewayv2.CfnApi(stack, 'Api', { name: 'a' }), 'is a CfnApi; HttpApiCors is for the L2 construct HttpApi'],
    ['the L1 of a function', 'FunctionCors', (stack) => newFunction(stack).node.defaultChild!, 'is a CfnFunction; FunctionCors is for the L2 construct Function'],
    ['a resource of a REST API', 'RestApiCors', (stack) => restApi(stack).root, 'there is no REST API; RestApiCors is for REST APIs'],
    ['a table', 'FunctionCors', (stack) => new dynamodb.Table(stack, 'Api', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }),
      'there is no Lambda function; RestApiCors is for'],
  ])('%s with %s', (_what, mixin, make, message) => {
    const construct = make(newStack());
    const expected = `${mixin} can't be applied to ${JSON.stringify(construct.node.path)}, wh`;
    const made = MIXINS[mixin];
    for (const apply of [() => construct.with(made()), () => Mixins.of(construct).apply(made()), () => made().applyTo(construct)]) {
      expect(apply).toThrow(expected);
      expect(apply).toThrow(message);
      expect(apply).toThrow(/\[cdk-cors:notA(RestApi|nHttpApi|Function)\]$/);
    }
  });

  test('also with a mixin that was right elsewhere', () => {
    const stack = newStack();
    const httpApi = new apigatewayv2.HttpApi(stack, 'Http');
    const mixin = new RestApiCors(POLICY);
    restApi(stack).with(mixin);
    expect(() => httpApi.with(mixin)).toThrow('use HttpApiCors');
    Mixins.of(httpApi.stack, ConstructSelector.byId('Http')).apply(mixin);
    expect(() => httpApi.with(mixin)).toThrow('use HttpApiCors');
  });
});

describe('what isn\'t for the mixin is passed over', () => {
  const everything = (stack: Stack) => {
    new CfnOutput(stack, 'Output', { value: 'v' });
    new apigatewayv2.HttpApi(stack, 'Http');
    newFunction(stack);
    restApi(stack);
    apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Imported', { httpApiId: 'a1' });
  };
  const applied = (stack: Stack) => {
    const template = Template.fromStack(stack);
    return {
      rest: Object.keys(template.findResources('AWS::ApiGateway::GatewayResponse')).length > 0,
      http: Object.keys(template.findResources('AWS::ApiGatewayV2::Api', { Properties: { CorsConfiguration: Match.anyValue() } })).length > 0,
      functions: Object.keys(template.findResources('AWS::Lambda::LayerVersion')).length > 0,
    };
  };

  test.each<[string, (stack: Stack, mixin: IMixin) => unknown]>([
    ['with() on the stack', (stack, mixin) => stack.with(mixin)],
    ['with() on the app', (stack, mixin) => stack.node.root.with(mixin)],
    ['Mixins.of() on the app', (stack, mixin) => Mixins.of(stack.node.root).apply(mixin)],
    ['a mixin as an aspect', (stack, mixin) => Aspects.of(stack).add(Shims.asAspect(mixin), { priority: 10 })],
    ['Mixins.of() with a selector that has others first', (stack, mixin) => Mixins.of(stack, ConstructSelector.byPath('Stack/{Http,Handler,Api}')).apply(mixin)],
  ])('%s', (_how, apply) => {
    const stack = newStack();
    everything(stack);
    apply(stack, new RestApiCors(POLICY));
    expect(applied(stack)).toEqual({ rest: true, http: false, functions: false });
  });

  test('a scope of one\'s own without anything for it', () => {
    const stack = newStack();
    const scope = new Construct(stack, 'Scope');
    new apigatewayv2.HttpApi(scope, 'Http');
    scope.with(new RestApiCors(POLICY));
    expect(applied(stack)).toEqual({ rest: false, http: false, functions: false });
  });

  test('and a question alone is answered', () => {
    const stack = newStack();
    const [rest, http, fn] = [restApi(stack), new apigatewayv2.HttpApi(stack, 'Http'), newFunction(stack)];
    const mixins = Object.values(MIXINS).map((make) => make());
    expect([rest, http, fn].map((construct) => mixins.map((mixin) => mixin.supports(construct))))
      .toEqual([[true, false, false], [false, true, false], [false, false, true]]);
  });
});

describe('FunctionCors on a whole app', () => {
  const handlers = (app: App, id: string) => {
    const functions = Template.fromStack(app.node.findChild(id) as Stack).findResources('AWS::Lambda::Function');
    return Object.keys(functions).filter((logicalId) => functions[logicalId].Properties.Environment?.Variables?.CORS_POLICY !== undefined);
  };

  test('leaves the functions alone that the CDK made for itself, and those of Lambda@Edge', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: { region: 'eu-central-1', account: '111122223333' } });
    const fn = newFunction(stack, 'Mine');
    new WebApp(stack, 'WebApp', { site: Site.fromFolder(join(__dirname, '../../examples/web-app-rest/site')) });
    new customResources.Provider(stack, 'Provider', { onEventHandler: fn, isCompleteHandler: fn, queryInterval: Duration.seconds(5) });
    new customResources.AwsCustomResource(stack, 'Call', {
      onUpdate: { service: 'S3', action: 'listBuckets', physicalResourceId: customResources.PhysicalResourceId.of('1') },
      policy: customResources.AwsCustomResourcePolicy.fromStatements([new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })]),
    });
    new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, replicationRegions: ['eu-west-1'] });
    new cloudfront.experimental.EdgeFunction(stack, 'Edge', {
      code: lambda.Code.fromInline('exports.handler = 1'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X, stackId: 'EdgeStack',
    });
    Mixins.of(app).apply(new FunctionCors(POLICY));
    expect(handlers(app, 'Shop')).toEqual([expect.stringMatching(/^Mine/)]);
    expect(handlers(app, 'EdgeStack')).toEqual([]);
    expect(() => app.synth()).not.toThrow();
  });

  test('warns of imported ones, and refuses them by themselves', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    newFunction(stack, 'Mine');
    const imported = lambda.Function.fromFunctionName(stack, 'Theirs', 'theirs');
    app.with(new FunctionCors(POLICY));
    expect(handlers(app, 'Shop')).toEqual([expect.stringMatching(/^Mine/)]);
    expect(Annotations.fromStack(stack).findWarning('/Shop/Theirs', Match.stringLikeRegexp('the function "Shop/Theirs" isn\'t made here.*cdk-cors:importedFunction'))).toHaveLength(1);
    expect(() => imported.with(new FunctionCors(POLICY))).toThrow('[cdk-cors:importedFunction]');
  });
});
