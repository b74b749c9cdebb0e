import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folder, PAGE, run } from './door';

/** Apps by the context `app`: what they make, and where the plugin is registered. */
const APP = `
const { App, NestedStack, Stack, Stage, Validations } = require('aws-cdk-lib');
const apigateway = require('aws-cdk-lib/aws-apigateway');
const { CorsPolicy, CorsRestApi, CorsVerifier } = require('cdk-cors');

const app = new App();
const stage = (id) => new Stage(app, id);
const integration = new apigateway.HttpIntegration('https://backend.example.com');
const broken = (scope) => {
  const api = new apigateway.RestApi(scope, 'Api', { defaultCorsPreflightOptions: { allowOrigins: ['${PAGE}'] }, defaultIntegration: integration });
  api.root.addMethod('DELETE');
  return api;
};
const right = (scope) => {
  const api = new CorsRestApi(scope, 'Api', { cors: CorsPolicy.forOrigins('${PAGE}'), defaultIntegration: integration });
  api.root.addMethod('DELETE');
  return api;
};
const register = (scope) => Validations.of(scope).addPlugins(new CorsVerifier());

const two = () => {
  const stages = { Right: stage('Right'), Broken: stage('Broken') };
  right(new Stack(stages.Right, 'Shop'));
  broken(new Stack(stages.Broken, 'Shop'));
  return stages;
};
const apps = {
  right: () => { register(app); right(new Stack(app, 'Shop')); },
  broken: () => { register(app); broken(new Stack(app, 'Shop')); },
  stage: () => { register(app); broken(new Stack(stage('Prod'), 'Shop')); },
  nested: () => { register(app); broken(new NestedStack(new Stack(app, 'Shop'), 'Nested')); },
  onRight: () => register(two().Right),
  onBroken: () => register(two().Broken),
  acknowledged: () => {
    register(app);
    Validations.of(broken(new Stack(app, 'Shop'))).acknowledge({ id: 'CorsVerifier::gateway-error-unreadable', reason: 'only servers call it' });
  },
};
apps[app.node.tryGetContext('app')]();
`;

describe('cdk synth with CorsVerifier', () => {
  test.each<[what: string, app: string, args: string[], directory: string, found: string[]]>([
    ['a right app', 'right', [], 'cdk.out', []],
    ['a broken app, into the default folder', 'broken', [], 'cdk.out', ['Shop/Api/Resource']],
    ['a broken app, into a relative folder', 'broken', ['-o', 'built/templates'], 'built/templates', ['Shop/Api/Resource']],
    ['a broken app, into an absolute folder', 'broken', ['-o', 'ABSOLUTE/out'], 'absolute/out', ['Shop/Api/Resource']],
    ['a stage', 'stage', ['**'], 'cdk.out', ['Prod/Shop/Api/Resource']],
    ['a nested stack', 'nested', [], 'cdk.out', ['Shop/Nested/Api/Resource']],
    ['two stages, and the plugin on the right one', 'onRight', ['**'], 'cdk.out', []],
    ['two stages, and the plugin on the broken one', 'onBroken', ['**'], 'cdk.out', ['Broken/Shop/Api/Resource']],
    ['a broken app that is acknowledged', 'acknowledged', [], 'cdk.out', []],
  ])('%s', async (what, app, args, directory, found) => {
    const cwd = folder(`synth/${what.replace(/\W+/g, '-')}`, { 'app.js': APP, 'cdk.json': { app: 'node app.js' }, 'absolute/keep': '' });
    const given = args.map((arg) => arg.replace('ABSOLUTE', join(cwd, 'absolute')));
    const { code, stdout, stderr } = await run(cwd, ['cdk', 'synth', ...given, '--no-notices', '-c', `app=${app}`]);
    const violations = [...stderr.matchAll(/^ERROR when \w+ answers by itself.*\n.*has been blocked by CORS policy: .* \(CorsVerifier\)\n +(\S+)/gm)];
    expect({ code, found: violations.map(([, path]) => path) }).toEqual({ code: found.length === 0 ? 0 : 1, found });
    expect(stderr.includes('(CorsVerifier)')).toBe(found.length > 0);
    expect(existsSync(join(cwd, directory, 'manifest.json'))).toBe(true);
    expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at /);
  });
});
