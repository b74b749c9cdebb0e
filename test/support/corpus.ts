import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Emulator } from '../../src/emulator';
import { ROOT } from './assembly';
import { NEW_APP_FLAGS } from './flags';

/**
 * The corpus: for each rule a folder with broken templates and their repaired twins.
 *
 * `test/corpus/<rule>/<case>.broken.yaml` and `<case>.repaired.yaml` (or `.json`): a template as CloudFormation gets it, written by hand or by SAM or the
 * Serverless Framework. `<case>.broken.ts`: plain CDK, without this library; it exports `default` a function of a `Stack`, or `app` a function of an `App`.
 *
 * `<case>.deployed.yaml` (or `.json`, `.ts`) is what both are deployed over, where the rule is about that.
 */
export const CORPUS = join(ROOT, 'test', 'corpus');

export interface CorpusCase {
  readonly rule: string;
  readonly name: string;
  readonly broken: string;
  readonly repaired: string;
}

/** What stands beside a file of the corpus as that which is deployed. */
function deployedBeside(file: string): string | undefined {
  const [, name] = FILE.exec(basename(file)) ?? [];
  const found = readdirSync(dirname(file)).find((each) => name !== undefined && each.startsWith(`${name}.deployed.`));
  return found && join(dirname(file), found);
}

const FILE = /^(.+)\.(broken|repaired|deployed)\.(ts|ya?ml|json)$/;

/** All pairs, sorted; a file without its twin is an error. */
export function corpusCases(): CorpusCase[] {
  return rulesOfCorpus().flatMap((rule) => {
    const files = readdirSync(join(CORPUS, rule)).sort();
    const strange = files.find((file) => !FILE.test(file));
    if (strange !== undefined) throw new Error(`test/corpus/${rule}/${strange} is neither broken nor repaired, nor deployed`);
    const names = [...new Set(files.map((file) => FILE.exec(file)![1]))];
    return names.map((name) => ({ rule, name, broken: fileOf(rule, name, 'broken', files), repaired: fileOf(rule, name, 'repaired', files) }));
  });
}

export function rulesOfCorpus(): string[] {
  return readdirSync(CORPUS).sort();
}

function fileOf(rule: string, name: string, kind: string, files: readonly string[]): string {
  const found = files.filter((file) => file.startsWith(`${name}.${kind}.`));
  if (found.length !== 1) throw new Error(`test/corpus/${rule} must have one ${name}.${kind}.{ts,yaml,json}, has ${found.length}`);
  return join(CORPUS, rule, found[0]);
}

/** The app of a file of the corpus, over what is deployed. */
export function corpusEmulator(file: string): Emulator {
  const before = deployedBeside(file);
  const deployed = before === undefined ? undefined : before.endsWith('.ts') ? assemblyOf(before) : before;
  return file.endsWith('.ts') ? Emulator.fromAssembly(assemblyOf(file), { deployed }) : Emulator.fromTemplate(readFileSync(file, 'utf8'), { deployed });
}

function assemblyOf(file: string): string {
  const built = jest.requireActual<{ readonly default?: (stack: Stack) => void; readonly app?: (app: App) => void }>(file);
  const app = new App({ context: { ...NEW_APP_FLAGS, 'aws:cdk:disable-asset-staging': true }, outdir: mkdtempSync(join(tmpdir(), 'cdk-cors-corpus-')) });
  if (built.app !== undefined) {
    built.app(app);
  } else {
    built.default!(new Stack(app, 'Stack'));
  }
  return app.synth().directory;
}
