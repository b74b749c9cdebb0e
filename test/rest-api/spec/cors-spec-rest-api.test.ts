import { App, CfnParameter, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { AccountPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CorsOrigin, CorsPolicy, CorsRestApi, CorsSpecRestApi, SpecDefinition, SpecSecurity } from '../../../src';
import { deploymentIdsOf, methodsOf, newFunction, newStack, resourcesOf } from '../../support/rest-api';
import { APP, bodyOf, document, ONE, operationsOf, preflight, preflightsOf, PROXIED, routesApi, specApi } from './support';

const INTEGRATION = 'x-amazon-apigateway-integration';

describe('a table of routes', () => {
  test('becomes a document with the preflights that a tree of resources would have', () => {
    expect(operationsOf(routesApi(['GET /items', 'POST /items', 'GET /items/{id}', 'ANY /admin/{proxy+}']))).toEqual([
      'ANY /admin/{proxy+}', 'GET /items', 'GET /items/{id}', 'OPTIONS /', 'OPTIONS /admin/{proxy+}', 'OPTIONS /{proxy+}', 'POST /items',
    ]);
  });

  test('declares the variables of its paths', () => {
    expect(bodyOf(routesApi(['GET /a/{id}/b/{rest+}'])).paths['/a/{id}/b/{rest+}'].parameters).toEqual(
      ['id', 'rest'].map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })));
  });

  test('names a function of the stack in one line', () => {
    const { [INTEGRATION]: integration } = bodyOf(routesApi(['GET /items'])).paths['/items'].get;
    expect(integration).toEqual({
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: { 'Fn::Sub': expect.stringMatching(/^arn:\$\{AWS::Partition\}:apigateway:\$\{AWS::Region\}:lambda:path\/2015-03-31\/functions\/\$\{Handler[0-9A-F]+\.Arn\}\/invocations$/) },
    });
  });

  test('one permission a function, however many routes and methods', () => {
    const stack = newStack();
    const [one, other] = [newFunction(stack, 'One'), newFunction(stack, 'Other')];
    new CorsSpecRestApi(stack, 'Api', { cors: ONE, routes: { 'GET /a': one, 'POST /a': one, 'ANY /b': one, 'GET /c': other } });
    const permissions = Object.values(resourcesOf(stack, 'AWS::Lambda::Permission')).map(({ Properties }) => Properties);
    expect(permissions.map(({ FunctionName }) => FunctionName['Fn::GetAtt'][0].slice(0, 3)).sort()).toEqual(['One', 'Oth']);
    for (const { Principal, SourceArn } of permissions) {
      expect(Principal).toBe('apigateway.amazonaws.com');
      expect(JSON.stringify(SourceArn)).toContain('/*/*/*');
    }
  });

  test('eight resources, one of them the function and one its role, however many routes', () => {
    const routes = Array.from({ length: 40 }, (_, index) => `GET /path${index}`);
    expect(Object.values(Template.fromStack(routesApi(routes).stack).toJSON().Resources as object).map(({ Type }) => Type).sort()).toEqual([
      'AWS::ApiGateway::Account', 'AWS::ApiGateway::Deployment', 'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::IAM::Role', 'AWS::IAM::Role',
      'AWS::Lambda::Function', 'AWS::Lambda::Permission',
    ]);
  });

  test('a function of another stack, an alias and an imported function', () => {
    const app = new App();
    const [functions, apis] = [new Stack(app, 'Functions'), new Stack(app, 'Apis')];
    const handler = newFunction(functions);
    const local = newFunction(apis, 'Local');
    const imported = newFunction(apis, 'Unused');
    new CorsSpecRestApi(apis, 'Api', { cors: ONE, routes: { 'GET /far': handler, 'GET /alias': local.addAlias('live'), 'GET /near': imported } });
    const { paths } = Object.values(resourcesOf(apis, 'AWS::ApiGateway::RestApi'))[0].Properties.Body;
    expect(paths['/far'].get[INTEGRATION].uri).toEqual({
      'Fn::Sub': [expect.stringContaining('functions/${Function}/invocations'), { Function: { 'Fn::ImportValue': expect.stringContaining('Functions:') } }],
    });
    expect(paths['/alias'].get[INTEGRATION].uri['Fn::Sub']).toMatch(/functions\/\$\{LocalAliaslive[0-9A-F]+\}\/invocations$/);
  });
});

describe('the same as the other constructs send', () => {
  const policies: [string, CorsPolicy][] = [
    ['one origin', ONE],
    ['several and patterns', CorsPolicy.forOrigins(APP, 'https://*.example.org', 'http://localhost:*')],
    ['any origin', CorsPolicy.unsafelyAllowAnyOrigin({ maxAge: Duration.seconds(0) })],
    ['credentials', new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP), CorsOrigin.exact('https://b.example.com')], allowCredentials: true, exposeHeaders: ['ETag'] })],
  ];

  test.each(policies)('%s: preflights and errors', (_name, cors) => {
    const tree = newStack();
    const api = new CorsRestApi(tree, 'Api', { cors, handler: newFunction(tree), proxy: false });
    api.root.addResource('items').addMethod('GET');
    const { Integration, MethodResponses } = methodsOf(tree)['OPTIONS /{proxy+}'];
    const body = bodyOf(routesApi(['GET /items'], { cors }));
    const { [INTEGRATION]: integration, responses } = body.paths['/{proxy+}'].options;
    const [response] = Integration.IntegrationResponses;
    expect(integration).toEqual({
      type: 'mock',
      passthroughBehavior: 'never',
      contentHandling: Integration.ContentHandling,
      requestTemplates: Integration.RequestTemplates,
      responses: {
        default: { statusCode: response.StatusCode, contentHandling: response.ContentHandling, responseParameters: response.ResponseParameters },
      },
    });
    const declared = Object.keys(MethodResponses[0].ResponseParameters).map((key) => key.replace('method.response.header.', ''));
    expect(Object.keys(responses['204'].headers).sort()).toEqual(declared.sort());

    const errors = Object.values(resourcesOf(tree, 'AWS::ApiGateway::GatewayResponse')).map(({ Properties }) =>
      [Properties.ResponseType, { responseParameters: Properties.ResponseParameters }]);
    expect(body['x-amazon-apigateway-gateway-responses']).toEqual(Object.fromEntries(errors));
  });
});

describe('the API', () => {
  test('is regional and replaces its paths, unless told otherwise', () => {
    const propertiesOf = (props: object) => Object.values(resourcesOf(routesApi(['GET /'], props).stack, 'AWS::ApiGateway::RestApi'))[0].Properties;
    expect(propertiesOf({})).toMatchObject({ Mode: 'overwrite', EndpointConfiguration: { Types: ['REGIONAL'] } });
    expect(propertiesOf({ mode: apigateway.RestApiMode.MERGE, endpointTypes: [apigateway.EndpointType.EDGE], restApiName: 'shop' })).toMatchObject({
      Mode: 'merge', EndpointConfiguration: { Types: ['EDGE'] }, Name: 'shop', Body: { info: { title: 'shop' } },
    });
  });

  test('gets a new deployment when a route, the document or the policy changes, and only then', () => {
    const idOf = (routes: string[], props: object = {}) => deploymentIdsOf(routesApi(routes, props).stack)[0];
    const first = idOf(['GET /items']);
    expect(idOf(['GET /items'])).toBe(first);
    const others = [idOf(['GET /items', 'POST /items']), idOf(['GET /item']), idOf(['GET /items'], { cors: CorsPolicy.forOrigins('https://b.example.com') })];
    expect(new Set([first, ...others]).size).toBe(4);
  });

  test('works with every media type binary', () => {
    const made = routesApi(['POST /images'], { binaryMediaTypes: ['*/*'] });
    expect(bodyOf(made)['x-amazon-apigateway-binary-media-types']).toEqual(['*/*']);
    expect(preflight(made, '/images')).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': APP } });
  });

  test('lets preflights through a resource policy that admits named principals', () => {
    const statement = new PolicyStatement({ principals: [new AccountPrincipal('111122223333')], actions: ['execute-api:Invoke'], resources: ['execute-api:/*'] });
    const { stack } = routesApi(['GET /'], { policy: new PolicyDocument({ statements: [statement] }) });
    const { Policy } = Object.values(resourcesOf(stack, 'AWS::ApiGateway::RestApi'))[0].Properties;
    expect(Policy.Statement).toContainEqual({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'execute-api:Invoke', Resource: 'execute-api:/*/OPTIONS/*' });
  });

  test('may stand in a nested stack', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Nested');
    new CorsSpecRestApi(nested, 'Api', { cors: ONE, routes: { 'GET /': newFunction(stack) } });
    expect(() => (stack.node.root as App).synth()).not.toThrow();
    expect(resourcesOf(nested, 'AWS::Lambda::Permission')).not.toEqual({});
  });
});

describe('beside the document', () => {
  test.each<[string, (api: CorsSpecRestApi) => void]>([
    ['a method', (api) => api.root.addResource('late').addMethod('GET')],
    ['a gateway response', (api) => api.addGatewayResponse('Late', { type: apigateway.ResponseType.THROTTLED })],
  ])('%s is refused at synth, since the next import deletes it', (_name, add) => {
    const { stack, api } = routesApi(['GET /items']);
    add(api);
    expect(() => (stack.node.root as App).synth()).toThrow(/"Stack\/Api", which is imported from a document.*\[cdk-cors:besideTheDocument\]/);
  });
});

describe('preflights', () => {
  test.each<[string, string[], string[]]>([
    ['fall back to the greedy one (rule 1)', ['GET /a', 'GET /a/{id}', 'PUT /b/c'], ['/', '/{proxy+}']],
    ['are taken by ANY, so its path gets one (rule 2)', ['ANY /a', 'GET /b'], ['/', '/a', '/{proxy+}']],
    ['can\'t fall back where the root has another variable (rule 6)', ['GET /{tenant}/a', 'GET /b'], ['/', '/b', '/{tenant}/a']],
    ['use the greedy path that is there', ['GET /{rest+}', 'GET /b'], ['/', '/{rest+}']],
  ])('%s', (_why, routes, paths) => {
    const made = routesApi(routes);
    expect(preflightsOf(made)).toEqual(paths);
    for (const route of routes) {
      const path = route.split(' ')[1].replace(/\{\w+\+?\}/g, '7');
      expect(preflight(made, path)).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': APP } });
    }
  });

  test('of a document fall back as well', () => {
    expect(preflightsOf(specApi(document({ '/a': { get: PROXIED }, '/b': { 'x-amazon-apigateway-any-method': PROXIED } })))).toEqual(['/', '/b', '/{proxy+}']);
  });
});

describe('handlerCors', () => {
  test('lets the answers of all functions carry the policy, but not those of authorizers', () => {
    const stack = newStack();
    const [one, other, guard] = ['One', 'Other', 'Guard'].map((id) => newFunction(stack, id));
    new CorsSpecRestApi(stack, 'Api', {
      cors: ONE,
      handlerCors: true,
      handler: one,
      routes: { 'GET /other': other },
      security: { it: SpecSecurity.lambda(guard) },
      definition: SpecDefinition.fromObject(document({ '/items': { get: { security: [{ it: [] }] } } }, { components: { securitySchemes: { it: { type: 'http' } } } })),
    });
    const told = Object.entries(resourcesOf(stack, 'AWS::Lambda::Function')).filter(([, { Properties }]) => Properties.Environment?.Variables.CORS_POLICY !== undefined);
    expect(told.map(([id]) => id.slice(0, 3)).sort()).toEqual(['One', 'Oth']);
  });

  test.each<[string, object, string]>([
    ['without a function', { definition: SpecDefinition.fromObject(document({ '/': { get: PROXIED } })), routes: undefined }, 'handlerCorsWithoutHandler'],
    ['with a policy for a path', { corsByPath: { '/items': ONE } }, 'handlerCorsWithCorsByPath'],
  ])('%s is refused', (_name, props, code) => {
    expect(() => routesApi(['GET /items'], { handlerCors: true, ...props })).toThrow(new RegExp(`\\[cdk-cors:${code}\\]$`));
  });
});

test('a parameter as origin is warned of: the stage doesn\'t follow its value', () => {
  const stack = newStack();
  const origin = new CfnParameter(stack, 'Origin', { default: APP });
  new CorsSpecRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(origin.valueAsString), routes: { 'GET /': newFunction(stack) } });
  expect(Annotations.fromStack(stack).findWarning('/Stack/Api', Match.stringLikeRegexp('CloudFormation parameter.*cdk-cors:parameterOrigin'))).toHaveLength(1);
});
