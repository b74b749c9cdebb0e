import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CorsRestApi, RestApiCors } from '../../../src';
import { buildPolicy } from './policy';
import type { MethodPlan, ResourcePlan, RestApiPlan } from './rest-api';
import { RestApiIngredients } from './rest-api-ingredients';

/** Puts the REST API of a plan into a stack. */
export function buildRestApi(stack: Stack, plan: RestApiPlan): void {
  const ingredients = new RestApiIngredients(stack);
  const api = API_BY_ORIGIN[plan.via](stack, plan, ingredients);
  if (plan.via === 'imported with mixin') {
    new apigateway.Stage(stack, 'Prod', { deployment: new apigateway.Deployment(stack, 'Deployment', { api }) });
  }
  const proxy = plan.handler === 'proxy' && plan.via !== 'imported with mixin' && plan.via !== 'RestApi with mixin';
  if (!(proxy && plan.via === 'LambdaRestApi with mixin')) { // which takes no methods of one's own
    plan.rootMethods.filter(({ verb }) => !(proxy && verb === 'ANY')).forEach((method) => addMethod(api.root, method, ingredients));
    plan.resources.filter(({ part }) => !(proxy && part.startsWith('{'))).forEach((child) => addResource(api.root, child, ingredients));
  }
  addGatewayResponses(stack, api, plan);
  addStageAndUsagePlan(stack, api, plan);
}

type Build = (stack: Stack, plan: RestApiPlan, ingredients: RestApiIngredients) => apigateway.IRestApi;

const API_BY_ORIGIN: Record<RestApiPlan['via'], Build> = {
  'CorsRestApi': (stack, plan, ingredients) => new CorsRestApi(stack, 'Api', {
    ...propsOf(plan, ingredients),
    ...(plan.handler === 'none' ? {} : { handler: ingredients.handler, proxy: plan.handler === 'proxy' }),
    cors: buildPolicy(stack, plan.policy),
    corsByPath: corsByPath(stack, plan),
  }),
  'RestApi with mixin': (stack, plan, ingredients) =>
    new apigateway.RestApi(stack, 'Api', propsOf(plan, ingredients)).with(mixin(stack, plan)) as apigateway.RestApi,
  'LambdaRestApi with mixin': (stack, plan, ingredients) => {
    const props = { ...propsOf(plan, ingredients), handler: ingredients.handler, proxy: plan.handler === 'proxy' };
    const api = new apigateway.LambdaRestApi(stack, 'Api', props);
    return api.with(plan.handler === 'proxy' ? new RestApiCors(buildPolicy(stack, plan.policy)) : mixin(stack, plan)) as apigateway.RestApi;
  },
  'imported with mixin': (stack, plan) =>
    // An id of its own: what has the same id is the same API, whichever stack it is in.
    apigateway.RestApi.fromRestApiAttributes(stack, 'Api', { restApiId: stack.node.addr.slice(2, 12), rootResourceId: 'f6g7h8i9j0' })
      .with(mixin(stack, plan)) as apigateway.RestApi,
};

function mixin(stack: Stack, plan: RestApiPlan): RestApiCors {
  return new RestApiCors(buildPolicy(stack, plan.policy), { corsByPath: corsByPath(stack, plan) });
}

function corsByPath(stack: Stack, plan: RestApiPlan) {
  const first = plan.resources.find(({ part }) => !part.startsWith('{'));
  return first && plan.policyOfFirstPath ? { [`/${first.part}`]: buildPolicy(stack, plan.policyOfFirstPath) } : undefined;
}

function propsOf(plan: RestApiPlan, ingredients: RestApiIngredients): apigateway.RestApiProps {
  return {
    binaryMediaTypes: plan.binaryMediaTypes,
    defaultMethodOptions: ingredients.authorization(plan.defaultAuthorization),
    endpointTypes: plan.endpoint ? [plan.endpoint as apigateway.EndpointType] : undefined,
    // A private API can't be deployed without one.
    policy: plan.resourcePolicy || plan.endpoint === 'PRIVATE' ? everyoneOfTheNetwork() : undefined,
  };
}

function everyoneOfTheNetwork(): PolicyDocument {
  return new PolicyDocument({
    statements: [new PolicyStatement({
      effect: Effect.ALLOW, principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['execute-api:/*'],
    })],
  });
}

function addResource(parent: apigateway.IResource, { part, methods, children }: ResourcePlan, ingredients: RestApiIngredients): void {
  const resource = parent.addResource(part);
  methods.forEach((method) => addMethod(resource, method, ingredients));
  children.forEach((child) => addResource(resource, child, ingredients));
}

function addMethod(resource: apigateway.IResource, plan: MethodPlan, ingredients: RestApiIngredients): void {
  resource.addMethod(plan.verb, ingredients.integration(plan.integration), {
    ...ingredients.authorization(plan.authorization),
    ...(plan.authorization === 'cognito' && plan.scopes ? { authorizationScopes: ['items/read'] } : {}),
    apiKeyRequired: plan.apiKeyRequired,
    requestParameters: plan.requiredHeader ? { 'method.request.header.X-Tenant': true } : undefined,
    // An imported API takes none.
    ...(plan.validator && resource.api instanceof apigateway.RestApi
      ? { requestValidatorOptions: { validateRequestParameters: true, validateRequestBody: true } } : {}),
    methodResponses: ingredients.methodResponses(plan.integration),
  });
}

function addGatewayResponses(stack: Stack, api: apigateway.IRestApi, { gatewayResponses }: RestApiPlan): void {
  gatewayResponses.forEach(({ type, statusCode, template }) => new apigateway.GatewayResponse(stack, `Error${type}`, {
    restApi: api,
    type: apigateway.ResponseType.of(type),
    statusCode,
    responseHeaders: template ? { 'X-Error': "'yes'" } : undefined,
    templates: template ? { 'application/json': '{"message":$context.error.messageString}' } : undefined,
  }));
}

function addStageAndUsagePlan(stack: Stack, api: apigateway.IRestApi, plan: RestApiPlan): void {
  if (!(api instanceof apigateway.RestApi)) return;
  const stages = [api.deploymentStage];
  if (plan.extraStage) {
    stages.push(new apigateway.Stage(stack, 'Beta', { deployment: api.latestDeployment!, stageName: 'beta', cachingEnabled: false }));
  }
  if (plan.usagePlan) {
    const usagePlan = api.addUsagePlan('Plan', {
      throttle: { rateLimit: 10, burstLimit: 2 },
      quota: { limit: 1000, period: apigateway.Period.DAY },
      apiStages: stages.map((stage) => ({ api, stage })),
    });
    usagePlan.addApiKey(api.addApiKey('Key'));
  }
}

