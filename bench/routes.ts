import { rmSync, statSync } from 'node:fs';
import type { App, Stack } from 'aws-cdk-lib';
import { peerPackages } from './peer-packages';
import { median, type Result, rounded } from './result';
import { type BuildApi, METHODS, withOpenapix, withRestApi, withRoutes, withSolutionsConstructs } from './route-apis';

const REPETITIONS = 7;
const WARM_UP = 2;
const RESOURCE_LIMIT = 500;

interface Side {
  readonly name: string;
  readonly paths: number;
  readonly build: BuildApi;
}

/** What a route of a REST API with CORS costs, and where a stack ends. */
export function run(): Result {
  const end = whereItEnds(withRestApi);
  const { sides, missing } = sidesOf(end);
  const measured = sides.map((side) => ({ ...side, ...measure(side), times: [] as number[] }));
  for (let round = -WARM_UP; round < REPETITIONS; round++) {
    for (const side of measured) {
      const { milliseconds } = synthesize(side);
      if (round >= 0) {
        side.times.push(milliseconds);
      }
    }
  }
  const rows = measured.map(({ name, paths, resources, bytes, preflights, errors, times }) => ({
    '': name,
    'paths × methods': `${paths} × ${METHODS.length}`,
    resources,
    'resources a route': rounded(resources / routesOf(paths), 3),
    'template bytes': bytes,
    'bytes a route': Math.round(bytes / routesOf(paths)),
    'synth ms': rounded(median(times), 0),
    'ms a route': rounded(median(times) / routesOf(paths), 2),
    'preflights': preflights,
    'readable errors': errors ? 'yes' : 'no',
  }));
  return {
    title: 'Routes of a REST API, on one function',
    rows: [...rows, ...missing],
    notes: [
      `\`RestApi\` with default CORS ends at ${end} paths of ${METHODS.length} methods: one more makes more than ${RESOURCE_LIMIT} resources, which is CloudFormation's limit.`,
      `Medians of ${REPETITIONS} syntheses in turns, each from \`new App()\` to the written assembly with the CDK's validation, after ${WARM_UP} rounds of warm-up.`,
      'Bytes are those of the template file as the CDK writes it. CloudFormation takes 1,000,000.',
      'Preflights are OPTIONS methods or operations. Readable errors are gateway responses with CORS headers.',
      'Solutions Constructs add no CORS: what its row has none of isn\'t there.',
    ],
  };
}

function routesOf(paths: number): number {
  return paths * METHODS.length;
}

function sidesOf(end: number): { sides: Side[]; missing: Result['rows'] } {
  const ours = [end, 1000].map((paths): Side => ({ name: 'cdk-cors, `CorsSpecRestApi`', paths, build: withRoutes }));
  const cdk: Side = { name: 'aws-cdk-lib, `RestApi` with `defaultCorsPreflightOptions`', paths: end, build: withRestApi };
  const peers = peerPackages('openapi-constructs');
  const others = [
    { package: '@aws-solutions-constructs/aws-openapigateway-lambda', make: withSolutionsConstructs },
    { package: '@alma-cdk/openapix', make: withOpenapix },
  ];
  const sides: Side[] = [cdk];
  const missing: Result['rows'] = [];
  for (const other of others) {
    try {
      if ('problem' in peers) throw new Error(peers.problem);
      const side = { name: `\`${other.package}\` ${peers.versionOf(other.package)}`, paths: end, build: other.make(peers.require) };
      synthesize(side);
      sides.push(side);
    } catch (error) {
      missing.push({ '': `\`${other.package}\``, 'paths × methods': `not measured: ${String((error as Error).message).split('\n')[0]}` });
    }
  }
  return { sides: [...sides, ...ours], missing };
}

/** The most paths whose stack has no more resources than a template may have. */
function whereItEnds(build: BuildApi): number {
  let paths = 1;
  while (resourcesOf(build(paths + 1)) <= RESOURCE_LIMIT) {
    paths++;
  }
  return paths;
}

function resourcesOf(stack: Stack): number {
  return stack.node.findAll().filter((node) => 'cfnResourceType' in node).length;
}

interface Measured {
  readonly resources: number;
  readonly bytes: number;
  readonly preflights: number;
  readonly errors: boolean;
}

function measure(side: Side): Measured {
  const { template, bytes } = synthesize(side);
  const resources = Object.values<any>(template.Resources);
  const body = resources.find(({ Type }) => Type === 'AWS::ApiGateway::RestApi').Properties.Body;
  const methods = resources.filter(({ Type, Properties }) => Type === 'AWS::ApiGateway::Method' && Properties.HttpMethod === 'OPTIONS').length;
  const operations = Object.values<any>(body?.paths ?? {}).filter((item) => item.options !== undefined).length;
  const responses = JSON.stringify([body?.['x-amazon-apigateway-gateway-responses'], resources.filter(({ Type }) => Type === 'AWS::ApiGateway::GatewayResponse')]);
  return { resources: resources.length, bytes, preflights: methods + operations, errors: responses.includes('Access-Control-Allow-Origin') };
}

function synthesize({ build, paths }: Side): { template: any; bytes: number; milliseconds: number } {
  const start = process.hrtime.bigint();
  const stack = build(paths);
  const assembly = (stack.node.root as App).synth();
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  const { template, templateFullPath } = assembly.getStackByName(stack.stackName);
  const bytes = statSync(templateFullPath).size;
  rmSync(assembly.directory, { recursive: true });
  return { template, bytes, milliseconds };
}
