import type { App } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Emulator } from '../../../src/emulator';
import { CorsPolicy } from '../../../src/policy';
import { ApiBehavior, WebApp } from '../../../src/web-app';
import { APP, corsOf, header, newStack } from './world';

const OTHER = 'https://other.example';

/** One distribution in front of a REST and an HTTP API, read from its cloud assembly by the real emulator. */
function emulate(cors?: CorsPolicy): { readonly emulator: Emulator; readonly url: string } {
  const stack = newStack();
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
  const rest = new apigateway.LambdaRestApi(stack, 'Rest', { handler, endpointTypes: [apigateway.EndpointType.REGIONAL], cloudWatchRole: false });
  const http = new apigatewayv2.HttpApi(stack, 'Http');
  http.addRoutes({ path: '/items', methods: [apigatewayv2.HttpMethod.GET], integration: new HttpLambdaIntegration('Items', handler) });
  new WebApp(stack, 'Web', { cors, apis: { '/rest': ApiBehavior.forRestApi(rest), '/http': ApiBehavior.forHttpApi(http) } });
  const emulator = Emulator.fromAssembly((stack.node.root as App).synth().directory);
  return { emulator, url: emulator.entrances.find(({ kind }) => kind === 'cloudfront')!.url };
}

const answer = { status: 200, headers: [['X-From', 'handler']] as [string, string][] };

test.each(['/rest/items', '/http/items'])('%s reaches the API\'s integration', (path) => {
  const { emulator, url } = emulate();
  const response = emulator.send({ method: 'GET', url: url + path, headers: { origin: APP } }, { answer });
  expect([response.status, header(response, 'x-from'), header(response, 'x-cache')]).toEqual([200, 'handler', 'Miss from cloudfront']);
  expect(response.via.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['behavior', 'edge-function', 'origin', 'integration']));
  expect(corsOf(response)).toEqual({});
});

test('rule 84: a path that the HTTP API doesn\'t have is its 404, not index.html', () => {
  const { emulator, url } = emulate();
  expect(emulator.send({ method: 'GET', url: `${url}/http/none`, headers: {} }, { answer }).status).toBe(404);
});

test.each(['/rest/items', '/http/items', '/http/none'])('pages elsewhere: %s', (path) => {
  const { emulator, url } = emulate(CorsPolicy.forOrigins(APP, OTHER));
  for (const [origin, isAllowed] of [[APP, true], [OTHER, true], ['https://evil.example', false]] as const) {
    const response = emulator.send({ method: 'GET', url: url + path, headers: { origin } }, { answer });
    expect(corsOf(response)['access-control-allow-origin']).toBe(isAllowed ? origin : undefined);
  }
});

test.each(['THROTTLED', 'INTEGRATION_TIMEOUT', 'WAF_FILTERED'])('the failure %s is the API\'s, and readable from pages that may call', (failure) => {
  const { emulator, url } = emulate(CorsPolicy.forOrigins(APP));
  const response = emulator.send({ method: 'GET', url: `${url}/rest/items`, headers: { origin: APP } }, { failure });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(corsOf(response)['access-control-allow-origin']).toBe(APP);
});

test('what the function answers isn\'t known, the CORS headers are', () => {
  const { emulator, url } = emulate(CorsPolicy.forOrigins(APP, OTHER));
  const response = emulator.send({ method: 'GET', url: `${url}/rest/items`, headers: { origin: APP } });
  expect(typeof response.status).toBe('object');
  expect(corsOf(response)['access-control-allow-origin']).toBe(APP);
  expect(response.moreHeaders?.except).toContain('access-control-allow-origin');
});

test('the routes of both APIs are those of the distribution', () => {
  const { emulator } = emulate();
  const routes = emulator.entrances.find(({ kind }) => kind === 'cloudfront')!.routes.map(({ method, path }) => `${method} ${path}`);
  expect(routes).toEqual(expect.arrayContaining(['GET /http/items', 'GET /{proxy+}']));
  expect(routes.some((route) => /^(\*|ANY) \/rest\/\{proxy\+\}$/.test(route))).toBe(true);
});
