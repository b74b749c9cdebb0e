/** A rule that throws costs nothing but its own findings, and never a deployment. */
import { type App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Emulator } from '../../src/emulator';
import { FailOn } from '../../src/verifier';
import { validate } from '../../src/verifier/validate';
import { type Rule, RULES, verify } from '../../src/verify';
import { assemblyOf } from '../support/emulator';

/** Another rule in the place of one of the catalogue, under its id. */
function replace<K extends 'explain' | 'inspect'>(id: string, method: K, instead: NonNullable<Rule[K]>): void {
  jest.spyOn(RULES.find((each) => each.id === id) as Required<Rule>, method).mockImplementation(instead as never);
}

const fails = (): never => {
  throw new TypeError('nothing there');
};

/** An API whose preflight is right, and whose errors pages can't read. */
function build(app: App): void {
  const api = new apigateway.RestApi(new Stack(app, 'Stack'), 'Api', { defaultCorsPreflightOptions: { allowOrigins: ['https://app.example.com'] } });
  api.root.addMethod('DELETE', new apigateway.HttpIntegration('https://backend.example.com'));
}

const directory = assemblyOf(build);
const reported = (rules?: Readonly<Record<string, boolean>>) => verify(Emulator.fromAssembly(directory), { rules }).findings.map(({ rule }) => rule);

afterEach(() => jest.restoreAllMocks());

test('the app has one finding as long as no rule fails', () => {
  expect(reported()).toEqual(['gateway-error-unreadable']);
});

test.each([
  ['gateway-response-without-headers', 'explain', ['gateway-error-unreadable', 'rule-failed']],
  ['gateway-error-unreadable', 'explain', ['response-unreadable', 'rule-failed']],
  ['stale-deployment', 'inspect', ['gateway-error-unreadable', 'rule-failed']],
] as const)('%s fails when it is asked to %s: the rules after it take over', (id, method, expected) => {
  replace(id, method, fails);
  const { findings } = verify(Emulator.fromAssembly(directory));
  expect(findings.map(({ rule }) => rule)).toEqual(expected);
  expect(findings.at(-1)).toMatchObject({ severity: 'warning', message: expect.stringContaining(`the rule ${id} failed (TypeError: nothing there)`) });
});

test('what a rule found before it failed counts', () => {
  replace('stale-deployment', 'inspect', function* ({ emulator: { entrances: [{ resource }] } }) {
    yield { resource, message: 'found' };
    throw new RangeError('later');
  });
  expect(reported()).toEqual(['stale-deployment', 'gateway-error-unreadable', 'rule-failed']);
});

test('a rule that fails for each of a hundred cases is one finding', () => {
  replace('gateway-error-unreadable', 'explain', fails);
  replace('response-unreadable', 'explain', fails);
  expect(reported().filter((rule) => rule === 'rule-failed')).toHaveLength(2);
});

test('it is left out as any rule is', () => {
  replace('stale-deployment', 'inspect', fails);
  expect(reported({ 'rule-failed': false })).toEqual(['gateway-error-unreadable']);
});

test.each([[FailOn.ERROR], [FailOn.WARNING], [FailOn.NEVER]])('CorsVerifier never fails a synthesis for it, with failOn %s', (failOn) => {
  replace('stale-deployment', 'inspect', fails);
  const { success, violations } = validate([`${directory}/Stack.template.json`], { failOn, excludeRules: ['gateway-error-unreadable', 'response-unreadable'] });
  expect(violations.map(({ ruleName, severity }) => [ruleName, severity])).toEqual([['rule-failed', 'warning']]);
  expect(success).toBe(true);
});
