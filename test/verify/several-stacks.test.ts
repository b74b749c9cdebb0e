/** Stacks that are made alike have the same logical ids: each one's defects are its own findings all the same. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import { Emulator } from '../../src/emulator';
import { verify } from '../../src/verify';

const HEADER = 'method.response.header.Access-Control-Allow-Origin';

/** What is wrong, by where it is, in two stacks that one function builds. */
function findings(build: (stack: Stack) => void): string[] {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk-cors-stacks-')) });
  for (const id of ['One', 'Two']) {
    build(new Stack(app, id));
  }
  return verify(Emulator.fromAssembly(app.synth().directory)).findings.map(({ rule, path }) => `${rule} ${path.split('/')[0]}`).sort();
}

const withErrors = (api: apigateway.RestApi): void => {
  for (const type of [apigateway.ResponseType.DEFAULT_4XX, apigateway.ResponseType.DEFAULT_5XX]) {
    api.addGatewayResponse(type.responseType, { type, responseHeaders: { 'Access-Control-Allow-Origin': "'https://app.example.com'" } });
  }
};
const defaultCorsPreflightOptions = { allowOrigins: ['https://app.example.com'] };
const http = new apigateway.HttpIntegration('https://backend.example.com');
const integrationResponses = [{ statusCode: '200' }];

test.each<[string, (stack: Stack) => void]>([
  ['gateway-error-unreadable', (stack) => {
    new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions }).root.addMethod('DELETE', http);
  }],
  ['preflight-fails-on-binary-types', (stack) => {
    const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions, binaryMediaTypes: ['*/*'] });
    api.root.addMethod('DELETE', http);
    withErrors(api);
  }],
  ['response-without-headers', (stack) => {
    const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions });
    const mock = new apigateway.MockIntegration({ requestTemplates: { 'application/json': '{"statusCode":200}' }, integrationResponses });
    api.root.addMethod('DELETE', mock, { methodResponses: [{ statusCode: '200', responseParameters: { [HEADER]: true } }] });
    withErrors(api);
  }],
  ['preflight-without-method', (stack) => {
    const api = new apigateway.RestApi(stack, 'Api');
    api.root.addMethod('DELETE', http);
    withErrors(api);
  }],
])('%s', (rule, build) => {
  expect(findings(build)).toEqual([`${rule} One`, `${rule} Two`]);
});

describe('behind the distribution of a third stack', () => {
  const response = { statusCode: '200', responseParameters: { [HEADER]: "'https://app.example.com'" } };
  const answering = (responses: apigateway.IntegrationResponse[]) =>
    new apigateway.MockIntegration({ requestTemplates: { 'application/json': '{"statusCode":200}' }, integrationResponses: responses });

  /** An API that is right, or of whose responses the header is missing. */
  function api(stack: Stack, isRight: boolean): apigateway.RestApi {
    const made = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions });
    made.root.addResource('{proxy+}').addMethod('DELETE', answering(isRight ? [response] : integrationResponses), {
      methodResponses: [{ statusCode: '200', responseParameters: { [HEADER]: true } }],
    });
    withErrors(made);
    return made;
  }

  function built(...order: readonly string[]): Emulator {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk-cors-stacks-')) });
    const apis = order.map((id) => [id, api(new Stack(app, id), id === 'Right')] as const);
    const behaviorOf = (each: apigateway.RestApi) => ({
      origin: new origins.RestApiOrigin(each),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    });
    new cloudfront.Distribution(new Stack(app, 'Edge'), 'Distribution', {
      defaultBehavior: { origin: new origins.HttpOrigin('www.example.com') },
      additionalBehaviors: Object.fromEntries(apis.map(([id, each]) => [`/${id.toLowerCase()}/*`, behaviorOf(each)])),
    });
    return Emulator.fromAssembly(app.synth().directory);
  }

  test.each([[['Right', 'Broken']], [['Broken', 'Right']]])('the API at fault is blamed, templates in the order %j', (order) => {
    const { findings: found } = verify(built(...order), { questions: { pages: ['https://app.example.com'] } });
    expect(found.map(({ rule, path, affected }) => [rule, path.split('/')[0], affected.resources.map((each) => each.split('/')[0])]))
      .toEqual([['response-without-headers', 'Broken', ['Broken']]]);
  });

  test('a step says in JSON which stack its resource is of', () => {
    const emulator = built('Right', 'Broken');
    const { via } = emulator.send({ method: 'DELETE', url: `${emulator.entrances.find(({ kind }) => kind === 'cloudfront')!.url}/broken/items` });
    const step = via.find(({ kind }) => kind === 'method')!;
    expect(JSON.parse(JSON.stringify(step))).toEqual({ kind: 'method', name: 'DELETE /{proxy+}', logicalId: step.logicalId, resource: `Broken/${step.logicalId}` });
  });
});
