import { Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ApiBehavior, CorsPolicy, FunctionCors } from '../../src';
import { testRefusals, type WrongCall } from '../support/refusals';
import { newFunction } from '../support/rest-api';
import { behaviorsOf, newDistribution, newStack, originOf } from './support';

const signed = { authType: lambda.FunctionUrlAuthType.AWS_IAM };

test('CloudFront calls the URL\'s host, with requests that it signs', () => {
  const stack = newStack();
  const url = newFunction(stack).addFunctionUrl(signed);
  newDistribution(stack, { additionalBehaviors: ApiBehavior.forFunctionUrl(url).behaviors(stack, '/api') });
  expect(Object.keys(behaviorsOf(stack))).toEqual(['/api', '/api/*']);
  const origin = originOf(stack, '/api/*');
  expect(origin).toEqual(originOf(stack, '/api'));
  expect(origin).toMatchObject({
    DomainName: { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': [expect.stringMatching(/^HandlerFunctionUrl/), 'FunctionUrl'] }] }] },
    OriginAccessControlId: { 'Fn::GetAtt': [expect.stringMatching(/AccessControl/), 'Id'] },
    CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
  });
  expect(() => Template.fromStack(stack).hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
    OriginAccessControlConfig: { OriginAccessControlOriginType: 'lambda', SigningBehavior: 'always', SigningProtocol: 'sigv4' },
  })).not.toThrow();
});

test('only that distribution may call it: the URL, and the function by the URL', () => {
  const stack = newStack();
  newDistribution(stack, { additionalBehaviors: ApiBehavior.forFunctionUrl(newFunction(stack).addFunctionUrl(signed)).behaviors(stack, '/api') });
  const permissions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Permission')).map(({ Properties }) => Properties);
  const common = {
    Principal: 'cloudfront.amazonaws.com',
    FunctionName: { 'Fn::GetAtt': [expect.stringMatching(/^Handler/), 'FunctionArn'] },
    SourceArn: {
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudfront::', { Ref: 'AWS::AccountId' }, ':distribution/', { Ref: expect.stringMatching(/^Distribution/) }]],
    },
  };
  expect(permissions).toEqual([
    { ...common, Action: 'lambda:InvokeFunctionUrl' },
    { ...common, Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true },
  ]);
});

test('everything of the request but Host goes to it, and nothing is cached', () => {
  const stack = newStack();
  const distribution = newDistribution(stack);
  ApiBehavior.forFunctionUrl(newFunction(stack).addFunctionUrl(signed)).addTo(distribution, '/api');
  expect(behaviorsOf(stack)['/api/*']).toMatchObject({
    AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
    CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    ViewerProtocolPolicy: 'https-only',
  });
});

test('a wrapped function behind it, and pages elsewhere at the edge', () => {
  const stack = newStack();
  const policy = CorsPolicy.forOrigins('https://partner.example.org');
  const fn = newFunction(stack);
  fn.with(new FunctionCors(policy));
  newDistribution(stack, { additionalBehaviors: ApiBehavior.forFunctionUrl(fn.addFunctionUrl(signed), { cors: policy }).behaviors(stack, '/api') });
  expect(behaviorsOf(stack)['/api'].FunctionAssociations).toHaveLength(2);
  expect(() => Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Url', { Cors: Match.absent(), AuthType: 'AWS_IAM' })).not.toThrow();
});

testRefusals([
  ['a URL that anybody may call', () => ApiBehavior.forFunctionUrl(newFunction(newStack()).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE })),
    'publicFunctionUrl', ['"Shop/Handler/FunctionUrl"', '"NONE"', 'FunctionUrlAuthType.AWS_IAM', 'ApiBehavior.forUrl(url.url)']],
  ['a text', () => ApiBehavior.forFunctionUrl('https://abc.lambda-url.eu-west-1.on.aws/' as unknown as lambda.IFunctionUrl), 'notAFunctionUrl', ['addFunctionUrl', 'forUrl']],
] as WrongCall[]);
