import { Duration, type Stack } from 'aws-cdk-lib';
import { EndpointType, LambdaRestApi, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function, type IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CorsHttpApi, CorsPolicy, CorsRestApi } from '../../../src';
import { ApiBehavior, type ApiGatewayBehaviorOptions, PathPrefix } from '../../../src/web-app';
import { buildPolicy, importedOrigin } from './policy';
import type { ApiPlan } from './web-app';

const POLICY = CorsPolicy.forOrigins('https://partner.example.com', 'https://app.example.com');

/** The behavior of an API; the API is made in the stack, with an id by its path. */
export function apiBehavior(stack: Stack, plan: ApiPlan): ApiBehavior {
  const id = `Api${plan.prefix.replace(/\W/g, '')}`;
  const options = optionsOf(stack, plan);
  switch (plan.kind) {
    case 'rest': return ApiBehavior.forRestApi(
      new LambdaRestApi(stack, id, { handler: handlerOf(stack), endpointTypes: [EndpointType.REGIONAL] }), options);
    case 'cors-rest': return ApiBehavior.forRestApi(new CorsRestApi(stack, id, { handler: handlerOf(stack), cors: POLICY }), options);
    case 'http': return ApiBehavior.forHttpApi(new HttpApi(stack, id, { defaultIntegration: new HttpLambdaIntegration('Own', handlerOf(stack)) }), options);
    case 'cors-http': return ApiBehavior.forHttpApi(new CorsHttpApi(stack, id, { handler: handlerOf(stack), cors: POLICY }), options);
    case 'imported-rest': return ApiBehavior.forRestApi(
      RestApi.fromRestApiAttributes(stack, id, { restApiId: 'a1b2c3d4e5', rootResourceId: 'f6g7h8i9j0' }), { ...options, stageName: 'prod' });
    case 'imported-http': return ApiBehavior.forHttpApi(
      HttpApi.fromHttpApiAttributes(stack, id, { httpApiId: 'a1b2c3d4e5' }), { ...options, stageName: '$default', region: 'eu-central-1' });
    case 'custom-domain': return ApiBehavior.forRestApi(
      RestApi.fromRestApiId(stack, id, 'a1b2c3d4e5'), { ...options, domainName: 'api.example.com', basePath: 'v1' });
    case 'url': return ApiBehavior.forUrl('https://backend.example.com:8443/base', options);
  }
}

function optionsOf(stack: Stack, plan: ApiPlan): ApiGatewayBehaviorOptions {
  return {
    prefix: plan.keepsPrefix === undefined ? undefined : plan.keepsPrefix ? PathPrefix.KEEP : PathPrefix.STRIP,
    cors: plan.policy && buildPolicy(stack, plan.policy, importedOrigin),
    customHeaders: plan.customHeader ? { 'X-Forwarded-Host': 'app.example.com' } : undefined,
    ...(plan.tuned ? { readTimeout: Duration.seconds(60), keepaliveTimeout: Duration.seconds(1), connectionAttempts: 1, originShieldRegion: 'eu-central-1' } : {}),
  };
}

function handlerOf(stack: Stack): IFunction {
  const existing = stack.node.tryFindChild('Handler') as Function | undefined;
  return existing ?? new Function(stack, 'Handler', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({ statusCode: 204 });'),
  });
}
