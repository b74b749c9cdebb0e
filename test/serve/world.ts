import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { type RunningServer, type ServeOptions, startServer } from '../../src/serve';
import { assemblyOf } from '../support/emulator';

/** Answers with what it was called with, or as the path says. */
const HANDLER = `
exports.handler = async (event) => {
  const path = event.rawPath || event.path;
  const method = event.requestContext.http ? event.requestContext.http.method : event.httpMethod;
  const query = event.rawQueryString || event.queryStringParameters;
  const name = path.split('/').pop();
  const allow = { 'access-control-allow-origin': 'https://app.example.com', 'x-from': 'function' };
  if (name === 'loop') for (;;);
  if (name === 'throw') throw new TypeError('on purpose');
  if (name === 'line-break') return { statusCode: 200, headers: { ...allow, 'x-bad': 'a\\r\\nset-cookie: stolen=1' }, body: '' };
  if (name === 'unicode') return { statusCode: 200, headers: { ...allow, 'x-bad': '\\u2603' }, body: '' };
  if (name === 'status') return { statusCode: 100, headers: allow, body: '' };
  if (name === 'no-content') return { statusCode: 204, headers: allow };
  if (name === 'not-modified') return { statusCode: 304, headers: { ...allow, etag: '"1"' } };
  if (name === 'redirect') return { statusCode: 302, headers: { ...allow, location: decodeURIComponent(event.queryStringParameters.to) } };
  if (name === 'cookie') return { statusCode: 200, headers: { ...allow, 'set-cookie': decodeURIComponent(event.queryStringParameters.set) }, body: '' };
  if (name === 'binary') return { statusCode: 200, headers: allow, isBase64Encoded: true, body: Buffer.from([0, 255, 128, 10]).toString('base64') };
  const body = event.body ? Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8') : Buffer.alloc(0);
  return { statusCode: 200, headers: { ...allow, 'content-type': 'application/json' }, body: JSON.stringify({ method, path, query, headers: event.headers, bytes: body.length }) };
};`;

/** An app with all kinds of entrances: a distribution with a site and two back ends, a REST API, and an HTTP API with a domain of its own. */
export function build(stack: Stack): void {
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline(HANDLER),
  });
  addRestApi(stack, handler);
  const certificate = Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/1');
  const domainName = new apigatewayv2.DomainName(stack, 'Domain', { domainName: 'api.example.com', certificate });
  const httpApi = new apigatewayv2.HttpApi(stack, 'Http', {
    corsPreflight: { allowOrigins: ['https://app.example.com'], allowMethods: [apigatewayv2.CorsHttpMethod.ANY] },
    defaultDomainMapping: { domainName },
  });
  const methods = [apigatewayv2.HttpMethod.GET, apigatewayv2.HttpMethod.HEAD, apigatewayv2.HttpMethod.POST, apigatewayv2.HttpMethod.PUT];
  httpApi.addRoutes({ path: '/{proxy+}', methods, integration: new HttpLambdaIntegration('Handler', handler) });
  const bucket = new s3.Bucket(stack, 'Site');
  (bucket.node.defaultChild as s3.CfnBucket).overrideLogicalId('Site');
  const behavior = (origin: cloudfront.IOrigin) => ({
    origin,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
    cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
    originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
  });
  new cloudfront.Distribution(stack, 'Web', {
    defaultRootObject: 'index.html',
    defaultBehavior: {
      origin: origins.S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    },
    additionalBehaviors: {
      '/api/*': behavior(new origins.HttpOrigin(`${httpApi.apiId}.execute-api.${stack.region}.amazonaws.com`)),
      '/spring/*': behavior(new origins.HttpOrigin('spring.example.com')),
    },
    domainNames: ['www.example.com', '*.pages.example.com'],
    certificate,
  });
  new lambda.FunctionUrl(stack, 'Url', { function: handler });
}

function addRestApi(stack: Stack, handler: lambda.IFunction): void {
  const restApi = new apigateway.RestApi(stack, 'Rest', { restApiName: 'rest' });
  restApi.root.addProxy({ defaultIntegration: new apigateway.LambdaIntegration(handler) });
  const allow = { 'Access-Control-Allow-Origin': "'https://app.example.com'", 'Access-Control-Allow-Methods': "'*'", 'Access-Control-Allow-Headers': "'*'" };
  restApi.addGatewayResponse('Default4xx', { type: apigateway.ResponseType.DEFAULT_4XX, responseHeaders: { 'Access-Control-Allow-Origin': "'*'" } });
  const answered = (template: string) => new apigateway.MockIntegration({
    requestTemplates: { 'application/json': template },
    integrationResponses: [{
      statusCode: '204', responseParameters: Object.fromEntries(Object.entries(allow).map(([name, value]) => [`method.response.header.${name}`, value])),
    }],
  });
  const declared = Object.fromEntries(Object.keys(allow).map((name) => [`method.response.header.${name}`, true]));
  const methodResponses = [{ statusCode: '204', responseParameters: declared }];
  const mock = restApi.root.addResource('mock');
  mock.addMethod('OPTIONS', answered('{"statusCode": 204}'), { methodResponses });
  mock.addMethod('GET', answered('{"statusCode": 204}'), { methodResponses });
  mock.addResource('loop').addMethod('GET', answered('#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])$c#end#end#end'), { methodResponses });
}

/** Folders of this app: its assembly, and a site beside something that isn't in it. */
export interface Folders {
  readonly assembly: string;
  readonly site: string;
}

export function folders(): Folders {
  const home = mkdtempSync(join(tmpdir(), 'cdk-cors-serve-'));
  const site = join(home, 'site');
  mkdirSync(site);
  writeFileSync(join(home, 'secret.txt'), 'top secret');
  writeFileSync(join(site, 'index.html'), '<!doctype html><title>The site</title>');
  writeFileSync(join(site, 'data.json'), '{"site":true}');
  return { assembly: assemblyOf((app) => build(new Stack(app, 'Shop'))), site };
}

/** Serves the app at ports that are free. */
export async function serving({ assembly, site }: Folders, options: Partial<ServeOptions> = {}): Promise<RunningServer> {
  return startServer({ app: assembly, port: 0, watch: false, sites: { Site: site }, ...options });
}

/** What a server answered. */
export interface Answered {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | undefined };
  readonly body: Buffer;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string | Buffer;
}

/** Sends a request to this machine, whatever its URL's host is: as a browser does with names under `.localhost`. */
export function send(url: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answered> {
  const { host, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path: pathname + search, headers: { host, ...headers }, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => resolve({
        status: incoming.statusCode!,
        headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
        body: Buffer.concat(chunks),
      }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** The body of an answer as JSON. */
export function json(answered: Answered): any {
  return JSON.parse(answered.body.toString());
}

/** Writes text to a socket, and gives all that comes back until the other side closes, or nothing has come for a moment. */
export function raw(port: number, text: string | ReadonlyArray<string | Buffer>, quiet = 200): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    let timer = setTimeout(() => socket.destroy(), 10_000);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      clearTimeout(timer);
      timer = setTimeout(() => socket.destroy(), quiet);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(received);
    });
    for (const part of typeof text === 'string' ? [text] : text) {
      socket.write(part);
    }
  });
}
