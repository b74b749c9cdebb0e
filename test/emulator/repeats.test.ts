/** An answer is repeated where the request and the template alone decide it; anything else is asked for again. */
import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CorsHttpApi, CorsPolicy, CorsRestApi } from '../../src';
import { type Answer, Emulator } from '../../src/emulator';

const PAGE = 'https://app.example.com';
const IDS = ['x-amzn-requestid', 'x-amz-apigw-id', 'apigw-requestid', 'via', 'x-amz-cf-id'];
const PREFLIGHT = { 'origin': PAGE, 'access-control-request-method': 'GET' };

function emulatorOf(build: (stack: Stack) => void): Emulator {
  const app = new App();
  build(new Stack(app, 'Stack'));
  return Emulator.fromTemplate(app.synth().getStackByName('Stack').template);
}

const handlerOf = (stack: Stack) => new lambda.Function(stack, 'Handler', {
  runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
});
const isId = ([name]: readonly [string, string]) => IDS.includes(name.toLowerCase());
const withoutIds = ({ headers, ...rest }: Answer) => ({ ...rest, headers: headers.filter((line) => !isId(line)) });
const idsOf = ({ headers }: Answer) => headers.filter(isId).map(([name, value]) => `${name} ${value}`);

/** An OPTIONS method whose MOCK maps a header, or has a template. */
function mock(stack: Stack, expression: string, template = '{"statusCode": 204}', endpoint = apigateway.EndpointType.REGIONAL): void {
  const api = new apigateway.RestApi(stack, 'Api', { endpointTypes: [endpoint] });
  const name = 'method.response.header.Access-Control-Allow-Origin';
  api.root.addResource('items').addMethod('OPTIONS', new apigateway.MockIntegration({
    requestTemplates: { 'application/json': template }, integrationResponses: [{ statusCode: '204', responseParameters: { [name]: expression } }],
  }), { methodResponses: [{ statusCode: '204', responseParameters: { [name]: true } }] });
}

describe('the same answer again, with ids of its own', () => {
  test.each<[what: string, build: (stack: Stack) => void]>([
    ['a REST API\'s MOCK', (stack) => mock(stack, `'${PAGE}'`)],
    ['one whose template reads the request\'s headers', (stack) => mock(stack, '\'*\'',
      '#set($context.responseOverride.header.Access-Control-Allow-Origin = $input.params().header.get("origin")){"statusCode": 204}')],
    ['one that is edge-optimized, which has ids of CloudFront\'s as well', (stack) => mock(stack, `'${PAGE}'`, undefined, apigateway.EndpointType.EDGE)],
    ['one that isn\'t there: a gateway response', (stack) => mock(stack, '\'*\'', '{"statusCode": "none"}')],
    ['a CorsRestApi of several origins', (stack) =>
      void new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(PAGE, 'https://*.preview.example.com'), handler: handlerOf(stack) })],
    ['an HTTP API\'s own preflight', (stack) => void new CorsHttpApi(stack, 'Api', {
      cors: CorsPolicy.forOrigins(PAGE), defaultIntegration: new HttpLambdaIntegration('Handler', handlerOf(stack)),
    })],
  ])('%s', (_, build) => {
    const emulator = emulatorOf(build);
    const url = `${emulator.entrances[0].url}/items`;
    const first = emulator.send({ method: 'OPTIONS', url, headers: PREFLIGHT });
    const again = [emulator.again(first)!, emulator.again(first)!];
    const anew = emulator.send({ method: 'OPTIONS', url, headers: PREFLIGHT });
    expect([...again, anew].map(withoutIds)).toEqual(Array(3).fill(withoutIds(first)));
    expect(new Set([first, ...again, anew].flatMap(idsOf)).size).toBe(4 * idsOf(first).length);
    expect(idsOf(first)).not.toEqual([]);
  });
});

describe('nothing is repeated that something else may come of', () => {
  const ask = (build: (stack: Stack) => void, { method = 'OPTIONS', headers = PREFLIGHT as Record<string, string>, failure = undefined as string | undefined } = {}) => {
    const emulator = emulatorOf(build);
    return emulator.again(emulator.send({ method, url: `${emulator.entrances[0].url}/items`, headers }, failure === undefined ? undefined : { failure }));
  };
  const proxy = (stack: Stack) => void new apigateway.LambdaRestApi(stack, 'Api', { handler: handlerOf(stack) });

  test.each<[why: string, answer: Answer | undefined]>([
    ['the template reads the time', ask((stack) => mock(stack, '\'*\'',
      '#set($context.responseOverride.header.X-Time = $context.requestTimeEpoch){"statusCode": 204}'))],
    ['a mapping reads the request\'s id', ask((stack) => mock(stack, 'context.requestId'))],
    ['a function answers', ask(proxy)],
    ['it isn\'t a preflight', ask((stack) => mock(stack, '\'*\''), { headers: {} })],
    ['it was asked to fail', ask((stack) => mock(stack, '\'*\''), { failure: 'THROTTLED' })],
    ['it is a GET', ask(proxy, { method: 'GET' })],
  ])('%s', (_, answer) => expect(answer).toBeUndefined());
});
