import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CorsHttpApi, CorsPolicy, CorsRestApi } from '../../src';
import { jsonReport } from '../../src/report/json';
import { sectionsOf } from '../../src/report/matrix';
import { SYMBOLS } from '../../src/report/text-matrix';
import { examined } from './examined';

const PAGE = 'https://app.example.com';

/** A header that lets PAGE read what a mock answers, or what else stands on it. */
const mock = (headers: Readonly<Record<string, string>>) => new apigateway.MockIntegration({
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  integrationResponses: [{
    statusCode: '200',
    responseParameters: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`])),
  }],
});
const declaring = (headers: Readonly<Record<string, string>>): apigateway.MethodOptions => ({
  methodResponses: [{ statusCode: '200', responseParameters: Object.fromEntries(Object.keys(headers).map((name) => [`method.response.header.${name}`, true])) }],
});
const READABLE = { 'Access-Control-Allow-Origin': PAGE };

function handMade(stack: Stack, preflight: Readonly<Record<string, string>>, options: apigateway.MethodOptions = {}): void {
  const api = new apigateway.RestApi(stack, 'Api');
  api.root.addMethod('GET', mock(READABLE), declaring(READABLE));
  api.root.addMethod('OPTIONS', mock(preflight), { ...declaring(preflight), ...options });
}

const verdictOn = (build: (stack: Stack) => void) => {
  const stack = new Stack(new App(), 'Shop');
  build(stack);
  const report = examined(Template.fromStack(stack).toJSON());
  const row = jsonReport(report).matrix.find(({ method, role, page }) => method === 'GET' && role === 'declared' && page === PAGE)!;
  const cells = sectionsOf(report).flatMap(({ groups }) => groups).filter(({ routes }) => routes.some(({ methods }) => methods.includes('GET')))
    .flatMap(({ pages }) => pages).filter(({ pages }) => pages.includes(PAGE)).flatMap((group) => group.cells);
  const [symbol] = SYMBOLS[cells.find(({ failure }) => failure === undefined)!.mark];
  return { success: row.success, wrong: row.wrong.includes('success'), symbol, rules: report.report.findings.map(({ rule }) => rule) };
};

describe('a GET that pages can read is told so, whatever becomes of the header that is made up to have a preflight', () => {
  test.each<[string, (stack: Stack) => void]>([
    ['an HTTP API that lists another header', (stack) => {
      const api = new apigatewayv2.HttpApi(stack, 'Api', { corsPreflight: { allowOrigins: [PAGE], allowHeaders: ['x-tenant'] } });
      api.addRoutes({ path: '/things', methods: [apigatewayv2.HttpMethod.GET], integration: new HttpUrlIntegration('Things', 'https://backend.example.com') });
    }],
    ['an HTTP API that lists no header', (stack) => {
      const api = new CorsHttpApi(stack, 'Api', { cors: CorsPolicy.forOrigins(PAGE) });
      api.addRoutes({ path: '/things', methods: [apigatewayv2.HttpMethod.GET], integration: new HttpUrlIntegration('Things', 'https://backend.example.com') });
    }],
    ['a REST API whose preflight lists another header', (stack) => handMade(stack, { ...READABLE, 'Access-Control-Allow-Headers': 'x-tenant' })],
    ['a REST API whose preflight lists none', (stack) => handMade(stack, READABLE)],
    ['a path with a policy of its own', (stack) => {
      const api = new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(PAGE), corsByPath: { '/catalogue': CorsPolicy.forOrigins(PAGE) } });
      api.root.addResource('catalogue').addMethod('GET', mock({}), { methodResponses: [{ statusCode: '200' }] });
    }],
  ])('%s', (_what, build) => {
    expect(verdictOn(build)).toMatchObject({ success: 'allowed', wrong: false, symbol: '✓' });
  });
});

describe('what else is wrong with preflights stays wrong', () => {
  test.each<[string, (stack: Stack) => void, string]>([
    ['they ask for authorization', (stack) => handMade(stack, READABLE, { authorizationType: apigateway.AuthorizationType.IAM }), 'preflight-behind-authorizer'],
    ['they lack the origin', (stack) => handMade(stack, { 'Access-Control-Allow-Headers': '*' }), 'preflight-refused'],
  ])('%s', (_what, build, rule) => {
    const { rules, ...said } = verdictOn(build);
    expect(said).toEqual({ success: 'blocked', wrong: true, symbol: '✗' });
    expect(rules).toContain(rule);
  });
});
