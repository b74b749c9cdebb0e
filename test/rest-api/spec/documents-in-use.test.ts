/**
 * Documents that nobody here wrote: those of @readme/oas-examples, among them the Swagger Petstore and whole public APIs. Each is taken, or refused for a
 * reason that is a fact about it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CorsPolicy, CorsSpecRestApi, type CorsSpecRestApiProps, SpecDefinition, SpecSecurity } from '../../../src';
import { Emulator } from '../../../src/emulator';
import { findingsOf } from '../../support/oracles';
import { newFunction } from '../../support/rest-api';

const ROOT = dirname(require.resolve('@readme/oas-examples/package.json'));
const DOCUMENTS = ['3.0/json', '3.0/yaml', '3.1/json', '3.1/yaml'].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).filter((name) => /\.(json|yaml)$/.test(name)).map((name) => `${folder}/${name}`));
const METHODS: { readonly [key: string]: string } = { get: 'GET', put: 'PUT', post: 'POST', delete: 'DELETE', head: 'HEAD', patch: 'PATCH' };

/** What API Gateway can't take, by the name of the document. */
const REFUSED: { readonly [name: string]: { code: string; because: string } } = {
  'parameters-style': { code: 'specPath', because: '"cookies#formNonExploded"' },
  'response-http-behavior': { code: 'specSecurity', because: 'names the scheme "api_key", which components.securitySchemes doesn\'t have' },
  'webhooks': { code: 'noRoutes', because: 'no operation besides OPTIONS' },
};
const reasonOf = (name: string) => REFUSED[name.replace(/^.*\/|\.\w+$/g, '')];
const TAKEN = DOCUMENTS.filter((name) => reasonOf(name) === undefined && name.includes('json'));

function apiOf(name: string, stack = new Stack(new App(), 'Stack'), props: Partial<CorsSpecRestApiProps> = {}): CorsSpecRestApi {
  const source = JSON.parse(readFileSync(join(ROOT, name.replace(/yaml/g, 'json')), 'utf8'));
  return new CorsSpecRestApi(stack, 'Api', {
    cors: CorsPolicy.forOrigins('https://app.example.com'),
    definition: SpecDefinition.fromFile(join(ROOT, name)),
    handler: newFunction(stack),
    // They are of all types, and a function can check any.
    security: Object.fromEntries(Object.keys(source.components?.securitySchemes ?? {}).map((scheme) => [scheme, SpecSecurity.byHandler()])),
    ...props,
  });
}

test('there are enough, and the reasons are about some of them', () => {
  expect(DOCUMENTS.length).toBeGreaterThan(90);
  expect(Object.keys(REFUSED).filter((reason) => !DOCUMENTS.some((name) => name.includes(`/${reason}.`)))).toEqual([]);
});

test.each(DOCUMENTS.filter((name) => reasonOf(name) !== undefined))('%s is refused with its reason', (name) => {
  const { code, because } = reasonOf(name);
  expect(() => apiOf(name)).toThrow(because);
  expect(() => apiOf(name)).toThrow(new RegExp(`\\[cdk-cors:${code}\\]`));
});

describe('the others', () => {
  process.env.CDK_VALIDATION = 'false'; // the strict one is asked below
  const app = new App();
  const stacks = new Map(TAKEN.map((name, index) => [name, new Stack(app, `S${index}`)]));
  const apis = new Map([...stacks].map(([name, stack]) => [name, apiOf(name, stack)]));
  const assembly = app.synth();
  afterAll(() => { delete process.env.CDK_VALIDATION; });

  test.each(TAKEN)('%s: each operation is there, and its preflight is answered', (name) => {
    const source = JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
    const { document } = apis.get(name)!;
    const emulator = Emulator.fromTemplate(assembly.getStackByName(stacks.get(name)!.stackName).template);
    for (const [path, item] of Object.entries<any>(source.paths)) {
      for (const method of Object.keys(METHODS).filter((key) => item[key] !== undefined)) {
        expect(Object.keys(document.paths[path === '/' ? path : path.replace(/\/$/, '')])).toContain(method);
        const url = `${emulator.entrances[0].url}${path.replace(/\{[^}]*\}/g, '7')}`;
        const answer = emulator.send({ method: 'OPTIONS', url, headers: { 'origin': 'https://app.example.com', 'access-control-request-method': METHODS[method] } });
        expect([path, answer.status]).toEqual([path, 204]);
        expect(answer.headers).toContainEqual(['Access-Control-Allow-Origin', 'https://app.example.com']);
      }
    }
  });

  test('are the same as YAML', () => {
    for (const name of TAKEN.filter((each) => DOCUMENTS.includes(each.replace(/json/g, 'yaml')))) {
      // Their descriptions differ in line breaks.
      const [json, yaml] = [name, name.replace(/json/g, 'yaml')].map((each) => apiOf(each, undefined, { parameters: { ignore: 'documentation' } }));
      expect(Stack.of(yaml).resolve(yaml.document)).toEqual(Stack.of(json).resolve(json.document));
    }
  });

  test('the CDK\'s strict validation and cdk-preflight find nothing in whole APIs', () => {
    const whole = new App();
    ['petstore', 'star-trek', 'uspto', 'security', 'readme-legacy'].forEach((name) => apiOf(`3.0/json/${name}.json`, new Stack(whole, name)));
    expect(findingsOf(whole)).toEqual([]);
  }, 300_000);
});
