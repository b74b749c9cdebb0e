/** Stacks that are made alike have the same logical ids: each one's defects are its own findings all the same. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
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
