import { cloudFrontEntrance } from '../../../src/emulator/cloudfront';
import type { InvokeEffect, InvokeResult } from '../../../src/emulator/kernel/machine';
import { plainTemplates, templateModel } from '../../../src/template';
import { APP, backEnd, behavior, bytes, drive, Edge, header, NOW, template, textOf, type World } from './world';

type Event = 'viewer-request' | 'viewer-response' | 'origin-request' | 'origin-response';

const FUNCTION = {
  Edge: { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile: '' }, Handler: 'index.handler', Runtime: 'nodejs22.x', Role: 'r' } },
  Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Edge' } } },
};

function at(event: Event, run: (cf: any) => unknown, status = 200, changes: object = {}): Edge {
  const origin = backEnd(() => ({ status, headers: [['X-Own', '1']], body: bytes('own') }));
  const world: World = (effect) => effect.effect !== 'invoke' ? origin(effect) : outcome(() => run((effect.event as any).Records[0].cf));
  const association = { EventType: event, LambdaFunctionARN: { Ref: 'Version' } };
  return new Edge(template({ DefaultCacheBehavior: behavior({ LambdaFunctionAssociations: [association], ...changes }) }, FUNCTION), { world });
}

function outcome(run: () => unknown): InvokeResult {
  try {
    return { payload: run() };
  } catch (error) {
    return { error: { errorType: 'Error', errorMessage: (error as Error).message } };
  }
}

const invoked = (edge: Edge) => edge.effects.find((effect): effect is InvokeEffect => effect.effect === 'invoke')!;

test('the event of a viewer request', () => {
  const edge = at('viewer-request', (cf) => cf.request);
  edge.send('GET', '/a?b=c', [['Origin', APP], ['X-One', '1'], ['x-one', '2']], { sourceIp: '203.0.113.9' });
  const { event, function: fn, timeout } = invoked(edge);
  expect([fn.logicalId, timeout]).toEqual(['Edge', 5000]);
  expect((event as any).Records[0].cf).toMatchObject({
    config: { eventType: 'viewer-request', distributionId: edge.entrance.resource.physicalId },
    request: {
      clientIp: '203.0.113.9',
      method: 'GET',
      uri: '/a',
      querystring: 'b=c',
      headers: { 'origin': [{ key: 'Origin', value: APP }], 'x-one': [{ key: 'X-One', value: '1' }, { key: 'x-one', value: '2' }] },
    },
  });
});

test('a function at the viewer\'s request rewrites the path, or answers', () => {
  const rewriting = at('viewer-request', (cf) => ({ ...cf.request, uri: '/b' }));
  rewriting.send('GET', '/a');
  expect(rewriting.reached.url).toBe('https://main.example.com/b');
  const answering = at('viewer-request', () => ({ status: '302', headers: { location: [{ key: 'Location', value: '/login' }] }, body: 'x' })).send('GET', '/');
  expect([answering.status, header(answering, 'location'), textOf(answering.body), header(answering, 'x-cache')])
    .toEqual([302, '/login', 'x', 'LambdaGeneratedResponse from cloudfront']);
});

test('a function at the origin\'s request sees what reaches the origin, and may send it elsewhere', () => {
  const edge = at('origin-request', (cf) => {
    expect(cf.request.origin.custom).toMatchObject({ domainName: 'main.example.com', protocol: 'https', port: 443 });
    expect(Object.keys(cf.request.headers)).not.toContain('origin');
    return { ...cf.request, origin: { custom: { ...cf.request.origin.custom, domainName: 'other.example.com', path: '/v2' } } };
  });
  edge.send('GET', '/a', [['Origin', APP]]);
  expect(edge.reached.url).toBe('https://other.example.com/v2/a');
});

test.each([[200, 201], [404, 201]])('a function at the origin\'s response runs for %s, too, and may change the status', (status, changed) => {
  const answer = at('origin-response', (cf) => ({ ...cf.response, status: String(changed), headers: { ...cf.response.headers, 'x-new': [{ value: '1' }] } }), status).send('GET', '/');
  expect([answer.status, header(answer, 'x-own'), header(answer, 'x-new')]).toEqual([changed, '1', '1']);
});

test.each([[200, '1'], [404, undefined]])('rule 104: a function at the viewer\'s response for %s', (status, ran) => {
  const answer = at('viewer-response', (cf) => ({ ...cf.response, status: '500', headers: { ...cf.response.headers, 'x-new': [{ key: 'X-New', value: '1' }] } }), status).send('GET', '/');
  expect([answer.status, header(answer, 'x-new')]).toEqual([status, ran]); // the status is read-only there
});

test.each<[event: Event, why: string, run: (cf: any) => unknown, status: number]>([
  ['viewer-request', 'a failure', () => { throw new Error('x'); }, 503],
  ['viewer-request', 'nothing', () => undefined, 502],
  ['viewer-request', 'a header that isn\'t allowed', (cf) => ({ ...cf.request, headers: { 'x-cache': [{ key: 'X-Cache', value: '1' }] } }), 502],
  ['viewer-request', 'a header that isn\'t a list', (cf) => ({ ...cf.request, headers: { a: 'b' } }), 502],
  ['viewer-request', 'a line break', (cf) => ({ ...cf.request, headers: { a: [{ key: 'a', value: 'b\r\nc: d' }] } }), 502],
  ['origin-request', 'a failure', () => { throw new Error('x'); }, 503],
  ['origin-request', 'a status that is none', () => ({ status: 'x' }), 502],
  ['origin-response', 'a failure', () => { throw new Error('x'); }, 503],
  ['origin-response', 'a list', () => [], 502],
  ['viewer-response', 'a failure', () => { throw new Error('x'); }, 503],
])('%s: %s', (event, _why, run, status) => expect(at(event, run).send('GET', '/').status).toBe(status));

test('a function that nobody runs leaves everything open', () => {
  const association = { EventType: 'viewer-request', LambdaFunctionARN: { Ref: 'Version' } };
  const source = template({ DefaultCacheBehavior: behavior({ LambdaFunctionAssociations: [association] }) }, FUNCTION);
  const model = templateModel(plainTemplates([source]));
  const entrance = cloudFrontEntrance(model.ofType('AWS::CloudFront::Distribution')[0], model, { entrances: () => [] });
  const because = model.resources[0].attribute('Nothing');
  const answer = drive(entrance.handle({ method: 'GET', url: entrance.url, headers: [] }, { now: NOW, rules: {} }), () => because as never);
  expect([answer.status, answer.moreHeaders?.except]).toEqual([because, []]);
});
