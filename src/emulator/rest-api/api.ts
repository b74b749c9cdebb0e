import type { Resolved, TemplateResource, Maybe, Unknown } from '../../template';
import type { Template } from '../../velocity';
import type { DomainMapping } from '../kernel/custom-domains';

/** A REST API as it was read from the template. */
export interface RestApi {
  readonly resource: TemplateResource;
  readonly host: string;
  readonly region: string;
  readonly account: string;
  readonly root: PathNode;
  /** Why there may be other routes: a document that isn't in the template, a method or resource whose place isn't known. */
  readonly unreadable?: Unknown;
  readonly stages: readonly Stage[];
  readonly mappings: readonly DomainMapping[];
  readonly endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE';
  readonly defaultEndpointDisabled: Maybe<boolean>;
  readonly binaryMediaTypes: ReadonlyArray<Maybe<string>>;
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseDefinition>;
  /** Why there may be other gateway responses: it isn't known what one of them is for. */
  readonly openGatewayResponse?: Unknown;
  readonly policy: Resolved;
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  /** The keys that usage plans of the API know. */
  readonly apiKeys: readonly ApiKey[];
  /** The JSON schema of one of its models. */
  readonly model: (name: string) => Resolved;
}

/** A resource of the API: a segment of a path. */
export interface PathNode {
  /** `items`, `{id}`, `{proxy+}`; empty for the root. */
  readonly part: string;
  /** The whole path: `/items/{id}`. */
  readonly path: string;
  readonly resource?: TemplateResource;
  readonly literals: Map<string, PathNode>;
  variable?: PathNode;
  readonly methods: Map<string, Method>;
}

export interface Stage {
  readonly name: string;
  readonly resource: TemplateResource;
  readonly variables: ReadonlyMap<string, Maybe<string>>;
  readonly deploymentId: string | undefined;
}

export interface ApiKey {
  readonly resource: TemplateResource;
  readonly value: Maybe<string>;
  readonly enabled: boolean;
}

export type AuthorizationType = 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS';

export interface Method {
  readonly httpMethod: string;
  readonly path: string;
  /** The method's own resource, or the API with the document that has it. */
  readonly resource: TemplateResource;
  readonly authorization: Maybe<AuthorizationType>;
  readonly authorizer?: Maybe<Authorizer>;
  readonly scopes: ReadonlyArray<Maybe<string>>;
  readonly apiKeyRequired: Maybe<boolean>;
  /** `method.request.header.X` and whether it is required. */
  readonly requestParameters: ReadonlyMap<string, Maybe<boolean>>;
  /** Schemas by content type. */
  readonly requestModels: ReadonlyMap<string, Resolved>;
  readonly validates: { readonly body: Maybe<boolean>; readonly parameters: Maybe<boolean> };
  readonly integration?: Integration;
  /** The headers that the method's responses declare, in lower case, by status; unknown where the template leaves them open. */
  readonly declared: Maybe<ReadonlyMap<string, ReadonlySet<string>>>;
}

export interface Authorizer {
  readonly name: string;
  readonly resource: TemplateResource;
  readonly type: Maybe<'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS'>;
  readonly uri: Maybe<string> | undefined;
  /** `method.request.header.Authorization`, `stageVariables.x`, `context.x`. */
  readonly identitySources: ReadonlyArray<Maybe<string>>;
  readonly validationExpression: Maybe<string> | undefined;
}

export type IntegrationType = 'MOCK' | 'AWS' | 'AWS_PROXY' | 'HTTP' | 'HTTP_PROXY';
export type ContentHandling = 'CONVERT_TO_TEXT' | 'CONVERT_TO_BINARY';

export interface Integration {
  readonly type: Maybe<IntegrationType>;
  readonly uri: Maybe<string> | undefined;
  readonly httpMethod: Maybe<string> | undefined;
  readonly requestParameters: ReadonlyMap<string, Maybe<string>>;
  readonly requestTemplates: ReadonlyMap<string, Maybe<Template>>;
  readonly passthroughBehavior: Maybe<string>;
  readonly contentHandling: Maybe<ContentHandling> | undefined;
  readonly timeout: number;
  /** The role that API Gateway calls with; undefined where it calls as itself. */
  readonly credentials: Maybe<string> | undefined;
  readonly responses: readonly IntegrationResponse[];
}

export interface IntegrationResponse {
  readonly statusCode: Maybe<string>;
  /** Undefined for the default. */
  readonly selectionPattern: Maybe<string> | undefined;
  readonly parameters: ReadonlyMap<string, Maybe<string>>;
  /** Those of the parameters that are headers. */
  readonly headers: readonly MappedHeader[];
  /** The names of headers that it maps and that the method's responses of its status don't declare (rule 46). */
  readonly undeclared: readonly string[];
  readonly templates: ReadonlyMap<string, Maybe<Template>>;
  readonly contentHandling: Maybe<ContentHandling> | undefined;
}

/** A header that an integration response maps. */
export interface MappedHeader {
  /** As it was written. */
  readonly name: string;
  /** As it goes out (rule 48); undefined where it doesn't. */
  readonly sentAs: string | undefined;
  readonly expression: Maybe<string>;
  /** The value that `'static'` always gives. */
  readonly fixed: string | undefined;
}

export interface GatewayResponseDefinition {
  readonly resource: TemplateResource;
  readonly statusCode: Maybe<string> | undefined;
  /** `gatewayresponse.header.X` and its mapping expression. */
  readonly parameters: ReadonlyMap<string, Maybe<string>>;
  /** By content type. */
  readonly templates: ReadonlyMap<string, Maybe<string>>;
  /** Where these aren't known as a whole, and so may have others. */
  readonly open: { readonly parameters?: Unknown; readonly templates?: Unknown };
}
