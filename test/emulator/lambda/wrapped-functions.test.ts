import { App, type CfnElement, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CorsOrigin, CorsPolicy, CorsRestApi, FunctionCors } from '../../../src';
import { type Answer, Emulator, type FunctionStub, isUnknown } from '../../../src/emulator';
import { ask } from '../../../src/verify';
import { newFunction } from '../../support/rest-api';

const ORIGIN = 'https://app.example.com';
const POLICY = new CorsPolicy({
  allowOrigins: [CorsOrigin.exact(ORIGIN), CorsOrigin.subdomainsOf('https://preview.example.com')], allowCredentials: true, exposeHeaders: ['ETag'],
});
const PAGES = [ORIGIN, 'https://pr-7.preview.example.com', 'https://foreign.example'];

/** An app with one function behind a REST API that has preflights of its own, and behind an HTTP API that has no CORS at all. */
function emulatorOf({ isWrapped = true, code }: { readonly isWrapped?: boolean; readonly code?: FunctionStub } = {}): Emulator {
  const stack = new Stack(new App(), 'Stack');
  const fn = newFunction(stack);
  new CorsRestApi(stack, 'Rest', { cors: POLICY, handler: fn });
  new apigatewayv2.HttpApi(stack, 'Http').addRoutes({ path: '/{proxy+}', integration: new HttpLambdaIntegration('Fn', fn) });
  if (isWrapped) {
    fn.with(new FunctionCors(POLICY));
  }
  const logicalId = stack.getLogicalId(fn.node.defaultChild as CfnElement);
  return Emulator.fromTemplate(Template.fromStack(stack).toJSON(), code && { functions: { [logicalId]: code } });
}

const corsOf = ({ headers }: Answer) => Object.fromEntries(headers.filter(([name]) => /^access-control-/i.test(name)).map(([name, value]) => [name.toLowerCase(), value]));
const expectedOf = (origin: string, preflight = false) => Object.fromEntries(Object.entries(POLICY.headersFor({ origin, preflight }))
  .filter(([name]) => name !== 'Vary').map(([name, value]) => [name.toLowerCase(), value]));

describe.each(['rest-api', 'http-api'] as const)('%s', (kind) => {
  const send = (emulator: Emulator, method: string, origin: string, headers = {}, circumstances = {}) =>
    emulator.send({ method, url: `${emulator.entrances.find((each) => each.kind === kind)!.url}/items`, headers: { origin, ...headers } }, circumstances);

  test.each(PAGES)('whatever it answers to %s, its CORS headers are the policy\'s', (origin) => {
    const answer = send(emulatorOf(), 'GET', origin);
    expect([isUnknown(answer.status), corsOf(answer)]).toEqual([true, expectedOf(origin)]);
    expect(answer.moreHeaders!.except).toContain('access-control-*');
    expect(answer.moreHeaders!.except).not.toContain('vary');
  });

  test.each(PAGES)('what it is said to answer to %s has them in place of its own', (origin) => {
    const given = { status: 401, headers: [['Access-Control-Allow-Origin', '*'], ['WWW-Authenticate', 'Bearer'], ['Vary', 'Accept']] };
    const answer = send(emulatorOf(), 'GET', origin, {}, { answer: given });
    expect([answer.status, corsOf(answer)]).toEqual([401, expectedOf(origin)]);
    expect(answer.headers).toEqual(expect.arrayContaining([['Vary', 'Accept, Origin']]));
    const names = answer.headers.map(([name]) => name.toLowerCase().replace('x-amzn-remapped-', ''));
    expect(names).toContain('www-authenticate');
  });

  test.each(PAGES)('what a stub of its code answers to %s has them, too', (origin) => {
    const code = () => ({ statusCode: 200, headers: { 'access-control-allow-origin': 'null' }, body: 'a' });
    const answer = send(emulatorOf({ code }), 'GET', origin);
    expect([answer.status, corsOf(answer)]).toEqual([200, expectedOf(origin)]);
  });

  test('a function that isn\'t wrapped stays unknown', () => {
    const answer = send(emulatorOf({ isWrapped: false }), 'GET', ORIGIN);
    expect([corsOf(answer), answer.moreHeaders!.except]).toEqual([{}, expect.not.arrayContaining(['access-control-*'])]);
  });

  test('a policy that is known at deploy time is unknown until it has a value', () => {
    const stack = new Stack(new App(), 'Stack');
    const fn = newFunction(stack);
    const parameter = new CfnParameter(stack, 'Page');
    fn.with(new FunctionCors(new CorsPolicy({ allowOrigins: [CorsOrigin.exact(parameter.valueAsString)] })));
    new CorsRestApi(stack, 'Rest', { cors: POLICY, handler: fn });
    new apigatewayv2.HttpApi(stack, 'Http').addRoutes({ path: '/{proxy+}', integration: new HttpLambdaIntegration('Fn', fn) });
    const template = Template.fromStack(stack).toJSON();
    const given = { answer: { status: 200, headers: [['access-control-allow-origin', '*']] } };
    const unknown = send(Emulator.fromTemplate(template), 'GET', ORIGIN, {}, given);
    expect([unknown.status, corsOf(unknown)]).toEqual([200, {}]);
    expect(unknown.moreHeaders!.except).not.toContain('access-control-allow-origin');
    const known = send(Emulator.fromTemplate(template, { parameters: { Page: ORIGIN } }), 'GET', ORIGIN, {}, given);
    expect(corsOf(known)).toEqual({ 'access-control-allow-origin': ORIGIN });
  });
});

describe('preflights that reach the function are answered by the policy', () => {
  test.each(PAGES)('of %s', (origin) => {
    const emulator = emulatorOf();
    const { url } = emulator.entrances.find(({ kind }) => kind === 'http-api')!;
    for (const circumstances of [{}, { answer: { status: 500, headers: [] } }]) {
      const answer = emulator.send({ method: 'OPTIONS', url: `${url}/items`, headers: { origin, 'access-control-request-method': 'PUT' } }, circumstances);
      expect([answer.status, corsOf(answer), answer.moreHeaders]).toEqual([204, expectedOf(origin, true), undefined]);
    }
  });
});

describe('what pages are told', () => {
  const question = { entrance: 'rest-api', path: '/items', method: 'PUT', headers: [['content-type', 'application/json']], credentials: 'include' } as const;
  const outcomes = (emulator: Emulator, more = {}) => PAGES.map((page) => ask(emulator, { ...question, page, ...more }).outcome);

  test('before, nobody knew; now an answer of the function is allowed or blocked', () => {
    expect(outcomes(emulatorOf({ isWrapped: false }), { answer: 'unspecified' }).slice(0, 2)).toEqual(['unknown', 'unknown']);
    expect(outcomes(emulatorOf(), { answer: 'unspecified' })).toEqual(['allowed', 'allowed', 'blocked']);
    expect(outcomes(emulatorOf())).toEqual(['allowed', 'allowed', 'blocked']);
    expect(outcomes(emulatorOf(), { answer: { status: 401 } })).toEqual(['allowed', 'allowed', 'blocked']);
  });

  test('a function that throws or takes too long is the gateway\'s: its gateway responses tell', () => {
    for (const failure of ['INTEGRATION_TIMEOUT', 'INTEGRATION_FAILURE', 'DEFAULT_5XX']) {
      expect(outcomes(emulatorOf(), { failure }).slice(0, 2)).toEqual(['allowed', 'allowed']);
    }
    // What isn't an answer stays one: 502, with the gateway response's headers.
    expect(outcomes(emulatorOf({ code: () => null })).slice(0, 2)).toEqual(['allowed', 'allowed']);
  });

  test('a function that lets its answers through because its policy is none is not taken for wrapped', () => {
    const stack = new Stack(new App(), 'Stack');
    const fn = newFunction(stack);
    fn.with(new FunctionCors(POLICY));
    fn.addEnvironment('CORS_POLICY', 'no JSON');
    new CorsRestApi(stack, 'Rest', { cors: POLICY, handler: fn });
    expect(outcomes(Emulator.fromTemplate(Template.fromStack(stack).toJSON())).slice(0, 2)).toEqual(['unknown', 'unknown']);
  });
});
