import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as fc from 'fast-check';
import { type CorsPolicy, CorsRestApi, RestApiCors } from '../../../src';
import type { EmulatedEntrance } from '../../../src/emulator/kernel/emulated-entrance';
import { buildPolicy, exactOrigin, type PolicyPlan, policyPlans, TOKEN } from '../../support/arbitraries/policy';
import { newFunction } from '../../support/rest-api';
import { entranceOf, modelOf, type Seen, send } from './support';

/** What the parameter of a `TOKEN` has by default. */
const DEPLOYED = 'https://app.example.com';
const ODD_ORIGINS = ['null', '', 'https://', 'https://app.example.com/', 'HTTPS://APP.EXAMPLE.COM', 'https://app.example.com.evil.net', 'http://localhost:5173', 'http://localhost.evil.net',
  '__proto__', '$origin', '#end', '"', '\'', 'https://a.b\nhttps://c.d'.replace('\n', ' '), '*', DEPLOYED];
const CORS_HEADERS = ['access-control-allow-origin', 'access-control-allow-credentials', 'access-control-allow-methods', 'access-control-allow-headers',
  'access-control-expose-headers', 'access-control-max-age', 'vary'];

/** The same policy with what a token stands for when it is deployed. */
function deployed(plan: PolicyPlan): CorsPolicy {
  const origins = plan.origins === '*' ? plan.origins : [...new Set(plan.origins.map((origin) => (origin === TOKEN ? DEPLOYED : origin)))];
  return buildPolicy(new Stack(), { ...plan, origins });
}

function emulated(plan: PolicyPlan, via: 'construct' | 'mixin'): EmulatedEntrance {
  const stack = new Stack(new App(), 'Stack');
  const cors = buildPolicy(stack, plan);
  const handler = newFunction(stack);
  if (via === 'construct') {
    new CorsRestApi(stack, 'Api', { cors, handler });
  } else {
    const api = new apigateway.LambdaRestApi(stack, 'Api', { handler, proxy: false, binaryMediaTypes: ['*/*'] });
    api.root.addResource('items').addResource('{id}').addMethod('ANY');
    (api as any).with(new RestApiCors(cors));
  }
  const { Resources, ...rest } = Template.fromStack(stack).toJSON();
  return entranceOf(modelOf(Resources, rest));
}

/** Origins that a policy's own are like: allowed ones, and such as a careless comparison would take for them. */
function askers(plan: PolicyPlan): string[] {
  const listed = plan.origins === '*' ? [] : plan.origins.filter((origin) => origin !== TOKEN);
  const filled = listed.flatMap((origin) => ['a', 'a.b', '', 'evil.net/.'].map((label) => origin.replace('**', label).replace(/\*/, label)));
  return [...listed, ...filled, ...filled.map((origin) => `${origin}.evil.net`), ...filled.map((origin) => origin.replace(/[.]/, 'x')), ...ODD_ORIGINS];
}

function corsHeadersOf({ headers }: Seen): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => CORS_HEADERS.includes(name)));
}

function lowerCased(headers: { [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function expectPreflight(seen: Seen, policy: CorsPolicy, origin: string): void {
  const expected = lowerCased(policy.headersFor({ origin, preflight: true }));
  const headers = corsHeadersOf(seen);
  expect(seen.status).toBe(204);
  expect(seen.body).toBe('');
  expect(headers.vary).toBe(expected.vary);
  // Anything else isn't permission for a browser on that page.
  const isPermission = ['*', origin].includes(headers['access-control-allow-origin']);
  expect(isPermission ? headers : 'refused').toEqual(policy.allows(origin) ? expected : 'refused');
}

/** A gateway error can't choose (rule 17), so it must let every allowed page read it; what it lets others read is documented. */
function expectReadableError(seen: Seen, policy: CorsPolicy, origin: string): void {
  const { 'access-control-allow-origin': allowed, ...others } = corsHeadersOf(seen);
  const { 'access-control-allow-origin': _, vary, ...listed } = lowerCased(policy.headersFor({ origin }));
  const readable = policy.allowCredentials ? [origin] : [origin, '*'];
  const expected = allowed !== '*' && policy.allowOrigins.length > 1 ? { ...listed, vary } : listed;
  expect(readable).toContain(allowed);
  expect(others).toMatchObject(expected);
}

describe('what a policy says is what the API answers', () => {
  test.each(['construct', 'mixin'] as const)('%s', (via) => {
    fc.assert(fc.property(policyPlans(), fc.array(exactOrigin, { maxLength: 5 }), (plan, others) => {
      const policy = deployed(plan);
      const entrance = emulated(plan, via);
      for (const origin of new Set([...askers(plan), ...others])) {
        for (const name of ['Origin', 'origin']) {
          const headers = { [name]: origin, 'Access-Control-Request-Method': 'PUT' };
          expectPreflight(send(entrance, { method: 'OPTIONS', path: '/items/7', headers }), policy, origin);
        }
      }
      for (const origin of askers(plan).filter((each) => policy.allows(each))) {
        for (const name of ['Origin', 'origin']) {
          for (const failure of ['THROTTLED', 'INTEGRATION_TIMEOUT', 'WAF_FILTERED', 'API_CONFIGURATION_ERROR']) {
            expectReadableError(send(entrance, { path: '/items/7', headers: { [name]: origin }, circumstances: { failure } }), policy, origin);
          }
          expectReadableError(send(entrance, { method: 'TRACE', path: '/nope', headers: { [name]: origin } }), policy, origin);
        }
      }
      const bare = send(entrance, { method: 'OPTIONS', path: '/' });
      expect(bare.status).toBe(204);
      expect(bare.headers.vary).toBe(policy.headersFor({}).Vary);
    }), { numRuns: 25 });
  }, 120_000);
});

test('a handler behind it answers for itself', () => {
  const entrance = emulated({ origins: ['https://app.example.com'] }, 'construct');
  const seen = send(entrance, { path: '/a', headers: { origin: 'https://app.example.com' } });
  expect(String(seen.status)).toMatch(/nothing is run/);
  expect(seen.answer.moreHeaders!.except).toEqual(['x-amzn-requestid', 'x-amz-apigw-id', 'x-amzn-trace-id']);
  expect(seen.effects).toMatchObject([{ effect: 'invoke', purpose: 'integration', timeout: 29_000 }]);
});

describe('the CDK\'s own preflight', () => {
  const preflightOf = (allowOrigins: string[], props: Partial<apigateway.CorsOptions> = {}, api: apigateway.RestApiProps = {}) => {
    const stack = new Stack(new App(), 'Stack');
    const own = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins, ...props }, ...api });
    own.root.addMethod('GET');
    const { Resources } = Template.fromStack(stack).toJSON();
    const entrance = entranceOf(modelOf(Resources));
    return (origin: string | undefined, rules = {}, name = 'origin') =>
      send(entrance, { method: 'OPTIONS', headers: origin === undefined ? {} : { [name]: origin }, circumstances: { rules } });
  };
  const ORIGINS = ['https://one.example', 'https://two.example', 'https://three.example'];

  test.each(ORIGINS)('rule 47: of several origins it names the one that asks: %s', (origin) => {
    for (const name of ['origin', 'Origin']) {
      expect(preflightOf(ORIGINS)(origin, {}, name)).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': origin, 'vary': 'Origin' } });
    }
  });
  test('rule 47: to others, and without Origin, it names the first', () => {
    expect(preflightOf(ORIGINS)('https://evil.example').headers['access-control-allow-origin']).toBe(ORIGINS[0]);
    expect(preflightOf(ORIGINS)(undefined).headers['access-control-allow-origin']).toBe(ORIGINS[0]);
  });
  test('rule 41: whether it finds a lower-case header rests on what a missing one is', () => {
    const lower = preflightOf(ORIGINS)('https://two.example', {});
    expect(lower.notes).toContain(41);
    expect(preflightOf(ORIGINS)('https://two.example', { 41: 'null' }).headers['access-control-allow-origin']).toBe(ORIGINS[0]);
  });
  test('rules 36, 37: */* breaks it', () => {
    expect(preflightOf(['*'], {}, { binaryMediaTypes: ['*/*'] })('https://a.example')).toMatchObject({ status: 500, via: expect.arrayContaining(['gateway-response API_CONFIGURATION_ERROR']) });
    expect(preflightOf(['*'])('https://a.example')).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': '*' }, notes: [] });
  });
});

test('Serverless Framework\'s preflight for several origins', () => {
  const template = '#set($origin = $input.params("Origin"))\n#if($origin == "") #set($origin = $input.params("origin")) #end\n' +
    '#if($origin.matches("https://one[.]example") || $origin.matches("https://.*[.]two[.]example")) #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin) #end';
  const { entrance } = {
    entrance: entranceOf(modelOf({
      Api: { Type: 'AWS::ApiGateway::RestApi' },
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'dev' } },
      Options: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          HttpMethod: 'OPTIONS',
          MethodResponses: [{
            StatusCode: '200',
            ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': true, 'method.response.header.Access-Control-Allow-Methods': true },
          }],
          Integration: {
            Type: 'MOCK',
            ContentHandling: 'CONVERT_TO_TEXT',
            RequestTemplates: { 'application/json': '{statusCode:200}' },
            IntegrationResponses: [{
              StatusCode: '200',
              ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': '\'https://one.example\'', 'method.response.header.Access-Control-Allow-Methods': '\'OPTIONS,GET\'' },
              ResponseTemplates: { 'application/json': template },
            }],
          },
        },
      },
    })),
  };
  const allowed = (origin: string) => send(entrance, { method: 'OPTIONS', headers: { origin } }).headers['access-control-allow-origin'];
  expect(allowed('https://one.example')).toBe('https://one.example');
  expect(allowed('https://a.two.example')).toBe('https://a.two.example');
  expect(allowed('https://a.two.example.evil')).toBe('https://one.example');
});
