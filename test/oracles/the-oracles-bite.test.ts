import { App, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { EndpointType, LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { type Finding, findingsOf, type Oracle } from '../support/oracles';

/** Nothing found means nothing unless these find what is broken: a sound stack, and one thing in it spoilt. */
class SoundStack extends Stack {
  public readonly method: CfnResource;
  public readonly restApi: CfnResource;
  public readonly gatewayResponse: CfnResource;
  public readonly httpApi: CfnResource;
  public readonly route: CfnResource;
  public readonly distribution: CfnResource;

  constructor(scope: App, id: string) {
    super(scope, id);
    const handler = new Function(this, 'Handler', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({ statusCode: 204 });'),
    });
    const rest = new RestApi(this, 'Rest', { endpointTypes: [EndpointType.REGIONAL], cloudWatchRole: false });
    this.method = resource(rest.root.addResource('items').addMethod('GET', new LambdaIntegration(handler)));
    this.gatewayResponse = resource(rest.addGatewayResponse('Errors', { type: { responseType: 'DEFAULT_4XX' } }));
    this.restApi = resource(rest);

    const http = new HttpApi(this, 'Http');
    const [route] = http.addRoutes({
      path: '/items', methods: [HttpMethod.GET], integration: new HttpUrlIntegration('Items', 'https://items.example.com'),
    });
    this.httpApi = resource(http);
    this.route = resource(route);
    this.distribution = resource(new Distribution(this, 'Edge', { defaultBehavior: { origin: new HttpOrigin('www.example.com') } }));
  }
}

function resource(construct: { readonly node: { defaultChild?: unknown } }): CfnResource {
  return construct.node.defaultChild as CfnResource;
}

type Row = [fault: string, spoil: (stack: SoundStack) => void, oracle: Oracle, rule: RegExp];

const FAULTS: Row[] = [
  ['a property that must be there isn\'t',
    ({ method }) => method.addPropertyDeletionOverride('HttpMethod'), 'cloudformation-validate', /^F3003$/],
  ['a property that doesn\'t exist',
    ({ restApi }) => restApi.addPropertyOverride('Cors', true), 'cloudformation-validate', /^F3002$/],
  ['a property of a wrong type',
    ({ httpApi }) => httpApi.addPropertyOverride('CorsConfiguration', { MaxAge: 'long' }), 'cloudformation-validate', /^F3012$/],
  ['a reference to nothing',
    ({ gatewayResponse }) => gatewayResponse.addPropertyOverride('RestApiId', { Ref: 'Nowhere' }), 'cloudformation-validate', /^F1020$/],
  ['a cycle of resources',
    (stack) => stack.httpApi.addOverride('DependsOn', [stack.resolve(stack.route.logicalId)]), 'cloudformation-validate', /^F3004$/],
  ['a method of no HTTP',
    ({ method }) => method.addPropertyOverride('HttpMethod', 'FETCH'), 'cdk-preflight', /^pf-apigw-method-http-verb$/],
  ['a static parameter without quotes',
    ({ method }) => method.addPropertyOverride('Integration.RequestParameters', { 'integration.request.header.A': 'a' }),
    'cdk-preflight', /^pf-apigw-integration-request-parameter-value$/],
  ['any origin with credentials on an HTTP API',
    ({ httpApi }) => httpApi.addPropertyOverride('CorsConfiguration', { AllowOrigins: ['*'], AllowCredentials: true }),
    'cdk-preflight', /^pf-apigwv2-cors-credentials-wildcard$/],
  ['a route key without a path',
    ({ route }) => route.addPropertyOverride('RouteKey', 'GET items'), 'cdk-preflight', /^pf-apigwv2-http-route-key$/],
  ['methods that CloudFront doesn\'t combine',
    ({ distribution }) => distribution.addPropertyOverride('DistributionConfig.DefaultCacheBehavior.AllowedMethods', ['GET', 'HEAD', 'POST']),
    'cdk-preflight', /^pf-cloudfront-allowed-methods-set$/],
  ['strict mode: an error of the engine\'s own rules',
    ({ method }) => method.addPropertyDeletionOverride('HttpMethod'), 'cdk-preflight', /^F3003$/],
];

describe('the oracles find what is broken', () => {
  let findings: Finding[];

  beforeAll(() => {
    const app = new App();
    new SoundStack(app, 'Sound');
    FAULTS.forEach(([, spoil], index) => spoil(new SoundStack(app, `Fault${index}`)));
    findings = findingsOf(app);
  });

  test.each(FAULTS.map((row, index) => [...row, `Fault${index}`] as const))('%s', (_fault, _spoil, oracle, rule, stack) => {
    const rules = findings.filter((finding) => finding.stack === stack && finding.oracle === oracle).map((finding) => finding.rule);
    expect(rules).toContainEqual(expect.stringMatching(rule));
  });

  test('and nothing that stops a deployment in a sound stack', () => {
    expect(findings.filter(({ stack }) => stack === 'Sound')).toEqual([]);
  });

  test('with the resource and the words that lead to it', () => {
    expect(findings).toContainEqual(expect.objectContaining({
      oracle: 'cdk-preflight',
      severity: 'error',
      resource: expect.stringMatching(/^RestitemsGET/),
      message: expect.stringContaining('FETCH'),
    }));
  });
});

test('cdk-nag finds what a user has to decide, with the resource', () => {
  const app = new App();
  new SoundStack(app, 'Sound');
  const findings = findingsOf(app, ['cdk-nag']).map(({ rule, resource: logicalId }) => `${rule} ${logicalId}`);
  expect(findings).toEqual(expect.arrayContaining([
    expect.stringMatching(/^AwsSolutions-APIG4 RestitemsGET/), // no authorization
    expect.stringMatching(/^AwsSolutions-APIG1 RestDeploymentStageprod/), // no access logs
    expect.stringMatching(/^AwsSolutions-APIG4 HttpGETitems/),
    expect.stringMatching(/^AwsSolutions-CFR3 Edge/), // no access logs
  ]));
});

test('cdk-nag says nothing of what is as it wants', () => {
  const app = new App();
  new Bucket(new Stack(app, 'Sound'), 'Bucket', { enforceSSL: true, serverAccessLogsPrefix: 'logs/', blockPublicAccess: BlockPublicAccess.BLOCK_ALL });
  expect(findingsOf(app, ['cdk-nag'])).toEqual([]);
});

test('an app without stacks isn\'t a proof', () => {
  expect(() => findingsOf(new App())).toThrow('would find nothing');
});

test('nested stacks and stages are read too', () => {
  const app = new App();
  const stack = new SoundStack(app, 'Outer');
  new CfnResource(new NestedStack(stack, 'Inner'), 'Broken', { type: 'AWS::S3::Bucket', properties: { Nonsense: 1 } });
  new CfnResource(new Stack(new Stage(app, 'Stage'), 'Staged'), 'Broken', { type: 'AWS::S3::Bucket', properties: { Nonsense: 1 } });
  const stacks = findingsOf(app, ['cloudformation-validate']).map((finding) => finding.stack);
  expect(stacks).toEqual([expect.stringContaining('Stage/Staged'), expect.stringContaining('Inner')]);
});
