/** The rooms of src: the linter keeps their order and their doors (ROOMS in .projenrc.ts); here is what it can't see. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const SRC = join(__dirname, '..', '..', 'src');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).sort();

/** The files that a file imports, also for their types alone. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(SRC, file), 'utf8');
  return [...source.matchAll(/^(?:import|export) [^;]*? from '(\.[^']*)';|^import '(\.[^']*)';/gms)]
    .map(([, from, alone]) => relative(SRC, join(SRC, dirname(file), from ?? alone)))
    .map((path) => (files.includes(`${path}.ts`) ? `${path}.ts` : join(path, 'index.ts')))
    .filter((path) => files.includes(path));
}

const graph = new Map(files.map((file) => [file, importsOf(file)]));

/** Every file that is reached from another one. */
function reached(from: string): Set<string> {
  const found = new Set<string>();
  const visit = (file: string): void => graph.get(file)!.filter((each) => !found.has(each)).forEach((each) => {
    found.add(each);
    visit(each);
  });
  visit(from);
  return found;
}

test('only what the template language has itself is a circle: values hold conditions hold values, and resources are of stacks', () => {
  const behind = new Map(files.map((file) => [file, reached(file)]));
  const circles = files.filter((file) => behind.get(file)!.has(file))
    .map((file) => files.filter((other) => behind.get(file)!.has(other) && behind.get(other)!.has(file)));
  expect([...new Set(circles.map((circle) => circle.join(' ')))]).toEqual([
    'template/conditions.ts template/intrinsics.ts template/resolve.ts',
    'template/resource.ts template/stack.ts',
  ]);
});

test('every room has its place in the order that the linter keeps', () => {
  const { rules } = JSON.parse(readFileSync(join(SRC, '..', '.eslintrc.json'), 'utf8').replace(/^\/\/.*$/gm, ''));
  const zones: { from: string | string[] }[] = rules['import/no-restricted-paths'][1].zones;
  const known = zones.flatMap(({ from }) => (typeof from === 'string' ? [from.replace('./src/', '')] : []));
  expect(known.sort()).toEqual(readdirSync(SRC).filter((name) => statSync(join(SRC, name)).isDirectory()).sort());
});

test('the pure rooms do no I/O, but for the template reader, which reads assemblies and assets', () => {
  const pure = files.filter((file) => /^(?:emulator|template|velocity|browser|policy)\//.test(file));
  const io = pure.filter((file) => /from 'node:(?:fs|fs\/promises|child_process|worker_threads|net|http|https)'/.test(readFileSync(join(SRC, file), 'utf8')));
  expect(io).toEqual(['template/asset-files.ts', 'template/read-assembly.ts']);
});

test.each(['browser', 'template', 'velocity', 'emulator', 'lambda-runtime', 'verify', 'report', 'serve', 'cli/run'])('loading src/%s loads neither the CDK nor constructs', (door) => {
  const script = 'require(`./src/${process.argv[1]}`); console.log(Object.keys(require.cache).filter((file) => /node_modules.(aws-cdk-lib|constructs)\\b/.test(file)).length)';
  expect(execFileSync('node', ['--import', 'tsx', '-e', script, door], { cwd: join(SRC, '..'), encoding: 'utf8' }).trim()).toBe('0');
});
