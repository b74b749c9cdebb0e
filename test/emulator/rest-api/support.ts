import type { EmulatedEntrance } from '../../../src/emulator/kernel/emulated-entrance';
import type { Circumstances, Effect, InvokeResult, FetchResult } from '../../../src/emulator/kernel/machine';
import { type Answer, headerOf } from '../../../src/emulator/kernel/message';
import { restApiEntrance } from '../../../src/emulator/rest-api';
import { plainTemplates, templateModel, type TemplateModel } from '../../../src/template';
import { isUnknown, Unknown } from '../../../src/template/unknown';

export type Resources = { readonly [logicalId: string]: { readonly Type: string; readonly Properties?: object; readonly DependsOn?: string[] } };

export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const REGION = 'eu-west-1';

export function modelOf(resources: Resources, rest: object = {}): TemplateModel {
  return templateModel(plainTemplates([{ Resources: resources, ...rest }]), { region: REGION });
}

export function entranceOf(model: TemplateModel, logicalId?: string): EmulatedEntrance {
  const apis = model.ofType('AWS::ApiGateway::RestApi');
  return restApiEntrance(apis.find((api) => logicalId === undefined || api.logicalId === logicalId)!, model);
}

export interface Sent {
  readonly method?: string;
  /** Below the entrance, or a whole URL. */
  readonly path?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string | Uint8Array;
  readonly circumstances?: Partial<Circumstances>;
  /** What functions and back ends do; without it nobody can tell. */
  readonly world?: (effect: Effect) => InvokeResult | FetchResult | Unknown;
}

/** An answer in a form that tests read well. */
export interface Seen {
  readonly status: unknown;
  readonly headers: { readonly [lowerCaseName: string]: string };
  readonly body: unknown;
  readonly json: any;
  readonly via: string[];
  readonly notes: number[];
  readonly effects: Effect[];
  readonly answer: Answer;
}

export function send(entrance: EmulatedEntrance, sent: Sent = {}): Seen {
  const { method = 'GET', path = '/', headers = {}, body, world = () => new Unknown('a test', 'nothing is run') } = sent;
  const url = /^https?:/.test(path) ? path : entrance.url + path;
  const machine = entrance.handle(
    { method, url, headers: Object.entries(headers), body: typeof body === 'string' ? new TextEncoder().encode(body) : body },
    { now: NOW, rules: {}, ...sent.circumstances });
  const effects: Effect[] = [];
  let step = machine.next();
  while (!step.done) {
    effects.push(step.value);
    step = machine.next(world(step.value));
  }
  return seen(step.value, effects);
}

function seen(answer: Answer, effects: Effect[]): Seen {
  const text = isUnknown(answer.body) ? answer.body : new TextDecoder().decode(answer.body);
  const names = new Set(answer.headers.map(([name]) => name.toLowerCase()));
  return {
    status: answer.status,
    headers: Object.fromEntries([...names].map((name) => [name, headerOf(answer.headers, name)!])),
    body: text,
    get json() { return JSON.parse(text as string); },
    via: answer.via.map(({ kind, name }) => `${kind} ${name}`),
    notes: [...new Set(answer.notes.map(({ rule }) => rule))],
    effects,
    answer,
  };
}

/** The resources of an API with a stage `prod`: methods as `GET /items/{id}` with what they have besides. */
export function apiResources(methods: { readonly [route: string]: object }, api: object = {}, more: Resources = {}): Resources {
  const resources: { [logicalId: string]: Resources[string] } = {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Api', EndpointConfiguration: { Types: ['REGIONAL'] }, ...api } },
  };
  const idOf = (path: string): object => {
    if (path === '/' || path === '') return { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
    const logicalId = `At${path.replace(/\W/g, (character) => character.charCodeAt(0).toString(16))}`;
    const slash = path.lastIndexOf('/');
    resources[logicalId] = {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId: { Ref: 'Api' }, ParentId: idOf(path.slice(0, slash)), PathPart: path.slice(slash + 1) },
    };
    return { Ref: logicalId };
  };
  const ids = Object.entries(methods).map(([route, properties], index) => {
    const [verb, path] = route.split(' ');
    const logicalId = `Method${index}`;
    resources[logicalId] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: { RestApiId: { Ref: 'Api' }, ResourceId: idOf(path), HttpMethod: verb, AuthorizationType: 'NONE', MethodResponses: declaredBy(properties), ...properties },
    };
    return logicalId;
  });
  return {
    ...resources,
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } }, DependsOn: ids },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod' } },
    ...more,
  };
}

/** Method responses that declare all that the integration responses map, without which no API can be deployed (rule 46). */
function declaredBy(properties: object) {
  const { Integration } = properties as { Integration?: { IntegrationResponses?: { StatusCode: string; ResponseParameters?: object }[] } };
  return Integration?.IntegrationResponses?.map(({ StatusCode, ResponseParameters = {} }) =>
    ({ StatusCode, ResponseParameters: Object.fromEntries(Object.keys(ResponseParameters).map((name) => [name, true])) }));
}

export function apiOf(methods: { readonly [route: string]: object }, api: object = {}, more: Resources = {}): EmulatedEntrance {
  return entranceOf(modelOf(apiResources(methods, api, more)));
}

/** A MOCK that answers a status and headers. */
export function mock(status = 200, headers: { readonly [name: string]: string } = {}, more: object = {}): object {
  return {
    Integration: {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': `{"statusCode": ${status}}` },
      IntegrationResponses: [{
        StatusCode: String(status),
        ResponseParameters: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value])),
      }],
      ...more,
    },
  };
}

/** A proxy integration of the function `Handler`, and that function. */
export const PROXY = { Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: functionUri('Handler') } };

export function functionUri(logicalId: string): object {
  return { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${logicalId}.Arn}/invocations` };
}

export function functionResources(...logicalIds: string[]): Resources {
  return Object.fromEntries(logicalIds.flatMap((logicalId) => [
    [logicalId, { Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler', Code: { ZipFile: '' } } }],
    [`${logicalId}Permission`, {
      Type: 'AWS::Lambda::Permission',
      Properties: { Principal: 'apigateway.amazonaws.com', FunctionName: { Ref: logicalId }, Action: 'lambda:InvokeFunction' },
    }],
  ]));
}

export const HANDLER = functionResources('Handler');
