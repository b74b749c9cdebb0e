import type { Answer } from '../../../src/emulator/kernel/message';
import { isUnknown } from '../../../src/template/unknown';
import { APP, backEnd, behavior, customOrigin, Edge, objects, template, withFunction } from './world';

const UNKNOWN = { Ref: 'NowhereDeclared' };
const world = backEnd(() => ({ status: 200, headers: [] }));

/** The path of what isn't known of an answer. */
function openPath({ status, moreHeaders }: Answer): string | undefined {
  return isUnknown(status) ? status.path : moreHeaders?.because.path;
}

function pathOf(config: object, resources: object = {}): string | undefined {
  return openPath(new Edge(template(config, resources), { world }).send('GET', '/', [['Origin', APP]]))?.replace('Stack/Distribution/Properties/DistributionConfig/', '');
}

const withOrigin = (changes: object) => ({ Origins: [customOrigin('Main', changes)] });
const withCustomHeaders = (config: unknown) => [
  { DefaultCacheBehavior: behavior({ ResponseHeadersPolicyId: { Ref: 'Headers' } }) },
  { Headers: { Type: 'AWS::CloudFront::ResponseHeadersPolicy', Properties: { ResponseHeadersPolicyConfig: { Name: 'headers', CustomHeadersConfig: config } } } },
] as const;

describe('what a template leaves open is told by the property that has it', () => {
  test.each<[string, object, string]>([
    ['the cache policy', { DefaultCacheBehavior: behavior({ CachePolicyId: UNKNOWN }) }, 'DefaultCacheBehavior/CachePolicyId'],
    ['a cache policy that nobody has', { DefaultCacheBehavior: behavior({ CachePolicyId: 'mine' }) }, 'DefaultCacheBehavior/CachePolicyId'],
    ['that of another behavior', { CacheBehaviors: [{ PathPattern: '/', ...behavior({ CachePolicyId: 'mine' }) }] }, 'CacheBehaviors/0/CachePolicyId'],
    ['the origin request policy', { DefaultCacheBehavior: behavior({ OriginRequestPolicyId: 'mine' }) }, 'DefaultCacheBehavior/OriginRequestPolicyId'],
    ['the response headers policy', { DefaultCacheBehavior: behavior({ ResponseHeadersPolicyId: 'mine' }) }, 'DefaultCacheBehavior/ResponseHeadersPolicyId'],
    ['rule 83: a method that CloudFront hasn\'t got', { DefaultCacheBehavior: behavior({ AllowedMethods: ['GET', 'TRACE\n'] }) }, 'DefaultCacheBehavior/AllowedMethods'],
    ['the protocol of the origin', withOrigin({ CustomOriginConfig: { OriginProtocolPolicy: UNKNOWN } }), 'Origins/0/CustomOriginConfig/OriginProtocolPolicy'],
    ['its port', withOrigin({ CustomOriginConfig: { HTTPSPort: UNKNOWN } }), 'Origins/0/CustomOriginConfig/HTTPSPort'],
    ['the headers that it gets', withOrigin({ OriginCustomHeaders: UNKNOWN }), 'Origins/0/OriginCustomHeaders'],
    ['the name of one', withOrigin({ OriginCustomHeaders: [{ HeaderName: UNKNOWN, HeaderValue: '1' }] }), 'Origins/0/OriginCustomHeaders/0/HeaderName'],
    ['the value of one by which APIs decide', withOrigin({ OriginCustomHeaders: [{ HeaderName: 'X-Api-Key', HeaderValue: UNKNOWN }] }),
      'Origins/0/OriginCustomHeaders/0/HeaderValue'],
  ])('%s', (_, config, path) => {
    expect(pathOf(config)).toBe(path);
  });

  test('a secret that only the back end looks at leaves nothing open', () => {
    expect(pathOf(withOrigin({ OriginCustomHeaders: [{ HeaderName: 'X-Secret', HeaderValue: UNKNOWN }] }))).toBeUndefined();
  });

  test.each<[string, unknown, string]>([
    ['all', UNKNOWN, ''],
    ['the list', { Items: UNKNOWN }, '/Items'],
    ['a name', { Items: [{ Header: UNKNOWN, Value: '1', Override: true }] }, '/Items/0/Header'],
  ])('rule 96: headers that a policy adds, %s', (_, config, path) => {
    expect(pathOf(...withCustomHeaders(config))).toBe(`Stack/Headers/Properties/ResponseHeadersPolicyConfig/CustomHeadersConfig${path}`);
  });

  test('rule 110: a condition of a bucket policy', () => {
    const resources = {
      Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
      Policy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'Bucket' },
          PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*', Condition: { StringEquals: UNKNOWN } }] },
        },
      },
    };
    const origin = { Id: 'Main', DomainName: { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] }, S3OriginConfig: {} };
    const answer = new Edge(template({ Origins: [origin] }, resources), { world: objects('a') }).send('GET', '/a');
    expect(openPath(answer)).toBe('Stack/Policy/Properties/PolicyDocument/Statement/0/Condition/StringEquals');
  });
});

test.each([[null], [[]], [{}], [{ Items: [] }]])('an origin group with %j for members answers nothing, and breaks nothing', (Members) => {
  const config = { OriginGroups: { Items: [{ Id: 'Group', Members }] }, DefaultCacheBehavior: behavior({ TargetOriginId: 'Group' }) };
  expect(pathOf(config)).toBe('OriginGroups/Group');
});

describe('aliases', () => {
  test.each<[string, unknown, string[]]>([
    ['an unknown one hides no other', ['www.example.com', UNKNOWN], ['https://www.example.com']],
    ['case doesn\'t matter', ['WWW.Example.com'], ['https://WWW.Example.com']],
    ['a wildcard', ['*.example.com'], ['https://*.example.com']],
    ['what no host is called', ['', 'a b', 'a/b', 'x\n', '5'], []],
  ])('%s', (_, Aliases, expected) => {
    expect(new Edge(template({ Aliases }), { world }).entrance.aliases).toEqual(expected);
  });
});

test.each<[number, unknown]>([[10_240, 204], [10_241, 'Stack/Edge/Properties/FunctionCode']])('rule 108: a CloudFront Function of %d bytes', (size, expected) => {
  const code = 'function handler() { return { statusCode: 204 }; } // é';
  const answer = new Edge(withFunction(code + 'x'.repeat(size - Buffer.byteLength(code)))).send('GET', '/');
  expect(openPath(answer) ?? answer.status).toBe(expected);
});

test.each<[unknown, unknown]>([[404, 500], ['404', 500], [418, 'CustomErrorResponses'], [5, 'CustomErrorResponses']])(
  'rule 102: a custom error response for %j', (ErrorCode, expected) => {
    const failing = new Edge(template({ CustomErrorResponses: [{ ErrorCode }] }), { world: backEnd(() => ({ status: 500, headers: [] })) });
    const answer = failing.send('GET', '/');
    expect(openPath(answer)?.split('/').at(-1) ?? answer.status).toBe(expected);
  });
