import { apiWith, bodyOf, EmulatedApi, notedRules, returning, route, stage } from './emulated';

/** Who answers: the key of the route in the trail. */
function routeFor(keys: readonly string[], method: string, path: string, rules = {}): string | undefined {
  const answer = new EmulatedApi(apiWith(keys), returning({ statusCode: 200 })).send(method, path, [], { rules });
  return answer.via.find(({ kind }) => kind === 'route')?.name;
}

describe('rule 63: route choice', () => {
  const documented = ['GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default'];

  test.each([
    ['a static route', 'GET', '/pets/dog/1', 'GET /pets/dog/1'],
    ['a variable where no literal matches', 'GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
    ['a greedy variable where no whole path matches', 'GET', '/pets/cat/1', 'GET /pets/{proxy+}'],
    ['ANY where no method matches', 'POST', '/test/5', 'ANY /{proxy+}'],
    ['$default for the root, which no greedy variable stands for', 'GET', '/', '$default'],
  ])('%s', (_, method, path, expected) => {
    expect(routeFor(documented, method, path)).toBe(expected);
  });

  test.each([
    ['the method before ANY', ['ANY /a', 'GET /a'], 'GET', '/a', 'GET /a'],
    ['ANY of a whole path before the method of a greedy one', ['ANY /a/b', 'GET /{proxy+}'], 'GET', '/a/b', 'ANY /a/b'],
    ['the longest path before a greedy variable', ['GET /{proxy+}', 'GET /a/{rest+}'], 'GET', '/a/b/c', 'GET /a/{rest+}'],
    ['back from a literal that leads nowhere', ['GET /a/x/1', 'GET /{v}/x/2'], 'GET', '/a/x/2', 'GET /{v}/x/2'],
    ['another path where the matching one lacks the method', ['POST /a', 'GET /{proxy+}'], 'GET', '/a', 'GET /{proxy+}'],
    ['an encoded segment as what it stands for', ['GET /a b'], 'GET', '/a%20b', 'GET /a b'],
    ['case matters', ['GET /Items'], 'GET', '/items', undefined],
    ['names of Object.prototype are names', ['GET /{id}'], 'GET', '/__proto__', 'GET /{id}'],
    ['a method that ANY doesn\'t stand for', ['ANY /a', '$default'], 'TRACE', '/a', undefined],
  ])('%s', (_, keys, method, path, expected) => {
    expect(routeFor(keys, method, path)).toBe(expected);
  });

  test('nothing matches: 404', () => {
    const answer = new EmulatedApi(apiWith(['GET /items'])).send('GET', '/nothing');
    expect([answer.status, bodyOf(answer)]).toEqual([404, '{"message":"Not Found"}']);
  });
});

describe('rule 64: what the probe of an HTTP API recorded', () => {
  const api = (result: Parameters<typeof returning>[0] | 'error' | 'timeout') => new EmulatedApi(apiWith(['GET /items'], {}, {}), () => {
    return result === 'error' ? { error: { errorType: 'Error', errorMessage: 'boom' } } : result === 'timeout' ? { timedOut: true } : { payload: result };
  });

  test.each([['GET', '/unknown'], ['POST', '/items'], ['HEAD', '/items']])('%s %s: 404', (method, path) => {
    const answer = api({ statusCode: 200 }).send(method, path);
    expect([answer.status, bodyOf(answer)]).toEqual([404, '{"message":"Not Found"}']);
  });

  test('OPTIONS of a path without an OPTIONS route: 204 with apigw-requestid and nothing else', () => {
    const answer = api({}).send('OPTIONS', '/items');
    expect(answer.status).toBe(204);
    expect(answer.body).toBeUndefined();
    expect(answer.moreHeaders).toBeUndefined();
    expect(answer.headers.map(([name]) => name)).toEqual(['apigw-requestid']);
  });

  test('a function that throws: 500', () => {
    const answer = api('error').send('GET', '/items');
    expect([answer.status, bodyOf(answer)]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  test('a function that takes too long: 503', () => {
    const answer = api('timeout').send('GET', '/items');
    expect([answer.status, bodyOf(answer)]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  test.each([['/items'], ['/unknown']])('every response has apigw-requestid and none x-amzn-ErrorType: %s', (path) => {
    const names = api({ statusCode: 200 }).send('GET', path).headers.map(([name]) => name.toLowerCase());
    expect(names).toContain('apigw-requestid');
    expect(names).not.toContain('x-amzn-errortype');
  });

  test('request ids differ', () => {
    const same = api({ statusCode: 200 });
    const ids = [1, 2, 3].map(() => same.send('GET', '/items').headers.find(([name]) => name === 'apigw-requestid')![1]);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('rule 65: a slash at the end', () => {
  const keys = ['GET /x', 'GET /x/{id}', 'GET /y', 'GET /{proxy+}'];

  test.each([
    ['begins an empty variable where a route has one', '/x/', undefined, 'GET /x/{id}'],
    ['is ignored elsewhere', '/y/', undefined, 'GET /y'],
    ['ignored', '/x/', 'ignored', 'GET /x'],
    ['empty', '/y/', 'empty', 'GET /{proxy+}'],
  ])('%s', (_, path, reading, expected) => {
    expect(routeFor(keys, 'GET', path, { 65: reading })).toBe(expected);
  });

  test('a handler gets it in any case, and the answer says what it rests on', () => {
    const answer = new EmulatedApi(apiWith(['GET /x/{id}']), returning({ statusCode: 200 })).send('GET', '/x/');
    expect(answer.status).toBe(200);
    expect(notedRules(answer)).toContain(65);
  });
});

describe('rule 78: stages', () => {
  const named = apiWith(['GET /items', 'GET /prod'], { Prod: stage('prod') });
  const answers = (template: object, path: string) => {
    const api = new EmulatedApi(template, returning({ statusCode: 200 }));
    return [api.send('GET', path), api.effects.at(-1)] as const;
  };

  test.each([
    ['/items', '$default', '/items'],
    ['/prod/items', 'prod', '/prod/items'],
  ])('%s is for the stage %s', (path, name, rawPath) => {
    const [answer, effect] = answers(named, path);
    expect(answer.via[0]).toMatchObject({ kind: 'stage', name });
    expect(effect).toMatchObject({ event: { rawPath, requestContext: { stage: name } } });
  });

  test('rawPath can be read without the stage', () => {
    const api = new EmulatedApi(named, returning({ statusCode: 200 }));
    api.send('GET', '/prod/items', [], { rules: { 78: 'without-stage' } });
    expect(api.effects[0]).toMatchObject({ event: { rawPath: '/items' } });
  });

  const { Stage: _, ...withoutStage } = apiWith(['GET /items']).Resources;

  test.each([
    ['no stage at all', {}, '/items', 404],
    ['only a named stage, called without it', { Prod: stage('prod') }, '/../items', 404],
    ['no deployment', { Stage: stage('$default', {}) }, '/items', 404],
    ['a deployment', { Stage: stage('$default', { DeploymentId: { Ref: 'Deployment' } }), Deployment: deployment(['Route0']) }, '/items', 200],
  ])('%s', (__, resources, path, status) => {
    const api = new EmulatedApi({ Resources: { ...withoutStage, ...resources } }, returning({ statusCode: 200 }));
    expect(api.sendTo('GET', `${new URL(api.entrance.url).origin}${path}`).status).toBe(status);
  });

  test('a deployment that doesn\'t wait for a route may lack it: said in the notes', () => {
    const resources = { Stage: stage('$default', { DeploymentId: { Ref: 'Deployment' } }), Deployment: deployment([]) };
    const api = new EmulatedApi({ Resources: { ...withoutStage, ...resources } }, returning({ statusCode: 200 }));
    expect(api.send('GET', '/items').notes).toEqual([{ rule: 78, text: expect.stringContaining('Deployment doesn\'t depend on the route Route0') }]);
  });

  test('a custom domain leads to a stage by the longest mapping that the path begins with', () => {
    const domain = { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'api.example.com' } };
    const mapping = (key: string | undefined, name: string) => ({
      Type: 'AWS::ApiGatewayV2::ApiMapping',
      Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, Stage: { Ref: name }, ApiMappingKey: key },
    });
    const api = new EmulatedApi(apiWith(['GET /items'], {
      Prod: stage('prod'), Domain: domain, Root: mapping(undefined, 'Stage'), V1: mapping('v1', 'Prod'),
    }), returning({ statusCode: 200 }));
    expect(api.entrance.aliases).toEqual([expect.stringMatching(/\/prod$/), 'https://api.example.com', 'https://api.example.com/v1']);
    expect(api.entrance.owns(new URL('https://API.example.com/x'))).toBe(true);
    expect(api.entrance.owns(new URL('https://www.example.com/x'))).toBe(false);
    expect(api.sendTo('GET', 'https://api.example.com/v1/items').via[0]).toMatchObject({ name: 'prod' });
    expect(api.sendTo('GET', 'https://api.example.com/items').via[0]).toMatchObject({ name: '$default' });
    expect(api.sendTo('GET', 'https://api.example.com/v1x/items').status).toBe(404);
  });
});

function deployment(dependsOn: string[]) {
  return { Type: 'AWS::ApiGatewayV2::Deployment', Properties: { ApiId: { Ref: 'Api' } }, DependsOn: dependsOn };
}

test('a route whose key isn\'t known may take any request but that of another route\'s own method and path', () => {
  const template = { Parameters: { Key: { Type: 'String' } }, ...apiWith(['GET /items', 'GET /{id}'], { Odd: route({ Ref: 'Key' } as never) }) };
  const api = new EmulatedApi(template, returning({ statusCode: 200 }));
  expect(api.send('GET', '/items').status).toBe(200);
  expect(String(api.send('GET', '/other').status)).toContain('Key');
  expect(String(api.preflight('/items').status)).toContain('Key');
});

test('routes of other APIs aren\'t this one\'s', () => {
  const other = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'other', ProtocolType: 'HTTP' } };
  const foreign = { ...route('GET /foreign'), Properties: { ...route('GET /foreign').Properties, ApiId: { Ref: 'Other' } } };
  const api = new EmulatedApi(apiWith(['GET /items'], { Other: other, Foreign: foreign }), returning({ statusCode: 200 }));
  expect(api.entrance.routes.map(({ path }) => path)).toEqual(['/items']);
  expect(api.send('GET', '/foreign').status).toBe(404);
});
