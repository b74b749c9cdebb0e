import { rmSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { ApiDefinition, SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CorsPolicy, CorsSpecRestApi, SpecDefinition, SpecModels } from '../src';
import { median, type Result, rounded } from './result';

const REPETITIONS = 7;
const WARM_UP = 2;
const PATHS = 1_100;

interface Side {
  readonly name: string;
  readonly make: (stack: Stack, source: object) => unknown;
}

const made = (models: SpecModels) => (stack: Stack, source: object): CorsSpecRestApi => new CorsSpecRestApi(stack, 'Api', {
  cors: CorsPolicy.forOrigins('https://app.example.com', 'https://admin.example.com'),
  definition: SpecDefinition.fromObject(source as { [key: string]: unknown }),
  handler: new LambdaFunction(stack, 'Handler', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') }),
  models,
});

const SIDES: readonly Side[] = [
  {
    name: 'aws-cdk-lib, `SpecRestApi`, the document as it is',
    make: (stack, source) => new SpecRestApi(stack, 'Api', { apiDefinition: ApiDefinition.fromInline(source) }),
  },
  { name: 'cdk-cors, `CorsSpecRestApi`', make: made(SpecModels.OMIT) },
  { name: 'cdk-cors, with models', make: made(SpecModels.KEEP) },
];

/** What a large document costs: to make the API of it, and to synthesize it. */
export function run(): Result {
  const text = JSON.stringify(document());
  const measured = SIDES.map((side) => ({ ...side, construct: [] as number[], all: [] as number[] }));
  for (let round = -WARM_UP; round < REPETITIONS; round++) {
    for (const { make, construct, all } of measured) {
      const times = synthesize(text, make);
      if (round >= 0) {
        construct.push(times.construct);
        all.push(times.all);
      }
    }
  }
  return {
    title: `A document of ${(text.length / 1e6).toFixed(1)} MB: ${PATHS} paths × 2 methods, each with a MOCK OPTIONS of its own`,
    rows: measured.map(({ name, construct, all }) => ({
      '': name, 'read and make the API, CPU ms': rounded(median(construct), 0), 'and synthesize it, CPU ms': rounded(median(all), 0),
    })),
    notes: [
      `Processor time in one process, in turns, medians of ${REPETITIONS} repetitions after ${WARM_UP} rounds of warm-up, without the validation of aws-cdk-lib, which takes longer than all else.`,
      'The CDK resolves the body of an API about six times a synthesis. CorsSpecRestApi adds who answers, CORS, parameters and security, and leaves out what API Gateway ignores.',
    ],
  };
}

function synthesize(text: string, make: Side['make']): { construct: number; all: number } {
  process.env.CDK_VALIDATION = 'false';
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const start = process.cpuUsage();
  make(stack, JSON.parse(text));
  const construct = milliseconds(process.cpuUsage(start));
  const { directory } = app.synth();
  const all = milliseconds(process.cpuUsage(start));
  rmSync(directory, { recursive: true });
  delete process.env.CDK_VALIDATION;
  return { construct, all };
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

function document(): object {
  const allowAll = { 'method.response.header.Access-Control-Allow-Origin': "'*'" };
  const options = {
    'responses': {},
    'x-amazon-apigateway-integration': { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses: { default: { statusCode: '200', responseParameters: allowAll } } },
  };
  const numbers = Array.from({ length: PATHS }, (_, index) => index);
  return {
    openapi: '3.0.1',
    info: { title: 'Large', version: '1' },
    paths: Object.fromEntries(numbers.map((index) => [`/group${index % 40}/thing${index}/{id}`, { get: operation(2 * index), put: operation(2 * index + 1), options }])),
    components: {
      schemas: Object.fromEntries(numbers.map((index) => [`Thing${index}`, schema(index)])),
      securitySchemes: {
        signed: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
        key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      },
    },
  };
}

function operation(index: number): object {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/Thing${index % PATHS}` } } };
  return {
    operationId: `operation${index}`,
    description: 'Lists all of them, in pages of fifty, in the order in which they were made. '.repeat(3),
    security: [{ signed: [] }, { key: [] }],
    parameters: [{ name: 'page', in: 'query', description: 'the page', schema: { type: 'integer' } }, { name: 'X-Tenant', in: 'header', schema: { type: 'string' } }],
    requestBody: { content },
    responses: { 200: { description: 'ok', content } },
  };
}

function schema(index: number): object {
  return {
    type: 'object',
    properties: Object.fromEntries(Array.from({ length: 8 }, (_, field) =>
      [`field${field}`, { type: 'string', description: `What the field ${field} of thing ${index} is for, in a sentence`, nullable: field === 3, example: 'x' }])),
  };
}
