import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, type Result, rounded } from './result';

const ROUNDS = 15;
const ROOT = join(__dirname, '..');
const COMMAND = join(ROOT, 'lib/cli/main.js');

/** An HTTP API with one route: what a first try looks like. */
const TEMPLATE = {
  Resources: {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: ['https://app.example.com'], AllowMethods: ['GET'] } } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'GET', IntegrationUri: 'https://example.com', PayloadFormatVersion: '1.0' },
    },
    Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /items', Target: { 'Fn::Sub': 'integrations/${Integration}' } } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true } },
  },
};

interface Side {
  readonly name: string;
  readonly args: readonly string[];
}

/** How long a person waits for the prompt, in those of a Node.js that does nothing. */
export function run(): Result {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-bench-'));
  try {
    const template = join(folder, 'template.json');
    writeFileSync(template, JSON.stringify(TEMPLATE));
    const [node, ...sides]: Side[] = [
      { name: 'node -e 0', args: ['-e', '0'] },
      { name: 'cdk-cors --help', args: [COMMAND, '--help'] },
      { name: 'cdk-cors explain 403', args: [COMMAND, 'explain', '403'] },
      { name: 'cdk-cors check of one route', args: [COMMAND, 'check', template] },
      { name: 'importing cdk-cors', args: ['-e', 'require(process.argv[1])', ROOT] },
    ];
    const times = measure([node, ...sides]);
    const base = median(times.get(node)!);
    const ratio = (side: Side) => rounded(median(times.get(side)!) / base);
    return {
      title: 'From the prompt to the answer',
      rows: [node, ...sides].map((side) => ({ '': `\`${side.name}\``, 'CPU ms': rounded(median(times.get(side)!), 0), 'ratio to node': ratio(side) })),
      notes: [`Processor time of whole processes, medians of ${ROUNDS} in turns.`],
      figures: {
        'help, in those of node': ratio(sides[0]),
        'explain, in those of node': ratio(sides[1]),
        'a small check, in those of node': ratio(sides[2]),
        'importing the library, CPU ms above node': rounded(median(times.get(sides[3])!) - base, 0),
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(sides: readonly Side[]): ReadonlyMap<Side, number[]> {
  const times = new Map(sides.map((side) => [side, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of sides) {
      times.get(side)!.push(cpuOf(side.args));
    }
  }
  return times;
}

/** In milliseconds. */
function cpuOf(args: readonly string[]): number {
  const { output } = spawnSync(process.execPath, ['--require', join(__dirname, 'cpu-at-exit.cjs'), ...args], { encoding: 'utf8', stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const microseconds = Number(output[3]);
  if (!(microseconds > 0)) throw new Error(`node ${args.join(' ')} can't be measured`);
  return microseconds / 1000;
}
