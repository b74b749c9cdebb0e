import { rmSync } from 'node:fs';
import type { App, Stack } from 'aws-cdk-lib';
import { count, METHODS, PATHS, withCorsRestApi, withDefaultCorsPreflightOptions } from './fifty-paths';
import { median, type Result, rounded } from './result';

const REPETITIONS = 21;
const WARM_UP = 5;

const SIDES = {
  'aws-cdk-lib, `defaultCorsPreflightOptions`': withDefaultCorsPreflightOptions,
  'cdk-cors, `CorsRestApi`': withCorsRestApi,
};

/** What the same REST API with CORS costs: resources, bytes of template, time to synthesize. */
export function run(): Result {
  const sides = Object.entries(SIDES).map(([name, build]) => ({ name, build, ...count(synthesize(build).template) }));
  const times = measure(sides.map(({ build }) => build));
  const rows = sides.map((side, index) => ({
    '': side.name,
    'resources': side.resources,
    'of them for CORS': side.corsResources,
    'template bytes': side.bytes,
    'synth ms': rounded(median(times[index].validated), 1),
    'without validation, ms': rounded(median(times[index].plain), 1),
  }));
  const ratios = Object.keys(rows[0]).map((column) => [column, rounded(ratio(rows[1], rows[0], column))]);
  return {
    title: `A REST API of ${PATHS} paths × ${METHODS.length} methods on one function`,
    rows: [...rows, { ...Object.fromEntries(ratios), '': '**ratio**' }],
    notes: [
      `Times are medians of ${REPETITIONS} repetitions in turns, each from \`new App()\` to the written assembly, after ${WARM_UP} rounds of warm-up.`,
      'aws-cdk-lib validates every template that it synthesizes unless `CDK_VALIDATION=false` is set in the environment.',
      'For CORS are OPTIONS methods, resources that have no other method and no child, and gateway responses.',
      'aws-cdk-lib adds no CORS headers to the errors that API Gateway makes itself; cdk-cors does, with two gateway responses.',
    ],
  };
}

function ratio(ours: Record<string, string | number>, theirs: Record<string, string | number>, column: string): number {
  return Number(ours[column]) / Number(theirs[column]);
}

/** Milliseconds of each side, in turns, so that all meet the same machine. */
function measure(sides: (() => Stack)[]): { plain: number[]; validated: number[] }[] {
  const times = sides.map(() => ({ plain: [] as number[], validated: [] as number[] }));
  for (let round = -WARM_UP; round < REPETITIONS; round++) {
    for (const mode of ['validated', 'plain'] as const) {
      process.env.CDK_VALIDATION = String(mode === 'validated');
      sides.forEach((build, side) => {
        const { milliseconds } = synthesize(build);
        if (round >= 0) {
          times[side][mode].push(milliseconds);
        }
      });
    }
  }
  return times;
}

function synthesize(build: () => Stack): { template: any; milliseconds: number } {
  const start = process.hrtime.bigint();
  const stack = build();
  const assembly = (stack.node.root as App).synth();
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  const { template } = assembly.getStackByName(stack.stackName);
  rmSync(assembly.directory, { recursive: true });
  return { template, milliseconds };
}
