import { Annotations as Notes, Aws, CfnParameter, Duration } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { CorsPolicy } from '../../src';
import { ApiBehavior, PathPrefix } from '../../src/web-app';
import { behaviorsOf, codeOf, distributionConfig, edgeRequest, headersOf, newApp, newDistribution, newRestApi, newStack, originOf, referenced, runEdge } from './support';

const URL = 'https://backend.example.com';

describe('what reaches an API', () => {
  const stack = newStack();
  newDistribution(stack, { additionalBehaviors: ApiBehavior.forUrl(URL).behaviors(stack, '/api') });
  const behaviors = behaviorsOf(stack);

  test('the prefix itself and all below it, by the same behavior', () => {
    expect(Object.keys(behaviors)).toEqual(['/api', '/api/*']);
    expect({ ...behaviors['/api'], PathPattern: '' }).toEqual({ ...behaviors['/api/*'], PathPattern: '' });
    expect(distributionConfig(stack).Origins).toHaveLength(2);
  });

  test('all methods, nothing cached, everything of the request but Host, over HTTPS without a redirect', () => {
    expect(behaviors['/api/*']).toMatchObject({
      AllowedMethods: expect.arrayContaining(['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE']),
      CachePolicyId: cloudfront.CachePolicy.CACHING_DISABLED.cachePolicyId,
      OriginRequestPolicyId: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER.originRequestPolicyId,
      ViewerProtocolPolicy: 'https-only',
      Compress: true,
    });
  });

  test('the origin is reached by HTTPS only', () => {
    expect(originOf(stack, '/api/*')).toMatchObject({
      DomainName: 'backend.example.com',
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
    });
  });

  test('without the prefix by default', () => {
    expect(runEdge(codeOf(stack, behaviors['/api/*'], 'viewer-request')!, { request: edgeRequest({ uri: '/api/items' }) }).uri).toBe('/items');
    expect(referenced(stack, behaviors['/api'].FunctionAssociations[0].FunctionARN).FunctionConfig.Runtime).toBe('cloudfront-js-2.0');
  });

  test('no CORS header is added, and none replaced', () => {
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::CloudFront::ResponseHeadersPolicy'))).toHaveLength(0);
    expect(behaviors['/api/*'].FunctionAssociations).toHaveLength(1);
  });
});

test('with PathPrefix.KEEP there is no function', () => {
  const stack = newStack();
  newDistribution(stack, { additionalBehaviors: ApiBehavior.forUrl(URL, { prefix: PathPrefix.KEEP }).behaviors(stack, '/api') });
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::CloudFront::Function'))).toHaveLength(0);
});

test('all options', () => {
  const stack = newStack();
  const policy = new cloudfront.OriginRequestPolicy(stack, 'Forwarded', { headerBehavior: cloudfront.OriginRequestHeaderBehavior.denyList('Host', 'Cookie') });
  const cachePolicy = new cloudfront.CachePolicy(stack, 'Cache', {
    headerBehavior: cloudfront.CacheHeaderBehavior.allowList('authorization', 'origin'),
    queryStringBehavior: cloudfront.CacheQueryStringBehavior.all(),
  });
  const headers = new cloudfront.ResponseHeadersPolicy(stack, 'Headers', { removeHeaders: ['Server'] });
  const watcher = new cloudfront.Function(stack, 'Watcher', { code: cloudfront.FunctionCode.fromInline('function handler(event) { return event.response; }') });
  ApiBehavior.forUrl('https://backend.example.com:8443/base/', {
    allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
    cachePolicy,
    originRequestPolicy: policy,
    responseHeadersPolicy: headers,
    functionAssociations: [{ eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE, function: watcher }],
    customHeaders: { 'X-Forwarded-Host': 'shop.example.com' },
    readTimeout: Duration.seconds(40),
    keepaliveTimeout: Duration.seconds(20),
    connectionAttempts: 2,
    connectionTimeout: Duration.seconds(4),
    originShieldRegion: 'eu-central-1',
  }).addTo(newDistribution(stack), '/api');
  expect(originOf(stack, '/api')).toMatchObject({
    DomainName: 'backend.example.com',
    OriginPath: '/base',
    ConnectionAttempts: 2,
    ConnectionTimeout: 4,
    CustomOriginConfig: { HTTPSPort: 8443, OriginReadTimeout: 40, OriginKeepaliveTimeout: 20 },
    OriginCustomHeaders: [{ HeaderName: 'X-Forwarded-Host', HeaderValue: 'shop.example.com' }],
    OriginShield: { Enabled: true, OriginShieldRegion: 'eu-central-1' },
  });
  expect(behaviorsOf(stack)['/api/*']).toMatchObject({
    CachePolicyId: stack.resolve(cachePolicy.cachePolicyId),
    OriginRequestPolicyId: stack.resolve(policy.originRequestPolicyId),
    ResponseHeadersPolicyId: stack.resolve(headers.responseHeadersPolicyId),
    FunctionAssociations: [{ EventType: 'viewer-request' }, { EventType: 'viewer-response', FunctionARN: stack.resolve(watcher.functionArn) }],
  });
});

test('several APIs on one distribution, one of them under a path of two segments', () => {
  const stack = newStack();
  const distribution = newDistribution(stack);
  ApiBehavior.forUrl(URL).addTo(distribution, '/api/v1');
  ApiBehavior.forUrl(URL).addTo(distribution, '/api-v1');
  ApiBehavior.forUrl(URL).addTo(distribution, '/auth');
  expect(Object.keys(behaviorsOf(stack))).toEqual(['/api/v1', '/api/v1/*', '/api-v1', '/api-v1/*', '/auth', '/auth/*']);
  expect(runEdge(codeOf(stack, behaviorsOf(stack)['/api/v1/*'], 'viewer-request')!, { request: edgeRequest({ uri: '/api/v1/items' }) }).uri).toBe('/items');
});

test('two distributions share the function of a prefix', () => {
  const stack = newStack();
  const behavior = ApiBehavior.forUrl(URL);
  for (const id of ['One', 'Two']) {
    new cloudfront.Distribution(stack, id, { defaultBehavior: Object.values(ApiBehavior.forUrl(URL).behaviors(stack, '/x'))[0], additionalBehaviors: behavior.behaviors(stack, '/api') });
  }
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::CloudFront::Function'))).toHaveLength(2);
});

test('logical ids and templates are the same each time', () => {
  const synthesized = () => {
    const stack = newStack();
    ApiBehavior.forRestApi(newRestApi(stack), { cors: CorsPolicy.forOrigins('https://app.example.com') }).addTo(newDistribution(stack), '/api/v1');
    return JSON.stringify(Template.fromStack(stack).toJSON());
  };
  expect(synthesized()).toBe(synthesized());
  expect(Object.keys(JSON.parse(synthesized()).Resources).filter((id) => id.startsWith('Distribution'))).toEqual([
    'Distribution830FAC52',
    'DistributionApiHeadersapiv1D238323E',
    'DistributionApiRequestapiv11EF9A3A4',
    'DistributionApiResponseapiv1DF0A2BC8',
  ]);
});

describe('cors on a distribution of one\'s own', () => {
  const stack = newStack();
  ApiBehavior.forUrl(URL, { cors: CorsPolicy.forOrigins('https://app.example.com'), prefix: PathPrefix.KEEP }).addTo(newDistribution(stack), '/api');
  const behavior = behaviorsOf(stack)['/api/*'];

  test('preflights are answered at the edge', () => {
    const request = edgeRequest({ method: 'OPTIONS', uri: '/api', headers: { 'origin': 'https://app.example.com', 'access-control-request-method': 'PUT' } });
    const answer = runEdge(codeOf(stack, behavior, 'viewer-request')!, { request });
    expect(answer.statusCode).toBe(204);
    expect(headersOf(answer)['access-control-allow-origin']).toBe('https://app.example.com');
  });

  test('answers get their headers at the edge', () => {
    const event = { request: edgeRequest({ headers: { origin: 'https://app.example.com' } }), response: { statusCode: 200, headers: {}, cookies: {} } };
    expect(headersOf(runEdge(codeOf(stack, behavior, 'viewer-response')!, event))['access-control-allow-origin']).toBe('https://app.example.com');
  });

  test('errors get theirs from the response headers policy', () => {
    expect(referenced(stack, behavior.ResponseHeadersPolicyId).ResponseHeadersPolicyConfig).toMatchObject({
      CorsConfig: { AccessControlAllowOrigins: { Items: ['https://app.example.com'] }, OriginOverride: true },
      CustomHeadersConfig: { Items: [{ Header: 'Vary', Value: 'Origin', Override: false }] },
    });
  });
});

test('an origin that is known at deploy time reaches the functions, without what could end the text it stands in', () => {
  const stack = newStack();
  const page = new CfnParameter(stack, 'Page');
  ApiBehavior.forUrl(URL, { cors: CorsPolicy.forOrigins(page.valueAsString) }).addTo(newDistribution(stack), '/api');
  const answer = (value: string, origin: string) => runEdge(codeOf(stack, behaviorsOf(stack)['/api'], 'viewer-request', { Page: value })!, {
    request: edgeRequest({ method: 'OPTIONS', uri: '/api', headers: { origin, 'access-control-request-method': 'PUT' } }),
  });
  expect(headersOf(answer('https://app.example.com', 'https://app.example.com'))['access-control-allow-origin']).toBe('https://app.example.com');
  expect(headersOf(answer('https://app.example.com', 'https://evil.example'))).toEqual({ vary: 'Origin' });
  for (const value of ['x"]}};boom();//', 'x\\', 'x\ny', 'x\ry', '\\"\n']) {
    expect(headersOf(answer(value, 'https://evil.example'))).toEqual({ vary: 'Origin' });
  }
  expect(referenced(stack, behaviorsOf(stack)['/api'].ResponseHeadersPolicyId).ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllowOrigins.Items).toEqual([{ Ref: 'Page' }]);
});

describe('no dependency cycle', () => {
  test('a REST API whose CORS names the distribution', () => {
    const stack = newStack();
    const api = newRestApi(stack);
    const distribution = newDistribution(stack, { additionalBehaviors: ApiBehavior.forRestApi(api).behaviors(stack, '/api') });
    api.root.addCorsPreflight({ allowOrigins: [`https://${distribution.distributionDomainName}`] });
    // Template.fromStack refuses templates with a cycle.
    expect(() => Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'OPTIONS' })).not.toThrow();
    expect(distribution.node.validate()).toEqual([]);
  });

  test('nor for a stage that is given by its reference', () => {
    const stack = newStack();
    const api = newRestApi(stack, { deployOptions: { stageName: 'live' } });
    const distribution = newDistribution(stack, { additionalBehaviors: ApiBehavior.forRestApi(api, { stageName: api.deploymentStage.stageName }).behaviors(stack, '/api') });
    api.root.addCorsPreflight({ allowOrigins: [`https://${distribution.distributionDomainName}`] });
    expect(originOf(stack, '/api').OriginPath).toBe('/live');
  });

  test('an HTTP API that would make one is refused', () => {
    const app = newApp();
    const stack = newStack('Shop', undefined, app);
    const api = new apigatewayv2.HttpApi(stack, 'Api');
    const distribution = newDistribution(stack, { additionalBehaviors: ApiBehavior.forHttpApi(api).behaviors(stack, '/api') });
    (api.node.defaultChild as apigatewayv2.CfnApi).corsConfiguration = { allowOrigins: [`https://${distribution.distributionDomainName}`] };
    expect(() => app.synth()).toThrow(/HTTP API "Shop\/Api" names the distribution.*leave its domain out.*\[cdk-cors:dependencyCycle\]/);
  });
});

describe('an edge-optimized API', () => {
  const warningsOf = (endpointTypes?: apigateway.EndpointType[], options = {}) => {
    const stack = newStack();
    newDistribution(stack, { additionalBehaviors: ApiBehavior.forRestApi(newRestApi(stack, { endpointTypes }), options).behaviors(stack, '/api') });
    return { stack, warnings: Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('edgeApiBehindCloudFront')) };
  };

  test('is warned of, once', () => {
    expect(warningsOf(undefined).warnings).toHaveLength(1);
    expect(warningsOf([apigateway.EndpointType.EDGE]).warnings[0].entry.data).toMatch(/"Shop\/Api" is edge-optimized.*endpointTypes: \[EndpointType.REGIONAL\]/);
  });

  test('the warning can be acknowledged', () => {
    const stack = newStack();
    const distribution = newDistribution(stack, { additionalBehaviors: ApiBehavior.forRestApi(newRestApi(stack, { endpointTypes: undefined })).behaviors(stack, '/api') });
    Notes.of(distribution).acknowledgeWarning('cdk-cors:edgeApiBehindCloudFront');
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  test('neither a regional one is, nor one behind a custom domain', () => {
    expect(warningsOf([apigateway.EndpointType.REGIONAL]).warnings).toEqual([]);
    expect(warningsOf(undefined, { domainName: 'api.example.com' }).warnings).toEqual([]);
  });
});

test('pseudo parameters in a URL are accepted', () => {
  const stack = newStack();
  ApiBehavior.forUrl(`https://backend.${Aws.REGION}.example.com/base`).addTo(newDistribution(stack), '/api');
  expect(originOf(stack, '/api')).toMatchObject({ DomainName: { 'Fn::Join': ['', ['backend.', { Ref: 'AWS::Region' }, '.example.com']] }, OriginPath: '/base' });
});
