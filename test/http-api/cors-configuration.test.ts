import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpApiCors } from '../../src/http-api';
import { CorsOrigin, CorsPolicy } from '../../src/policy';
import { APP, newStack } from './fixture';

const ADMIN = 'http://localhost:5173';

// What API Gateway makes of a configuration for a page that it allows: rules 66, 67 and 73.
function headersOf(configuration: any, origin: string, preflight: boolean): Record<string, string> {
  const any = configuration.AllowOrigins.includes('*');
  if (!any && !configuration.AllowOrigins.includes(origin)) return {};
  return {
    'Access-Control-Allow-Origin': any ? '*' : origin,
    ...(configuration.AllowCredentials ? { 'Access-Control-Allow-Credentials': 'true' } : {}),
    ...(preflight ? {
      'Access-Control-Allow-Methods': configuration.AllowMethods.join(','),
      'Access-Control-Allow-Headers': configuration.AllowHeaders.join(','),
      'Access-Control-Max-Age': String(configuration.MaxAge),
    } : configuration.ExposeHeaders ? { 'Access-Control-Expose-Headers': configuration.ExposeHeaders.join(',') } : {}),
  };
}

function corsOf(policy: (stack: Stack) => CorsPolicy): any {
  const stack = newStack();
  new HttpApi(stack, 'Api').with(new HttpApiCors(policy(stack)));
  const [api] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Api'));
  return api.Properties.CorsConfiguration;
}

const POLICIES: [string, CorsPolicy][] = [
  ['one origin, all defaults', CorsPolicy.forOrigins(APP)],
  ['several origins', CorsPolicy.forOrigins(APP, ADMIN)],
  ['any origin', CorsPolicy.unsafelyAllowAnyOrigin()],
  ['any origin, method and header', CorsPolicy.unsafelyAllowAnyOrigin({ allowMethods: ['*'], allowHeaders: ['*', 'Authorization'], exposeHeaders: ['*'] })],
  ['credentials', new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP), CorsOrigin.exact(ADMIN)], allowCredentials: true })],
  ['listed methods and headers', new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], allowMethods: ['GET', 'PUT'], allowHeaders: ['X-Tenant'] })],
  ['exposed headers', new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], exposeHeaders: ['X-Total', 'ETag'] })],
  ['max-age 0', new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], maxAge: Duration.seconds(0) })],
  ['max-age in minutes', new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], maxAge: Duration.minutes(10) })],
  ['an international name', CorsPolicy.forOrigins('https://bücher.example')],
];

describe.each(POLICIES)('the CORS configuration of a policy with %s', (_name, policy) => {
  const configuration = corsOf(() => policy);

  test.each([APP, ADMIN, 'https://xn--bcher-kva.example', 'https://evil.example'])('answers a page of %s as the policy says', (origin) => {
    for (const preflight of [true, false]) {
      const { Vary, ...expected } = policy.headersFor({ origin, preflight });
      expect(headersOf(configuration, origin, preflight)).toEqual(expected);
    }
    expect(Object.keys(headersOf(configuration, origin, false)).length > 0).toBe(policy.allows(origin));
  });
});

test('has nothing that the policy does not say', () => {
  expect(corsOf(() => CorsPolicy.forOrigins(APP))).toEqual({
    AllowOrigins: [APP], AllowMethods: CorsPolicy.ALL_METHODS, AllowHeaders: CorsPolicy.DEFAULT_HEADERS, MaxAge: 7200,
  });
});

test('says max-age 0 as 0', () => {
  expect(corsOf(() => new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], maxAge: Duration.seconds(0) })).MaxAge).toBe(0);
});

test('carries an origin and a max-age that are known at deploy time', () => {
  const configuration = corsOf((stack) => new CorsPolicy({
    allowOrigins: [CorsOrigin.exact(new CfnParameter(stack, 'Page').valueAsString), CorsOrigin.exact(APP)],
    maxAge: Duration.seconds(new CfnParameter(stack, 'Age', { type: 'Number' }).valueAsNumber),
  }));
  expect(configuration.AllowOrigins).toEqual([{ Ref: 'Page' }, APP]);
  expect(configuration.MaxAge).toEqual({ Ref: 'Age' });
});

test('carries the URL of a site in another stack', () => {
  const app = new App();
  const site = new CfnParameter(new Stack(app, 'Site'), 'Url').valueAsString;
  const stack = new Stack(app, 'Api');
  new HttpApi(stack, 'Api').with(new HttpApiCors(CorsPolicy.forOrigins(site)));
  expect(() => Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Api', {
    CorsConfiguration: { AllowOrigins: [{ 'Fn::ImportValue': Match.stringLikeRegexp('^Site:ExportsOutputRefUrl') }] },
  })).not.toThrow();
});
