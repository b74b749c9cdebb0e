import { type App, CfnParameter, Duration, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { CorsOrigin, CorsPolicy } from '../../src';
import { ApiBehavior, PathPrefix, WebApp, type WebAppProps } from '../../src/web-app';
import { corsBehavior } from '../../src/web-app/api-cors';
import { behaviorsOf, codeOf, distributionConfig, type EdgeRequest, edgeRequest, headersOf, newRestApi, newStack, referenced, runEdge } from './support';

const URL = 'https://backend.example.com';
const PARTNER = 'https://partner.example.org';

function webApp(props: WebAppProps) {
  const stack = newStack();
  new WebApp(stack, 'WebApp', props);
  const behavior = behaviorsOf(stack)['/api/*'];
  return {
    stack,
    behavior,
    request: (request: EdgeRequest) => runEdge(codeOf(stack, behavior, 'viewer-request')!, { request: edgeRequest(request) }),
    headers: referenced(stack, behavior.ResponseHeadersPolicyId).ResponseHeadersPolicyConfig,
  };
}

describe('without cors', () => {
  const { stack, behavior, headers } = webApp({ apis: { '/api': ApiBehavior.forUrl(URL) } });

  test('no CORS header is added anywhere', () => {
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::CloudFront::ResponseHeadersPolicy'))).not.toMatch(/cors|access-control-allow/i);
    expect(behavior.FunctionAssociations).toEqual([expect.objectContaining({ EventType: 'viewer-request' })]);
    expect(codeOf(stack, behavior, 'viewer-request')).toContain('"cors":null');
  });

  test('answers of APIs have security headers, and keep what they say about frames themselves', () => {
    expect(headers.SecurityHeadersConfig).toEqual({
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: false },
      ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: false },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31536000, IncludeSubdomains: false, Preload: false, Override: true },
    });
    expect(headers).not.toHaveProperty('CustomHeadersConfig');
  });
});

describe('with cors', () => {
  const cors = new CorsPolicy({ allowOrigins: [CorsOrigin.exact(PARTNER)], allowCredentials: true, exposeHeaders: ['X-Total'], maxAge: Duration.minutes(5) });
  const made = webApp({ apis: { '/api': ApiBehavior.forUrl(URL), '/auth': ApiBehavior.forUrl(URL, { prefix: PathPrefix.KEEP }) }, cors });

  test('the edge replaces the APIs\' own CORS headers, errors included', () => {
    expect(made.headers.CorsConfig).toEqual({
      AccessControlAllowOrigins: { Items: [PARTNER] },
      AccessControlAllowMethods: { Items: cors.allowMethods },
      AccessControlAllowHeaders: { Items: cors.allowHeaders },
      AccessControlExposeHeaders: { Items: ['X-Total'] },
      AccessControlAllowCredentials: true,
      AccessControlMaxAgeSec: 300,
      OriginOverride: true,
    });
    expect(made.headers.CustomHeadersConfig.Items).toEqual([{ Header: 'Vary', Value: 'Origin', Override: false }]);
    expect(made.headers.SecurityHeadersConfig).toHaveProperty('StrictTransportSecurity');
  });

  test('what an API says of foreign pages in its errors is taken away first (rule 96), unless CloudFront can\'t speak for every origin', () => {
    expect(made.headers.RemoveHeadersConfig.Items.map((item: { Header: string }) => item.Header))
      .toEqual(['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials', 'Access-Control-Expose-Headers']);
    // Of this machine CloudFront matches the name and not the address, whose pages would lose what the function says.
    for (const origin of ['capacitor://localhost', 'http://localhost:*']) {
      const partly = webApp({ apis: { '/api': ApiBehavior.forUrl(URL) }, cors: CorsPolicy.forOrigins(PARTNER, origin) });
      expect(partly.headers).not.toHaveProperty('RemoveHeadersConfig');
    }
    expect(webApp({ apis: { '/api': ApiBehavior.forUrl(URL) } }).headers).not.toHaveProperty('RemoveHeadersConfig');
  });

  test('a preflight of a partner is answered, whatever the back end knows of CORS', () => {
    const answer = made.request({ method: 'OPTIONS', uri: '/api/items', headers: { 'origin': PARTNER, 'access-control-request-method': 'DELETE' } });
    expect(answer.statusCode).toBe(204);
    expect(headersOf(answer)).toMatchObject({ 'access-control-allow-origin': PARTNER, 'access-control-allow-credentials': 'true', 'access-control-max-age': '300' });
  });

  test('a POST of the site\'s own pages, which has an Origin as well, passes unchanged but for the prefix', () => {
    const request = { method: 'POST', headers: { 'origin': 'https://d111111abcdef8.cloudfront.net', 'content-type': 'application/json' } };
    expect(made.request({ ...request, uri: '/api/items' })).toEqual(edgeRequest({ ...request, uri: '/items' }));
  });

  test('the site itself has none of it', () => {
    const site = distributionConfig(made.stack).DefaultCacheBehavior;
    expect(referenced(made.stack, site.ResponseHeadersPolicyId).ResponseHeadersPolicyConfig).not.toHaveProperty('CorsConfig');
    expect(codeOf(made.stack, site, 'viewer-request')).not.toContain('access-control');
  });

  test('what can be shared by the APIs is', () => {
    expect(Object.keys(Template.fromStack(made.stack).findResources('AWS::CloudFront::ResponseHeadersPolicy'))).toHaveLength(2);
    expect(Object.keys(Template.fromStack(made.stack).findResources('AWS::CloudFront::Function'))).toHaveLength(4);
  });

  test('a prefix that is kept is', () => {
    const code = codeOf(made.stack, behaviorsOf(made.stack)['/auth'], 'viewer-request')!;
    expect(runEdge(code, { request: edgeRequest({ uri: '/auth/login' }) }).uri).toBe('/auth/login');
  });
});

test('one API may have a policy of its own', () => {
  const stack = newStack();
  new WebApp(stack, 'WebApp', {
    apis: {
      '/api': ApiBehavior.forRestApi(newRestApi(stack)),
      '/public': ApiBehavior.forUrl(URL, { cors: CorsPolicy.unsafelyAllowAnyOrigin() }),
    },
    cors: CorsPolicy.forOrigins(PARTNER),
  });
  const headers = (path: string) => referenced(stack, behaviorsOf(stack)[path].ResponseHeadersPolicyId).ResponseHeadersPolicyConfig;
  const origins = (path: string) => headers(path).CorsConfig.AccessControlAllowOrigins.Items;
  expect([origins('/api'), origins('/public')]).toEqual([[PARTNER], ['*']]);
});

describe('what a response headers policy can say of a policy', () => {
  test.each<[string[], string[] | undefined]>([
    [['https://a.example.com', 'https://b.example.com:8443'], ['https://a.example.com', 'https://b.example.com:8443']],
    [['https://*.example.com'], ['https://*.example.com']],
    [['https://**.example.com:8443'], ['https://*.example.com:8443']],
    [['http://localhost:*'], ['http://localhost', 'http://localhost:*', 'https://localhost', 'https://localhost:*']],
    // CloudFront may refuse these, which would fail the deployment. The functions serve them below status 400.
    [['http://127.0.0.1:8080', 'http://[::1]:8080', 'capacitor://localhost'], undefined],
    [['http://127.0.0.1', 'https://a.example.com'], ['https://a.example.com']],
  ])('%j', (origins, expected) => {
    expect(corsBehavior(CorsPolicy.forOrigins(...origins))?.accessControlAllowOrigins).toEqual(expected);
  });

  test('without any origin that CloudFront can match there is no CORS section', () => {
    expect(webApp({ apis: { '/api': ApiBehavior.forUrl(URL) }, cors: CorsPolicy.forOrigins('capacitor://localhost') }).headers).not.toHaveProperty('CorsConfig');
  });

  test('any origin and any method', () => {
    const { headers } = webApp({ apis: { '/api': ApiBehavior.forUrl(URL) }, cors: CorsPolicy.unsafelyAllowAnyOrigin({ allowMethods: ['*'] }) });
    expect(headers.CorsConfig).toMatchObject({
      AccessControlAllowOrigins: { Items: ['*'] }, AccessControlAllowMethods: { Items: ['ALL'] }, AccessControlAllowCredentials: false,
    });
    expect(headers).not.toHaveProperty('CustomHeadersConfig');
  });

  test('max-age 0 is a value, not an absence', () => {
    const cors = new CorsPolicy({ allowOrigins: [CorsOrigin.exact(PARTNER)], maxAge: Duration.seconds(0) });
    expect(webApp({ apis: { '/api': ApiBehavior.forUrl(URL) }, cors }).headers.CorsConfig.AccessControlMaxAgeSec).toBe(0);
  });
});

describe('an origin that is only known at deploy time', () => {
  test.each<[string, (stack: Stack) => string]>([
    ['a parameter', (stack) => new CfnParameter(stack, 'Page').valueAsString],
    ['a parameter of SSM', (stack) => StringParameter.valueForStringParameter(stack, '/page')],
    ['a text with a reference in it', () => `https://${Fn.ref('Host')}`],
    ['the origin of another WebApp', (stack) => new WebApp(stack, 'Other').origin],
    ['the origin of a WebApp in another stack', (stack) => new WebApp(new Stack(stack.node.root as App, 'Elsewhere'), 'Other').origin],
  ])('serves several APIs by the same functions: %s', (_what, originIn) => {
    const stack = newStack();
    const cors = new CorsPolicy({ allowOrigins: [CorsOrigin.exact(originIn(stack))], maxAge: Duration.seconds(new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber) });
    new WebApp(stack, 'WebApp', { apis: { '/api': ApiBehavior.forUrl(URL), '/auth': ApiBehavior.forUrl(URL) }, cors });
    const distributions = Object.values(Template.fromStack(stack).findResources('AWS::CloudFront::Distribution'));
    const behaviors = distributions.flatMap(({ Properties }) => Properties.DistributionConfig.CacheBehaviors ?? []);
    expect(behaviors).toHaveLength(4);
    const answering = behaviors.map(({ FunctionAssociations }) => JSON.stringify(FunctionAssociations.find(({ EventType }: any) => EventType === 'viewer-response')));
    expect(new Set(answering).size).toBe(1);
  });

  test('is another function where another policy is meant', () => {
    const stack = newStack();
    const behaviors = (page: string) => ApiBehavior.forUrl(URL, { cors: new CorsPolicy({ allowOrigins: [CorsOrigin.exact(page)] }) }).behaviors(stack, '/api');
    const [one, two] = ['One', 'Two'].map((id) => new CfnParameter(stack, id).valueAsString);
    behaviors(one);
    expect(() => behaviors(two)).toThrow('[cdk-cors:duplicateApi]');
  });
});
