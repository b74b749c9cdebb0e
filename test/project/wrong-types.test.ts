import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import {
  ApiBehavior, CorsHttpApi, CorsOrigin, CorsPolicy, CorsRestApi, CorsSpecRestApi, CorsVerifier, FunctionCors, RestApiCors, Site, SpecDefinition,
  WebApp,
} from '../../src';
import { testRefusals, type WrongCall } from '../support/refusals';
import { newStack } from '../support/rest-api';

const POLICY = CorsPolicy.forOrigins('https://app.example.com');
const SITE = `${__dirname}/../../examples/web-app-rest/site`;
const URL = 'https://backend.example.com';

/** What takes properties, from the properties, which nobody type checks in JavaScript. */
const TAKERS: { readonly [taker: string]: (props: any) => unknown } = {
  'CorsPolicy': (props) => new CorsPolicy({ allowOrigins: [CorsOrigin.exact('https://app.example.com')], ...props }),
  'unsafelyAllowAnyOrigin': (props) => CorsPolicy.unsafelyAllowAnyOrigin(props),
  'CorsRestApi': (props) => new CorsRestApi(newStack(), 'Api', { cors: POLICY, ...props }),
  'CorsHttpApi': (props) => new CorsHttpApi(newStack(), 'Api', { cors: POLICY, ...props }),
  'CorsSpecRestApi': (props) => new CorsSpecRestApi(newStack(), 'Api', { cors: POLICY, ...props }),
  'RestApiCors': (props) => new RestApiCors(POLICY, props),
  'FunctionCors': (props) => new FunctionCors(POLICY, props),
  'ApiBehavior': (props) => ApiBehavior.forUrl(URL, props),
  'ApiBehavior.forRestApi': (props) => ApiBehavior.forRestApi(new apigateway.RestApi(newStack(), 'Api'), props),
  'WebApp': (props) => new WebApp(newStack(), 'WebApp', props),
  'securityHeaders': (props) => new WebApp(newStack(), 'WebApp', { securityHeaders: props }),
  'CorsVerifier': (props) => new CorsVerifier(props),
  'Site.fromFolder': (props) => Site.fromFolder(SITE, props),
};

const given = (taker: string, property: string, value: unknown, code: string, ...mentions: string[]): WrongCall =>
  [`${taker} with ${property}: ${JSON.stringify(value)}`, () => TAKERS[taker]({ [property]: value }), code, [`${property} must be `, ...mentions]];

describe('a property of a wrong type is refused, with what to write', () => testRefusals([
  given('CorsPolicy', 'maxAge', 600, 'notADuration', 'got 600', 'write Duration.seconds(600)'),
  given('CorsPolicy', 'maxAge', '10 minutes', 'notADuration', 'Duration.minutes(10)'),
  given('CorsPolicy', 'allowCredentials', 'false', 'notABoolean', 'write false, without quotes'),
  given('unsafelyAllowAnyOrigin', 'maxAge', 600, 'notADuration', 'Duration.seconds(600)'),
  given('CorsSpecRestApi', 'definition', 'openapi.yaml', 'notASpecDefinition', 'write SpecDefinition.fromFile("openapi.yaml")'),
  given('CorsSpecRestApi', 'definition', { openapi: '3.0.1' }, 'notASpecDefinition', 'SpecDefinition.fromObject('),
  given('CorsSpecRestApi', 'binaryMediaTypes', 'image/png', 'notAList', 'write ["image/png"]'),
  given('CorsSpecRestApi', 'models', 'models.json', 'unknownSpecModels', 'SpecModels.OMIT'),
  given('CorsSpecRestApi', 'handler', 'index.handler', 'notALambdaFunction', 'new lambda.Function('),
  given('CorsRestApi', 'handler', 'index.handler', 'notALambdaFunction', 'new lambda.Function('),
  given('CorsRestApi', 'corsByPath', null, 'notAnObject', 'null'),
  given('CorsRestApi', 'proxy', 'true', 'notABoolean', 'write true, without quotes'),
  given('CorsHttpApi', 'handler', {}, 'notALambdaFunction', '{}'),
  given('CorsHttpApi', 'routes', ['GET /items'], 'notAnObject', '["GET /items"]'),
  given('RestApiCors', 'corsByPath', ['/public'], 'notAnObject', '["/public"]'),
  given('FunctionCors', 'environmentOnly', 'false', 'notABoolean', 'write false'),
  ...['readTimeout', 'keepaliveTimeout', 'connectionTimeout'].map((name) => given('ApiBehavior', name, 30, 'notADuration', 'write Duration.seconds(30)')),
  ...['cachePolicy', 'originRequestPolicy', 'responseHeadersPolicy', 'allowedMethods'].map((name) => given('ApiBehavior', name, 'CACHING_DISABLED', 'notACdkObject', 'the object itself')),
  given('ApiBehavior', 'functionAssociations', {}, 'notAList', '{}'),
  given('ApiBehavior.forRestApi', 'stageName', 1, 'notAText', 'write it in quotes'),
  given('WebApp', 'apis', 7, 'notAnObject', '7'),
  given('WebApp', 'domainNames', 'app.example.com', 'notAList', 'write ["app.example.com"]'),
  given('WebApp', 'webAclId', 7, 'notAText', '7'),
  given('WebApp', 'accessLogs', 'yes', 'notABoolean', 'write true'),
  given('securityHeaders', 'hstsMaxAge', 31536000, 'notADuration', 'write Duration.seconds(31536000)'),
  given('securityHeaders', 'hstsPreload', 'no', 'notABoolean', 'write false'),
  given('CorsVerifier', 'policy', 'https://app.example.com', 'notACorsPolicy', 'CorsPolicy.forOrigins'),
  given('CorsVerifier', 'pageOrigins', 'https://app.example.com', 'notAList', 'write ["https://app.example.com"]'),
  given('CorsVerifier', 'excludeRules', 'stale-deployment', 'notAList', 'write ["stale-deployment"]'),
  given('Site.fromFolder', 'exclude', '*.map', 'notAList', 'write ["*.map"]'),
]));

describe('an argument of a wrong type is refused as well', () => testRefusals([
  ['a policy of nothing', () => new CorsPolicy(undefined as never), 'notAnObject', ['CorsPolicy', 'undefined']],
  ['a request of nothing', () => POLICY.headersFor(undefined as never), 'notAnObject', ['headersFor']],
  ['the path of a document', () => SpecDefinition.fromFile(7 as never), 'notAText', ['fromFile']],
  ['behaviors of no scope', () => ApiBehavior.forUrl(URL).behaviors(undefined as never, '/api'), 'notACdkObject', ['scope']],
  ['behaviors for the id of a distribution', () => ApiBehavior.forUrl(URL).addTo('E123' as never, '/api'), 'notACdkObject', ['distribution', '"E123"']],
]));

/** What JavaScript has for a value that is none of what a property takes. */
const VALUES = [null, 'text', 600, true, [], [null], () => 1];
const PROPERTIES: { readonly [taker: string]: readonly string[] } = {
  CorsPolicy: ['allowOrigins', 'allowMethods', 'allowHeaders', 'exposeHeaders', 'allowCredentials', 'maxAge'],
  CorsRestApi: ['cors', 'corsByPath', 'handler', 'handlerCors', 'proxy'],
  CorsHttpApi: ['cors', 'handler', 'routes'],
  CorsSpecRestApi: ['cors', 'corsByPath', 'definition', 'routes', 'handler', 'handlerCors', 'security', 'models', 'binaryMediaTypes'],
  ApiBehavior: ['prefix', 'cors', 'allowedMethods', 'cachePolicy', 'originRequestPolicy', 'responseHeadersPolicy', 'readTimeout', 'keepaliveTimeout', 'connectionTimeout'],
  WebApp: ['site', 'apis', 'cors', 'routing', 'securityHeaders', 'domainNames'],
  securityHeaders: ['contentSecurityPolicy', 'hstsMaxAge', 'hstsIncludeSubdomains', 'hstsPreload', 'customHeaders'],
  CorsVerifier: ['policy', 'pageOrigins', 'failOn', 'excludeRules', 'parameters'],
};

test.each(Object.keys(PROPERTIES))('%s never ends in an error of the language', (taker) => {
  const errors = PROPERTIES[taker].flatMap((property) =>
    VALUES.map((value) => [property, value, errorOf(() => TAKERS[taker]({ [property]: value }))] as const));
  expect(errors.filter(([,, error]) => error instanceof TypeError || error instanceof RangeError)).toEqual([]);
  expect(errors.filter(([,, error]) => error !== undefined).length).toBeGreaterThan(errors.length / 2);
});

function errorOf(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}
