import { App, type CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ApiBehavior, CorsHttpApi, CorsOrigin, CorsPolicy, CorsRestApi, CorsSpecRestApi, Site, WebApp } from '../../src';
import { testRefusals } from '../support/refusals';
import { newFunction } from '../support/rest-api';

const PAGE = 'https://app.example.com';
const cors = CorsPolicy.forOrigins(PAGE);
const withCredentials = new CorsPolicy({
  allowOrigins: [CorsOrigin.exact(PAGE), CorsOrigin.exact('https://admin.example.com')],
  allowMethods: ['GET'],
  allowHeaders: ['Content-Type'],
  allowCredentials: true,
  maxAge: Duration.minutes(10),
});
const patterns = new CorsPolicy({
  allowOrigins: ['https://*.preview.example.com', 'https://**.example.org', 'https://pr-*.example.com', 'http://localhost:*'].map((each) => CorsOrigin.parse(each)),
  allowMethods: ['GET'],
});

/** The text of an output: a reference stands between braces. */
function written(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument]] = Object.entries(value as object);
  if (name === 'Fn::Join') return (argument[1] as unknown[]).map(written).join(argument[0]);
  return name === 'Ref' ? `{${String(argument).replace(/[0-9A-F]{8}$/, '')}}` : `{${argument[0].replace(/[0-9A-F]{8}$/, '')}.${argument[1]}}`;
}

function outputs(build: (stack: Stack) => unknown): string[] {
  const stack = new Stack(new App(), 'Shop');
  build(stack);
  return Object.values(Template.fromStack(stack).findOutputs('*', {})).map(({ Value }) => written(Value)).filter((each) => each.includes('cdk-cors'));
}

const EXECUTE_API = 'execute-api.{AWS::Region}.{AWS::URLSuffix}';

test.each<[name: string, build: (stack: Stack) => unknown, command: string]>([
  [
    'a REST API', (stack) => new CorsRestApi(stack, 'Api', { cors, handler: newFunction(stack), probePath: '/items' }),
    `npx cdk-cors probe https://{Api}.${EXECUTE_API}/{ApiDeploymentStageprod}/items --page-origin ${PAGE}`,
  ],
  [
    'the pages of a policy, and its credentials', (stack) => new CorsRestApi(stack, 'Api', { cors: withCredentials, handler: newFunction(stack), probePath: '/' }),
    `npx cdk-cors probe https://{Api}.${EXECUTE_API}/{ApiDeploymentStageprod}/ --page-origin ${PAGE} --page-origin https://admin.example.com --credentials`,
  ],
  [
    'one page of each pattern', (stack) => new CorsRestApi(stack, 'Api', { cors: patterns, handler: newFunction(stack), probePath: '/items' }),
    `npx cdk-cors probe https://{Api}.${EXECUTE_API}/{ApiDeploymentStageprod}/items --page-origin https://any.preview.example.com --page-origin https://a.b.example.org `
    + '--page-origin https://pr-any.example.com --page-origin http://localhost:3000',
  ],
  [
    'any page', (stack) => new CorsRestApi(stack, 'Api', { cors: CorsPolicy.unsafelyAllowAnyOrigin(), handler: newFunction(stack), probePath: '/items' }),
    `npx cdk-cors probe https://{Api}.${EXECUTE_API}/{ApiDeploymentStageprod}/items --page-origin https://app.example.com`,
  ],
  [
    'an API of a table', (stack) => new CorsSpecRestApi(stack, 'Api', { cors, routes: { 'GET /items': newFunction(stack) }, probePath: '/items' }),
    `npx cdk-cors probe https://{Api}.${EXECUTE_API}/{ApiDeploymentStageprod}/items --page-origin ${PAGE}`,
  ],
  [
    'an HTTP API', (stack) => new CorsHttpApi(stack, 'Api', { cors, handler: newFunction(stack), probePath: '/items/1' }),
    `npx cdk-cors probe https://{Api}.${EXECUTE_API}/items/1 --page-origin ${PAGE}`,
  ],
  [
    'a distribution, asked by its own pages', (stack) => new WebApp(stack, 'Web', { probePath: '/api/items', apis: { '/api': ApiBehavior.forUrl('https://api.example.com') } }),
    'npx cdk-cors probe https://{WebDistribution.DomainName}/api/items --page-origin https://{WebDistribution.DomainName}',
  ],
  [
    'a distribution, asked by others\' pages',
    (stack) => new WebApp(stack, 'Web', { cors, probePath: '/api/items', apis: { '/api': ApiBehavior.forUrl('https://api.example.com') }, site: Site.fromBucket(new Bucket(stack, 'Site')) }),
    `npx cdk-cors probe https://{WebDistribution.DomainName}/api/items --page-origin ${PAGE}`,
  ],
])('the command of %s', (_, build, command) => {
  expect(outputs(build)).toEqual([command]);
});

test.each<[name: string, build: (stack: Stack) => unknown]>([
  ['a REST API', (stack) => new CorsRestApi(stack, 'Api', { cors, handler: newFunction(stack) })],
  ['an HTTP API', (stack) => new CorsHttpApi(stack, 'Api', { cors, handler: newFunction(stack) })],
  ['a distribution', (stack) => new WebApp(stack, 'Web', { cors, apis: { '/api': ApiBehavior.forUrl('https://api.example.com') } })],
])('%s has none unless it is asked for', (_, build) => expect(outputs(build)).toEqual([]));

test('the output is a construct below the API, so that it can be exported or renamed', () => {
  const stack = new Stack(new App(), 'Shop');
  const api = new CorsHttpApi(stack, 'Api', { cors, handler: newFunction(stack), probePath: '/items' });
  const output = api.node.findChild('ProbeCommand') as CfnOutput;
  output.overrideLogicalId('Probe');
  expect(Object.keys(Template.fromStack(stack).findOutputs('Probe'))).toEqual(['Probe']);
});

const rest = (props: object) => () => {
  const stack = new Stack(new App(), 'Shop');
  return new CorsRestApi(stack, 'Api', { cors, handler: newFunction(stack), ...props });
};
const http = (props: object) => () => {
  const stack = new Stack(new App(), 'Shop');
  return new CorsHttpApi(stack, 'Api', { cors, handler: newFunction(stack), ...props });
};

testRefusals([
  ['a path without a slash', rest({ probePath: 'items' }), 'notAProbePath', ['"items"', '"/items"']],
  ['a variable', rest({ probePath: '/items/{id}' }), 'notAProbePath', ['"/items/{id}"', 'without variables']],
  ['what a shell would run', http({ probePath: '/$(id)' }), 'notAProbePath', ['"/$(id)"']],
  ['a query', http({ probePath: '/items?a=1&b=2' }), 'notAProbePath', ['query']],
  ['a flag', rest({ probePath: true }), 'notAProbePath', ['got true']],
  ['a URL', () => new WebApp(new Stack(new App(), 'Shop'), 'Web', { probePath: 'https://x.example/' }), 'notAProbePath', ['"https://x.example/"']],
  ['a REST API that isn\'t deployed', rest({ probePath: '/items', deploy: false }), 'probePathWithoutUrl', ['deploy: false', 'remove probePath']],
  ['a REST API without its endpoint', rest({ probePath: '/items', disableExecuteApiEndpoint: true }), 'probePathWithoutUrl', ['disableExecuteApiEndpoint: true']],
  ['an HTTP API without a stage', http({ probePath: '/items', createDefaultStage: false }), 'probePathWithoutUrl', ['createDefaultStage: false']],
  ['an HTTP API without its endpoint', http({ probePath: '/items', disableExecuteApiEndpoint: true }), 'probePathWithoutUrl', ['disableExecuteApiEndpoint: true']],
]);
