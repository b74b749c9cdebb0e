import type { Effect, FetchEffect, FetchResult } from '../../../src/emulator/kernel/machine';
import { headerOf, type HeaderList } from '../../../src/emulator/kernel/message';
import { Unknown } from '../../../src/template/unknown';
import { apiWith, bodyOf, corsOf, EmulatedApi, notedRules, ORIGIN, OUTSIDE, returning, route } from './emulated';

function integration(properties: object): { Type: string; Properties: object } {
  return { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: { Ref: 'Api' }, PayloadFormatVersion: '1.0', ...properties } };
}

const http = (uri: unknown, more: object = {}) => integration({ IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', IntegrationUri: uri, ...more });

/** An API whose routes go to one HTTP integration, and what the back end answers. */
function proxying(
  keys: readonly string[], resource: ReturnType<typeof integration>, result: FetchResult | Unknown = { status: 200, headers: [] },
  properties?: object,
): EmulatedApi {
  return new EmulatedApi(apiWith(keys, { Integration: resource }, properties), () => result);
}

function sentBy(api: EmulatedApi, method: string, path: string, headers: HeaderList = [], body?: Uint8Array): FetchEffect['request'] {
  api.send(method, path, headers, {}, body);
  return (api.effects.at(-1) as FetchEffect).request;
}

describe('HTTP integrations', () => {
  test.each([
    ['what {proxy} stands for', 'ANY /api/{proxy+}', 'https://backend.example/{proxy}', '/api/a/b%20c?x=1', 'https://backend.example/a/b%20c?x=1'],
    ['what a variable stands for', 'GET /items/{id}', 'https://backend.example/things/{id}?v=2', '/items/7?x=1', 'https://backend.example/things/7?v=2&x=1'],
    ['nothing is appended', 'GET /items', 'https://backend.example/base', '/items', 'https://backend.example/base'],
    ['the path, for $default', '$default', 'https://backend.example/base/', '/any/where', 'https://backend.example/base/any/where'],
    ['a value can\'t leave its segment', 'GET /items/{id}', 'https://backend.example/x/{id}', '/items/..%2F..%2Fadmin', 'https://backend.example/x/..%2F..%2Fadmin'],
    ['another variable stays', 'GET /items/{id}', 'https://backend.example/{other}', '/items/1', 'https://backend.example/{other}'],
  ])('%s', (_, key, uri, path, expected) => {
    const request = sentBy(proxying([key], http(uri)), 'GET', path);
    expect(request.url).toBe(expected);
  });

  test('the back end\'s host, Forwarded and Via, and the caller\'s headers', () => {
    const headers: HeaderList = [['Host', 'own'], ['X-Own', '1'], ['Connection', 'close'], ['X-Forwarded-For', '9.9.9.9'], ['Content-Type', 'text/plain']];
    const request = sentBy(proxying(['POST /'], http('http://backend.example:8080/')), 'POST', '/', headers, new TextEncoder().encode('hi'));
    expect(request.method).toBe('POST');
    expect(['host', 'x-own', 'content-length', 'via', 'connection', 'x-forwarded-for'].map((name) => headerOf(request.headers, name)))
      .toEqual(['backend.example:8080', '1', '2', 'HTTP/1.1 AmazonAPIGateway', undefined, undefined]);
    expect(headerOf(request.headers, 'forwarded')).toMatch(/^for=127\.0\.0\.1;host=[a-z0-9.-]+;proto=https$/);
  });

  test('the integration\'s own method', () => {
    expect(sentBy(proxying(['GET /'], http('https://b.example/', { IntegrationMethod: 'PUT' })), 'GET', '/').method).toBe('PUT');
  });

  test.each<[string, FetchResult, number, string]>([
    ['doesn\'t answer in time', { failed: 'timeout', message: '' }, 503, '{"message":"Service Unavailable"}'],
    ['can\'t be reached', { failed: 'connection', message: '' }, 500, '{"message":"Internal Server Error"}'],
    ['answers more than 10 MB', { status: 200, headers: [], body: new Uint8Array(10 * 1024 * 1024 + 1) }, 500, '{"message":"Internal Server Error"}'],
    ['answers', { status: 418, headers: [], body: new TextEncoder().encode('tea') }, 418, 'tea'],
  ])('a back end that %s', (_, result, status, body) => {
    const answer = proxying(['GET /'], http('https://b.example/'), result).send('GET', '/');
    expect([answer.status, bodyOf(answer)]).toEqual([status, body]);
  });

  test('its CORS headers are ignored with a configuration and pass without (rule 66)', () => {
    const result: FetchResult = { status: 200, headers: [['Access-Control-Allow-Origin', '*']] };
    expect(corsOf(proxying(['GET /'], http('https://b.example/'), result).send('GET', '/', ORIGIN))['access-control-allow-origin']).not.toBe('*');
    expect(corsOf(proxying(['GET /'], http('https://b.example/'), result, {}).send('GET', '/', ORIGIN))).toEqual({ 'access-control-allow-origin': '*' });
  });

  test.each([
    ['a VPC link', http('arn:aws:elasticloadbalancing:eu-west-1:1:listener/x'), 'VPC link'],
    ['an AWS service', integration({ IntegrationType: 'AWS_PROXY', IntegrationSubtype: 'SQS-SendMessage' }), 'SQS-SendMessage isn\'t emulated'],
    ['a function elsewhere', integration({ IntegrationType: 'AWS_PROXY', IntegrationUri: 'arn:aws:lambda:eu-west-1:1:function:theirs' }), 'isn\'t in the template'],
    ['what isn\'t known', http({ Ref: 'Nothing' }), 'Nothing'],
  ])('%s: unknown, but for the CORS headers', (_, resource, reason) => {
    const answer = proxying(['GET /'], resource, OUTSIDE).send('GET', '/', ORIGIN);
    expect(answer.status).toBeInstanceOf(Unknown);
    expect(String(answer.status)).toContain(reason);
    expect(corsOf(answer)).toHaveProperty('access-control-allow-origin');
  });

  test('a given answer needs none of it', () => {
    const api = proxying(['GET /'], http({ Ref: 'Nothing' }));
    expect(api.send('GET', '/', [], { answer: { status: 404, headers: [['x-a', '1']] } }).status).toBe(404);
    expect(api.effects).toEqual([]);
  });
});

describe('rule 75: parameter mapping', () => {
  const mapped = (RequestParameters: object, path = '/items/7?a=1&a=2&b=3', headers: HeaderList = [['X-Old', 'old']]) =>
    sentBy(proxying(['POST /items/{id}'], http('https://b.example/x', { RequestParameters })), 'POST', path, headers, new TextEncoder().encode('{"user":{"name":"n"}}'));

  test.each([
    ['access-control-allow-origin'], ['Access-Control-Max-Age'], ['Origin'], ['apigw-x'], ['Authorization'], ['Connection'], ['Content-Encoding'], ['Content-Length'],
    ['Content-Location'], ['Forwarded'], ['Keep-Alive'], ['Proxy-Authorization'], ['TE'], ['Trailers'], ['Transfer-Encoding'], ['Upgrade'], ['x-amz-date'], ['x-amzn-x'],
    ['X-Forwarded-For'], ['Via'],
  ])('%s can\'t be mapped, neither in requests nor in responses', (name) => {
    const value = (headers: HeaderList) => headers.filter(([each, text]) => each.toLowerCase() === name.toLowerCase() && text === 'mapped');
    expect(value(mapped({ [`overwrite:header.${name}`]: 'mapped' }).headers)).toEqual([]);
    const ResponseParameters = { 200: { ResponseParameters: [{ Destination: `append:header.${name}`, Source: 'mapped' }] } };
    const answer = proxying(['GET /'], http('https://b.example/', { ResponseParameters }), undefined, {}).send('GET', '/', ORIGIN);
    expect(value(answer.headers)).toEqual([]);
  });

  test.each([
    ['append:header.x-new', '$request.path.id', ['x-new', '7']],
    ['overwrite:header.x-old', '$context.stage', ['x-old', '$default']],
    ['append:header.x-new', 'at ${request.querystring.b} of $context', ['x-new', 'at 3 of $context']],
    ['append:header.x-new', '$request.body.user.name', ['x-new', 'n']],
    ['append:header.x-new', '$request.header.X-Old', ['x-new', 'old']],
    ['append:header.x-new', 'a\r\nx-evil: 1', ['x-new', 'ax-evil: 1']],
  ])('%s: %s', (key, source, expected) => {
    expect(mapped({ [key]: source }).headers).toContainEqual(expected);
  });

  test.each([
    ['append:header.x-new', '$request.header.x-absent'], ['append:header.x-new', '$request.body.__proto__'], ['append:header.x-new', '$request.body.constructor.name'],
    ['delete:header.x-new', 'x'], ['append:cookie.x-new', 'x'],
  ])('%s: %s does nothing', (key, source) => {
    expect(headerOf(mapped({ [key]: source }).headers, 'x-new')).toBeUndefined();
  });

  test('remove', () => {
    expect(headerOf(mapped({ 'remove:header.x-old': '\'\'' }).headers, 'x-old')).toBeUndefined();
    expect(mapped({ 'remove:querystring.a': '\'\'' }).url).toBe('https://b.example/x?b=3');
  });

  test('query and path', () => {
    expect(mapped({ 'overwrite:querystring.a': '9' }).url).toBe('https://b.example/x?b=3&a=9');
    expect(mapped({ 'append:querystring.c': '9' }).url).toBe('https://b.example/x?a=1&a=2&b=3&c=9');
    expect(mapped({ 'overwrite:path': '/v1/${request.path.id}' }).url).toBe('https://b.example/v1/7?a=1&a=2&b=3');
  });

  test('a function sees the mapped request', () => {
    const api = new EmulatedApi(apiWith(['GET /a'], {
      Integration: integration({
        IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['Fn', 'Arn'] }, PayloadFormatVersion: '2.0', RequestParameters: { 'append:header.x-new': '$context.stage' },
      }),
    }), returning({ statusCode: 200 }));
    api.send('GET', '/a');
    expect(api.effects[0]).toMatchObject({ event: { headers: { 'x-new': '$default' } } });
  });

  test('responses, by status', () => {
    const ResponseParameters = {
      '200': { ResponseParameters: [{ Destination: 'append:header.x-new', Source: '$response.header.x-own' }, { Destination: 'remove:header.x-own', Source: '' }] },
      '500-599': { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '404' }, { Destination: 'append:header.x-new', Source: '$response.body.why' }] },
    };
    const answering = (status: number) => proxying(['GET /'], http('https://b.example/', { ResponseParameters }),
      { status, headers: [['x-own', '1']], body: new TextEncoder().encode('{"why":"down"}') }).send('GET', '/');
    expect([answering(200).status, headerOf(answering(200).headers, 'x-new'), headerOf(answering(200).headers, 'x-own')]).toEqual([200, '1', undefined]);
    expect([answering(503).status, headerOf(answering(503).headers, 'x-new')]).toEqual([404, 'down']);
    expect([answering(301).status, headerOf(answering(301).headers, 'x-new')]).toEqual([301, undefined]);
  });
});

describe('rule 54: no permission to call the function', () => {
  const { Permission, ...resources } = apiWith(['GET /a']).Resources;
  const api = (more: object = {}) => new EmulatedApi({ Resources: { ...resources, ...more } }, returning({ statusCode: 200 }));

  test('500, or what the function answers when switched; either way noted', () => {
    const answer = api().send('GET', '/a');
    expect([answer.status, bodyOf(answer), notedRules(answer)]).toEqual([500, '{"message":"Internal Server Error"}', [54]]);
    const switched = api().send('GET', '/a', [], { rules: { 54: 'allowed' } });
    expect([switched.status, notedRules(switched)]).toEqual([200, [54]]);
  });

  test.each([
    ['for this API', { SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/*/a' } }, 200],
    ['for another API', { SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Other}/*/*/a' } }, 500],
    ['for another service', { Principal: 's3.amazonaws.com' }, 500],
    ['of a function that isn\'t known', { FunctionName: { Ref: 'Nothing' } }, 200],
  ])('a permission %s', (_, properties, status) => {
    const permission = { ...Permission, Properties: { ...Permission.Properties, ...properties } };
    const other = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'other', ProtocolType: 'HTTP' } };
    expect(api({ Permission: permission, Other: other }).send('GET', '/a').status).toBe(status);
  });

  test('an integration with credentials needs none', () => {
    const credentials = integration({ IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['Fn', 'Arn'] }, CredentialsArn: 'arn:aws:iam::1:role/r' });
    expect(api({ Integration: credentials }).send('GET', '/a').status).toBe(200);
  });
});

test('an alias stands for its function', () => {
  const alias = { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Fn' }, FunctionVersion: '1', Name: 'live' } };
  const api = new EmulatedApi(apiWith(['GET /a'], { Alias: alias, Integration: integration({ IntegrationType: 'AWS_PROXY', IntegrationUri: { Ref: 'Alias' } }) }),
    returning({ statusCode: 200 }));
  api.send('GET', '/a');
  expect((api.effects[0] as Extract<Effect, { effect: 'invoke' }>).function.logicalId).toBe('Fn');
});

test('a route without a target, or with one that isn\'t in the template', () => {
  const api = new EmulatedApi(apiWith([], { Lost: route('GET /lost', { Target: undefined }), Gone: route('GET /gone', { Target: 'integrations/gone' }) }));
  expect(api.send('GET', '/lost').status).toBe(500);
  expect(String(api.send('GET', '/gone').status)).toContain('isn\'t in the template');
});
