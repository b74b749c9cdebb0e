import * as fc from 'fast-check';
import { type CorsPolicy, FunctionCors } from '../../src';
import { cors, corsPolicy } from '../../src/function';
import { buildPolicy, exactOrigin, type PolicyPlan, policyPlans } from '../support/arbitraries/policy';
import { newStack } from '../support/rest-api';
import { hasPython, runPython } from './running';

/** What a text becomes on the way through CORS_POLICY must be what policy.headersFor() says, whoever asks. */
const plans = policyPlans({ patterns: true }).filter(({ origins }) => !origins.includes('TOKEN'));

/** Origins around a policy's own: those that match, and those that nearly do. */
function asking({ origins }: PolicyPlan): fc.Arbitrary<string | undefined> {
  const own = origins === '*' ? ['https://a.example'] : origins;
  const near = own.flatMap((origin) => [
    origin, origin.replace(/[*]+/, 'a'), origin.replace(/[*]+/, 'a.b'), origin.replace(/[*]+/, '5173'),
    origin.replace(/[*]+[.]/, ''), origin.replace(/[*]+[.]/, 'evil'),
    `${origin.replace(/[*]+/, 'a')}.evil.example`, `${origin.replace(/[*]+/, 'a')}/`, origin.replace('https://', 'http://'), origin.toUpperCase(),
    origin.replace(/[.]/g, 'x'), ` ${origin}`,
    // No header has a line break; what "*" means for one is nobody's question.
    ...(origins === '*' ? [] : [`${origin.replace(/[*]+/, 'a')}\n`]),
  ]);
  return fc.oneof(fc.constantFrom(...near), exactOrigin, fc.constantFrom('null', '', '*', undefined));
}

const cases = plans.chain((plan) => fc.record({
  plan: fc.constant(plan), origins: fc.array(asking(plan), { minLength: 1, maxLength: 8 }), preflight: fc.boolean(),
}));
const scope = newStack();
const policyOf = (plan: PolicyPlan): CorsPolicy => buildPolicy(scope, plan);
const eventOf = (origin: string | undefined, preflight: boolean) => ({
  httpMethod: preflight ? 'OPTIONS' : 'GET',
  headers: { ...(origin === undefined ? {} : { origin }), ...(preflight ? { 'Access-Control-Request-Method': 'PUT' } : {}) },
  requestContext: {},
});
// A preflight has an origin; without one it is the handler's.
const expectedOf = (policy: CorsPolicy, origin: string | undefined, preflight: boolean) =>
  policy.headersFor({ origin, preflight: preflight && origin !== undefined });

test('the handler library: headersFor, allows, and a handler', async () => {
  await fc.assert(fc.asyncProperty(cases, async ({ plan, origins, preflight }) => {
    const policy = policyOf(plan);
    const text = FunctionCors.environment(policy).CORS_POLICY;
    const read = corsPolicy(text);
    const handler = cors(async (_event: object) => ({ statusCode: 200 }) as { headers?: object }, text);
    for (const origin of origins) {
      expect(read.headersFor({ origin, preflight })).toEqual(policy.headersFor({ origin, preflight }));
      expect(origin !== undefined && read.allows(origin)).toBe(origin !== undefined && policy.allows(origin));
      expect((await handler(eventOf(origin, preflight))).headers ?? {}).toEqual(expectedOf(policy, origin, preflight));
    }
    expect({ exposeHeaders: undefined, ...read }).toMatchObject({
      allowMethods: policy.allowMethods,
      allowHeaders: policy.allowHeaders,
      exposeHeaders: policy.exposeHeaders.length === 0 ? undefined : policy.exposeHeaders,
      allowCredentials: policy.allowCredentials,
      maxAge: policy.maxAge.toSeconds(),
    });
  }), { numRuns: 300 });
});

test('the plain variables say the same', () => {
  fc.assert(fc.property(cases, ({ plan, origins }) => {
    const policy = policyOf(plan);
    const { CORS_ALLOW_ORIGINS: exact = '', CORS_ALLOW_ORIGIN_PATTERN: pattern, ...others } = FunctionCors.environment(policy);
    for (const origin of origins.filter((each) => each !== undefined)) {
      // As anybody would write it, without anchors of their own.
      const allowed = exact === '*' || exact.split(',').filter(Boolean).includes(origin) || (pattern !== undefined && new RegExp(pattern).test(origin));
      expect(allowed).toBe(policy.allows(origin));
    }
    const preflight: { [name: string]: string } = { ...policy._preflightHeaders(), ...policy._responseHeaders() };
    expect(others.CORS_ALLOW_METHODS).toBe(preflight['Access-Control-Allow-Methods']);
    expect(others.CORS_ALLOW_HEADERS).toBe(preflight['Access-Control-Allow-Headers']);
    expect(others.CORS_EXPOSE_HEADERS).toBe(preflight['Access-Control-Expose-Headers']);
    expect(others.CORS_MAX_AGE).toBe(preflight['Access-Control-Max-Age']);
    expect(others.CORS_ALLOW_CREDENTIALS).toBe(String(preflight['Access-Control-Allow-Credentials'] === 'true'));
  }), { numRuns: 300 });
});

if (hasPython) {
  test('the Python of the layer, many policies in one process', () => {
    const sample = fc.sample(cases, { numRuns: 200, seed: fc.readConfigureGlobal()?.seed })
      .map(({ plan, origins, preflight }) => ({ policy: policyOf(plan), origins, preflight }));
    const events = sample.flatMap(({ policy, origins, preflight }) =>
      origins.map((origin) => ({ policy: FunctionCors.environment(policy).CORS_POLICY, event: eventOf(origin, preflight) })));
    const expected = sample.flatMap(({ policy, origins, preflight }) =>
      origins.map((origin) => ({ payload: expectedOf(policy, origin, preflight) })));
    const code = 'import cdk_cors_function as layer\n'
      + 'def handler(event, context):\n'
      + '    wrapped = layer.wrap(lambda event, context: {"statusCode": 200}, layer.Policy(event["policy"]))\n'
      + '    return wrapped(event["event"], context).get("headers", {})\n';
    const { outcomes, log } = runPython({ files: { 'index.py': code }, handler: 'index.handler', entry: 'index.handler', events });
    expect({ outcomes, log }).toEqual({ outcomes: expected, log: [] });
  });
}
