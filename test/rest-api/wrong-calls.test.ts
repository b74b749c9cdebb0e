import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { CorsPolicy, CorsRestApi, type CorsRestApiProps, RestApiCors } from '../../src';
import { testRefusals, type WrongCall } from '../support/refusals';
import { newFunction, newStack } from '../support/rest-api';

const POLICY = CorsPolicy.forOrigins('https://app.example.com');
const api = (props: Partial<CorsRestApiProps> & object, stack = newStack()) => () => new CorsRestApi(stack, 'Api', { cors: POLICY, ...props } as CorsRestApiProps);
const byPath = (path: string) => () => new RestApiCors(POLICY, { corsByPath: { [path]: POLICY } });
const applied = (make: (stack: Stack) => Construct) => () => new RestApiCors(POLICY).applyTo(make(newStack()));

testRefusals([
  ['no policy', api({ cors: undefined }), 'notACorsPolicy', ['undefined', 'CorsPolicy.forOrigins']],
  ['a text as policy', api({ cors: '*' as unknown as CorsPolicy }), 'notACorsPolicy', ['"*"']],
  ['the CDK\'s options as policy', api({ cors: { allowOrigins: ['*'] } as unknown as CorsPolicy }), 'notACorsPolicy', ['CorsPolicy.forOrigins']],
  ['a mixin without policy', () => new RestApiCors(undefined as unknown as CorsPolicy), 'notACorsPolicy', ['undefined']],
  ['the CDK\'s preflights as well', api({ defaultCorsPreflightOptions: { allowOrigins: ['*'] } }), 'twoOwners', ['defaultCorsPreflightOptions', 'remove it']],
  ['a handler and a default integration', () => {
    const stack = newStack();
    return api({ handler: newFunction(stack), defaultIntegration: new apigateway.MockIntegration() }, stack)();
  }, 'handlerAndDefaultIntegration', ['defaultIntegration']],
  ['proxy without a handler', api({ proxy: true }), 'proxyWithoutHandler', ['proxy: true', 'handler']],
  ['the policy on the answers of no handler', api({ handlerCors: true }), 'handlerCorsWithoutHandler', ['handlerCors: true', 'FunctionCors']],
  ['one policy on answers to paths with several', () => {
    const stack = newStack();
    return api({ handler: newFunction(stack), handlerCors: true, corsByPath: { '/a': POLICY } }, stack)();
  }, 'handlerCorsWithCorsByPath', ['corsByPath', 'FunctionCors']],
  ['a policy for the root path', byPath('/'), 'rootOverride', ['"/"']],
  ['a path without a slash', byPath('public'), 'invalidPath', ['"public"', '"/public"']],
  ['a path with a trailing slash', byPath('/public/'), 'invalidPath', ['"/public/"', 'trailing slash']],
  ['a path with a wildcard', byPath('/public/*'), 'invalidPath', ['"/public/*"']],
  ['a greedy path', byPath('/public/{proxy+}'), 'invalidPath', ['{proxy+}']],
  ['an empty path', byPath(''), 'invalidPath', ['""']],
  ['a policy by path that is none', () => new RestApiCors(POLICY, { corsByPath: { '/a': 'x' as unknown as CorsPolicy } }), 'notACorsPolicy', ['corsByPath["/a"]', '"x"']],
  ['an API that has a policy', applied((stack) => new CorsRestApi(stack, 'Api', { cors: POLICY })), 'appliedTwice', ['"Stack/Api"', 'corsByPath']],
  ['an API from a document', applied((stack) => new apigateway.SpecRestApi(stack, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline({ openapi: '3.0.1' }) })),
    'specRestApi', ['"Stack/Api"', 'CorsSpecRestApi']],
  ['an API imported by its id', applied((stack) => apigateway.RestApi.fromRestApiId(stack, 'Api', 'abc') as unknown as Construct), 'importedWithoutRoot', ['fromRestApiAttributes']],
  ['an HTTP API', applied((stack) => new apigatewayv2.HttpApi(stack, 'Api')), 'notARestApi', ['"Stack/Api"', 'HttpApiCors']],
  ['a stack', applied((stack) => stack), 'notARestApi', ['"Stack"']],
] as WrongCall[]);

test('the mixin says what it supports', () => {
  const stack = newStack();
  expect(new RestApiCors(POLICY).supports(new apigateway.RestApi(stack, 'Rest'))).toBe(true);
  expect(new RestApiCors(POLICY).supports(new apigatewayv2.HttpApi(stack, 'Http'))).toBe(false);
});
