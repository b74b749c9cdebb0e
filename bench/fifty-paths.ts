import { App, Stack } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CorsPolicy, CorsRestApi } from '../src';

export const PATHS = 50;
export const METHODS = ['GET', 'POST'];

const ORIGINS = ['https://app.example.com', 'https://admin.example.com'];

function newStack(): { stack: Stack; handler: Function } {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Bench');
  const handler = new Function(stack, 'Handler', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({ statusCode: 204 });'),
  });
  return { stack, handler };
}

/** An API of 50 paths with 2 methods each, on one function: with what aws-cdk-lib has for CORS, as its documentation shows it. */
export function withDefaultCorsPreflightOptions(): Stack {
  const { stack, handler } = newStack();
  const api = new RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: ORIGINS } });
  for (let path = 1; path <= PATHS; path++) {
    const resource = api.root.addResource(`p${path}`);
    METHODS.forEach((method) => resource.addMethod(method, new LambdaIntegration(handler)));
  }
  return stack;
}

/** The same API with this library. */
export function withCorsRestApi(): Stack {
  const { stack, handler } = newStack();
  const api = new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(...ORIGINS), handler, proxy: false });
  for (let path = 1; path <= PATHS; path++) {
    const resource = api.root.addResource(`p${path}`);
    METHODS.forEach((method) => resource.addMethod(method));
  }
  return stack;
}

/** What a stack puts into its template, and how much of it is there for CORS alone. */
export interface TemplateCounts {
  readonly resources: number;
  readonly corsResources: number;
  readonly bytes: number;
}

/** Preflight methods, the resources that exist for nothing but them, and gateway responses. */
export function count(template: { Resources: Record<string, { Type: string; Properties: Record<string, any> }> }): TemplateCounts {
  const resources = Object.entries(template.Resources);
  const ofType = (type: string) => resources.filter(([, resource]) => resource.Type === `AWS::ApiGateway::${type}`);
  const preflights = ofType('Method').filter(([, { Properties }]) => Properties.HttpMethod === 'OPTIONS');
  const serving = new Set(ofType('Method').filter((method) => !preflights.includes(method)).map(([, { Properties }]) => Properties.ResourceId.Ref));
  const parents = new Set(ofType('Resource').map(([, { Properties }]) => Properties.ParentId.Ref));
  const onlyForPreflights = ofType('Resource').filter(([logicalId]) => !serving.has(logicalId) && !parents.has(logicalId));
  return {
    resources: resources.length,
    corsResources: preflights.length + onlyForPreflights.length + ofType('GatewayResponse').length,
    bytes: JSON.stringify(template).length,
  };
}
