import { Duration, Fn } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { CorsOrigin, CorsPolicy } from '../../src';
import { ApiBehavior, type ApiBehaviorOptions, type ApiGatewayBehaviorOptions } from '../../src/web-app';
import { testRefusals } from '../support/refusals';
import { newDistribution, newRestApi, newStack } from './support';

const URL = 'https://backend.example.com';
const CORS = CorsPolicy.forOrigins('https://app.example.com');

const prefix = (value: unknown) => () => ApiBehavior.forUrl(URL).behaviors(newStack(), value as string);
const url = (value: unknown) => () => ApiBehavior.forUrl(value as string);
const rest = (options: ApiGatewayBehaviorOptions, props: apigateway.RestApiProps = {}) => () => {
  const stack = newStack();
  return ApiBehavior.forRestApi(newRestApi(stack, props), options).behaviors(stack, '/api');
};
const http = (options: ApiGatewayBehaviorOptions, props: apigatewayv2.HttpApiProps = {}) => () => {
  const stack = newStack();
  return ApiBehavior.forHttpApi(new apigatewayv2.HttpApi(stack, 'Api', props), options).behaviors(stack, '/api');
};
const forwarded = (headerBehavior: cloudfront.OriginRequestHeaderBehavior) => () => {
  const stack = newStack();
  const originRequestPolicy = new cloudfront.OriginRequestPolicy(stack, 'Policy', { headerBehavior });
  return ApiBehavior.forRestApi(newRestApi(stack), { originRequestPolicy }).behaviors(stack, '/api');
};
const cached = (props: cloudfront.CachePolicyProps) => () => {
  const stack = newStack();
  const cachePolicy = new cloudfront.CachePolicy(stack, 'Policy', props);
  return ApiBehavior.forRestApi(newRestApi(stack), { cachePolicy }).behaviors(stack, '/api');
};
const withFunction = (eventType: cloudfront.FunctionEventType, options: ApiBehaviorOptions) => () => {
  const stack = newStack();
  const own = new cloudfront.Function(stack, 'Own', { code: cloudfront.FunctionCode.fromInline('function handler(event) { return event.request; }') });
  return ApiBehavior.forUrl(URL, { ...options, functionAssociations: [{ eventType, function: own }] }).behaviors(stack, '/api');
};

describe('path prefixes', () => testRefusals([
  ['nothing', prefix(''), 'rootPathPrefix', ['""']],
  ['no slash at the start', prefix('api'), 'pathPrefixWithoutSlash', ['write "/api"']],
  ['a slash at the end', prefix('/api/'), 'pathPrefixWithTrailingSlash', ['"/api/"', 'write "/api"']],
  ['a pattern', prefix('/api/*'), 'pathPrefixWithWildcard', ['"/api/*"', 'write "/api"']],
  ['a star alone', prefix('*'), 'pathPrefixWithWildcard', ['write "/api"']],
  ['a question mark', prefix('/api?'), 'pathPrefixWithWildcard', ['write "/api"']],
  ['an empty segment', prefix('/api//v1'), 'invalidPathPrefix', ['"/api//v1"']],
  ['dots', prefix('/api/../v1'), 'invalidPathPrefix', ['"/api/../v1"']],
  ['a space', prefix('/my api'), 'invalidPathPrefix', ['"/my api"']],
  ['an escape', prefix('/my%20api'), 'invalidPathPrefix', ['%20']],
  ['a path parameter', prefix('/{proxy+}'), 'invalidPathPrefix', ['"/{proxy+}"', '"/api/v1"']],
  ['a value known at deploy time', prefix(Fn.ref('Prefix')), 'invalidPathPrefix', ['known at synth']],
  ['a number', prefix(1), 'invalidPathPrefix', ['"/api"']],
]));

describe('URLs', () => testRefusals([
  ['none', url(undefined), 'invalidUrl', ['https://api.example.com']],
  ['an empty one', url(''), 'invalidUrl', ['""']],
  ['http', url('http://backend.example.com/x'), 'insecureUrl', ['clear text', 'write "https://backend.example.com/x"']],
  ['a web socket', url('wss://backend.example.com'), 'insecureUrl', ['write "https://backend.example.com"']],
  ['no scheme', url('backend.example.com'), 'urlWithoutScheme', ['write "https://backend.example.com"']],
  ['two slashes only', url('//backend.example.com'), 'urlWithoutScheme', ['write "https://backend.example.com"']],
  ['a query', url('https://backend.example.com/x?y=1'), 'urlWithQuery', ['write "https://backend.example.com/x"']],
  ['a fragment', url('https://backend.example.com#x'), 'urlWithQuery', ['write "https://backend.example.com"']],
  ['user info', url('https://me:secret@backend.example.com'), 'urlWithUserInfo', ['https://…@backend.example.com', 'customHeaders']],
  ['an IPv4 address', url('https://192.0.2.1'), 'urlWithAddress', ['"192.0.2.1"', 'DNS name']],
  ['an IPv6 address', url('https://[2001:db8::1]/'), 'urlWithAddress', ['DNS name']],
  ['this machine', url('https://localhost:8443'), 'urlWithAddress', ['"localhost"']],
  ['a host without a domain', url('https://backend'), 'invalidUrl', ['"backend"']],
  ['no host', url('https:///x'), 'invalidUrl', ['""']],
]));

describe('API Gateway', () => testRefusals([
  ['forRestApi with an HTTP API', () => ApiBehavior.forRestApi(new apigatewayv2.HttpApi(newStack(), 'Api') as never), 'notARestApi', ['forHttpApi']],
  ['forRestApi with nothing', () => ApiBehavior.forRestApi(undefined as never), 'notARestApi', ['forRestApi']],
  ['forHttpApi with a REST API', () => ApiBehavior.forHttpApi(newRestApi(newStack()) as never), 'notAnHttpApi', ['forRestApi']],
  ['forHttpApi with a WebSocket API', () => ApiBehavior.forHttpApi(new apigatewayv2.WebSocketApi(newStack(), 'Api') as never), 'notAnHttpApi', ['HTTP API']],
  ['a private API', rest({}, { endpointTypes: [apigateway.EndpointType.PRIVATE] }), 'privateApi', ['"Shop/Api"', 'REGIONAL']],
  ['a disabled endpoint (REST)', rest({}, { disableExecuteApiEndpoint: true }), 'disabledEndpoint', ['"Shop/Api"', 'domainName']],
  ['a disabled endpoint (HTTP)', http({}, { disableExecuteApiEndpoint: true }), 'disabledEndpoint', ['"Shop/Api"', 'domainName']],
  ['an imported REST API without a stage', () => {
    const stack = newStack();
    return ApiBehavior.forRestApi(apigateway.RestApi.fromRestApiAttributes(stack, 'Api', { restApiId: 'a', rootResourceId: 'r' })).behaviors(stack, '/api');
  }, 'unknownStage', ['imported', 'give stageName, such as "prod"']],
  ['a REST API without deployment', rest({}, { deploy: false }), 'unknownStage', ['give stageName']],
  ['an HTTP API without a default stage', http({}, { createDefaultStage: false }), 'unknownStage', ['give stageName', 'createDefaultStage']],
  ['a stage with a slash', rest({ stageName: '/prod' }), 'invalidStageName', ['"/prod"', '"prod"']],
  ['an empty stage', http({ stageName: '' }), 'invalidStageName', ['""']],
  ['a base path without a domain', rest({ basePath: 'v1' }), 'basePathWithoutDomain', ['"v1"', 'domainName']],
  ['a stage of a custom domain', rest({ domainName: 'api.example.com', stageName: 'prod' }), 'stageOfCustomDomain', ['"api.example.com"', 'basePath']],
  ['a region of a custom domain', http({ domainName: 'api.example.com', region: 'eu-west-1' }), 'stageOfCustomDomain', ['region']],
  ['a domain with a scheme', rest({ domainName: 'https://api.example.com' }), 'invalidDomainName', ['"api.example.com"']],
  ['a domain with a path', rest({ domainName: 'api.example.com/v1' }), 'invalidDomainName', ['without scheme, port and path']],
  ['a base path with slashes', rest({ domainName: 'api.example.com', basePath: '/v1/' }), 'invalidBasePath', ['"/v1/"', 'write "v1"']],
]));

const { OriginRequestPolicy, OriginRequestHeaderBehavior, CachePolicy, CacheHeaderBehavior, CacheQueryStringBehavior, AllowedMethods } = cloudfront;
const byId = (id: string) => () => {
  const stack = newStack();
  return ApiBehavior.forHttpApi(new apigatewayv2.HttpApi(stack, 'Api'), { originRequestPolicy: OriginRequestPolicy.fromOriginRequestPolicyId(stack, 'Policy', id) }).behaviors(stack, '/api');
};

describe('the Host header', () => testRefusals([
  ['AllViewer', rest({ originRequestPolicy: OriginRequestPolicy.ALL_VIEWER }), 'forwardsHost', ['AllViewer', '403', 'ALL_VIEWER_EXCEPT_HOST_HEADER']],
  ['AllViewerAndCloudFrontHeaders', rest({ originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_AND_CLOUDFRONT_2022 }), 'forwardsHost', ['AllViewerAndCloudFrontHeaders-2022-06']],
  ['HostHeaderOnly by its id', byId('bf0718e1-ba1e-49d1-88b1-f726733018ae'), 'forwardsHost', ['HostHeaderOnly']],
  ['a policy with all headers', forwarded(OriginRequestHeaderBehavior.all()), 'forwardsHost', ['"Shop/Policy"']],
  ['a policy with all headers and CloudFront\'s', forwarded(OriginRequestHeaderBehavior.all('CloudFront-Viewer-Country')), 'forwardsHost', ['"Shop/Policy"']],
  ['a policy that lists it', forwarded(OriginRequestHeaderBehavior.allowList('Accept', 'HOST')), 'forwardsHost', ['"Shop/Policy"']],
  ['a policy with all but others', forwarded(OriginRequestHeaderBehavior.denyList('Referer')), 'forwardsHost', ['"Shop/Policy"']],
  ['AllViewer for an execute-api URL', () => ApiBehavior.forUrl('https://abc.execute-api.eu-west-1.amazonaws.com/prod', { originRequestPolicy: OriginRequestPolicy.ALL_VIEWER })
    .behaviors(newStack(), '/api'), 'forwardsHost', ['AllViewer']],
  ['AllViewer for a function URL', () => ApiBehavior.forUrl('https://abc.lambda-url.eu-west-1.on.aws/', { originRequestPolicy: OriginRequestPolicy.ALL_VIEWER })
    .behaviors(newStack(), '/api'), 'forwardsHost', ['AllViewer']],
  ['UseOriginCacheControlHeaders', rest({ cachePolicy: CachePolicy.USE_ORIGIN_CACHE_CONTROL_HEADERS }), 'forwardsHost', ['UseOriginCacheControlHeaders', 'CACHING_DISABLED']],
  ['the Amplify cache policy', http({ cachePolicy: CachePolicy.AMPLIFY }), 'forwardsHost', ['Amplify']],
  ['a cache policy with it in the key', cached({ headerBehavior: CacheHeaderBehavior.allowList('Host', 'Authorization', 'Origin'), queryStringBehavior: CacheQueryStringBehavior.all() }),
    'forwardsHost', ['"Shop/Policy"']],
]));

describe('what else a behavior of an API can\'t be', () => testRefusals([
  ['CachingOptimized', rest({ cachePolicy: CachePolicy.CACHING_OPTIMIZED }), 'cachesApi', ['CachingOptimized', 'CACHING_DISABLED']],
  ['CachingOptimizedForUncompressedObjects', rest({ cachePolicy: CachePolicy.CACHING_OPTIMIZED_FOR_UNCOMPRESSED_OBJECTS }), 'cachesApi', ['CachingOptimizedForUncompressedObjects']],
  ['a key with nothing', cached({}), 'cacheKeyTooSmall', ['"Shop/Policy"', 'Authorization, Origin, the query string', 'CacheHeaderBehavior.allowList']],
  ['a key without Origin', cached({ headerBehavior: CacheHeaderBehavior.allowList('Authorization'), queryStringBehavior: CacheQueryStringBehavior.all() }), 'cacheKeyTooSmall', ['without Origin']],
  ['a key without the query string', cached({ headerBehavior: CacheHeaderBehavior.allowList('Authorization', 'Origin') }), 'cacheKeyTooSmall', ['without the query string']],
  ['GET and HEAD only', () => ApiBehavior.forUrl(URL, { allowedMethods: AllowedMethods.ALLOW_GET_HEAD }), 'tooFewMethods', ['OPTIONS', 'preflights too', 'ALLOW_ALL']],
  ['GET, HEAD and OPTIONS only', () => ApiBehavior.forUrl(URL, { allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS }), 'tooFewMethods', ['PUT, PATCH, POST, DELETE', 'ALLOW_ALL']],
  ['a prefix mode by text', () => ApiBehavior.forUrl(URL, { prefix: 'strip' as never }), 'unknownPathPrefixMode', ['"strip"', 'PathPrefix.STRIP']],
  ['an origin for a policy', () => ApiBehavior.forUrl(URL, { cors: 'https://app.example.com' as never }), 'notACorsPolicy', ['CorsPolicy.forOrigins']],
  ['two owners of the response headers', () => ApiBehavior.forUrl(URL, { cors: CORS, responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS }),
    'responseHeadersPolicyWithCors', ['leave out responseHeadersPolicy']],
  ['a function where the prefix is stripped', withFunction(cloudfront.FunctionEventType.VIEWER_REQUEST, {}), 'functionTaken', ['"viewer-request"', 'PathPrefix.KEEP']],
  ['a function where CORS headers are set', withFunction(cloudfront.FunctionEventType.VIEWER_RESPONSE, { cors: CORS }), 'functionTaken', ['"viewer-response"']],
  ['a policy too large for a function', () => ApiBehavior.forUrl(URL, {
    cors: new CorsPolicy({ allowOrigins: [...Array(300)].map((_one, i) => CorsOrigin.exact(`https://customer-${i}.example.com`)) }),
  }).behaviors(newStack(), '/api'), 'edgeFunctionTooLarge', ['10240', 'subdomainsOf']],
  ['two policies under one prefix in one scope', () => {
    const stack = newStack();
    ApiBehavior.forUrl(URL, { cors: CORS }).behaviors(stack, '/api');
    return ApiBehavior.forUrl(URL, { cors: CorsPolicy.forOrigins('https://b.example.com') }).behaviors(stack, '/api');
  }, 'duplicateApi', ['"/api"', 'as scope']],
  ['a prefix that is stripped once and kept once in one scope', () => {
    const stack = newStack();
    ApiBehavior.forUrl(URL).addTo(newDistribution(stack), '/api');
    ApiBehavior.forUrl(URL).behaviors(stack, '/api');
    return ApiBehavior.forUrl(URL, { cors: CORS }).behaviors(stack, '/api');
  }, 'duplicateApi', ['ApiRequest:api']],
]));

test('accepted: Host for back ends that know their hosts, and a cache policy that keeps nothing', () => {
  const stack = newStack();
  ApiBehavior.forUrl(URL, { originRequestPolicy: OriginRequestPolicy.ALL_VIEWER, cachePolicy: CachePolicy.AMPLIFY }).behaviors(stack, '/api');
  const cachePolicy = new CachePolicy(stack, 'Off', { minTtl: Duration.seconds(0), maxTtl: Duration.seconds(0), defaultTtl: Duration.seconds(0) });
  expect(Object.keys(ApiBehavior.forUrl(URL, { cachePolicy }).behaviors(stack, '/auth'))).toEqual(['/auth', '/auth/*']);
});
