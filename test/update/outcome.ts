/** What comes of an update: tried on the literal account of aws.ts, and asked as pages would. */
import { type App, Stack } from 'aws-cdk-lib';
import { Emulator } from '../../src/emulator';
import { readAssembly } from '../../src/template/read-assembly';
import { ask, type Question } from '../../src/verify';
import { methodsOf, samplePath } from '../../src/verify/targets';
import { assemblyOf } from '../support/emulator';
import { Aws, type Failure } from './aws';
import { stagesOf } from './stage';

/** Pages of it are allowed after every update of these tests, if any is. */
export const APP = 'https://app.example.com';
/** Pages of it are allowed before, and not after. */
export const OLD = 'https://old.example.com';

export type Build = (stack: Stack, app: App) => void;

/**
 * `right`: the stage gives pages what the new template says.
 * `stage differs`: something else, or pages that were withdrawn still get an answer.
 * `right until the next deployment`: the cleanup has deleted what the template has.
 * `conflict`: the deployment fails.
 */
export type Outcome = 'right' | 'stage differs' | 'right until the next deployment' | 'conflict';

export interface Update {
  readonly outcome: Outcome;
  /** What AWS says where it fails, and which resource it is about. */
  readonly failure?: { readonly logicalId: string; readonly says: string };
  /** All that the stages serve; undefined where the deployment fails. */
  readonly stage?: Emulator;
  /** What pages get from the stage and what the template says, where that differs. */
  readonly differences: readonly string[];
}

/** The directory of the assembly of an app whose stack is called Shop. */
export function synthesized(build: Build): string {
  return assemblyOf((app) => build(new Stack(app, 'Shop'), app), BARE);
}

/** Without what isn't read here: these apps are many. */
const BARE = { treeMetadata: false, analyticsReporting: false, stackTraces: false, builtinCloudFormationValidation: false };

/** Each directory is read once. */
const emulators = new Map<string, Emulator>();

export function emulatorOf(directory: string): Emulator {
  const known = emulators.get(directory) ?? Emulator.fromAssembly(directory);
  emulators.set(directory, known);
  return known;
}

/** Deploys assemblies one after the other. @returns the account, and why the last one failed */
export function deployed(directories: readonly string[]): { readonly aws: Aws; readonly failure?: Failure } {
  const aws = new Aws();
  const failures = directories.map((directory) => aws.deploy(readAssembly(directory)));
  const before = failures.slice(0, -1).find((each) => each !== undefined);
  if (before !== undefined) throw new Error(`what comes before can't be deployed: ${before.logicalId}: ${before.says}`);
  return { aws, failure: failures.at(-1) };
}

/**
 * Deploys assemblies one after the other, and tells what came of the last.
 *
 * @param withdrawn pages that may no longer call
 */
export function updated(directories: readonly string[], withdrawn: readonly string[] = [OLD]): Update {
  const { aws, failure } = deployed(directories);
  if (failure !== undefined) return { outcome: 'conflict', failure, differences: [] };
  const [old, now] = directories.slice(-2).map(emulatorOf);
  const stage = stagesOf(aws);
  const differences = differencesOf(stage, now, old, withdrawn);
  if (differences.length > 0) return { outcome: 'stage differs', stage, differences };
  const later = differencesOf(stagesOf(aws, 'deployed once more'), now, old, withdrawn);
  return { outcome: later.length > 0 ? 'right until the next deployment' : 'right', stage, differences: later };
}

/** What pages get from a stage otherwise than the template says; of paths that are gone, what pages get that may no longer call. */
export function differencesOf(stage: Emulator, template: Emulator, before: Emulator, withdrawn: readonly string[] = [OLD]): string[] {
  return template.entrances.filter(({ kind }) => kind !== 'cloudfront').flatMap(({ logicalId, routes }) => {
    if (!stage.entrances.some((each) => each.logicalId === logicalId)) return [];
    const targets = targetsOf(routes);
    const known = before.entrances.find((each) => each.logicalId === logicalId)?.routes ?? [];
    const gone = targetsOf(known).filter((each) => !targets.includes(each));
    const pairs = (paths: readonly string[], pages: readonly string[]) => paths.flatMap((target) => pages.map((page) => [target, page]));
    const asked = [...pairs(targets, [APP, OLD]), ...pairs(gone, withdrawn)];
    return asked.flatMap(([target, page]) => Object.entries(WAYS).flatMap(([way, question]) => {
      const [served, said] = [stage, template].map((emulator) => outcome(emulator, logicalId, target, { page, ...question }));
      const isHarmless = gone.includes(target) && RANKS.indexOf(served) < RANKS.indexOf(said);
      return served === said || isHarmless ? [] : [`${page} ${target} ${way}: the stage says ${served}, the template ${said}`];
    }));
  });
}

/** What a page gets, from less to more. */
const RANKS = ['blocked by the preflight', 'blocked with the answer', 'unknown', 'allowed'];

const TOKEN = { authorization: 'Bearer token' };

/** How a page asks. */
const WAYS: Readonly<Record<string, Partial<Question>>> = {
  'with a token': { headers: TOKEN },
  'with JSON': { headers: { 'content-type': 'application/json' } },
  'without a preflight': {},
  'with credentials': { headers: TOKEN, credentials: 'include' },
  'too often': { failure: 'THROTTLED' },
};

function targetsOf(routes: Emulator['entrances'][0]['routes']): string[] {
  // of what takes any method two are enough
  return routes.flatMap((route) => methodsOf(route).slice(0, 2).map((method) => `${method} ${samplePath(route.path)}`));
}

/** What a page gets; also whether the request itself is sent, which may do something although its answer can't be read. */
function outcome(emulator: Emulator, entrance: string, target: string, question: Partial<Question> & { readonly page: string }): string {
  const [method, path] = target.split(' ');
  const verdict = ask(emulator, { entrance, method, path, answer: 'unspecified', ...question });
  return verdict.outcome === 'blocked' ? `blocked ${verdict.error?.includes('Preflight') ? 'by the preflight' : 'with the answer'}` : verdict.outcome;
}
