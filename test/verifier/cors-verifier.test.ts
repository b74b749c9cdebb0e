import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Fn, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { CorsOrigin, CorsPolicy, CorsRestApi, CorsVerifier, FailOn } from '../../src';
import { RULES } from '../../src/verify';
import { synthesizeWith } from '../support/validation';

const PAGE = 'https://app.example.com';

/** What the CDK's own CORS leaves broken: API Gateway's own errors carry no header that lets the page read them. */
function brokenApi(scope: Construct): apigateway.RestApi {
  const api = new apigateway.RestApi(scope, 'Api', {
    defaultCorsPreflightOptions: { allowOrigins: [PAGE] },
    defaultIntegration: new apigateway.HttpIntegration('https://backend.example.com'),
  });
  api.root.addMethod('DELETE');
  return api;
}

function rightApi(scope: Construct): CorsRestApi {
  const api = new CorsRestApi(scope, 'Api', { cors: CorsPolicy.forOrigins(PAGE) });
  api.root.addMethod('DELETE', new apigateway.HttpIntegration('https://backend.example.com'));
  return api;
}

const verifier = new CorsVerifier();

describe('a finding is a violation', () => {
  const { violations, passes } = synthesizeWith(verifier, (app) => brokenApi(new Stack(app, 'Shop')));
  const [violation] = violations;

  test('that fails the synthesis', () => {
    expect(violations).not.toEqual([]);
    expect(passes).toBe(false);
  });

  test('of a rule that the plugin names', () => {
    expect(verifier.ruleIds).toContain(violation.ruleName);
    expect(verifier.ruleIds).toEqual(RULES.map(({ id }) => id));
  });

  test('with the browser\'s line, code that mends it and the rule\'s page', () => {
    expect(violation.severity).toBe('error');
    expect(violation.description).toContain('blocked by CORS policy');
    expect(violation.fix).toMatch(new RegExp(`\\nhttps://github.com/cdk-cors/cdk-cors/blob/main/docs/rules/${violation.ruleName}.md$`));
  });

  test('at a resource of a template', () => {
    expect(violation.violatingResources).toEqual([expect.objectContaining({ templatePath: expect.stringMatching(/Shop\.template\.json$/) })]);
    expect(violation.violatingResources[0].resourceLogicalId).toMatch(/^Api/);
  });
});

test('a right app violates nothing', () => {
  expect(synthesizeWith(verifier, (app) => rightApi(new Stack(app, 'Shop')))).toEqual({ violations: [], passes: true, failure: undefined });
});

test('an app without anything that pages call violates nothing', () => {
  expect(synthesizeWith(verifier, (app) => new Stack(app, 'Empty'))).toEqual({ violations: [], passes: true, failure: undefined });
});

describe('wherever the resource is', () => {
  const templates = (build: (app: App) => unknown) =>
    synthesizeWith(verifier, build).violations.flatMap(({ violatingResources }) => violatingResources.map(({ templatePath }) => templatePath.replace(/^.*\//, '')));

  test('in two stacks', () => {
    expect(new Set(templates((app) => ['One', 'Two'].forEach((id) => brokenApi(new Stack(app, id)))))).toEqual(new Set(['One.template.json', 'Two.template.json']));
  });

  test('in two stages', () => {
    const stages = (app: App) => ['Test', 'Prod'].forEach((id) => brokenApi(new Stack(new Stage(app, id), 'Shop')));
    expect(new Set(templates(stages).map((file) => file.replace(/[0-9A-F]{8}/, '')))).toEqual(new Set(['TestShop.template.json', 'ProdShop.template.json']));
  });

  test('in a nested stack', () => {
    expect(new Set(templates((app) => brokenApi(new NestedStack(new Stack(app, 'Shop'), 'Nested'))))).toEqual(new Set([expect.stringMatching(/^ShopNested.*\.nested\.template\.json$/)]));
  });

  test.each<[string, (app: App) => unknown]>([
    ['one stack', (app) => brokenApi(new Stack(app, 'Shop'))],
    ['a stack and a stage', (app) => [app, new Stage(app, 'Prod')].forEach((scope) => brokenApi(new Stack(scope, 'Shop')))],
    ['two stages', (app) => ['Test', 'Prod'].forEach((id) => brokenApi(new Stack(new Stage(app, id), 'Shop')))],
    ['a nested stack', (app) => brokenApi(new NestedStack(new Stack(app, 'Shop'), 'Nested'))],
    ['one of two stages', (app) => {
      const stages = ['Test', 'Prod'].map((id) => new Stage(app, id));
      stages.forEach((stage) => brokenApi(new Stack(stage, 'Shop')));
      return stages.slice(0, 1);
    }],
  ])('a relative output folder is no other than an absolute one: %s', (_what, build) => {
    const [relative, absolute] = [true, false].map((isRelative) => synthesizeWith(verifier, build, { relative: isRelative }));
    expect(relative.passes).toBe(false);
    expect(relative).toEqual(absolute);
  });

  test.each([
    ['only the broken one', ['Broken'], ['BrokenShop']],
    ['only a right one', ['Right'], []],
    ['the right ones', ['Right', 'AlsoRight'], []],
  ])('registered for %s of three stages, it looks at nothing else', (_stages, registered, found) => {
    const build = (app: App) => {
      const stages = ['Broken', 'Right', 'AlsoRight'].map((id) => new Stage(app, id));
      for (const stage of stages) {
        (stage.node.id === 'Broken' ? brokenApi : rightApi)(new Stack(stage, 'Shop'));
      }
      return stages.filter(({ node }) => registered.includes(node.id));
    };
    expect([...new Set(templates(build).map((file) => file.replace(/[0-9A-F]{8}.*/, '')))]).toEqual(found);
  });
});

describe('acknowledged', () => {
  const acknowledging = (where: (app: App, api: apigateway.RestApi) => Construct, id: (rule: string) => string) => synthesizeWith(verifier, (app) => {
    const api = brokenApi(new Stack(app, 'Shop'));
    Validations.of(where(app, api)).acknowledge(...RULES.map((rule) => ({ id: id(rule.id), reason: 'only servers call this API' })));
  });

  test.each([
    ['on the API', (_app: App, api: apigateway.RestApi): Construct => api],
    ['on the stack', (_app: App, api: apigateway.RestApi): Construct => Stack.of(api)],
    ['on the app', (app: App): Construct => app],
  ])('%s, the synthesis passes', (_where, where) => {
    expect(acknowledging(where, (rule) => `CorsVerifier::${rule}`)).toEqual({ violations: [], passes: true, failure: undefined });
  });

  test('under another plugin\'s name, it doesn\'t', () => {
    expect(acknowledging((app) => app, (rule) => `Another::${rule}`).passes).toBe(false);
  });
});

describe('failOn', () => {
  const severities = (failOn: FailOn) => {
    const { violations, passes } = synthesizeWith(new CorsVerifier({ failOn }), (app) => brokenApi(new Stack(app, 'Shop')));
    return { passes, severities: [...new Set(violations.map(({ severity }) => severity))] };
  };

  test.each([
    [FailOn.ERROR, false, 'error'],
    [FailOn.WARNING, false, 'error'],
    [FailOn.UNKNOWN, false, 'error'],
    [FailOn.NEVER, true, 'warning'],
  ])('%s: an error passes: %s', (failOn, passes, severity) => {
    expect(severities(failOn)).toEqual({ passes, severities: [severity] });
  });
});

describe('options', () => {
  test('a rule that is left out reports nothing and isn\'t named', () => {
    const all = synthesizeWith(verifier, (app) => brokenApi(new Stack(app, 'Shop'))).violations.map(({ ruleName }) => ruleName);
    const without = new CorsVerifier({ excludeRules: all });
    const left = synthesizeWith(without, (app) => brokenApi(new Stack(app, 'Shop'))).violations.map(({ ruleName }) => ruleName);
    expect(left.filter((rule) => all.includes(rule))).toEqual([]);
    expect(without.ruleIds).toEqual(RULES.map(({ id }) => id).filter((id) => !all.includes(id)));
  });

  test('pages that no template names, which can\'t call', () => {
    const other = new CorsVerifier({ pageOrigins: ['https://other.example.com'] });
    const { violations } = synthesizeWith(other, (app) => rightApi(new Stack(app, 'Shop')));
    expect(violations.map(({ description }) => description).join()).toContain('https://other.example.com');
  });

  test('a policy that is the app\'s own is kept', () => {
    const { passes, violations } = synthesizeWith(new CorsVerifier({ policy: CorsPolicy.forOrigins(PAGE) }), (app) => rightApi(new Stack(app, 'Shop')));
    // what a function answers isn't known: that is said, and fails nothing
    expect([passes, violations]).toEqual([true, [expect.objectContaining({ ruleName: 'unknown', severity: 'info', description: expect.stringMatching(/^\d+ unknown: /) })]]);
  });

  test('what isn\'t known fails the synthesis where it is asked to', () => {
    const synthesized = synthesizeWith(new CorsVerifier({ failOn: FailOn.UNKNOWN }), (app) => rightApi(new Stack(app, 'Shop')));
    expect(synthesized).toMatchObject({ passes: false, violations: [{ ruleName: 'unknown', severity: 'error' }] });
  });

  test('without a policy, what isn\'t known isn\'t reported', () => {
    expect(synthesizeWith(verifier, (app) => rightApi(new Stack(app, 'Shop'))).violations).toEqual([]);
  });

  test('a policy that is another is not', () => {
    const policy = CorsPolicy.forOrigins('https://other.example.com');
    expect(synthesizeWith(new CorsVerifier({ policy }), (app) => rightApi(new Stack(app, 'Shop'))).passes).toBe(false);
  });

  test.each<[string, () => CorsVerifier, string]>([
    ['a page that isn\'t an origin', () => new CorsVerifier({ pageOrigins: ['https://app.example.com/'] }), 'write "https://app.example.com"'],
    ['a rule that there isn\'t', () => new CorsVerifier({ excludeRules: ['no-such-rule'] }), 'unknown rule "no-such-rule"; there are '],
    ['a failOn of another kind', () => new CorsVerifier({ failOn: 'sometimes' as FailOn }), 'failOn must be FailOn.ERROR, FailOn.WARNING, FailOn.UNKNOWN or FailOn.NEVER, got "sometimes" [cdk-cors:verifierFailOn]'],
    ['a policy whose origin isn\'t known', () => new CorsVerifier({ policy: new CorsPolicy({ allowOrigins: [CorsOrigin.exact(Fn.importValue('Site'))] }) }), '[cdk-cors:verifierLateOrigin]'],
  ])('refused: %s', (_what, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('what can\'t be examined', () => {
  const validate = (template: string, manifest: unknown) => {
    const directory = mkdtempSync(join(tmpdir(), 'cdk-cors-odd-'));
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
    writeFileSync(join(directory, 'Odd.template.json'), template);
    return verifier.validate({ templatePaths: [join(directory, 'Odd.template.json')] } as any);
  };
  const manifest = { version: '1', artifacts: { Odd: { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: 'Odd.template.json' } } } };

  test('is said with the name of the file', () => {
    expect(() => validate('{ "Resources": ', manifest)).toThrow('Odd.template.json');
  });

  test('is never passed over: a template that no manifest names', () => {
    expect(() => validate('{ "Resources": {} }', { ...manifest, artifacts: { Other: { ...manifest.artifacts.Odd, properties: { templateFile: 'Other.template.json' } } } }))
      .toThrow('Other.template.json');
    const directory = mkdtempSync(join(tmpdir(), 'cdk-cors-odd-'));
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
    ['Odd', 'Other'].forEach((name) => writeFileSync(join(directory, `${name}.template.json`), '{ "Resources": {} }'));
    const templatePaths = ['Odd', 'Other'].map((name) => join(directory, `${name}.template.json`));
    expect(() => verifier.validate({ templatePaths } as any)).toThrow(`CorsVerifier examined 1 of 2 templates, and not ${templatePaths[1]}: no manifest.json names them`);
  });

  test('no template, no violation', () => {
    expect(verifier.validate({ templatePaths: [] } as any)).toMatchObject({ success: true, violations: [] });
  });
});
