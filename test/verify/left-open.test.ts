/** What templates leave to their deployment: origins, conditions, callers, documents. What is wrong whatever comes is found, and what isn't known is unknown. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Emulator } from '../../src/emulator';
import { ask, verify } from '../../src/verify';
import { READABLE_ERRORS, restApi } from '../support/templates';

type Resources = Readonly<Record<string, any>>;

const PAGE = 'https://app.example.com';
const LAMBDA = { path: '/items', method: 'PUT', headers: null };
const preflight = (origin: string) => ({
  path: '/items',
  method: 'OPTIONS',
  headers: { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Methods': 'GET,PUT', 'Access-Control-Allow-Headers': 'content-type' },
});

/** A REST API whose preflight and errors name an origin by an expression, written where the text has ORIGIN. */
function leftOpen(expression: unknown, { errors = true, change = (resources: Resources) => resources } = {}): object {
  const { Resources: made } = restApi([LAMBDA, preflight('ORIGIN')], errors ? READABLE_ERRORS : {});
  const text = JSON.stringify({ Parameters: { Site: { Type: 'String' }, Domain: { Type: 'String' } }, Resources: change(made) });
  return JSON.parse(text.replaceAll(`"'${PAGE}'"`, JSON.stringify(expression)).replaceAll('"\'ORIGIN\'"', JSON.stringify(expression)));
}

const rulesOf = (template: unknown) => verify(Emulator.fromTemplate(template)).findings.map(({ rule }) => rule);

describe('an origin that only the deployment knows', () => {
  const EXPRESSIONS: ReadonlyArray<readonly [name: string, expression: unknown, origin: string, of: string]> = [
    ['a parameter without a default', { 'Fn::Sub': '\'${Site}\'' }, 'https://site.stand-in.example', 'the parameter Site'],
    ['the host by a parameter', { 'Fn::Sub': '\'https://${Domain}\'' }, 'https://domain.stand-in.example', 'the parameter Domain'],
    ['a label by a parameter', { 'Fn::Sub': '\'https://${Site}.example.com\'' }, 'https://site.example.com', 'the parameter Site'],
    ['by Fn::Join', { 'Fn::Join': ['', ['\'', { Ref: 'Site' }, '\'']] }, 'https://site.stand-in.example', 'the parameter Site'],
    ['by Fn::ImportValue', { 'Fn::Sub': ['\'${Page}\'', { Page: { 'Fn::ImportValue': 'shop-page' } }] }, 'https://shop-page.stand-in.example', 'the export shop-page'],
    ['by SSM', '\'{{resolve:ssm:/shop/page}}\'', 'https://resolve-ssm-shop-page.stand-in.example', 'the value of resolve:ssm:/shop/page'],
  ];

  test.each(EXPRESSIONS)('%s: nothing is wrong with a right one, which is asked by a stand-in', (_, expression, origin, of) => {
    const { findings, standIns } = verify(Emulator.fromTemplate(leftOpen(expression)));
    expect(findings).toEqual([]);
    expect(standIns).toEqual([{ origin, of: expect.stringContaining(of) }]);
  });

  test.each(EXPRESSIONS)('%s: errors without headers are found', (_, expression) => {
    expect(rulesOf(leftOpen(expression, { errors: false }))).toEqual(['gateway-error-unreadable']);
  });

  test.each([
    ['preflight-needs-api-key', { ApiKeyRequired: true }],
    ['preflight-behind-authorizer', { AuthorizationType: 'AWS_IAM' }],
  ])('%s is found, says what the stand-in stands for, and prints no stand-in as the fix', (rule, properties) => {
    const change = ({ OPTIONSitems: { Type, Properties }, ...others }: Resources) =>
      ({ ...others, OPTIONSitems: { Type, Properties: { ...Properties, ...properties } } });
    const { findings: [finding, ...more] } = verify(Emulator.fromTemplate(leftOpen({ 'Fn::Sub': '\'${Site}\'' }, { change })));
    expect([finding.rule, more]).toEqual([rule, []]);
    expect(JSON.stringify(finding.fix)).not.toContain('stand-in');
  });

  test('a value that is given, or pages that are, need no stand-in', () => {
    const template = leftOpen({ 'Fn::Sub': '\'${Site}\'' });
    expect(verify(Emulator.fromTemplate(template, { parameters: { Site: PAGE } })).standIns).toEqual([]);
    const { standIns, matrix } = verify(Emulator.fromTemplate(template), { questions: { pages: [PAGE] } });
    expect([standIns, matrix[0].success]).toEqual([[], 'unknown']);
  });
});

describe('a failure that nothing in the template makes', () => {
  const emulator = Emulator.fromTemplate(restApi([{ path: '/items', method: 'GET', headers: { 'Access-Control-Allow-Origin': PAGE } }], {
    ...READABLE_ERRORS,
    Quota: { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'QUOTA_EXCEEDED' } },
  }));

  test.each([['QUOTA_EXCEEDED', 'blocked'], ['INVALID_API_KEY', 'allowed'], ['AUTHORIZER_FAILURE', 'allowed'], ['BAD_REQUEST_BODY', 'allowed'], ['THROTTLED', 'allowed']])(
    '%s happens where it is asked for: %s', (failure, outcome) => {
      const verdict = ask(emulator, { page: PAGE, path: '/items', failure });
      expect(verdict.outcome).toBe(outcome);
      expect(verdict.notes.some((note) => /nothing in the template is known to make the gateway fail/.test(note))).toBe(failure !== 'THROTTLED');
    });
});

describe('conditions that aren\'t known', () => {
  const template = (more: Resources) => ({
    Parameters: { Edition: { Type: 'String' } },
    Conditions: { Large: { 'Fn::Equals': [{ Ref: 'Edition' }, 'large'] }, Small: { 'Fn::Not': [{ Condition: 'Large' }] } },
    ...restApi([{ path: '/items', method: 'GET', headers: { 'Access-Control-Allow-Origin': PAGE } }], more),
  });
  const errors = (type: string, extra: object) => ({ ...READABLE_ERRORS[type.replace('_', '')], ...extra });

  test('what differs is unknown, and says on what it depends', () => {
    const emulator = Emulator.fromTemplate(template({ ...READABLE_ERRORS, DEFAULT5XX: errors('DEFAULT_5XX', { Condition: 'Large' }) }));
    expect(ask(emulator, { page: PAGE, path: '/items', failure: 'THROTTLED' }).outcome).toBe('allowed');
    const verdict = ask(emulator, { page: PAGE, path: '/items', failure: 'INTEGRATION_TIMEOUT' });
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.reason).toMatch(/allowed where Large holds, blocked where Large doesn't hold/);
  });

  test('what is the same in each case is known', () => {
    const emulator = Emulator.fromTemplate(template({ DEFAULT4XX: READABLE_ERRORS.DEFAULT4XX, LargeErrors: errors('DEFAULT_5XX', { Condition: 'Large' }), SmallErrors: errors('DEFAULT_5XX', { Condition: 'Small' }) }));
    expect(ask(emulator, { page: PAGE, path: '/items', failure: 'INTEGRATION_TIMEOUT' }).outcome).toBe('allowed');
  });
});

test('a resource policy by network: what is wrong whoever calls is found', () => {
  const office = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', Condition: { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } } }] };
  const { Resources: { Api, ...others } } = restApi([LAMBDA, { path: '/items', method: 'GET', headers: null }, { ...preflight(PAGE), headers: { 'Access-Control-Allow-Origin': PAGE, 'Access-Control-Allow-Methods': 'GET' } }], READABLE_ERRORS) as { Resources: Resources };
  const emulator = Emulator.fromTemplate({ Resources: { ...others, Api: { ...Api, Properties: { ...Api.Properties, Policy: office } } } });
  const answer = { headers: { 'access-control-allow-origin': PAGE } };
  expect(ask(emulator, { page: PAGE, path: '/items', method: 'PUT', answer }).outcome).toBe('blocked');
  expect(ask(emulator, { page: PAGE, path: '/nowhere' }).outcome).toBe('allowed');
  // the preflight of a listed method is answered where the policy lets the caller in, and refused where it doesn't
  const guarded = { ...Api, Properties: { ...Api.Properties, Policy: office } };
  const listed = Emulator.fromTemplate({ Resources: { ...restApi([LAMBDA, preflight(PAGE)], READABLE_ERRORS).Resources, Api: guarded } });
  expect(ask(listed, { page: PAGE, path: '/items', method: 'PUT', answer })).toMatchObject({
    outcome: 'unknown', reason: expect.stringMatching(/allowed where the policy allows the caller, blocked where the policy refuses the caller/),
  });
});

describe('documents in a bucket', () => {
  const template = (bucket: string) => ({
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { BodyS3Location: { Bucket: bucket, Key: 'api.json' } } },
      Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'v1' } },
    },
  });

  test('are named under what wasn\'t checked, and their gateway responses are unknown', () => {
    const emulator = Emulator.fromTemplate(template('documents'));
    expect(verify(emulator).unsupported.map(({ message }) => message)).toEqual([expect.stringMatching(/^the routes of Api aren't in the template.*s3:\/\/documents\/api\.json/)]);
    expect(ask(emulator, { page: PAGE, path: '/items', failure: 'THROTTLED' }).outcome).toBe('unknown');
  });

  test('are read where the app uploads them', () => {
    const directory = mkdtempSync(join(tmpdir(), 'cdk-cors-document-'));
    const document = { openapi: '3.0.1', paths: { '/items': { get: { 'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'GET', uri: 'https://backend.example.com' } } } } };
    mkdirSync(join(directory, 'assets'));
    writeFileSync(join(directory, 'assets', 'api.json'), JSON.stringify(document));
    writeFileSync(join(directory, 'Shop.template.json'), JSON.stringify(template('uploads')));
    writeFileSync(join(directory, 'Shop.assets.json'), JSON.stringify({ version: '36.0.0', files: { a: { source: { path: 'assets/api.json', packaging: 'file' }, destinations: { here: { bucketName: 'uploads', objectKey: 'api.json' } } } } }));
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify({
      version: '36.0.0',
      artifacts: {
        'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'Shop.assets.json' } },
        'Shop': { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', dependencies: ['Shop.assets'], properties: { templateFile: 'Shop.template.json' } },
      },
    }));
    const emulator = Emulator.fromAssembly(directory);
    expect(emulator.entrances[0].routes.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /items']);
    expect(emulator.unsupported).toEqual([]);
  });
});

describe('lists in brackets that aren\'t indented', () => {
  test.each([
    ['a list', 'Tags: [\n      { Key: team,\n      Value: web }\n      ]'],
    ['a map', 'EndpointConfiguration: {\n      Types: [REGIONAL]\n      }'],
    ['a bracket in a text, and a block of text before', 'Description: |\n        [ not a list\n        {\n      Tags: [\n      { Key: "a]", Value: \'}\' } # ]\n      ]'],
  ])('%s is read as CloudFormation reads it', (_, text) => {
    const template = `Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties:\n      Name: shop\n      ${text}\n`;
    expect(Emulator.fromTemplate(template).entrances.map(({ logicalId }) => logicalId)).toEqual(['Api']);
  });
});
