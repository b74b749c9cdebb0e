import fc from 'fast-check';
import { httpApiEntrance } from '../../../src/emulator/http-api';
import type { InvokeEffect } from '../../../src/emulator/kernel/machine';
import { type Answer, headerOf } from '../../../src/emulator/kernel/message';
import { FunctionRunner } from '../../../src/lambda-runtime';
import { plainTemplates, templateModel } from '../../../src/template';
import { Unknown } from '../../../src/template/unknown';
import { apiWith, APP, common, EmulatedApi, NOW, ORIGIN, returning } from './emulated';

/** An API with a function that runs. */
function running(code: string, version = '2.0') {
  const resources = common(version);
  const Fn = { ...resources.Fn, Properties: { ...resources.Fn.Properties, Code: { ZipFile: code } } };
  const model = templateModel(plainTemplates([apiWith(['GET /items/{id}', 'POST /items/{id}'], { ...resources, Fn })]), { region: 'eu-west-1' });
  const entrance = httpApiEntrance(model.ofType('AWS::ApiGatewayV2::Api')[0], model);
  const runner = new FunctionRunner(model);
  const send = async (method: string, path: string, body?: string): Promise<Answer> => {
    const request = { method, url: entrance.url + path, headers: [...ORIGIN, ['content-type', 'application/json'] as const], body: body === undefined ? undefined : Buffer.from(body) };
    const machine = entrance.handle(request, { now: NOW, rules: {} });
    let step = machine.next();
    while (!step.done) {
      const { function: fn, event, timeout } = step.value as InvokeEffect;
      step = machine.next(await runner.invoke(fn, event, timeout));
    }
    return step.value;
  };
  return { runner, send };
}

const text = ({ body }: Answer) => body instanceof Unknown || body === undefined ? '' : new TextDecoder().decode(body);

test.each(['1.0', '2.0'])('a function that runs, in payload format %s', async (version) => {
  const { runner, send } = running(`exports.handler = async (event) => {
    if (event.pathParameters.id === 'broken') throw new Error('boom');
    return { statusCode: 201, headers: { 'x-id': event.pathParameters.id }, body: JSON.stringify({ got: JSON.parse(event.body) }) };
  }`, version);
  try {
    const answer = await send('POST', '/items/7', '{"a":1}');
    expect([answer.status, text(answer), headerOf(answer.headers, 'x-id'), headerOf(answer.headers, 'access-control-allow-origin')])
      .toEqual([201, '{"got":{"a":1}}', '7', APP]);
    const broken = await send('POST', '/items/broken', '{}');
    expect([broken.status, text(broken)]).toEqual([500, '{"message":"Internal Server Error"}']);
  } finally {
    await runner.close();
  }
});

test('a function that is replaced answers through the API', async () => {
  const { runner, send } = running('');
  runner.replace('Fn', (event) => ({ statusCode: 200, body: event.rawPath }));
  expect(text(await send('GET', '/items/9'))).toBe('/items/9');
  await runner.close();
});

describe('hostile requests and templates give an answer', () => {
  const api = new EmulatedApi(apiWith(['ANY /items/{id}', 'GET /a/{proxy+}']), returning({ statusCode: 200 }));
  const anything = fc.string({ unit: 'binary', maxLength: 30 });
  const oddNames = fc.constantFrom('__proto__', 'constructor', 'Origin', 'origin', 'Access-Control-Request-Method', 'cookie', '', 'authorization', 'Host');

  test('requests', () => {
    fc.assert(fc.property(fc.oneof(fc.constantFrom('OPTIONS', 'GET', '__proto__', ''), anything), anything,
      fc.array(fc.tuple(fc.oneof(oddNames, anything), anything), { maxLength: 5 }), fc.option(fc.uint8Array({ maxLength: 10 }), { nil: undefined }),
      (method, path, headers, body) => {
        const { status } = api.send(method, `/${path}`, headers, {}, body);
        expect(status).toBeGreaterThanOrEqual(200);
        expect(status).toBeLessThan(500);
      }), { numRuns: 500 });
  });

  test('properties of any shape', () => {
    const shapes = fc.oneof(fc.jsonValue(), fc.constant({ Ref: 'Nowhere' }), fc.constant([{ Ref: 'Nowhere' }]), fc.constant({ 'Fn::GetAtt': ['Fn', '__proto__'] }));
    const names = ['CorsConfiguration', 'Body', 'Target', 'RouteKey', 'DisableExecuteApiEndpoint', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion',
      'TimeoutInMillis', 'RequestParameters', 'ResponseParameters', 'AuthorizationType', 'AuthorizerId', 'AuthorizationScopes', 'StageName', 'RouteSettings', 'StageVariables'];
    fc.assert(fc.property(fc.constantFrom(...names), shapes, (name, value) => {
      const { Resources } = apiWith(['GET /items']);
      const changed = Object.fromEntries(Object.entries(Resources).map(([id, resource]) =>
        [id, resource.Type.startsWith('AWS::ApiGatewayV2') ? { ...resource, Properties: { ...resource.Properties, [name]: value } } : resource]));
      const odd = new EmulatedApi({ Resources: changed }, returning({ statusCode: 200 }));
      for (const answer of [odd.preflight('/items'), odd.send('GET', '/items', ORIGIN)]) {
        expect(typeof answer.status === 'number' || answer.status instanceof Unknown).toBe(true);
      }
    }), { numRuns: 300 });
  });

  test('a path of thousands of segments isn\'t found', () => {
    const many = new EmulatedApi(apiWith(Array.from({ length: 1000 }, (_, index) => `GET /r${index}/{a}/{b}/x${index}`)), returning({ statusCode: 200 }));
    expect([many.send('GET', `/${'a/'.repeat(4000)}`).status, many.preflight('/r999/1/2/x999').status]).toEqual([404, 204]);
  });
});
