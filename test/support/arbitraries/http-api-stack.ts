import type { Stack } from 'aws-cdk-lib';
import {
  ApiMapping, DomainName, HttpApi, type HttpApiProps, HttpMethod, HttpNoneAuthorizer, HttpRoute, HttpRouteKey, type HttpRouteIntegration, HttpStage,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer, HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CorsHttpApi, HttpApiCors } from '../../../src';
import type { HttpApiPlan, HttpAuthorizationKind, HttpIntegrationKind, RoutePlan } from './http-api';
import { buildPolicy } from './policy';

/** Puts the HTTP API of a plan into a stack. */
export function buildHttpApi(stack: Stack, plan: HttpApiPlan): void {
  const ingredients = new HttpApiIngredients(stack);
  const props = propsOf(plan, ingredients);
  const cors = buildPolicy(stack, plan.policy);
  const api = plan.via === 'CorsHttpApi'
    ? new CorsHttpApi(stack, 'Api', { ...props, cors, handler: plan.fallback === 'handler' ? ingredients.handler : undefined })
    : new HttpApi(stack, 'Api', { ...props, defaultIntegration: plan.fallback === 'handler' ? ingredients.integration('shared-lambda') : undefined });
  if (plan.via === 'HttpApi with mixin') {
    api.with(new HttpApiCors(cors));
  }
  plan.routes.forEach((route) => addRoutes(api, route, plan, ingredients));
  if (plan.fallback === 'route') {
    new HttpRoute(stack, 'DefaultRoute', { httpApi: api, routeKey: HttpRouteKey.DEFAULT, integration: ingredients.integration('shared-lambda') });
  }
  if (plan.optionsRoute) {
    api.addRoutes({
      path: '/own/preflight',
      methods: [HttpMethod.OPTIONS],
      integration: ingredients.integration('lambda'),
      authorizer: new HttpNoneAuthorizer(),
    });
  }
  addStages(stack, api, plan);
}

function propsOf(plan: HttpApiPlan, ingredients: HttpApiIngredients): HttpApiProps {
  return {
    createDefaultStage: plan.defaultStage,
    disableExecuteApiEndpoint: plan.disableExecuteApiEndpoint,
    defaultAuthorizer: plan.defaultAuthorization === 'none' ? undefined : ingredients.authorizer(plan.defaultAuthorization),
  };
}

function addRoutes(api: HttpApi, route: RoutePlan, plan: HttpApiPlan, ingredients: HttpApiIngredients): void {
  const { path, methods, integration, authorization, scopes } = route;
  const jwt = authorization === 'jwt' || (authorization === 'inherited' && plan.defaultAuthorization === 'jwt');
  api.addRoutes({
    path,
    methods: methods as HttpMethod[],
    integration: ingredients.integration(integration),
    authorizer: ingredients.authorizer(authorization),
    authorizationScopes: jwt && scopes ? ['items/read'] : undefined,
  });
}

function addStages(stack: Stack, api: HttpApi, { namedStage, domainName }: HttpApiPlan): void {
  const stage = namedStage === undefined ? api.defaultStage
    : new HttpStage(stack, 'Named', { httpApi: api, stageName: namedStage, autoDeploy: true });
  if (domainName !== undefined && stage !== undefined) {
    const certificate = Certificate.fromCertificateArn(stack, 'Certificate', `arn:aws:acm:${stack.region}:${stack.account}:certificate/c0ffee`);
    new ApiMapping(stack, 'Mapping', { api, stage, domainName: new DomainName(stack, 'Domain', { domainName, certificate }), apiMappingKey: 'v1' });
  }
}

/** What the routes of an API share: made when it is first asked for. */
class HttpApiIngredients {
  private readonly made = new Map<string, unknown>();

  constructor(private readonly stack: Stack) {}

  public get handler(): Function {
    return this.once('Handler', () => new Function(this.stack, 'Handler', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({ statusCode: 204 });'),
    }));
  }

  public integration(kind: HttpIntegrationKind): HttpRouteIntegration {
    switch (kind) {
      case 'lambda': return new HttpLambdaIntegration('Own', this.handler);
      case 'shared-lambda': return this.once('Shared', (id) => new HttpLambdaIntegration(id, this.handler));
      case 'url': return new HttpUrlIntegration('Url', 'https://backend.example.com/items');
    }
  }

  public authorizer(kind: HttpAuthorizationKind): IHttpRouteAuthorizer | undefined {
    switch (kind) {
      case 'inherited': return undefined;
      case 'none': return new HttpNoneAuthorizer();
      case 'iam': return new HttpIamAuthorizer();
      case 'jwt': return this.once('Jwt', (id) => new HttpJwtAuthorizer(id, 'https://issuer.example.com', { jwtAudience: ['items'] }));
      case 'lambda': return this.once('Lambda', (id) => new HttpLambdaAuthorizer(id, this.handler, { responseTypes: [HttpLambdaResponseType.SIMPLE] }));
    }
  }

  private once<T>(id: string, make: (id: string) => T): T {
    if (!this.made.has(id)) {
      this.made.set(id, make(id));
    }
    return this.made.get(id) as T;
  }
}
