import { RegionInfo } from 'aws-cdk-lib/region-info';
import { plainTemplates, type Resolved, templateModel } from '../../src/template';
import { isUnknown, Unknown } from '../../src/template/unknown';
import { modelOf, modelOfResources, resourceOf } from '../support/emulator';

const ACCOUNT = '123456789012';
const UUID = '[\\da-f]{8}-[\\da-f]{4}-4[\\da-f]{3}-a[\\da-f]{3}-[\\da-f]{12}';

/** A resource alone, in eu-west-1. */
function made(type: string, properties: object = {}) {
  return resourceOf(modelOfResources({ Thing: { Type: type, Properties: properties } }, { region: 'eu-west-1' }), 'Thing');
}

test.each<[type: string, properties: object, ref: RegExp, attributes: { [name: string]: RegExp }]>([
  ['AWS::ApiGateway::RestApi', {}, /^[a-z\d]{10}$/, { RestApiId: /^[a-z\d]{10}$/, RootResourceId: /^[a-z\d]{10}$/ }],
  ['AWS::ApiGateway::Resource', {}, /^[a-z\d]{6}$/, { ResourceId: /^[a-z\d]{6}$/ }],
  ['AWS::ApiGateway::Deployment', {}, /^[a-z\d]{6}$/, { DeploymentId: /^[a-z\d]{6}$/ }],
  ['AWS::ApiGateway::Stage', { StageName: 'prod' }, /^prod$/, {}],
  ['AWS::ApiGateway::Authorizer', {}, /^[a-z\d]{6}$/, { AuthorizerId: /^[a-z\d]{6}$/ }],
  ['AWS::ApiGateway::ApiKey', {}, /^[a-z\d]{10}$/, { APIKeyId: /^[a-z\d]{10}$/ }],
  ['AWS::ApiGateway::DomainName', { DomainName: 'api.example.com' }, /^api\.example\.com$/, {
    RegionalDomainName: /^d-[a-z\d]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/,
    DistributionDomainName: /^d[a-z\d]{13}\.cloudfront\.net$/,
    DistributionHostedZoneId: /^Z2FDTNDATAQYW2$/,
  }],
  ['AWS::ApiGatewayV2::Api', {}, /^[a-z\d]{10}$/, { ApiId: /^[a-z\d]{10}$/, ApiEndpoint: /^https:\/\/[a-z\d]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/ }],
  ['AWS::ApiGatewayV2::Api', { ProtocolType: 'WEBSOCKET' }, /^[a-z\d]{10}$/, { ApiEndpoint: /^wss:/ }],
  ['AWS::ApiGatewayV2::Stage', { StageName: '$default' }, /^\$default$/, {}],
  ['AWS::ApiGatewayV2::Integration', {}, /^[a-z\d]{7}$/, { IntegrationId: /^[a-z\d]{7}$/ }],
  ['AWS::CloudFront::Distribution', {}, /^E[A-Z\d]{13}$/, { Id: /^E[A-Z\d]{13}$/, DomainName: /^d[a-z\d]{13}\.cloudfront\.net$/ }],
  ['AWS::CloudFront::CachePolicy', {}, new RegExp(`^${UUID}$`), { Id: new RegExp(`^${UUID}$`) }],
  ['AWS::CloudFront::OriginRequestPolicy', {}, new RegExp(`^${UUID}$`), { Id: new RegExp(`^${UUID}$`) }],
  ['AWS::CloudFront::ResponseHeadersPolicy', {}, new RegExp(`^${UUID}$`), { Id: new RegExp(`^${UUID}$`) }],
  ['AWS::CloudFront::Function', { Name: 'rewrite' }, new RegExp(`^arn:aws:cloudfront::${ACCOUNT}:function/rewrite$`), {
    FunctionARN: new RegExp(`^arn:aws:cloudfront::${ACCOUNT}:function/rewrite$`),
  }],
  ['AWS::CloudFront::OriginAccessControl', {}, /^E[A-Z\d]{13}$/, { Id: /^E[A-Z\d]{13}$/ }],
  ['AWS::CloudFront::KeyValueStore', { Name: 'store' }, /^store$/, { Id: new RegExp(`^${UUID}$`), Arn: new RegExp(`:key-value-store/${UUID}$`) }],
  ['AWS::Lambda::Function', {}, /^Stack-Thing-[A-Z\d]{12}$/, { Arn: new RegExp(`^arn:aws:lambda:eu-west-1:${ACCOUNT}:function:Stack-Thing-[A-Z\\d]{12}$`) }],
  ['AWS::Lambda::Function', { FunctionName: 'fn' }, /^fn$/, { Arn: new RegExp(`^arn:aws:lambda:eu-west-1:${ACCOUNT}:function:fn$`) }],
  ['AWS::Lambda::Version', { FunctionName: 'fn' }, new RegExp(`^arn:aws:lambda:eu-west-1:${ACCOUNT}:function:fn:1$`), { Version: /^1$/ }],
  ['AWS::Lambda::Alias', { FunctionName: 'fn', Name: 'live' }, new RegExp(`^arn:aws:lambda:eu-west-1:${ACCOUNT}:function:fn:live$`), {}],
  ['AWS::Lambda::Alias', { FunctionName: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:fn`, Name: 'live' }, /:function:fn:live$/, {}],
  ['AWS::Lambda::Url', { TargetFunctionArn: 'fn' }, /:function:fn$/, { FunctionUrl: /^https:\/\/[a-z\d]{32}\.lambda-url\.eu-west-1\.on\.aws\/$/ }],
  ['AWS::S3::Bucket', {}, /^stack-thing-[a-z\d]{12}$/, { Arn: /^arn:aws:s3:::stack-thing-[a-z\d]{12}$/ }],
  ['AWS::S3::Bucket', { BucketName: 'b' }, /^b$/, {
    Arn: /^arn:aws:s3:::b$/,
    DomainName: /^b\.s3\.amazonaws\.com$/,
    RegionalDomainName: /^b\.s3\.eu-west-1\.amazonaws\.com$/,
    DualStackDomainName: /^b\.s3\.dualstack\.eu-west-1\.amazonaws\.com$/,
    WebsiteURL: /^http:\/\/b\.s3-website-eu-west-1\.amazonaws\.com$/,
  }],
  ['AWS::Cognito::UserPool', {}, /^eu-west-1_[a-z\d]{9}$/, {
    Arn: new RegExp(`^arn:aws:cognito-idp:eu-west-1:${ACCOUNT}:userpool/eu-west-1_[a-z\\d]{9}$`),
    ProviderName: /^cognito-idp\.eu-west-1\.amazonaws\.com\/eu-west-1_[a-z\d]{9}$/,
    ProviderURL: /^https:\/\/cognito-idp\./,
  }],
  ['AWS::Cognito::UserPoolClient', {}, /^[a-z\d]{26}$/, { ClientId: /^[a-z\d]{26}$/ }],
  ['AWS::CertificateManager::Certificate', {}, new RegExp(`^arn:aws:acm:eu-west-1:${ACCOUNT}:certificate/${UUID}$`), {}],
  ['AWS::IAM::Role', { Path: '/a/' }, /^Stack-Thing-[A-Z\d]{12}$/, { Arn: new RegExp(`^arn:aws:iam::${ACCOUNT}:role/a/Stack-Thing-[A-Z\\d]{12}$`) }],
  ['AWS::DynamoDB::Table', { TableName: 't' }, /^t$/, { Arn: new RegExp(`^arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/t$`) }],
  ['AWS::SQS::Queue', { QueueName: 'q' }, new RegExp(`^https://sqs\\.eu-west-1\\.amazonaws\\.com/${ACCOUNT}/q$`), {
    Arn: new RegExp(`^arn:aws:sqs:eu-west-1:${ACCOUNT}:q$`), QueueName: /^q$/,
  }],
  ['AWS::SNS::Topic', { TopicName: 't' }, new RegExp(`^arn:aws:sns:eu-west-1:${ACCOUNT}:t$`), { TopicName: /^t$/ }],
  ['AWS::WAFv2::WebACL', { Name: 'acl', Scope: 'REGIONAL' }, new RegExp(`^acl\\|${UUID}\\|REGIONAL$`), { Arn: /:regional\/webacl\/acl\// }],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Name: 'lb' }, /:loadbalancer\/app\/lb\//, { DNSName: /^lb-\d{10}\.eu-west-1\.elb\.amazonaws\.com$/ }],
  ['Some::Other::Type', {}, /^Stack-Thing-[A-Z\d]{12}$/, {}],
])('%s %j has ids in the shape that AWS has', (type, properties, ref, attributes) => {
  const resource = made(type, properties);
  expect(resource.physicalId).toMatch(ref);
  for (const [name, shape] of Object.entries(attributes)) {
    expect(resource.attribute(name)).toMatch(shape);
  }
});

test('the names of websites are those of every region', () => {
  for (const { name, s3StaticWebsiteEndpoint } of RegionInfo.regions) {
    if (s3StaticWebsiteEndpoint === undefined) continue;
    const model = modelOfResources({ B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } } }, { region: name });
    expect(resourceOf(model, 'B').attribute('WebsiteURL')).toBe(`http://b.${s3StaticWebsiteEndpoint}`);
  }
});

test('a name that is too long is cut where nothing that makes it unique is lost', () => {
  const long = 'L'.repeat(200);
  const model = modelOfResources({
    [`${long}A`]: { Type: 'AWS::Lambda::Function' }, [`${long}B`]: { Type: 'AWS::Lambda::Function' }, [`${long}C`]: { Type: 'AWS::S3::Bucket' },
  });
  const [a, b, bucket] = model.resources.map(({ physicalId }) => physicalId);
  expect([a.length, b.length, bucket.length]).toEqual([64, 64, 63]);
  expect(a).not.toBe(b);
});

test('a thousand resources of each type have different ids, also in two stacks with equal logical ids', () => {
  const types = ['AWS::ApiGateway::Resource', 'AWS::ApiGatewayV2::Api', 'AWS::CloudFront::Distribution', 'AWS::S3::Bucket'];
  const template = { Resources: Object.fromEntries(types.flatMap((Type) => Array.from({ length: 500 }, (_, i) => [`${Type.replace(/:/g, '')}${i}`, { Type }]))) };
  const ids = ['One', 'Two'].flatMap((stackName) => templateModel(plainTemplates([template], { stackName })).resources.map(({ physicalId }) => physicalId));
  expect(new Set(ids).size).toBe(4000);
});

describe('a name that isn\'t known', () => {
  const model = modelOf({
    Parameters: { Name: { Type: 'String' } },
    Resources: {
      Fn: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: { 'Fn::Sub': '${Name}-fn' } } },
      Permission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { 'Fn::GetAtt': 'Fn.Arn' } } },
    },
  });

  test('stays unknown', () => expect(resourceOf(model, 'Fn').properties.FunctionName).toBeInstanceOf(Unknown));

  test('doesn\'t hide what refers to the resource', () => {
    expect(model.referent(resourceOf(model, 'Permission').properties.FunctionName)).toBe(resourceOf(model, 'Fn'));
  });
});

test('a name that is made of itself is unknown, and the resource still has an id', () => {
  const model = modelOfResources({ B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': '${B}-x' } } } });
  const bucket = resourceOf(model, 'B');
  expect(bucket.physicalId).toMatch(/^stack-b-[a-z\d]{12}$/);
});

describe('values that refer to each other in a circle', () => {
  const parameter = (Value: Resolved) => ({ Type: 'AWS::SSM::Parameter', Properties: { Value } });
  const model = modelOfResources({
    A: parameter({ 'Fn::GetAtt': ['B', 'Value'] }),
    B: parameter({ 'Fn::Join': ['', ['x', { 'Fn::GetAtt': ['A', 'Value'] }]] }),
    C: parameter({ 'Fn::GetAtt': ['A', 'Value'] }),
    D: parameter('known'),
  });

  test.each(['A', 'B', 'C'])('%s is unknown, and the reason names them', (logicalId) => {
    const value = resourceOf(model, logicalId).properties.Value;
    expect(isUnknown(value) && value.reason).toMatch(/Stack\/A\/Properties\/Value → Stack\/B\/Properties\/Value → Stack\/A\/Properties\/Value refer .* circle/);
  });

  test('what isn\'t part of it is known', () => expect(resourceOf(model, 'D').properties.Value).toBe('known'));
});

describe('what a text refers to', () => {
  const model = modelOfResources({
    Api: { Type: 'AWS::ApiGateway::RestApi' },
    Prod: { Type: 'AWS::ApiGateway::Stage', Properties: { StageName: 'prod', RestApiId: { Ref: 'Api' } } },
    OtherApi: { Type: 'AWS::ApiGateway::RestApi' },
    OtherProd: { Type: 'AWS::ApiGateway::Stage', Properties: { StageName: 'prod', RestApiId: { Ref: 'OtherApi' } } },
    Fn: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'api' } },
    Fn2: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'api-2' } },
    Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Fn' }, Name: 'live' } },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } },
    LongerBucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'a.b' } },
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' } } },
    Site: { Type: 'AWS::CloudFront::Distribution' },
  });
  const id = (logicalId: string) => resourceOf(model, logicalId).physicalId;
  const attribute = (logicalId: string, name: string) => resourceOf(model, logicalId).attribute(name) as string;

  test.each<[name: string, value: () => unknown, type: string | undefined, expected: string | undefined]>([
    ['a Ref', () => id('Api'), undefined, 'Api'],
    ['the root of an API', () => attribute('Api', 'RootResourceId'), undefined, 'Api'],
    ['an ARN', () => attribute('Fn', 'Arn'), undefined, 'Fn'],
    ['a domain', () => attribute('Site', 'DomainName'), undefined, 'Site'],
    ['a given name', () => 'api', 'AWS::Lambda::Function', 'Fn'],
    ['a name that a policy refers to', () => 'b', undefined, 'Bucket'],
    ['a name of another type', () => id('Api'), 'AWS::Lambda::Function', undefined],
    ['a name that several have', () => 'prod', 'AWS::ApiGateway::Stage', undefined],
    ['a part of a name', () => id('Api').slice(1), undefined, undefined],
    ['something else', () => ({ Ref: 'Api' }), undefined, undefined],
    ['nothing', () => undefined, undefined, undefined],
    ['a name that objects inherit', () => '__proto__', undefined, undefined],
  ])('as a whole: %s', (_name, value, type, expected) => expect(model.referent(value(), type)?.logicalId).toBe(expected));

  test.each<[name: string, text: () => unknown, type: string | undefined, expected: string[]]>([
    ['the URL of an API', () => `https://${id('Api')}.execute-api.us-east-1.amazonaws.com/prod`, undefined, ['Api']],
    ['the URI of an integration', () => `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${attribute('Fn', 'Arn')}/invocations`, undefined, ['Fn']],
    ['an alias, and the function with it', () => `functions/${id('Live')}/invocations`, undefined, ['Fn', 'Live']],
    ['an alias alone', () => `functions/${id('Live')}/invocations`, 'AWS::Lambda::Alias', ['Live']],
    ['no function whose name begins the same', () => attribute('Fn2', 'Arn'), undefined, ['Fn2']],
    ['no name in the middle of a text', () => 'https://api.example.com/b/prod', undefined, []],
    ['no bucket whose name ends the same', () => attribute('LongerBucket', 'DomainName'), undefined, ['LongerBucket']],
    ['no domain that goes on', () => `${attribute('Bucket', 'DomainName')}-evil.example`, undefined, []],
    ['several, in the order of the text', () => `${id('Site')} ${id('OtherApi')} ${id('Api')}`, undefined, ['Site', 'OtherApi', 'Api']],
    ['a given name as a whole', () => 'api-2', undefined, ['Fn2']],
    ['an id within a longer word', () => `x${id('Api')}`, undefined, []],
    ['nothing', () => undefined, undefined, []],
    ['an empty text', () => '', undefined, []],
  ])('within: %s', (_name, text, type, expected) => {
    expect(model.referentsIn(text(), type).map(({ logicalId }) => logicalId)).toEqual(expected);
  });
});
