/** Whatever a template is: a report, or an error that names the place; never a crash of the program, never a hang. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CorsVerifier } from '../../src';
import { Emulator } from '../../src/emulator';
import { verify } from '../../src/verify';
import { attempt, messageOf } from '../support/attempt';
import '../../src/jest';

const CRASHES = /is not a function|is not iterable|Cannot read propert|Cannot convert|Maximum call stack|Invalid array length|undefined is not|Invalid regular expression/;

type Resources = Record<string, unknown>;

const method = (resource: unknown, httpMethod: unknown, more: Resources = {}) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: { RestApiId: { Ref: 'Api' }, ResourceId: resource, HttpMethod: httpMethod, AuthorizationType: 'NONE', Integration: { Type: 'MOCK' }, ...more },
});
const ROOT_RESOURCE = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };

/** A REST API that works, with one thing of another. */
const api = (more: Resources, properties: unknown = { Name: 'a' }): object => ({
  Resources: {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: properties },
    Get: method(ROOT_RESOURCE, 'GET'),
    Deployment: { Type: 'AWS::ApiGateway::Deployment', DependsOn: ['Get'], Properties: { RestApiId: { Ref: 'Api' } } },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'live' } },
    ...more,
  },
});

const cors = (value: unknown) => ({ Name: 'h', ProtocolType: 'HTTP', CorsConfiguration: value });
const httpApi = (properties: unknown, key: unknown = 'GET /items'): object => ({
  Resources: {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: properties },
    Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: key } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true } },
  },
});

function nested(depth: number): unknown {
  let value: unknown = 'https://app.example.com';
  for (let level = 0; level < depth; level++) {
    value = { 'Fn::Join': ['', [value]] };
  }
  return value;
}

const ABSURD = ['', ' ', '\u0000', '\ud800', '{', '{}', '{+}', '/'.repeat(1000), '${', '${}', '%', '%zz', '../..', '*', '**', 'a'.repeat(100_000), '__proto__', 'constructor', 'https://', 'https://[', '(a+)+$', '$context.path', '#set($x=', '\r\nx: y'];

const OBJECTS: [string, () => unknown][] = [
  ['resources that refer to each other in a circle', () => api({ Get: method({ 'Fn::GetAtt': ['One', 'RootResourceId'] }, 'GET'), One: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: { Ref: 'Two' }, PathPart: 'a' } }, Two: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: { Ref: 'One' }, PathPart: 'b' } } })],
  ['a resource that is its own parent', () => api({ Get: method({ Ref: 'One' }, 'GET'), One: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: { Ref: 'One' }, PathPart: 'a' } } })],
  ['a circle of Fn::GetAtt', () => httpApi(cors({ AllowOrigins: [{ 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }))],
  ['a circle of DependsOn', () => api({ Get: { ...method(ROOT_RESOURCE, 'GET'), DependsOn: ['Deployment'] } })],
  ['a distribution in front of itself', () => ({ Resources: { D: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Enabled: true, Origins: [{ Id: 'o', DomainName: { 'Fn::GetAtt': ['D', 'DomainName'] }, CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } }], DefaultCacheBehavior: { TargetOriginId: 'o', ViewerProtocolPolicy: 'allow-all', ForwardedValues: { QueryString: true } } } } } } })],
  ['names of the prototype', () => JSON.parse('{"Resources":{"__proto__":{"Type":"AWS::ApiGateway::RestApi","Properties":{"Name":"a"}},"constructor":{"Type":"AWS::ApiGateway::Method","Properties":{"RestApiId":{"Ref":"__proto__"},"HttpMethod":"GET","ResourceId":{"Fn::GetAtt":["__proto__","RootResourceId"]}}},"toString":{"Type":"AWS::ApiGatewayV2::Api","Properties":{"__proto__":{"a":1},"ProtocolType":"HTTP"}}}}')],
  ['a thousand functions within each other', () => httpApi(cors({ AllowOrigins: [nested(1000)] }))],
  ['ten thousand resources', () => api(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`Bucket${index}`, { Type: 'AWS::S3::Bucket', Properties: { CorsConfiguration: { CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'] }] } } }])))],
  ['properties that aren\'t properties', () => api({}, 42)],
  ['an API whose body is none', () => api({}, { Name: 'a', Body: [1, 'x', null] })],
  ['an API whose body has odd paths', () => api({}, { Body: { openapi: '3.0.1', paths: { '': null, '/{a': { get: 42 }, '/x': { 'x-amazon-apigateway-any-method': [] }, '__proto__': { get: {} } } } })],
  ['CORS that is a number', () => httpApi(cors(42))],
  ['origins that are none', () => httpApi(cors({ AllowOrigins: [null, 42, {}, [], 'x', '*://*', 'https://*'], AllowMethods: 'GET', AllowHeaders: [{}], MaxAge: 'x' }))],
  ['routes that are none', () => httpApi(cors({ AllowOrigins: ['https://app.example.com'] }), { a: 1 })],
  ['a distribution without anything', () => ({ Resources: { D: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { CacheBehaviors: 'x', Origins: {} } } } } })],
  ['a distribution of odd behaviors', () => ({ Resources: { D: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { DefaultCacheBehavior: null, CacheBehaviors: [null, 1, { PathPattern: {} }], Origins: [null], CustomErrorResponses: [{}, null] } } } } })],
  ...ABSURD.flatMap((text): [string, () => unknown][] => [
    [`${JSON.stringify(text).slice(0, 20)} as a path, a method and a header`, () => api({
      Get: method({ Ref: 'One' }, text || 'GET', { RequestParameters: { [`method.request.header.${text}`]: true } }),
      One: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: ROOT_RESOURCE, PathPart: text } },
    })],
    [`${JSON.stringify(text).slice(0, 20)} as an origin and in templates`, () => api({
      Options: method(ROOT_RESOURCE, 'OPTIONS', { Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': `{"statusCode":200}${text}` }, IntegrationResponses: [{ StatusCode: '200', SelectionPattern: text, ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': `'${text}'` } }] }, MethodResponses: [{ StatusCode: '200' }] }),
    })],
    [`${JSON.stringify(text).slice(0, 20)} as an origin and a route of an HTTP API`, () => httpApi(cors({ AllowOrigins: [text], AllowMethods: [text], AllowHeaders: [text] }), `GET /${text}`)],
  ]),
];

const TEXTS: [string, string][] = [
  ['nothing', ''], ['null', 'null'], ['a list', '[]'], ['broken JSON', '{ "Resources": { "Api": '], ['broken YAML', 'Resources:\n  Api: [\n'], ['a megabyte of one word', `Resources: ${'a'.repeat(1024 * 1024)}`],
  ['a megabyte of brackets', '['.repeat(1024 * 1024)], ['a megabyte of dashes', '- '.repeat(512 * 1024)], ['YAML that includes itself', 'Resources: &a\n  Api: *a\n'], ['a hundred thousand levels', `{"Resources":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}!`],
  ['anchors that multiply', `Resources:\n  a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, index) => `  a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`).join('\n')}\n`],
];

/** A report or an error for people. The time that a test may take bounds it. */
function judged(run: () => unknown): void {
  const result = attempt(run);
  const { name } = result.error instanceof Error ? result.error : { name: typeof result.error };
  expect(['undefined', 'Error', 'UserError']).toContain(name);
  expect(messageOf(result) ?? '').not.toMatch(CRASHES);
}

const PAGES = ['https://app.example.com', 'null'];

describe.each(OBJECTS)('%s', (_what, make) => {
  test('is examined', () => judged(() => {
    const { findings, matrix } = verify(Emulator.fromTemplate(make()), { questions: { pages: PAGES } });
    for (const finding of findings) {
      JSON.stringify(finding);
    }
    for (const { cases } of matrix) {
      for (const { question, verdict } of cases) {
        JSON.stringify({ question, verdict });
      }
    }
  }));
});

describe.each([...TEXTS, ...OBJECTS.slice(0, 16).map(([what, make]): [string, string] => [what, JSON.stringify(make())])])('%s', (_what, text) => {
  test('is read as text', () => judged(() => verify(Emulator.fromTemplate(text))));

  test('is taken by a matcher, which fails where there are findings and where it can\'t be read', () => {
    const { value, error } = attempt(() => verify(Emulator.fromTemplate(text)).findings.length);
    const failure = attempt(() => expect(text).toHaveNoCorsFindings());
    expect({ passes: failure.error === undefined }).toEqual({ passes: error === undefined && value === 0 });
    expect(messageOf(failure) ?? '').not.toMatch(CRASHES);
  });

  test('is taken by CorsVerifier', () => judged(() => {
    const directory = mkdtempSync(join(tmpdir(), 'cdk-cors-hostile-'));
    const properties = { templateFile: 'Odd.template.json' };
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ version: '1', artifacts: { Odd: { type: 'aws:cloudformation:stack', environment: 'aws://1/eu-west-1', properties } } }));
    writeFileSync(join(directory, 'Odd.template.json'), text);
    const { violations } = new CorsVerifier().validate({ templatePaths: [join(directory, 'Odd.template.json')] } as any);
    for (const { violatingResources } of violations) {
      expect(violatingResources.length).toBeGreaterThan(0);
    }
  }));
});

test.each(TEXTS.filter(([what]) => !['anchors that multiply'].includes(what)))('%s isn\'t a template, and the error says of what', (_what, text) => {
  expect(() => Emulator.fromTemplate(text)).toThrow(/^the template .+/);
});
