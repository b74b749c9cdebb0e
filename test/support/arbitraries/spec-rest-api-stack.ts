import type { Stack } from 'aws-cdk-lib';
import type { EndpointType } from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CorsSpecRestApi, SpecDefinition, SpecSecurity } from '../../../src';
import { newFunction } from '../rest-api';
import { buildPolicy } from './policy';
import type { SpecOperationPlan, SpecRestApiPlan, SpecSecurityKind } from './spec-rest-api';

/** Puts the API of a plan into a stack. */
export function buildSpecRestApi(stack: Stack, plan: SpecRestApiPlan): void {
  const handler = newFunction(stack);
  const byRoute = plan.operations.filter(({ integration }) => integration === 'route')
    .map(({ path, method }) => `${method.startsWith('x-') ? 'ANY' : method.toUpperCase()} ${path}`);
  const hasItems = plan.operations.some(({ path }) => path === '/items' || path.startsWith('/items/')) || plan.routes.includes('POST /items/search');
  const severalPolicies = plan.policyOfItems !== undefined && hasItems;
  new CorsSpecRestApi(stack, 'Api', {
    cors: buildPolicy(stack, plan.policy),
    corsByPath: severalPolicies ? { '/items': buildPolicy(stack, plan.policyOfItems!) } : undefined,
    definition: SpecDefinition.fromObject(documentOf(stack, plan)),
    handler,
    routes: Object.fromEntries([...byRoute, ...plan.routes].map((route) => [route, handler])),
    handlerCors: plan.handlerCors && !severalPolicies && answersItself(plan) ? true : undefined,
    security: securityOf(stack, plan),
    binaryMediaTypes: plan.binaryMediaTypes,
    endpointTypes: plan.endpoint === undefined ? undefined : [plan.endpoint as EndpointType],
    // A private API can't be deployed without one.
    policy: plan.endpoint === 'PRIVATE' ? everyone() : undefined,
  });
}

function answersItself({ operations, routes }: SpecRestApiPlan): boolean {
  return routes.length > 0 || operations.some(({ integration }) => integration === 'handler' || integration === 'route');
}

function everyone(): PolicyDocument {
  const statement = { effect: Effect.ALLOW, principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['execute-api:/*'] };
  return new PolicyDocument({ statements: [new PolicyStatement(statement)] });
}

function securityOf(stack: Stack, plan: SpecRestApiPlan): { [scheme: string]: SpecSecurity } {
  const kinds = new Set([plan.rootSecurity, ...plan.operations.map(({ security }) => security)]);
  const make: { [kind: string]: () => SpecSecurity } = {
    'handler': () => SpecSecurity.byHandler(),
    'iam': () => SpecSecurity.iam(),
    'api-key': () => SpecSecurity.apiKey(),
    'cognito': () => SpecSecurity.cognito(new UserPool(stack, 'Users')),
    'lambda': () => SpecSecurity.lambda(newFunction(stack, 'Authorizer')),
  };
  return Object.fromEntries([...kinds].filter((kind) => kind !== 'none').map((kind) => [kind, make[kind]()]));
}

function documentOf(stack: Stack, plan: SpecRestApiPlan): { [key: string]: any } {
  const paths: { [path: string]: any } = {};
  for (const operation of plan.operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationOf(stack, operation, plan) };
  }
  const [first] = Object.keys(paths);
  const options = { 'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'OPTIONS', uri: 'https://backend.example.com/' } };
  if (plan.options !== 'none') {
    paths[first].options = plan.options === 'described' ? { summary: 'CORS' } : options;
  }
  const kinds = ['handler', 'iam', 'api-key', 'cognito', 'lambda'];
  return {
    'openapi': plan.version,
    'info': { title: 'Generated', version: '1' },
    paths,
    'components': {
      securitySchemes: Object.fromEntries(kinds.map((kind) => [kind, { type: 'http', scheme: 'bearer' }])),
      schemas: { Item: { type: 'object', properties: { id: { type: 'integer', example: 7 } } } },
    },
    ...(plan.rootSecurity === 'none' ? {} : { security: [{ [plan.rootSecurity]: [] }] }),
    'x-amazon-apigateway-gateway-responses': Object.fromEntries(plan.gatewayResponses.map((type) => [type, { responseTemplates: { 'application/json': '{}' } }])),
    ...(plan.validator ? {
      'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
      'x-amazon-apigateway-request-validator': 'all',
    } : {}),
  };
}

function operationOf(stack: Stack, plan: SpecOperationPlan, { rootSecurity }: SpecRestApiPlan): object {
  const security: SpecSecurityKind = plan.security;
  return {
    responses: { 200: { description: 'OK' }, default: { description: 'Otherwise' } },
    ...(plan.header ? { parameters: [{ name: 'X-Tenant', in: 'header', required: true, schema: { type: 'string' } }] } : {}),
    ...(plan.body ? { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } } } : {}),
    ...(security === 'none' ? (rootSecurity === 'none' ? {} : { security: [] }) : { security: [{ [security]: [] }] }),
    ...integrationOf(stack, plan),
  };
}

function integrationOf(stack: Stack, { integration }: SpecOperationPlan): object {
  const responses = { default: { statusCode: '200', responseTemplates: { 'application/json': '{}' } } };
  switch (integration) {
    case 'http-proxy': return { 'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'GET', uri: 'https://backend.example.com/' } };
    case 'mock': return { 'x-amazon-apigateway-integration': { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses } };
    case 'aws': return {
      'x-amazon-apigateway-integration': {
        type: 'aws', httpMethod: 'GET', uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:s3:path/bucket/key' }, credentials: roleOf(stack).roleArn, responses,
      },
    };
    default: return {};
  }
}

function roleOf(stack: Stack): Role {
  return (stack.node.tryFindChild('Role') as Role | undefined) ?? new Role(stack, 'Role', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
}
