import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import { edgeCode } from '../../src/web-app/edge-function';

export const FIXTURES = join(__dirname, 'fixtures');
export const SPA = join(FIXTURES, 'spa');

export function newStack(id = 'Shop', props?: StackProps, app = newApp()): Stack {
  return new Stack(app, id, props);
}

export function newApp(context?: { [key: string]: unknown }): App {
  return new App({ context, outdir: mkdtempSync(join(tmpdir(), 'web-app-')), analyticsReporting: false });
}

export function newRestApi(stack: Stack, props: apigateway.RestApiProps = {}): apigateway.RestApi {
  const api = new apigateway.RestApi(stack, 'Api', { endpointTypes: [apigateway.EndpointType.REGIONAL], cloudWatchRole: false, ...props });
  api.root.addMethod('GET', new apigateway.MockIntegration());
  return api;
}

export function newDistribution(stack: Stack, props: Partial<cloudfront.DistributionProps> = {}): cloudfront.Distribution {
  return new cloudfront.Distribution(stack, 'Distribution', { defaultBehavior: { origin: new origins.HttpOrigin('site.example.com') }, ...props });
}

/** The configuration of the only distribution of a stack. */
export function distributionConfig(stack: Stack): any {
  const [distribution] = Object.values(Template.fromStack(stack).findResources('AWS::CloudFront::Distribution'));
  return distribution.Properties.DistributionConfig;
}

export function behaviorsOf(stack: Stack): { [pathPattern: string]: any } {
  return Object.fromEntries(distributionConfig(stack).CacheBehaviors.map((behavior: any) => [behavior.PathPattern, behavior]));
}

/** The origin that serves a path pattern. */
export function originOf(stack: Stack, pathPattern: string): any {
  return distributionConfig(stack).Origins.find((origin: any) => origin.Id === behaviorsOf(stack)[pathPattern].TargetOriginId);
}

/** What the resource that a GetAtt or Ref names is like. */
export function referenced(stack: Stack, reference: any): any {
  const id = reference.Ref ?? reference['Fn::GetAtt'][0];
  return Template.fromStack(stack).toJSON().Resources[id].Properties;
}

/** The code of the function that a behavior runs at an event, with what CloudFormation would put in for its references. */
export function codeOf(stack: Stack, behavior: any, eventType: string, values: { [logicalId: string]: string } = {}): string | undefined {
  const association = behavior.FunctionAssociations?.find((one: any) => one.EventType === eventType);
  return association && evaluate(referenced(stack, association.FunctionARN).FunctionCode, values);
}

/** CloudFormation's text functions. */
export function evaluate(value: any, values: { [logicalId: string]: string }): any {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((one) => evaluate(one, values));
  if (value['Fn::Join']) return evaluate(value['Fn::Join'][1], values).join(value['Fn::Join'][0]);
  if (value['Fn::Split']) return evaluate(value['Fn::Split'][1], values).split(value['Fn::Split'][0]);
  return values[value.Ref ?? value['Fn::GetAtt'].join('.')];
}

export interface EdgeRequest {
  readonly method?: string;
  readonly uri?: string;
  readonly headers?: { [name: string]: string };
  readonly querystring?: object;
}

/** A viewer's request as CloudFront Functions see it (rule 105). */
export function edgeRequest(request: EdgeRequest): any {
  return {
    method: request.method ?? 'GET',
    uri: request.uri ?? '/',
    querystring: request.querystring ?? {},
    headers: Object.fromEntries(Object.entries({ host: 'd111111abcdef8.cloudfront.net', ...request.headers }).map(([name, value]) => [name, { value }])),
    cookies: { session: { value: 'a1' } },
  };
}

type EdgeEvent = { readonly request: any; readonly response?: any };

/** An edge function, ready to run on events, without anything around it that CloudFront's runtime hasn't either. */
export function edge(files: string[], config: object): (event: EdgeEvent) => any {
  return loadEdge(edgeCode(files, config));
}

export function runEdge(code: string, event: EdgeEvent): any {
  return loadEdge(code)(event);
}

function loadEdge(code: string): (event: EdgeEvent) => any {
  const context = createContext({});
  runInContext(code, context);
  return (event) => JSON.parse(runInContext(`JSON.stringify(handler(${JSON.stringify({ ...EVENT, ...event })}))`, context));
}

const EVENT = {
  version: '1.0',
  context: { distributionDomainName: 'd111111abcdef8.cloudfront.net', distributionId: 'EDFDVBD6EXAMPLE', eventType: 'viewer-request', requestId: 'EXAMPLE' },
  viewer: { ip: '203.0.113.9' },
};

/** The header values of an edge function's answer. */
export function headersOf(answer: any): { [name: string]: string } {
  return Object.fromEntries(Object.entries(answer.headers).map(([name, header]: [string, any]) => [name, header.value]));
}

export function lowerCased(headers: { [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
