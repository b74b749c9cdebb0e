/** Published documents with API Gateway's extensions: taken, with CORS right for each of their operations, or refused with a rule of AWS's. */
import { App, type CfnElement, Stack } from 'aws-cdk-lib';
import { CorsPolicy, CorsSpecRestApi, SpecDefinition, SpecSecurity } from '../../../src';
import { Emulator } from '../../../src/emulator';
import { Unknown } from '../../../src/template';
import { type Published, PUBLISHED } from '../../support/documents/published';
import { findingsOf } from '../../support/oracles';
import { newFunction } from '../../support/rest-api';

const APP = 'https://app.example.com';
const METHODS: { readonly [key: string]: string } = { 'get': 'GET', 'put': 'PUT', 'post': 'POST', 'delete': 'DELETE', 'x-amazon-apigateway-any-method': 'PATCH' };
const TAKEN = PUBLISHED.filter(({ refused }) => refused === undefined);

function apiOf({ document, byHandler = [], adapt }: Published, stack = new Stack(new App(), 'Stack')): CorsSpecRestApi {
  if (JSON.stringify(document).includes('${ParcelsFunction.Arn}')) {
    (newFunction(stack, 'ParcelsFunction').node.defaultChild as CfnElement).overrideLogicalId('ParcelsFunction');
  }
  return new CorsSpecRestApi(stack, 'Api', {
    cors: CorsPolicy.forOrigins(APP, 'https://admin.example.com'),
    definition: SpecDefinition.fromObject(document),
    handler: newFunction(stack),
    adaptDocument: adapt,
    security: Object.fromEntries(byHandler.map((name) => [name, SpecSecurity.byHandler()])),
  });
}

/** Whether a page can read an error of API Gateway; what a back end answers is its own. */
function isReadable({ status, headers }: { status: unknown; headers: ReadonlyMap<string, unknown> }): boolean {
  return status !== 403 || ['*', APP].includes(String(headers.get('access-control-allow-origin')));
}

test('there are sixty and more, and at least 85 % of those that API Gateway takes are taken', () => {
  expect(new Set(PUBLISHED.map(({ name }) => name)).size).toBe(PUBLISHED.length);
  const ofApiGateway = PUBLISHED.filter(({ refused }) => refused?.byApiGateway !== true);
  expect(ofApiGateway.length).toBeGreaterThanOrEqual(60);
  expect(TAKEN.length / ofApiGateway.length).toBeGreaterThanOrEqual(0.85);
});

describe('refused', () => {
  test.each(PUBLISHED.filter(({ refused }) => refused !== undefined))('$name: $refused.rule', (row) => {
    expect(() => apiOf(row)).toThrow(new RegExp(`\\[cdk-cors:${row.refused!.code}\\]`));
  });
});

describe('taken', () => {
  process.env.CDK_VALIDATION = 'false'; // the strict one is asked below
  const app = new App();
  const stacks = new Map(TAKEN.map((row, index) => [row, new Stack(app, `S${index}`)]));
  const apis = new Map([...stacks].map(([row, stack]) => [row, apiOf(row, stack)]));
  const assembly = app.synth();
  afterAll(() => { delete process.env.CDK_VALIDATION; });
  const emulators = new Map(TAKEN.map((row) => [row, Emulator.fromTemplate(assembly.getStackByName(stacks.get(row)!.stackName).template, {
    backends: { 'https://backend.example.net': () => ({ status: 200, headers: { 'access-control-allow-origin': APP } }) },
  })]));

  const send = (row: Published, method: string, path: string, headers: { [name: string]: string }) => {
    const emulator = emulators.get(row)!;
    const answer = emulator.send({ method, url: `${emulator.entrances[0].url}${path.replace(/\{[^}]*\}/g, '7').replace(/(.)\/$/, '$1')}`, headers });
    return { status: answer.status, headers: new Map(answer.headers.map(([name, value]) => [name.toLowerCase(), value])) };
  };

  test.each(TAKEN.filter(({ byNetwork }) => byNetwork === true))('$name: whether a preflight passes depends on where the page\'s browser is, and is unknown', (row) => {
    expect(send(row, 'OPTIONS', '/parcels', { 'origin': APP, 'access-control-request-method': 'GET' }).status).toBeInstanceOf(Unknown);
  });

  test.each(TAKEN.filter(({ byNetwork }) => byNetwork !== true))('$name: preflights of each operation pass for allowed pages, and errors are readable', (row) => {
    for (const [path, item] of Object.entries<object>(row.document.paths)) {
      for (const key of Object.keys(item).filter((each) => METHODS[each] !== undefined)) {
        const { status, headers } = send(row, 'OPTIONS', path, { 'origin': APP, 'access-control-request-method': METHODS[key] });
        expect([path, Math.floor(Number(status) / 100), headers.get('access-control-allow-origin')]).toEqual([path, 2, APP]);
      }
    }
    expect(isReadable(send(row, 'GET', '/no/such/path', { origin: APP }))).toBe(true);
  });

  test.each(TAKEN.filter(({ name }) => name !== 'OPTIONS by the function'))('$name: and for no other page', (row) => {
    for (const path of Object.keys(row.document.paths)) {
      const { headers } = send(row, 'OPTIONS', path, { 'origin': 'https://evil.example', 'access-control-request-method': 'PUT' });
      expect([path, headers.get('access-control-allow-origin')]).toEqual([path, undefined]);
    }
  });

  test.each(TAKEN)('$name: nothing guards a preflight', (row) => {
    const stack = stacks.get(row)!;
    const { paths } = stack.resolve(apis.get(row)!.document);
    const preflights = Object.values<any>(paths).flatMap(({ options }) => (options === undefined ? [] : [options]));
    expect(preflights.length).toBeGreaterThan(0);
    for (const options of preflights) {
      expect(options.security).toEqual([]);
      expect(options).not.toHaveProperty('x-amazon-apigateway-auth');
      expect(options).not.toHaveProperty('x-amazon-apigateway-request-validator');
      expect((options.parameters ?? []).filter((parameter: any) => parameter.in !== 'path')).toEqual([]);
    }
  });

  test('the CDK\'s strict validation and cdk-preflight find nothing', () => {
    const whole = new App();
    TAKEN.forEach((row, index) => apiOf(row, new Stack(whole, `S${index}`)));
    expect(findingsOf(whole)).toEqual([]);
  }, 300_000);
});
