import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { version } from 'aws-cdk-lib/package.json';
import { Construct } from 'constructs';
import { release } from '../support/oracles/release';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const [, awsCdkLib, constructs] = /test-floor\.ts ([\d.]+) ([\d.]+)/.exec(read('.projen/tasks.json'))!;

describe('the lowest supported releases', () => {
  test('are what a user must have and what test:floor tests', () => {
    expect(manifest.peerDependencies).toEqual({ 'aws-cdk-lib': `^${awsCdkLib}`, 'constructs': `^${constructs}` });
    expect(read('.projenrc.ts')).toContain(`const CDK_FLOOR = '${awsCdkLib}';`);
    expect(read('.projenrc.ts')).toContain(`const CONSTRUCTS_FLOOR = '${constructs}';`);
  });

  test('have validation plugins whose violations can be acknowledged, the reason why they are the lowest', () => {
    expect(cdk.Validations.prototype.addPlugins).toBeInstanceOf(Function);
    expect(cdk.Validations.prototype.acknowledge).toBeInstanceOf(Function);
  });

  test('have mixins', () => {
    expect(cdk.Mixin).toBeInstanceOf(Function);
    expect(cdk.Mixins.of).toBeInstanceOf(Function);
    expect(Construct.prototype.with).toBeInstanceOf(Function);
  });
});

test('the suite sees the release that it is meant to test', () => {
  expect(version).toBe(process.env.CDK_CORS_FLOOR ?? manifest.devDependencies['aws-cdk-lib']);
});

test('the oracles see the newest release, whichever the suite tests', () => {
  expect(release).toBe(manifest.devDependencies['aws-cdk-lib']);
});
