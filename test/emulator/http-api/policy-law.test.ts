import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import fc from 'fast-check';
import type { HeaderList } from '../../../src/emulator/kernel/message';
import { CorsHttpApi } from '../../../src/http-api';
import { CorsOrigin, CorsPolicy } from '../../../src/policy';
import { corsOf, EmulatedApi } from './emulated';

const ORIGINS = ['https://app.example.com', 'https://www.example.com', 'http://localhost:5173', 'https://app.example.com:8443', 'capacitor://localhost'];
const STRANGERS = [...ORIGINS, 'https://app.example.com.evil.net', 'https://evilapp.example.com', 'http://app.example.com', 'null', ''];
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD'];
const HEADERS = ['Content-Type', 'Authorization', 'X-Tenant'];

const origins = fc.option(fc.subarray(ORIGINS, { minLength: 1 }), { nil: undefined });

const policies = fc.record({
  origins,
  methods: fc.option(fc.subarray(METHODS, { minLength: 1 }), { nil: undefined }),
  headers: fc.option(fc.subarray(HEADERS, { minLength: 1 }), { nil: undefined }),
  expose: fc.option(fc.subarray(['X-Total', 'ETag'], { minLength: 1 }), { nil: undefined }),
  credentials: fc.boolean(),
}).map(({ origins: listed, methods, headers, expose, credentials }) => {
  const options = { allowMethods: methods, allowHeaders: headers, exposeHeaders: expose };
  return listed === undefined ? CorsPolicy.unsafelyAllowAnyOrigin(options)
    : new CorsPolicy({ ...options, allowOrigins: listed.map((each) => CorsOrigin.exact(each)), allowCredentials: credentials });
});

const requests = fc.record({
  origin: fc.option(fc.constantFrom(...STRANGERS), { nil: undefined }),
  preflight: fc.boolean(),
  method: fc.constantFrom(...METHODS),
  path: fc.constantFrom('/', '/items', '/items/1', '/any', '/any/deep/er', '/proxied/x'),
});

/** The API of a policy, with a handler for all paths, a route of ANY, and a back end elsewhere. */
function emulated(policy: CorsPolicy): EmulatedApi {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const handler = new Function(stack, 'Handler', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') });
  const api = new CorsHttpApi(stack, 'Api', { cors: policy, handler });
  const integration = new HttpUrlIntegration('Url', 'https://backend.example/{proxy}');
  api.addRoutes({ path: '/proxied/{proxy+}', methods: [HttpMethod.ANY], integration });
  const foreign: HeaderList = [['Access-Control-Allow-Origin', 'https://foreign.example'], ['access-control-allow-credentials', 'true']];
  return new EmulatedApi(Template.fromStack(stack).toJSON(), (effect) => effect.effect === 'fetch'
    ? { status: 200, headers: foreign } : { payload: { statusCode: 200, headers: Object.fromEntries(foreign) } });
}

function lowerCase(headers: { [name: string]: string }): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]).filter(([name]) => name.startsWith('access-control-')));
}

test('what an HTTP API answers is what the policy says, whatever the back end writes', () => {
  fc.assert(fc.property(policies, fc.array(requests, { minLength: 1, maxLength: 20 }), (policy, sent) => {
    const api = emulated(policy);
    for (const { origin, preflight, method, path } of sent) {
      const headers: HeaderList = [
        ...(origin === undefined ? [] : [['Origin', origin] as const]),
        ...(preflight ? [['Access-Control-Request-Method', method] as const] : []),
      ];
      const answer = api.send(preflight ? 'OPTIONS' : method, path, headers);
      expect(answer.status).toBe(preflight ? 204 : 200);
      // An API says nothing to who names no origin (rule 67); a policy for everyone has something to say to them too.
      const expected = origin === undefined ? {} : lowerCase(policy.headersFor({ origin, preflight }));
      expect(corsOf(answer)).toEqual(expected);
      expect(answer.moreHeaders === undefined || answer.moreHeaders.except.includes('access-control-*')).toBe(true);
      expect(origin !== undefined && 'access-control-allow-origin' in corsOf(answer)).toBe(origin !== undefined && (policy.allowAnyOrigin || policy.allows(origin)));
    }
  }), { numRuns: 60 });
});
