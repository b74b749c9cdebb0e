import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { BookshopStack } from '../../examples/web-app-rest/bookshop-stack';
import { type Answer, Emulator, type EmulatorOptions, headerOf, isUnknown, Unknown } from '../../src/emulator';
import { StubHandler } from '../../src/emulator/stubs';
import { assemblyOf, modelOf, resourceOf } from '../support/emulator';

const PARTNER = 'https://reading-club.example.org';

const bodyOf = ({ body }: Answer) => (body === undefined || isUnknown(body) ? body : new TextDecoder().decode(body));

describe('an app of the CDK', () => {
  const directory = assemblyOf((app: App) => new BookshopStack(app, 'Bookshop'));
  const emulatorWith = (options?: EmulatorOptions) => Emulator.fromAssembly(directory, options);
  const emulator = emulatorWith();
  const [distribution, api] = emulator.entrances;

  test('its entrances are named as AWS would name them', () => {
    expect(emulator.entrances.map(({ kind }) => kind)).toEqual(['cloudfront', 'rest-api']);
    expect(distribution.url).toMatch(/^https:\/\/d[a-z\d]{13}\.cloudfront\.net$/);
    expect(api.url).toMatch(/^https:\/\/[a-z\d]{10}\.execute-api\.us-east-1\.amazonaws\.com\/prod$/);
    expect(emulator.unsupported).toEqual([]);
  });

  test('a preflight is answered without a function', () => {
    const answer = emulator.send({
      method: 'OPTIONS', url: `${api.url}/books/5`, headers: { 'Origin': PARTNER, 'Access-Control-Request-Method': 'GET' },
    });
    expect(answer.status).toBe(204);
    expect(headerOf(answer.headers, 'Access-Control-Allow-Origin')).toBe(PARTNER);
    expect(answer.via.map(({ kind }) => kind)).toContain('method');
  });

  test('what the function answers is unknown, and the reason says what to do', () => {
    const { status } = emulator.send({ url: `${api.url}/books`, headers: { Origin: PARTNER } });
    expect(String(status)).toMatch(/what the function BooksHandler\w+ answers isn't in the template; give a stub for it/);
  });

  test.each(['BooksHandler', 'Bookshop/BooksHandler'])('a stub for it, by logical id or path: %s', (prefix) => {
    const { logicalId } = emulator.model.ofType('AWS::Lambda::Function').find((each) => each.logicalId.startsWith('BooksHandler'))!;
    const name = prefix.replace('BooksHandler', logicalId);
    const answer = emulatorWith({ functions: { [name]: ({ path }) => ({ statusCode: 200, body: `at ${path}`, headers: { 'X-Answer': '1' } }) } })
      .send({ url: `${api.url}/books/7` });
    expect([answer.status, bodyOf(answer), headerOf(answer.headers, 'X-Answer')]).toEqual([200, 'at /books/7', '1']);
  });

  test('a failure of the gateway is asked for', () => {
    const answer = emulator.send({ url: `${api.url}/books`, headers: { Origin: PARTNER } }, { failure: 'THROTTLED' });
    expect(answer.status).toBe(429);
    expect(headerOf(answer.headers, 'Access-Control-Allow-Origin')).toBeDefined();
  });

  test('the pages of the site come from the assets', () => {
    const answer = emulator.send({ url: `${distribution.url}/index.html` });
    expect(answer.status).toBe(200);
    expect(bodyOf(answer)).toMatch(/<!doctype html>/i);
  });

  test('or from a folder that is named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-site-'));
    writeFileSync(join(folder, 'index.html'), 'another');
    const sites = Object.fromEntries(emulator.model.ofType('AWS::S3::Bucket').map(({ path }) => [path, folder]));
    expect(bodyOf(emulatorWith({ sites }).send({ url: `${distribution.url}/index.html` }))).toBe('another');
  });

  test('a distribution hands on to the API behind it', () => {
    const { path } = emulator.model.ofType('AWS::Lambda::Function').find(({ logicalId }) => logicalId.startsWith('BooksHandler'))!;
    const answer = emulatorWith({ functions: { [path]: (event) => ({ statusCode: 200, body: event.path }) } }).send({ url: `${distribution.url}/api/books` });
    expect([answer.status, bodyOf(answer)]).toEqual([200, '/books']);
    expect(answer.via.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['behavior', 'method', 'function']));
  });

  test('a synthesis that nobody changed gives the same answers', () => {
    const request = { url: `${distribution.url}/api/nothing`, headers: { origin: PARTNER } };
    const answers = [emulatorWith({ clock: () => 0 }), emulatorWith({ clock: () => 0 })].map((each) => each.send(request));
    expect(answers[0].status).toEqual(answers[1].status);
    const [one, other] = answers.map(({ via }) => via.map(({ kind, name, resource }) => [kind, name, resource?.path]));
    expect(one).toEqual(other);
  });
});

const HTTP_API = {
  Resources: {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'a', ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: ['https://a.example'] } } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true } },
    Fn: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: '' } } },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: { Ref: 'Fn' }, Principal: 'apigateway.amazonaws.com', Action: 'lambda:InvokeFunction',
      },
    },
    ToFunction: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': 'Fn.Arn' }, PayloadFormatVersion: '2.0',
      },
    },
    ToBackend: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' }, IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', IntegrationUri: 'https://backend.example.com/base', PayloadFormatVersion: '1.0',
      },
    },
    FunctionRoute: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' }, RouteKey: 'POST /fn', Target: { 'Fn::Sub': 'integrations/${ToFunction}' },
      },
    },
    BackendRoute: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' }, RouteKey: 'GET /backend', Target: { 'Fn::Sub': 'integrations/${ToBackend}' },
      },
    },
  },
};

describe('stubs', () => {
  const urlOf = (emulator: Emulator, path: string) => emulator.entrances[0].url + path;
  const send = (options: EmulatorOptions, path: string, method = 'GET', body?: string) => {
    const emulator = Emulator.fromTemplate(HTTP_API, options);
    return emulator.send({ method, url: urlOf(emulator, path), body, headers: { 'content-type': 'text/plain' } });
  };
  const sendAsync = (options: EmulatorOptions, path: string, method = 'GET') => {
    const emulator = Emulator.fromTemplate(HTTP_API, options);
    return emulator.sendAsync({ method, url: urlOf(emulator, path) });
  };

  test('a function gets the event and its payload is the answer', () => {
    const answer = send({ functions: { Fn: ({ body, rawPath }) => ({ statusCode: 201, body: `${rawPath} ${body}` }) } }, '/fn', 'POST', 'hello');
    expect([answer.status, bodyOf(answer)]).toEqual([201, '/fn hello']);
  });

  test('what a function throws is its error', () => {
    expect(send({ functions: { Fn: () => { throw new Error('no'); } } }, '/fn', 'POST').status).toBe(500);
  });

  test('what JSON doesn\'t have is the function\'s error too', () => {
    expect(send({ functions: { Fn: () => ({ statusCode: 200n }) } }, '/fn', 'POST').status).toBe(500);
  });

  test('a function that answers later can\'t be waited for by send', () => {
    expect(String(send({ functions: { Fn: async () => ({}) } }, '/fn', 'POST').status)).toMatch(/its stub answers later.*use sendAsync/);
    expect(String(send({ functions: { Fn: async () => { throw new Error('late'); } } }, '/fn', 'POST').status)).toMatch(/use sendAsync/);
  });

  test('sendAsync waits for it', async () => {
    expect((await sendAsync({ functions: { Fn: async () => ({ statusCode: 202 }) } }, '/fn', 'POST')).status).toBe(202);
    expect((await sendAsync({ functions: { Fn: async () => { throw new Error('late'); } } }, '/fn', 'POST')).status).toBe(500);
  });

  test('what a function does to its event stays with it', () => {
    const { atOnce } = new StubHandler({ functions: { Fn: (event) => { event.a.push(2); return event; } } }, modelOf(HTTP_API), () => undefined);
    const event = { a: [1] };
    const fn = resourceOf(modelOf(HTTP_API), 'Fn');
    expect(atOnce.invoke({ effect: 'invoke', function: fn, event, purpose: 'integration', timeout: 1 })).toEqual({ payload: { a: [1, 2] } });
    expect(event).toEqual({ a: [1] });
  });

  test('a name that objects inherit isn\'t a stub', () => {
    expect(send({ functions: Object.create({ Fn: () => ({ statusCode: 200 }) }) }, '/fn', 'POST').status).toBeInstanceOf(Unknown);
  });

  test('a back end by its origin', () => {
    const backend = ({ url }: { url: string }) => ({ status: 203, headers: { 'X-Url': url }, body: 'from behind' });
    const answer = send({ backends: { 'https://backend.example.com': backend } }, '/backend');
    expect([answer.status, bodyOf(answer), headerOf(answer.headers, 'x-url')]).toEqual([203, 'from behind', 'https://backend.example.com/base']);
  });

  test('a back end by nothing', () => expect(send({ backends: { '*': () => ({}) } }, '/backend').status).toBe(200));

  test('a back end that is another', () => {
    expect(String(send({ backends: { 'https://other.example.com': () => ({}) } }, '/backend').status))
      .toMatch(/what https:\/\/backend\.example\.com answers isn't in the template; give a stub for it \(backends\)/);
  });

  test('a back end that throws can\'t be reached', () => {
    expect(send({ backends: { '*': () => { throw new Error('refused'); } } }, '/backend').status).toBeGreaterThanOrEqual(500);
  });

  test('effects do what no stub does, where they can be waited for', async () => {
    const effects: EmulatorOptions['effects'] = {
      invoke: async () => ({ payload: { statusCode: 298 } }),
      fetch: async () => ({ status: 299, headers: [] }),
    };
    expect((await sendAsync({ effects }, '/fn', 'POST')).status).toBe(298);
    expect((await sendAsync({ effects }, '/backend')).status).toBe(299);
    expect((await sendAsync({ effects, functions: { Fn: () => ({ statusCode: 297 }) } }, '/fn', 'POST')).status).toBe(297);
    expect(send({ effects }, '/fn', 'POST').status).toBeInstanceOf(Unknown);
    expect((await sendAsync({}, '/fn', 'POST')).status).toBeInstanceOf(Unknown);
  });
});

describe('what a request may be', () => {
  const emulator = Emulator.fromTemplate(HTTP_API, { functions: { Fn: (event) => ({ statusCode: 200, body: JSON.stringify(event) }) } });
  const url = `${emulator.entrances[0].url}/fn`;
  const eventOf = (request: object) => JSON.parse(bodyOf(emulator.send({ method: 'POST', url, ...request })) as string);

  test.each<[name: string, headers: any, expected: object]>([
    ['a list', [['X-A', '1'], ['X-A', '2']], { 'x-a': '1,2' }],
    ['names', { 'X-A': '1', 'X-B': 2, 'X-C': true, 'X-D': undefined }, { 'x-a': '1', 'x-b': '2', 'x-c': 'true' }],
    ['names with several values', { 'X-A': ['1', '2'] }, { 'x-a': '1,2' }],
  ])('headers as %s', (_name, headers, expected) => {
    const { headers: received } = eventOf({ headers });
    expect(received).toMatchObject(expected);
    expect(received['x-d']).toBeUndefined();
  });

  test('a body as text or bytes', () => {
    expect(eventOf({ body: 'héllo', headers: { 'content-type': 'text/plain' } }).body).toBe('héllo');
    expect(eventOf({ body: new TextEncoder().encode('héllo'), headers: { 'content-type': 'text/plain' } }).body).toBe('héllo');
  });

  test.each<[name: string, request: object, message: RegExp]>([
    ['a URL of another host', { url: 'https://example.com/' }, /^nothing of the template answers https:\/\/example\.com\/; its entrances are https:\/\/\w{10}\.exec/],
    ['no URL', { url: '/items' }, /^"\/items" isn't an absolute http or https URL$/],
    ['a URL of another scheme', { url: 'ftp://example.com/' }, /isn't an absolute http or https URL$/],
    ['a method with a space', { method: 'GET /' }, /^"GET \/" isn't an HTTP method$/],
    ['no method', { method: '' }, /^"" isn't an HTTP method$/],
    ['a header with a line break', { headers: { a: 'b\r\nc: d' } }, /^the value of the header a has a line break/],
    ['a header without a name', { headers: { '': 'b' } }, /^"" isn't a name of a header$/],
    ['a header name with a colon', { headers: [['a:', 'b']] }, /^"a:" isn't a name of a header$/],
  ])('%s is refused', async (_name, request, message) => {
    expect(() => emulator.send({ method: 'POST', url, ...request })).toThrow(message);
    await expect(emulator.sendAsync({ method: 'POST', url, ...request })).rejects.toThrow(message);
  });

  test('a template without entrances says so', () => {
    expect(() => Emulator.fromTemplate({ Resources: {} }).send({ url: 'https://example.com/' }))
      .toThrow('nothing answers https://example.com/: the template has no REST API, HTTP API or distribution');
  });
});

describe('templates', () => {
  test('a text, an object and a list are the same', () => {
    const urls = [HTTP_API, JSON.stringify(HTTP_API), [HTTP_API]].map((template) => Emulator.fromTemplate(template).entrances.map(({ url }) => url));
    expect(urls[0]).toHaveLength(1);
    expect(urls[1]).toEqual(urls[0]);
    expect(urls[2]).toEqual(urls[0]);
  });

  test('two of the same are two stacks', () => {
    const { entrances } = Emulator.fromTemplate([HTTP_API, HTTP_API], { stackName: 'Shop' });
    expect(new Set(entrances.map(({ url }) => url)).size).toBe(2);
    expect(entrances.map(({ resource }) => resource.stack)).toEqual(['Shop', 'Shop2']);
  });

  test('a WebSocket API isn\'t an entrance, and reported', () => {
    const template = { Resources: { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', Name: 'w' } } } };
    const emulator = Emulator.fromTemplate(template);
    expect(emulator.entrances).toEqual([]);
    expect(emulator.unsupported.map(({ message }) => message)).toEqual(['Api is a WebSocket API, which the emulator doesn\'t answer for']);
  });

  test('a name by itself comes before a pattern', () => {
    const distribution = (alias: string) => ({
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          Aliases: [alias],
          Origins: [{ Id: 'o', DomainName: 'origin.example.net', CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } }],
          DefaultCacheBehavior: { TargetOriginId: 'o', ViewerProtocolPolicy: 'allow-all', CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' },
        },
      },
    });
    const emulator = Emulator.fromTemplate({ Resources: { Any: distribution('*.example.com'), One: distribution('shop.example.com') } });
    expect(emulator.entranceOf('https://shop.example.com/')?.logicalId).toBe('One');
    expect(emulator.entranceOf('https://other.example.com/')?.logicalId).toBe('Any');
    expect(emulator.entranceOf('https://example.org/')).toBeUndefined();
    expect(emulator.entranceOf('not a url')).toBeUndefined();
  });
});
