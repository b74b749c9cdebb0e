import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Site, type SiteOptions, WebApp } from '../../src/web-app';
import { siteFiles } from '../../src/web-app/site-files';
import { FIXTURES, newApp, newStack, SPA } from './support';

/** The deployments of a template by what they tell browsers about keeping the files, and which files they bring. */
function deploymentsOf(app: App, stack: Stack) {
  const assembly = app.synth();
  const deployments = Object.values(Template.fromStack(stack).findResources('Custom::CDKBucketDeployment'));
  return deployments.map(({ Properties, DependsOn }) => {
    const staged = join(assembly.directory, `asset.${Properties.SourceObjectKeys[0].replace('.zip', '')}`);
    return {
      cacheControl: Properties.SystemMetadata['cache-control'],
      files: existsSync(staged) ? allFiles(staged) : undefined,
      prune: Properties.Prune,
      paths: Properties.DistributionPaths,
      waits: Properties.WaitForDistributionInvalidation,
      prefix: Properties.DestinationBucketKeyPrefix,
      dependsOn: DependsOn,
    };
  });
}

function allFiles(folder: string): string[] {
  return existsSync(join(folder, 'index.html')) ? siteFiles(folder) : readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

function deployed(folder: string, options?: SiteOptions) {
  const app = newApp();
  const stack = newStack('Shop', undefined, app);
  new WebApp(stack, 'WebApp', { site: Site.fromFolder(folder, options) });
  return deploymentsOf(app, stack);
}

const HASHED = ['assets/[id]-CxY4k8aB.js', 'assets/index-0a1b2c3d.css', 'assets/index-BxY3k9aZ.js'];

test('hashed files may be kept for a year, all others are asked for each time; nothing hidden, nothing pruned', () => {
  const [fresh, immutable] = deployed(SPA).sort((a, b) => (a.cacheControl < b.cacheControl ? -1 : 1));
  expect(fresh).toMatchObject({
    cacheControl: 'no-cache',
    files: ['.well-known/apple-app-site-association', 'assets/logo.svg', 'index.html'],
    prune: false,
    paths: ['/*'],
    waits: false,
  });
  expect(immutable).toMatchObject({ cacheControl: 'public, max-age=31536000, immutable', files: HASHED, prune: false, paths: undefined });
});

test('what the pages need is there before them', () => {
  const [fresh] = deployed(SPA).filter(({ cacheControl }) => cacheControl === 'no-cache');
  expect(fresh.dependsOn).toEqual(expect.arrayContaining([expect.stringContaining('DeploymentImmutableCustomResource')]));
});

test('patterns of one\'s own', () => {
  const made = deployed(SPA, { immutable: ['assets/**'], exclude: ['**/.draft', '.well-known/**'] });
  expect(made.map(({ files }) => files).sort()).toEqual([[...HASHED, 'assets/logo.svg'], ['index.html']]);
});

test('a site without hashed files is one deployment', () => {
  expect(deployed(join(FIXTURES, 'pages'))).toMatchObject([{ cacheControl: 'no-cache', files: ['docs/index.html', 'index.html'] }]);
});

test('later, and a second folder under a path of its own', () => {
  const app = newApp();
  const stack = newStack('Shop', undefined, app);
  const webApp = new WebApp(stack, 'WebApp');
  expect(deploymentsOfCount(stack)).toBe(0);
  webApp.deploySite(join(FIXTURES, 'pages'));
  const handbook = webApp.deploySite(join(FIXTURES, 'pages'), { path: '/handbook', memoryLimit: 512 });
  expect(handbook.node.id).toBe('Deployment:handbook');
  expect(deploymentsOf(app, stack).map(({ prefix, paths }) => [prefix, paths])).toEqual(expect.arrayContaining([[undefined, ['/*']], ['handbook', ['/handbook/*']]]));
  expect(() => Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 512 })).not.toThrow();
});

function deploymentsOfCount(stack: Stack): number {
  return stack.node.findAll().filter((construct) => construct.node.id === 'CustomResource').length;
}
