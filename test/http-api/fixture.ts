import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpIntegrationType, HttpRouteIntegration, type HttpRouteIntegrationConfig, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CorsPolicy } from '../../src/policy';

export const APP = 'https://app.example.com';
export const POLICY = CorsPolicy.forOrigins(APP);
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

export function newStack(): Stack {
  return new Stack(new App(), 'Stack');
}

export function newFunction(stack: Stack, id = 'Fn'): LambdaFunction {
  return new LambdaFunction(stack, id, { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') });
}

/** An integration without a function, whose target tells the integrations apart. */
export class PlainIntegration extends HttpRouteIntegration {
  constructor(private readonly name: string) {
    super(name);
  }

  public bind(): HttpRouteIntegrationConfig {
    return { type: HttpIntegrationType.AWS_PROXY, uri: `arn:aws:lambda:eu-west-1:111122223333:function:${this.name}`, payloadFormatVersion: PayloadFormatVersion.VERSION_2_0 };
  }
}

export interface SynthesizedRoute {
  readonly logicalId: string;
  readonly key: string;
  readonly properties: Record<string, any>;
  readonly resource: Record<string, any>;
}

/** The routes of a template. */
export function routesOf(stack: Stack): SynthesizedRoute[] {
  return Object.entries(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route'))
    .map(([logicalId, resource]) => ({ logicalId, key: resource.Properties.RouteKey, properties: resource.Properties, resource }));
}

export function routeKeysOf(stack: Stack): string[] {
  return routesOf(stack).map((route) => route.key).sort();
}

/** All the methods of each path, without OPTIONS. */
export function allMethodsOf(...paths: string[]): string[] {
  return paths.flatMap((path) => METHODS.map((method) => `${method} ${path}`)).sort();
}
