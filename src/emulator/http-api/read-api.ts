import { type Resolved, type TemplateModel, type TemplateResource, entriesOf, field, flagOf, isRecord, knownText, numberOf, textOf, textsOf, isUnknown, type Maybe } from '../../template';
import { domainMappingsOf } from '../kernel/custom-domains';
import type { Authorization, HttpApi, Integration, Route, Stage } from './api';
import { type Document, readDocument } from './read-document';
import { missing, readAuthorizer, readCors, readIntegration } from './read-parts';

const NO_DOCUMENT: Document = { cors: undefined, routes: [], unknownRoutes: [] };

/** Reads an `AWS::ApiGatewayV2::Api` and all that belongs to it. */
export function readApi(resource: TemplateResource, model: TemplateModel): HttpApi {
  const { properties } = resource;
  const own = (type: string) => model.ofType(type).filter((each) => isOf(resource, field(each.properties, 'ApiId'), model));
  const document = documentOf(resource);
  const routes = own('AWS::ApiGatewayV2::Route').map((each) => readRoute(each, model));
  const stages = [...own('AWS::ApiGatewayV2::Stage').flatMap((each) => readStage(each, model)), ...quickCreatedStage(resource)];
  return {
    resource,
    id: resource.physicalId,
    account: resource.account,
    region: resource.region,
    host: `${resource.physicalId}.execute-api.${resource.region}.${suffixOf(resource.region)}`.toLowerCase(),
    defaultEndpointDisabled: flagOf(field(properties, 'DisableExecuteApiEndpoint')),
    cors: readCors(field(properties, 'CorsConfiguration'), `${resource.path}/Properties/CorsConfiguration`) ?? document.cors,
    routes: [...document.routes, ...routes.filter((each): each is Route => 'key' in each), ...quickCreatedRoute(resource)],
    unknownRoutes: [...document.unknownRoutes, ...routes.filter(isUnknown)],
    stages,
    mappings: domainMappingsOf(resource, model),
  };
}

function isOf(api: TemplateResource, apiId: Resolved, model: TemplateModel): boolean {
  return model.referent(apiId, 'AWS::ApiGatewayV2::Api') === api;
}

function suffixOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

function documentOf(resource: TemplateResource): Document {
  const { properties } = resource;
  const location = field(properties, 'BodyS3Location');
  if (location !== undefined && location !== null && field(properties, 'Body') === undefined) {
    const why = 'the OpenAPI document is in S3 and not in the template; write it into Body';
    return { ...NO_DOCUMENT, unknownRoutes: [missing(resource, 'BodyS3Location', why)] };
  }
  const body = field(properties, 'Body');
  return isUnknown(body) || isRecord(body) ? readDocument(body, resource) : NO_DOCUMENT;
}

function readRoute(resource: TemplateResource, model: TemplateModel): Maybe<Route> {
  const key = textOf(field(resource.properties, 'RouteKey')) ?? '';
  if (isUnknown(key)) return key;
  const [, method, path] = /^([A-Z]+) (\/.*)$/s.exec(key) ?? [];
  if (key !== '$default' && path === undefined) {
    return missing(resource, 'RouteKey', `${JSON.stringify(key)} isn't a route key; write a method and a path such as "GET /items", or "$default"`);
  }
  return {
    resource,
    key,
    method: method ?? 'ANY',
    path,
    authorization: readAuthorization(resource, model),
    integration: readTarget(resource, model),
  };
}

function readTarget(resource: TemplateResource, model: TemplateModel): Maybe<Integration> | undefined {
  const target = field(resource.properties, 'Target');
  const [integration] = model.referentsIn(target, 'AWS::ApiGatewayV2::Integration');
  if (integration !== undefined) return readIntegration(integration);
  if (target === undefined || target === null) return undefined;
  return isUnknown(target) ? target : missing(resource, 'Target', 'the integration isn\'t in the template; add it there');
}

function readAuthorization(resource: TemplateResource, model: TemplateModel): Authorization {
  const type = textOf(field(resource.properties, 'AuthorizationType')) ?? 'NONE';
  const scopes = textsOf(field(resource.properties, 'AuthorizationScopes'));
  const authorizer = model.referent(field(resource.properties, 'AuthorizerId'), 'AWS::ApiGatewayV2::Authorizer');
  const known = isUnknown(type) ? type : (['NONE', 'JWT', 'CUSTOM', 'AWS_IAM'] as const).find((each) => each === type);
  return {
    type: known ?? missing(resource, 'AuthorizationType', `${JSON.stringify(type)} is none of NONE, JWT, CUSTOM and AWS_IAM`),
    authorizer: authorizer && readAuthorizer(authorizer),
    scopes,
  };
}

function readStage(resource: TemplateResource, model: TemplateModel): Stage[] {
  const { properties } = resource;
  const name = knownText(field(properties, 'StageName')) ?? resource.physicalId;
  const deployment = field(properties, 'DeploymentId');
  const automatic = flagOf(field(properties, 'AutoDeploy')) === true;
  return [{
    resource,
    name,
    variables: entriesOf(field(properties, 'StageVariables')).map(([variable, value]) => [variable, textOf(value) ?? '']),
    deployed: automatic || (deployment !== undefined && deployment !== null),
    deployment: automatic ? undefined : model.referent(deployment, 'AWS::ApiGatewayV2::Deployment'),
    throttledToZero: new Map([
      ['*', letsNothingPass(field(properties, 'DefaultRouteSettings'))],
      ...entriesOf(field(properties, 'RouteSettings')).map(([key, settings]): [string, boolean] => [key, letsNothingPass(settings)]),
    ]),
  }];
}

function letsNothingPass(settings: Resolved): boolean {
  return numberOf(field(settings, 'ThrottlingRateLimit')) === 0 || numberOf(field(settings, 'ThrottlingBurstLimit')) === 0;
}

// Quick create: an API with Target has one route and a stage $default that is deployed automatically.
function quickCreatedStage(resource: TemplateResource): Stage[] {
  return isQuickCreated(resource)
    ? [{ resource, name: '$default', variables: [], deployed: true, throttledToZero: new Map() }]
    : [];
}

function quickCreatedRoute(resource: TemplateResource): Route[] {
  if (!isQuickCreated(resource)) return [];
  const key = knownText(field(resource.properties, 'RouteKey')) ?? '$default';
  const [, method, path] = /^([A-Z]+) (\/.*)$/s.exec(key) ?? [];
  const uri = textOf(field(resource.properties, 'Target'))!;
  return [{
    resource,
    key,
    method: method ?? 'ANY',
    path,
    authorization: { type: 'NONE', scopes: [] },
    integration: {
      resource,
      type: isUnknown(uri) ? uri : /^https?:/i.test(uri) ? 'HTTP_PROXY' : 'AWS_PROXY',
      uri,
      method: 'ANY',
      subtype: undefined,
      connectionType: undefined,
      credentials: textOf(field(resource.properties, 'CredentialsArn')),
      payloadFormatVersion: '2.0',
      timeout: 30_000,
      requestParameters: [],
      responseParameters: [],
    },
  }];
}

function isQuickCreated(resource: TemplateResource): boolean {
  return textOf(field(resource.properties, 'Target')) !== undefined;
}
