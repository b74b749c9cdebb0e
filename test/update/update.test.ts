/** What an update does, by hand-made templates: replacements, identities, order, what is deployed and how it is read. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CorsPolicy, RestApiCors } from '../../src';
import { Emulator } from '../../src/emulator';
import { plainTemplates } from '../../src/template';
import { planUpdate } from '../../src/update';
import { ask, verifyUpdate } from '../../src/verify';
import { assemblyOf } from '../support/emulator';
import { restApi } from '../support/templates';
import { APP, OLD, synthesized } from './outcome';

type Resources = Record<string, any>;

const plan = (before: Resources, after: Resources, more: object = {}) =>
  planUpdate(plainTemplates([{ ...more, Resources: after }]), plainTemplates([{ ...more, Resources: before }]));
const kinds = (before: Resources, after: Resources) =>
  Object.fromEntries(plan(before, after).changes.map((change) => [(change.after ?? change.before)!.logicalId, change.kind]));

const API = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'shop' } };
const resource = (part: string, parent: unknown = { 'Fn::GetAtt': ['Api', 'RootResourceId'] }) =>
  ({ Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: parent, PathPart: part } });
const method = (on: string, verb = 'GET') =>
  ({ Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: on }, HttpMethod: verb, AuthorizationType: 'NONE' } });
const HTTP = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'shop', ProtocolType: 'HTTP' } };
const route = (key: string, more: object = {}) => ({ Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: key }, ...more });

describe('a resource is', () => {
  test.each<[what: string, before: Resources, after: Resources, kinds: object]>([
    ['created or deleted by its logical id', { Api: API, A: resource('a') }, { Api: API, B: resource('b') }, { Api: 'unchanged', B: 'created', A: 'deleted' }],
    ['updated in place', { Api: API }, { Api: { ...API, Properties: { Name: 'store' } } }, { Api: 'updated' }],
    ['replaced, where a property can\'t be changed', { Api: API, A: resource('a') }, { Api: API, A: resource('b') }, { Api: 'unchanged', A: 'replaced' }],
    ['replaced, where it is in what is replaced',
      { Api: API, A: resource('a'), B: resource('b', { Ref: 'A' }), M: method('B') }, { Api: API, A: resource('c'), B: resource('b', { Ref: 'A' }), M: method('B') },
      { Api: 'unchanged', A: 'replaced', B: 'replaced', M: 'replaced' }],
    ['unchanged, where only the way to write it changes',
      { Api: API, A: resource('a') }, { Api: API, A: resource({ 'Fn::Join': ['', ['a', '']] } as never) }, { Api: 'unchanged', A: 'unchanged' }],
    ['unchanged, where a number becomes a text',
      { F: { Type: 'AWS::Lambda::Function', Properties: { Timeout: 5 } } }, { F: { Type: 'AWS::Lambda::Function', Properties: { Timeout: '5' } } }, { F: 'unchanged' }],
    ['refused, where its type changes', { A: { Type: 'AWS::SNS::Topic' } }, { A: { Type: 'AWS::SQS::Queue' } }, { A: 'type-changed' }],
  ])('%s', (_what, before, after, expected) => {
    expect(kinds(before, after)).toEqual(expected);
  });

  test('updated, where a parameter without a value is written otherwise', () => {
    const named = (name: unknown) => ({ Api: { ...API, Properties: { Name: name } } });
    const more = { Parameters: { Name: { Type: 'String' } } };
    expect(plan(named({ Ref: 'Name' }), named({ Ref: 'Name' }), more).changes[0].kind).toBe('unchanged');
    expect(plan(named({ 'Fn::Sub': '${Name}-a' }), named({ 'Fn::Sub': '${Name}-b' }), more).changes[0].kind).toBe('updated');
  });

  test('absent, where its condition doesn\'t hold', () => {
    const more = (value: string) => ({ Conditions: { Old: { 'Fn::Equals': [value, 'yes'] } } });
    const template = (value: string) => ({ ...more(value), Resources: { Api: API, A: { ...resource('a'), Condition: 'Old' } } });
    const { changes } = planUpdate(plainTemplates([template('no')]), plainTemplates([template('yes')]));
    expect(changes.map(({ kind }) => kind)).toEqual(['unchanged', 'deleted']);
  });
});

describe('a conflict is told', () => {
  const stage = (name: string, api = 'Api') => ({ Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: api }, StageName: name, DeploymentId: 'd1' } });
  const named = (type: string, properties: object) => ({ Type: type, Properties: properties });
  const permanent = { ...route('GET /a'), DeletionPolicy: 'Retain' };

  test.each<[what: string, before: Resources, after: Resources, kind: string, error: string | RegExp]>([
    ['a path part of another logical id', { Api: API, A: resource('a') }, { Api: API, B: resource('a') }, 'deleted', /^Another resource with the same parent already has this name/],
    ['a variable sibling', { Api: API, A: resource('{a}') }, { Api: API, B: resource('{b+}') }, 'deleted', /^A sibling \(\{a\}\) of this resource already has a variable path part/],
    ['a variable that gets another name', { Api: API, A: resource('{a}') }, { Api: API, A: resource('{b}') }, 'replaced', /^A sibling \(\{a\}\)/],
    ['a method of another logical id', { Api: API, A: resource('a'), M: method('A') }, { Api: API, A: resource('a'), N: method('A') }, 'deleted', 'Method already exists for this resource'],
    ['a route of another logical id', { Api: HTTP, R: route('GET /a') }, { Api: HTTP, S: route('GET /a') }, 'deleted', 'Route with key GET /a already exists for this API'],
    ['a route that stays for good', { Api: HTTP, R: permanent }, { Api: HTTP, S: route('GET /a') }, 'retained', /^Route with key GET \/a/],
    ['routes that swap their keys', { Api: HTTP, R: route('GET /a'), S: route('GET /b') }, { Api: HTTP, R: route('GET /b'), S: route('GET /a') }, 'given-up', /^Route with key GET/],
    ['a key that is given up meanwhile', { Api: HTTP, R: route('GET /a') }, { Api: HTTP, R: route('GET /b'), S: route('GET /a') }, 'given-up', /^Route with key GET \/a/],
    ['two in the new template', { Api: HTTP }, { Api: HTTP, R: route('GET /a'), S: route('GET /a') }, 'both', /^Route with key GET \/a/],
    ['a stage of the same name', { Api: API, S: stage('prod') }, { Api: API, T: stage('prod') }, 'deleted', 'Stage already exists'],
    ['a function of the same name',
      { F: named('AWS::CloudFront::Function', { Name: 'edge' }) }, { G: named('AWS::CloudFront::Function', { Name: 'edge' }) }, 'deleted', /edge already exists/],
    ['a policy of the same name', { P: named('AWS::CloudFront::ResponseHeadersPolicy', { ResponseHeadersPolicyConfig: { Name: 'cors' } }) },
      { Q: named('AWS::CloudFront::ResponseHeadersPolicy', { ResponseHeadersPolicyConfig: { Name: 'cors' } }) }, 'deleted', /same name already exists: cors$/],
    ['a URL of the same function', { F: named('AWS::Lambda::Function', {}), U: named('AWS::Lambda::Url', { TargetFunctionArn: { Ref: 'F' } }) },
      { F: named('AWS::Lambda::Function', {}), V: named('AWS::Lambda::Url', { TargetFunctionArn: { Ref: 'F' } }) }, 'deleted', /already exists/],
    ['a mapping of the same path', { M: named('AWS::ApiGateway::BasePathMapping', { DomainName: 'api.example.com' }) },
      { N: named('AWS::ApiGateway::BasePathMapping', { DomainName: 'api.example.com' }) }, 'deleted', /^Base path already exists/],
    ['a domain from one service to the other', { D: named('AWS::ApiGateway::DomainName', { DomainName: 'api.example.com' }) },
      { E: named('AWS::ApiGatewayV2::DomainName', { DomainName: 'api.example.com' }) }, 'deleted', /already exists: api\.example\.com/],
    ['a type that changes', { A: { Type: 'AWS::SNS::Topic' } }, { A: { Type: 'AWS::SQS::Queue' } }, 'type', /^Update of resource type is not permitted/],
  ])('%s', (_what, before, after, kind, error) => {
    const [conflict, ...others] = plan(before, after).conflicts;
    expect({ kind: conflict.kind, error: conflict.error, others: others.filter((each) => each.kind !== kind) })
      .toEqual({ kind, error: typeof error === 'string' ? error : expect.stringMatching(error), others: [] });
  });

  test.each<[what: string, before: Resources, after: Resources]>([
    ['the same name below another parent', { Api: API, A: resource('a'), B: resource('{id}', { Ref: 'A' }) }, { Api: API, A: resource('a'), C: resource('{id}') }],
    ['what moves with its parent, which is replaced', { Api: API, A: resource('a'), B: resource('{id}', { Ref: 'A' }) }, { Api: API, A: resource('b'), B: resource('{id}', { Ref: 'A' }) }],
    ['a key that is given up before', { Api: HTTP, R: route('GET /a') }, { Api: HTTP, R: route('GET /b'), S: route('GET /a', { DependsOn: 'R' }) }],
    ['another API', { Api: API, A: resource('a') }, { Api2: API, A2: { ...resource('a'), Properties: { ...resource('a').Properties, RestApiId: { Ref: 'Api2' } } } }],
    ['a name that isn\'t known', { F: { Type: 'AWS::CloudFront::Function', Properties: { Name: { Ref: 'Name' } } } }, { G: { Type: 'AWS::CloudFront::Function', Properties: { Name: { Ref: 'Name' } } } }],
    ['what the condition leaves out', { Api: HTTP, R: route('GET /a') }, { Api: HTTP, R: route('GET /a'), S: route('GET /a', { Condition: 'Never' }) }],
    ['an update in place that keeps its key', { Api: HTTP, R: route('GET /a') }, { Api: HTTP, R: { ...route('GET /a'), Properties: { ...route('GET /a').Properties, OperationName: 'a' } } }],
  ])('but not for %s', (_what, before, after) => {
    const more = { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } }, Parameters: { Name: { Type: 'String' } } };
    expect(plan(before, after, more).conflicts).toEqual([]);
  });
});

describe('the stage', () => {
  const answered = (origin: string) => ({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Headers': 'authorization' });
  const items = (origin: string, ...paths: string[]) => restApi(paths.flatMap((path) => ['GET', 'OPTIONS'].map((verb) => ({ path, method: verb, headers: answered(origin) }))));
  const page = (emulator: Emulator, from: string, path = '/items') => ask(emulator, { page: from, path, headers: { authorization: 'a' } }).outcome;
  const deployedAgain = (template: ReturnType<typeof restApi>) => {
    const { Deployment, ...others } = template.Resources as Resources;
    return { Resources: { ...others, Deployment2: Deployment, Stage: { ...others.Stage, Properties: { ...others.Stage.Properties, DeploymentId: { Ref: 'Deployment2' } } } } };
  };

  test('goes on with the old copy, where the logical id of the deployment stays', () => {
    const emulator = Emulator.fromTemplate(items(APP, '/items', '/orders'), { deployed: items(OLD, '/items') });
    expect([page(emulator, APP), page(emulator, OLD), page(emulator, APP, '/orders')]).toEqual(['blocked', 'allowed', 'blocked']);
    expect(emulator.update?.apis).toMatchObject([{ how: 'kept' }]);
    expect(page(emulator.updated, APP)).toBe('allowed');
  });

  test('has the new copy and what is deleted after it', () => {
    const emulator = Emulator.fromTemplate(deployedAgain(items(APP, '/items')), { deployed: items(OLD, '/items', '/orders') });
    expect([page(emulator, APP), page(emulator, OLD), page(emulator, OLD, '/orders')]).toEqual(['allowed', 'blocked', 'allowed']);
    expect(emulator.update?.apis[0].leftovers.map(({ logicalId }) => logicalId)).toEqual(['Pathorders', 'GETorders', 'OPTIONSorders']);
  });

  describe('that isn\'t the only one', () => {
    const withBeta = (template: ReturnType<typeof restApi>) => {
      const { Deployment, Stage, ...others } = template.Resources as Resources;
      return { Resources: { ...others, Deployment, Stage, Beta: { ...Stage, Properties: { ...Stage.Properties, DeploymentId: { Ref: 'Deployment' }, StageName: 'beta' } } } };
    };
    const after = deployedAgain(items(APP, '/items'));
    const { Deployment } = items(OLD, '/items').Resources as Resources;
    const emulator = Emulator.fromTemplate(withBeta({ Resources: { ...after.Resources, Deployment } } as never), { deployed: withBeta(items(OLD, '/items')) });
    const [{ url }] = emulator.entrances;
    const at = (stage: string, from: string) => ask(emulator, { page: from, url: `${url.replace(/\/[^/]+$/, '')}/${stage}/items`, headers: { authorization: 'a' } }).outcome;

    test('serves the copy that it had', () => {
      expect([at('prod', APP), at('prod', OLD), at('beta', APP), at('beta', OLD)]).toEqual(['allowed', 'blocked', 'blocked', 'allowed']);
    });

    test('is told by itself', () => {
      expect(verifyUpdate(emulator).map(({ severity, message }) => `${severity} ${message}`))
        .toEqual([expect.stringMatching(/^error Deployment keeps its logical id, so that the stage beta of Api goes on with the copy that it made before: .*OPTIONS \/items \(as it was\)/)]);
      expect(emulator.unsupported.map(({ message }) => message)).toEqual(['the stage Beta serves another copy of Api than Stage; behind a custom domain or a distribution the answers are those of Stage']);
    });
  });

  test('is as it was, where the update fails', () => {
    const after = deployedAgain(items(APP, '/items'));
    const { Pathitems, ...others } = after.Resources as Resources;
    const renamed = JSON.parse(JSON.stringify({ Resources: { ...others, Renamed: Pathitems } }).replaceAll('"Pathitems"', '"Renamed"'));
    const emulator = Emulator.fromTemplate(renamed, { deployed: items(OLD, '/items') });
    expect(emulator.update?.conflicts).toMatchObject([{ kind: 'deleted', resource: { logicalId: 'Renamed' } }]);
    expect([page(emulator, APP), page(emulator, OLD)]).toEqual(['blocked', 'allowed']);
  });

  test('keeps both halves of what is replaced', () => {
    const after = JSON.parse(JSON.stringify(deployedAgain(items(APP, '/items'))).replace('"PathPart":"items"', '"PathPart":"goods"'));
    const emulator = Emulator.fromTemplate(after, { deployed: items(OLD, '/items') });
    expect([page(emulator, APP, '/goods'), page(emulator, OLD, '/goods'), page(emulator, OLD), page(emulator, APP)]).toEqual(['allowed', 'blocked', 'allowed', 'blocked']);
  });

  test('reads old parameters, conditions and mappings where the new ones have other values', () => {
    const before = items(APP, '/items', '/orders');
    const written = JSON.parse(JSON.stringify(before).replaceAll(`"'${APP}'"`, '{"Fn::If":["Strict",{"Fn::Sub":"\'${Origin}\'"},"\'*\'"]}'));
    const sections = (origin: string, strict: string) => ({ Parameters: { Origin: { Type: 'String', Default: origin } }, Conditions: { Strict: { 'Fn::Equals': [strict, 'yes'] } } });
    const { GETorders: _get, OPTIONSorders: _options, Pathorders: _path, ...left } = written.Resources;
    const emulator = Emulator.fromTemplate({ ...deployedAgain({ Resources: left } as never), ...sections(APP, 'yes') }, { deployed: { ...written, ...sections(OLD, 'yes') } });
    expect([page(emulator, APP), page(emulator, OLD), page(emulator, OLD, '/orders'), page(emulator, APP, '/orders')]).toEqual(['allowed', 'blocked', 'allowed', 'blocked']);
  });

  describe('of a document', () => {
    const operation = (origin: string) => ({
      'responses': { 200: { description: 'ok', headers: { 'Access-Control-Allow-Origin': { type: 'string' }, 'Access-Control-Allow-Headers': { type: 'string' } } } },
      'x-amazon-apigateway-integration': {
        type: 'mock',
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
        responses: { default: { statusCode: '200', responseParameters: Object.fromEntries(Object.entries(answered(origin)).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`])) } },
      },
    });
    const api = (mode: string | undefined, deployment: string, origin: string, ...paths: string[]) => ({
      Resources: {
        Api: {
          Type: 'AWS::ApiGateway::RestApi',
          Properties: {
            ...(mode && { Mode: mode }),
            Body: { openapi: '3.0.1', info: { title: 'shop', version: '1' }, paths: Object.fromEntries(paths.map((path) => [path, { get: operation(origin), options: operation(origin) }])) },
          },
        },
        [deployment]: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
        Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: deployment }, StageName: 'prod' } },
      },
    });

    test.each<[mode: string | undefined, orders: string, unsure: number]>([['overwrite', 'blocked', 0], ['merge', 'allowed', 0], [undefined, 'allowed', 1]])('with Mode %s', (mode, orders, unsure) => {
      const emulator = Emulator.fromTemplate(api(mode, 'D2', APP, '/items'), { deployed: api(mode, 'D1', OLD, '/items', '/orders') });
      expect([page(emulator, APP), page(emulator, OLD), page(emulator, OLD, '/orders')]).toEqual(['allowed', 'blocked', orders]);
      expect(emulator.unsupported).toHaveLength(unsure);
    });

    test('loses what stands beside it and doesn\'t change', () => {
      const beside = { Own: { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'DEFAULT_4XX' } } };
      const [before, after] = [api('overwrite', 'D1', OLD, '/items'), api('overwrite', 'D2', APP, '/items')].map(({ Resources }) => ({ Resources: { ...Resources, ...beside } }));
      const emulator = Emulator.fromTemplate(after, { deployed: before });
      expect(emulator.update?.apis[0].lost.map(({ logicalId }) => logicalId)).toEqual(['Own']);
      expect(emulator.model.ofType('AWS::ApiGateway::GatewayResponse')).toEqual([]);
    });
  });

  test('has what was removed from a nested stack, and a nested stack that was removed', () => {
    const build = (parts: readonly string[], inside: readonly string[]) => synthesized((stack) => {
      const api = new apigateway.RestApi(stack, 'Api');
      api.root.addMethod('GET', new apigateway.MockIntegration());
      for (const part of parts) {
        const nested = new NestedStack(stack, part);
        const root = new apigateway.Resource(nested, 'Root', { parent: api.root, pathPart: part });
        for (const path of inside) {
          root.addResource(path).addMethod('GET', new apigateway.MockIntegration());
        }
        api.latestDeployment!.node.addDependency(nested);
      }
      api.latestDeployment!.addToLogicalId([parts, inside]);
      api.with(new RestApiCors(CorsPolicy.forOrigins(APP)));
    });
    const emulator = Emulator.fromAssembly(build(['orders'], ['one']), { deployed: build(['orders', 'stock'], ['one', 'two']) });
    expect(emulator.update?.conflicts).toEqual([]);
    expect(emulator.entrances[0].routes.map(({ method: verb, path }) => `${verb} ${path}`).filter((each) => each.startsWith('GET')).sort())
      .toEqual(['GET /', 'GET /orders/one', 'GET /orders/two', 'GET /stock/one', 'GET /stock/two']);
    expect(emulator.updated.entrances[0].routes.filter(({ method: verb }) => verb === 'GET')).toHaveLength(2);
  });
});

describe('stacks', () => {
  const shop = restApi([{ path: '/items', method: 'GET' }]);
  const other = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };
  const notes = (emulator: Emulator) => emulator.update!.notes.map(({ message }) => message);

  test('are paired by their names; what is new and what is left says so', () => {
    const [before, after] = [['Shop', 'Old'], ['Shop', 'New']].map((names) => assemblyOf((app) => names.forEach((name) => new Stack(app, name))));
    expect(notes(Emulator.fromAssembly(after, { deployed: before })))
      .toEqual(['the stack New isn\'t deployed yet', 'the stack Old is deployed, and the app doesn\'t have it; it stays as it is until it is destroyed']);
  });

  test('a template by itself is of the stack that has most in common with it', () => {
    const emulator = Emulator.fromTemplate([other, shop], { deployed: { Resources: { ...shop.Resources, Extra: { Type: 'AWS::SNS::Topic' } } } });
    expect(emulator.update!.changes.map(({ kind }) => kind)).toEqual([...new Array(6).fill('unchanged'), 'deleted']);
    expect(notes(emulator)).toEqual([]);
  });

  test('a template that has nothing in common is refused', () => {
    expect(() => Emulator.fromTemplate([other, shop], { deployed: { Resources: { X: { Type: 'AWS::SNS::Topic' } } } }))
      .toThrow('what is deployed has no logical id in common with any of the stacks Stack, Stack2');
  });

  test('what moves to a stack that is deployed later doesn\'t meet its owner', () => {
    const owner = (routes: Resources) => ({ Resources: { Api: HTTP, ...routes }, Outputs: { Id: { Value: { Ref: 'Api' }, Export: { Name: 'api' } } } });
    const user = (routes: Resources) => ({ Resources: { Topic: { Type: 'AWS::SNS::Topic' }, ...routes } });
    const imported = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { 'Fn::ImportValue': 'api' }, RouteKey: 'GET /a' } };
    const conflicts = (before: unknown[], after: unknown[]) => Emulator.fromTemplate(after, { deployed: before }).update!.conflicts.length;
    expect(conflicts([owner({ R: route('GET /a') }), user({ S: { ...imported, Properties: { ...imported.Properties, RouteKey: 'GET /b' } } })],
      [owner({}), user({ S: { ...imported, Properties: { ...imported.Properties, RouteKey: 'GET /b' } }, T: imported })])).toBe(0);
    expect(conflicts([owner({}), user({ S: imported })], [owner({ R: route('GET /a') }), user({})])).toBe(1);
  });
});

describe('what is deployed is read from', () => {
  const template = restApi([{ path: '/items', method: 'GET' }]);
  const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-deployed-'));
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const yaml = 'Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n';

  test.each<[what: string, deployed: unknown]>([
    ['an object', template],
    ['a text', JSON.stringify(template)],
    ['a text of YAML', yaml],
    ['a file', file('template.json', JSON.stringify(template))],
    ['a file of YAML', file('template.yaml', yaml)],
    ['what get-template prints', JSON.stringify({ StagesAvailable: ['Original'], TemplateBody: template })],
    ['what get-template prints of a template in YAML', { TemplateBody: yaml, StagesAvailable: ['Original'] }],
    ['what get-template prints as YAML', `StagesAvailable:\n- Original\nTemplateBody:\n${yaml.replaceAll(/^/gm, '  ')}`],
    ['a file of what get-template prints', file('printed.json', JSON.stringify({ TemplateBody: JSON.stringify(template) }))],
    ['a list', [template]],
  ])('%s', (_what, deployed) => {
    const { changes } = Emulator.fromTemplate(template, { deployed }).update!;
    expect(changes.find(({ after }) => after?.logicalId === 'Api')?.kind).toMatch(/unchanged|updated/);
  });

  test.each<[what: string, deployed: unknown, error: string]>([
    ['a file that isn\'t there', 'nowhere.json', 'there is no nowhere.json; give a cdk.out, a template, or what "aws cloudformation get-template" prints'],
    ['an empty file', file('empty.json', ''), 'is empty; give a cdk.out'],
    ['something else', 5, 'isn\'t a CloudFormation template: it is a number'],
    ['an empty text', '\n', 'isn\'t a CloudFormation template'],
    ['no template within', { TemplateBody: 'Hello' }, 'the TemplateBody of what is deployed isn\'t a CloudFormation template'],
  ])('but not from %s', (_what, deployed, error) => {
    expect(() => Emulator.fromTemplate(template, { deployed })).toThrow(error);
  });
});
