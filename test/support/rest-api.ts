import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Compile, parse } from 'velocityjs';

/** A CloudFormation resource in a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: any;
  readonly DependsOn?: string[];
}

export function newStack(context?: { [key: string]: unknown }): Stack {
  return new Stack(new App({ context }), 'Stack');
}

export function newFunction(stack: Stack, id = 'Handler'): lambda.Function {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200, body: "" });'),
  });
}

/** The resources of a type, by logical id. */
export function resourcesOf(stack: Stack, type: string): { [logicalId: string]: TemplateResource } {
  return Template.fromStack(stack).findResources(type) as { [logicalId: string]: TemplateResource };
}

/** The methods of the only REST API in a stack as `GET /items/{id}`, with their properties. */
export function methodsOf(stack: Stack): { [route: string]: any } {
  const resources = resourcesOf(stack, 'AWS::ApiGateway::Resource');
  const pathOf = (id: any): string => {
    const resource = id.Ref === undefined ? undefined : resources[id.Ref];
    return resource === undefined ? '' : `${pathOf(resource.Properties.ParentId)}/${resource.Properties.PathPart}`;
  };
  return Object.fromEntries(Object.values(resourcesOf(stack, 'AWS::ApiGateway::Method'))
    .map(({ Properties }) => [`${Properties.HttpMethod} ${pathOf(Properties.ResourceId) || '/'}`, Properties])
    .sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function routesOf(stack: Stack): string[] {
  return Object.keys(methodsOf(stack));
}

/** The paths that have an OPTIONS method. */
export function preflightsOf(stack: Stack): string[] {
  return routesOf(stack).filter((route) => route.startsWith('OPTIONS ')).map((route) => route.slice('OPTIONS '.length));
}

export function deploymentIdsOf(stack: Stack): string[] {
  return Object.keys(resourcesOf(stack, 'AWS::ApiGateway::Deployment'));
}

/** What a Velocity engine that nobody here wrote makes of a mapping template: its text, and the headers that it overrides. */
export function render(template: string, requestHeaders: { [name: string]: string }, body = ''): { text: string; headers: { [name: string]: string } } {
  const context = { responseOverride: { header: {} as { [name: string]: string } } };
  const input = { params: () => ({ header: { get: (name: string) => requestHeaders[name] } }), json: () => body };
  const text = new Compile(parse(template), {
    escape: false,
    // java.lang.String.matches, which tests the whole text.
    customMethodHandlers: [{
      uid: 'matches',
      match: ({ property }) => property === 'matches',
      resolve: ({ context: subject, params }) => new RegExp(`^(?:${params[0]})$`).test(String(subject)),
    }],
  }).render({ input, context });
  return { text, headers: context.responseOverride.header };
}

/** The headers of a MOCK method's answer: the static ones, then what its request template overrides (rules 43, 45). */
export function answerOf(method: any, requestHeaders: { [name: string]: string }): { status: number; headers: { [name: string]: string } } {
  const rendered = render(method.Integration.RequestTemplates['application/json'], requestHeaders);
  const mapped = Object.entries(method.Integration.IntegrationResponses[0].ResponseParameters as { [key: string]: string })
    .map(([key, value]) => [key.replace('method.response.header.', ''), value.replace(/^'|'$/g, '')]);
  return { status: JSON.parse(rendered.text).statusCode, headers: { ...Object.fromEntries(mapped), ...rendered.headers } };
}
