/** A method of a REST API, by hand: `headers` are what its response has, `null` a Lambda proxy that nobody knows the answer of. */
export interface HandMadeMethod {
  readonly path: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>> | null;
}

/** A REST API in plain CloudFormation, one level deep. */
export function restApi(methods: readonly HandMadeMethod[], more: Readonly<Record<string, unknown>> = {}) {
  const resources: Record<string, unknown> = { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'shop' } } };
  for (const each of methods) {
    const name = each.path.replace(/\W+/g, '') || 'Root';
    if (each.path !== '/') {
      resources[`Path${name}`] = {
        Type: 'AWS::ApiGateway::Resource',
        Properties: { RestApiId: { Ref: 'Api' }, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: each.path.slice(1) },
      };
    }
    resources[`${each.method}${name}`] = { Type: 'AWS::ApiGateway::Method', Properties: methodProperties(each, name) };
  }
  return {
    Resources: {
      ...resources,
      Deployment: { Type: 'AWS::ApiGateway::Deployment', DependsOn: Object.keys(resources).filter((id) => !/^(?:Api$|Path)/.test(id)), Properties: { RestApiId: { Ref: 'Api' } } },
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod' } },
      ...more,
    },
  };
}

function methodProperties({ path, method, headers = {} }: HandMadeMethod, name: string) {
  const to = { RestApiId: { Ref: 'Api' }, ResourceId: path === '/' ? { 'Fn::GetAtt': ['Api', 'RootResourceId'] } : { Ref: `Path${name}` }, HttpMethod: method, AuthorizationType: 'NONE' };
  if (headers === null) return { ...to, Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations' } };
  const mapped = Object.entries(headers).map(([header, value]) => [`method.response.header.${header}`, `'${value}'`]);
  return {
    ...to,
    Integration: {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': '{"statusCode": 200}' },
      IntegrationResponses: [{ StatusCode: '200', ResponseParameters: Object.fromEntries(mapped) }],
    },
    MethodResponses: [{ StatusCode: '200', ResponseParameters: Object.fromEntries(mapped.map(([header]) => [header, true])) }],
  };
}

const PAGE = 'https://app.example.com';
const ANSWER = { 'Access-Control-Allow-Origin': PAGE };

/** What lets pages of {@link PAGE} read errors too. */
export const READABLE_ERRORS = Object.fromEntries(['DEFAULT_4XX', 'DEFAULT_5XX'].map((type) => [type.replace('_', ''), {
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: { RestApiId: { Ref: 'Api' }, ResponseType: type, ResponseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': `'${PAGE}'` } },
}]));

/** Nothing is wrong with it. */
export const GOOD = restApi([{ path: '/items', method: 'GET', headers: ANSWER }], READABLE_ERRORS);

/** GET /items can be read but for its errors; PUT /items has no preflight. */
export const BROKEN = restApi([{ path: '/items', method: 'GET', headers: ANSWER }, { path: '/items', method: 'PUT', headers: ANSWER }]);

/** Nothing is wrong with it as far as it goes: what the function behind GET /items answers isn't known. */
export const UNKNOWN = restApi([{ path: '/items', method: 'GET', headers: null }, { path: '/items', method: 'OPTIONS', headers: { ...ANSWER, 'Access-Control-Allow-Methods': 'GET' } }], READABLE_ERRORS);
