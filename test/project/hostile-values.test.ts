/**
 * Callers in plain JavaScript or with the type `any`: whatever they give to a public member is accepted or refused with a code, and never ends in an error
 * of the language.
 */
import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as library from '../../src';
import { assembly } from '../support/assembly';
import { attempt } from '../support/attempt';

// each member is called with each value, which may take long on a busy machine
jest.setTimeout(300_000);

const {
  ApiBehavior, CorsHttpApi, CorsOrigin, CorsPolicy, CorsRestApi, CorsSpecRestApi, CorsVerifier, FunctionCors, HttpApiCors, RestApiCors, Site,
  SpecDefinition, SpecSecurity, WebApp,
} = library;

const POLICY = CorsPolicy.forOrigins('https://app.example.com');
const SITE = `${__dirname}/../../examples/web-app-rest/site`;
const DOCUMENT = { openapi: '3.0.1', info: { title: 'a', version: '1' }, paths: {} };

const throwing = () => {
  throw new TypeError('hands off');
};
const circle: Record<string, unknown> = {};
circle.itself = circle;

/** What JavaScript has for a value. Made anew for each call, since calls may keep it. */
const VALUES: { readonly [name: string]: () => unknown } = {
  'null': () => null,
  'true': () => true,
  'zero': () => 0,
  'a negative number': () => -1,
  'a fraction': () => 0.5,
  'NaN': () => NaN,
  'a BigInt': () => 10n,
  'a symbol': () => Symbol('a'),
  'an empty text': () => '',
  'a text': () => 'text',
  '"false"': () => 'false',
  'a line separator': () => 'https://a\u2028b.example.com',
  'half a character': () => 'https://\ud800.example.com',
  'a line break': () => 'a\r\nb: c',
  'a long text': () => 'a'.repeat(10_000),
  'a list': () => [],
  'a list of null': () => [null],
  'a list of a BigInt': () => [1n],
  'a list of symbols': () => [Symbol('a')],
  'an object': () => ({}),
  'an object of null': () => ({ 'a': null, 'GET /a': null, '/a': null }),
  'an object without a prototype': () => Object.create(null),
  'a circle': () => circle,
  'a list of a circle': () => [circle],
  'a getter that throws': () => Object.defineProperty({}, 'a', { get: throwing, enumerable: true }),
  'a toJSON that throws': () => ({ toJSON: throwing }),
  'a toString that throws': () => ({ toString: throwing, valueOf: throwing }),
  'a function': () => () => 1,
  'a date': () => new Date(NaN),
  'a map': () => new Map([['a', 1]]),
};

const stack = () => new Stack(new App(), 'Stack');
const handler = (scope: Stack) => new lambda.Function(scope, 'Fn', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
const restApi = (scope: Stack) => new apigateway.RestApi(scope, 'RestApi');
const httpApi = (scope: Stack) => new apigatewayv2.HttpApi(scope, 'HttpApi');

type Call = (arguments_: readonly unknown[]) => unknown;
interface Member {
  /** Arguments that are right, for those that aren't tried. */
  readonly right: () => readonly unknown[];
  readonly call: Call;
}

const construct = (Type: any, right: () => readonly unknown[]): Member => ({ right, call: (given) => new Type(...given) });
const of = (target: any, name: string, right: () => readonly unknown[]): Member => ({ right, call: (given) => target[name](...given) });
const on = (make: () => any, name: string, right: () => readonly unknown[]): Member => ({ right, call: (given) => make()[name](...given) });

/** Every public constructor and method. */
const MEMBERS: { readonly [member: string]: Member } = {
  'ApiBehavior.forRestApi': of(ApiBehavior, 'forRestApi', () => [restApi(stack()), {}]),
  'ApiBehavior.forHttpApi': of(ApiBehavior, 'forHttpApi', () => [httpApi(stack()), {}]),
  'ApiBehavior.forUrl': of(ApiBehavior, 'forUrl', () => ['https://backend.example.com', {}]),
  'ApiBehavior.forFunctionUrl': of(ApiBehavior, 'forFunctionUrl', () => [handler(stack()).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE }), {}]),
  'ApiBehavior#behaviors': on(() => ApiBehavior.forUrl('https://backend.example.com'), 'behaviors', () => [stack(), '/api']),
  'ApiBehavior#defaultBehavior': on(() => ApiBehavior.forUrl('https://backend.example.com'), 'defaultBehavior', () => [stack()]),
  'ApiBehavior#addTo': on(() => ApiBehavior.forUrl('https://backend.example.com'), 'addTo', () => [
    new cloudfront.Distribution(stack(), 'D', { defaultBehavior: { origin: new origins.HttpOrigin('a.example.com') } }), '/api',
  ]),
  'CorsHttpApi': construct(CorsHttpApi, () => [stack(), 'Api', { cors: POLICY }]),
  'CorsOrigin.exact': of(CorsOrigin, 'exact', () => ['https://app.example.com']),
  'CorsOrigin.parse': of(CorsOrigin, 'parse', () => ['https://app.example.com']),
  'CorsOrigin.subdomainsOf': of(CorsOrigin, 'subdomainsOf', () => ['https://example.com', {}]),
  'CorsOrigin.localhost': of(CorsOrigin, 'localhost', () => []),
  'CorsOrigin#matches': on(() => CorsOrigin.parse('https://*.example.com'), 'matches', () => ['https://a.example.com']),
  'CorsOrigin#toString': on(() => CorsOrigin.localhost(), 'toString', () => []),
  'CorsPolicy': construct(CorsPolicy, () => [{ allowOrigins: [CorsOrigin.localhost()] }]),
  'CorsPolicy.forOrigins': of(CorsPolicy, 'forOrigins', () => ['https://app.example.com', 'https://b.example.com']),
  'CorsPolicy.unsafelyAllowAnyOrigin': of(CorsPolicy, 'unsafelyAllowAnyOrigin', () => [{}]),
  'CorsPolicy#allows': on(() => POLICY, 'allows', () => ['https://app.example.com']),
  'CorsPolicy#headersFor': on(() => POLICY, 'headersFor', () => [{ origin: 'https://app.example.com' }]),
  'CorsRestApi': construct(CorsRestApi, () => [stack(), 'Api', { cors: POLICY }]),
  'CorsSpecRestApi': construct(CorsSpecRestApi, () => [stack(), 'Api', { cors: POLICY, definition: SpecDefinition.fromObject(DOCUMENT) }]),
  'CorsVerifier': construct(CorsVerifier, () => [{}]),
  'CorsVerifier#validate': on(() => new CorsVerifier(), 'validate', () => [{ templatePaths: [] }]),
  'FunctionCors': construct(FunctionCors, () => [POLICY, {}]),
  'FunctionCors.environment': of(FunctionCors, 'environment', () => [POLICY]),
  'FunctionCors.forFunctionUrl': of(FunctionCors, 'forFunctionUrl', () => [POLICY]),
  'FunctionCors#supports': on(() => new FunctionCors(POLICY), 'supports', () => [handler(stack())]),
  'FunctionCors#applyTo': on(() => new FunctionCors(POLICY), 'applyTo', () => [handler(stack())]),
  'HttpApiCors': construct(HttpApiCors, () => [POLICY]),
  'HttpApiCors#supports': on(() => new HttpApiCors(POLICY), 'supports', () => [httpApi(stack())]),
  'HttpApiCors#applyTo': on(() => new HttpApiCors(POLICY), 'applyTo', () => [httpApi(stack())]),
  'RestApiCors': construct(RestApiCors, () => [POLICY, {}]),
  'RestApiCors#supports': on(() => new RestApiCors(POLICY), 'supports', () => [restApi(stack())]),
  'RestApiCors#applyTo': on(() => new RestApiCors(POLICY), 'applyTo', () => [restApi(stack())]),
  'Site.fromFolder': of(Site, 'fromFolder', () => [SITE, {}]),
  'Site.fromBucket': of(Site, 'fromBucket', () => [new s3.Bucket(stack(), 'Bucket'), {}]),
  'SpecDefinition.fromAsset': of(SpecDefinition, 'fromAsset', () => [{}]),
  'SpecDefinition.fromFile': of(SpecDefinition, 'fromFile', () => [__filename]),
  'SpecDefinition.fromObject': of(SpecDefinition, 'fromObject', () => [DOCUMENT]),
  'SpecSecurity.apiKey': of(SpecSecurity, 'apiKey', () => []),
  'SpecSecurity.byHandler': of(SpecSecurity, 'byHandler', () => []),
  'SpecSecurity.cognito': of(SpecSecurity, 'cognito', () => [{ userPoolArn: 'arn' }]),
  'SpecSecurity.iam': of(SpecSecurity, 'iam', () => []),
  'SpecSecurity.lambda': of(SpecSecurity, 'lambda', () => [handler(stack()), {}]),
  'WebApp': construct(WebApp, () => [stack(), 'App', {}]),
  'WebApp#addApi': on(() => new WebApp(stack(), 'App', {}), 'addApi', () => ['/api', ApiBehavior.forUrl('https://backend.example.com')]),
  'WebApp#deploySite': on(() => new WebApp(stack(), 'App', {}), 'deploySite', () => [SITE, {}]),
};

const MANIFEST = assembly().types as { readonly [name: string]: any };
const parametersOf = (member: string): readonly any[] => {
  const [type, , method] = /^(\w+)(?:([.#])(\w+))?$/.exec(member)!.slice(1);
  const { initializer, methods = [] } = MANIFEST[`cdk-cors.${type}`];
  return (method === undefined ? initializer : methods.find(({ name }: any) => name === method))?.parameters ?? [];
};
/** The properties that are our own: those of the CDK's are the CDK's to check. */
const propertiesOf = (parameter: any): readonly string[] => {
  const { kind, properties = [], interfaces = [] } = MANIFEST[parameter.type?.fqn] ?? {};
  return kind !== 'interface' ? [] : [...properties.map(({ name }: any) => name), ...interfaces.flatMap((fqn: string) => propertiesOf({ type: { fqn } }))];
};

/** Each argument, and each property of an argument, as each of the values. */
function hostile(member: string): [string, readonly unknown[]][] {
  const { right } = MEMBERS[member];
  return parametersOf(member).flatMap((parameter, index) => Object.entries(VALUES).flatMap(([what, make]): [string, readonly unknown[]][] => [
    [`${parameter.name}: ${what}`, right().map((each, at) => (at === index ? make() : each))],
    ...propertiesOf(parameter).map((property): [string, readonly unknown[]] => [
      `${parameter.name}.${property}: ${what}`, right().map((each, at) => (at === index ? { ...each as object, [property]: make() } : each)),
    ]),
  ]));
}

/** Switches of our own: name of the member, and of the property. */
const SWITCHES = Object.keys(MEMBERS).flatMap((member) => parametersOf(member).flatMap((parameter, index) => {
  const own = (fqn: string): readonly string[] => {
    const { kind, properties = [], interfaces = [] } = MANIFEST[fqn] ?? {};
    return kind !== 'interface' ? [] : [...properties.filter(({ type }: any) => type.primitive === 'boolean').map(({ name }: any) => name), ...interfaces.flatMap(own)];
  };
  return own(parameter.type?.fqn).map((property): [string, string, number] => [member, property, index]);
}));

test.each(SWITCHES)('%s: %s takes true and false alone: what merely counts as true would be true for one layer and false for another', (member, property, index) => {
  const { right, call } = MEMBERS[member];
  const accepted = Object.entries(VALUES).filter(([what]) => what !== 'true').filter(([, make]) =>
    attempt(() => call(right().map((each, at) => (at === index ? { ...each as object, [property]: make() } : each)))).error === undefined);
  expect(accepted.map(([what]) => what)).toEqual([]);
});

/** Of this library with its code; of the CDK, which checks what is its own, by its kinds of errors. */
const isRefusal = (error: unknown): boolean => error instanceof Error && (/\[cdk-cors:\w+\]$/.test(error.message) || /^(Validation|Assertion|Unscoped\w*|Assumption)Error$/.test(error.name));

test('every public constructor and method is called', () => {
  const names = Object.values(MANIFEST).filter(({ kind }) => kind === 'class').flatMap(({ name, initializer, methods = [] }) => [
    ...initializer === undefined ? [] : [name], ...methods.map((method: any) => `${name}${method.static ? '.' : '#'}${method.name}`),
  ]);
  expect(Object.keys(MEMBERS).sort()).toEqual(names.sort());
});

test.each(Object.keys(MEMBERS).filter((member) => parametersOf(member).length > 0))('%s accepts or refuses', (member) => {
  const calls = hostile(member).map(([what, given]) => ({ what, ...attempt(() => MEMBERS[member].call(given)) }));
  const raw = calls.filter(({ error }) => error !== undefined && !isRefusal(error)).map(({ what, error }) => `${what}: ${String((error as Error).name)}: ${(error as Error).message}`);
  expect(raw).toEqual([]);
});
