import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ApiBehavior, CorsHttpApi, CorsPolicy, CorsRestApi, Site, WebApp } from '../../src';
import { Emulator } from '../../src/emulator';
import { declaredPages } from '../../src/verify';
import { mockApi } from '../serve/template';
import { assemblyOf } from '../support/emulator';
import { newFunction } from '../support/rest-api';

const ONE = 'https://app.example.com';
const cors = CorsPolicy.forOrigins(ONE, 'https://*.preview.example.com', 'https://admin.example.com:8443', 'http://localhost:3000');

function originsOf(build: (stack: Stack) => void): string[] {
  return declaredPages(Emulator.fromAssembly(assemblyOf((app) => build(new Stack(app, 'Stack'))))).sort();
}

/** A pattern has an example. */
const SORTED = ['http://localhost:3000', 'https://admin.example.com:8443', 'https://any.preview.example.com', 'https://app.example.com'];

describe('origins of pages that an app declares', () => {
  test.each<[string, (stack: Stack) => void, string[]]>([
    ['a REST API of one', (stack) => new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(ONE), handler: newFunction(stack) }), [ONE]],
    ['a REST API of several, which a template chooses from', (stack) => new CorsRestApi(stack, 'Api', { cors, handler: newFunction(stack) }), SORTED],
    ['an HTTP API', (stack) => new CorsHttpApi(stack, 'Api', {
      cors: CorsPolicy.forOrigins(ONE, 'https://b.example'), defaultIntegration: new HttpLambdaIntegration('Handler', newFunction(stack)),
    }), [ONE, 'https://b.example']],
    ['a distribution, whose edge function compares', (stack) => new WebApp(stack, 'Web', {
      site: Site.fromFolder(join(__dirname, '../../examples/web-app-rest/site')), apis: { '/api': ApiBehavior.forUrl('https://spring.example.com') }, cors,
    }), SORTED],
    ['a bucket', (stack) => new s3.Bucket(stack, 'Bucket', { cors: [{ allowedOrigins: [ONE, '*'], allowedMethods: [s3.HttpMethods.GET] }] }), [ONE]],
    ['URLs that aren\'t origins, and origins that nothing allows', (stack) => new lambda.Function(stack, 'Function', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      environment: { SERVICE: 'https://service.example.com' },
      code: lambda.Code.fromInline('// see https://docs.aws.amazon.com/lambda/\nfetch("https://service.example.com/path")'),
    }), []],
  ])('%s', (_, build, origins) => expect(originsOf(build)).toEqual(origins));

  test('a template without CORS declares none', () => expect(declaredPages(Emulator.fromTemplate(mockApi(200)))).toEqual([]));
});
