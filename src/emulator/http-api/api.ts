import type { TemplateResource, Maybe } from '../../template';
import type { DomainMapping } from '../kernel/custom-domains';

/** `CorsConfiguration`, or `x-amazon-apigateway-cors` of an OpenAPI document. */
export interface CorsConfiguration {
  readonly path: string;
  readonly allowOrigins: ReadonlyArray<Maybe<string>>;
  readonly allowMethods: ReadonlyArray<Maybe<string>>;
  readonly allowHeaders: ReadonlyArray<Maybe<string>>;
  readonly exposeHeaders: ReadonlyArray<Maybe<string>>;
  readonly allowCredentials: Maybe<boolean>;
  readonly maxAge: Maybe<number> | undefined;
}

/** Request or response parameters by their key, such as `overwrite:header.x-tenant`. */
export type ParameterMapping = ReadonlyArray<readonly [key: string, value: Maybe<string>]>;

/** Where a route sends its requests. */
export interface Integration {
  /** What the template says of it: an integration, or the API that has it in its document. */
  readonly resource: TemplateResource;
  readonly type: Maybe<string>;
  readonly uri: Maybe<string>;
  /** The method that an HTTP integration is called with. */
  readonly method: Maybe<string> | undefined;
  readonly subtype: Maybe<string> | undefined;
  readonly connectionType: Maybe<string> | undefined;
  readonly credentials: Maybe<string> | undefined;
  readonly payloadFormatVersion: Maybe<string> | undefined;
  readonly timeout: number;
  readonly requestParameters: ParameterMapping;
  /** By status, as text. */
  readonly responseParameters: ReadonlyArray<readonly [status: string, mapping: ParameterMapping]>;
}

/** A JWT authorizer or a Lambda authorizer. */
export interface Authorizer {
  readonly resource: TemplateResource;
  readonly name: string;
  readonly type: Maybe<string>;
  readonly identitySources: ReadonlyArray<Maybe<string>>;
  readonly issuer: Maybe<string> | undefined;
  readonly audience: ReadonlyArray<Maybe<string>>;
  readonly uri: Maybe<string> | undefined;
  readonly payloadFormatVersion: Maybe<string> | undefined;
  readonly simpleResponses: Maybe<boolean>;
}

/** What a route asks of its caller. */
export interface Authorization {
  readonly type: Maybe<'NONE' | 'JWT' | 'CUSTOM' | 'AWS_IAM'>;
  /** Absent where the template doesn't have it. */
  readonly authorizer?: Authorizer;
  readonly scopes: ReadonlyArray<Maybe<string>>;
}

/** A route. */
export interface Route {
  readonly resource: TemplateResource;
  /** `GET /items/{id}` or `$default`. */
  readonly key: string;
  /** A method or `ANY`. */
  readonly method: string;
  /** Undefined for `$default`. */
  readonly path?: string;
  readonly authorization: Authorization;
  /** Absent where the route has no target, or one that isn't in the template. */
  readonly integration: Maybe<Integration> | undefined;
}

/** A stage with its routes' settings. */
export interface Stage {
  /** The API, where it comes from quick create. */
  readonly resource: TemplateResource;
  readonly name: string;
  readonly variables: ReadonlyArray<readonly [name: string, value: Maybe<string>]>;
  /** Whether it serves anything: what isn't deployed automatically needs a deployment (rule 78). */
  readonly deployed: boolean;
  /** The deployment that it serves, unless it is deployed automatically. */
  readonly deployment?: TemplateResource;
  /** Whether throttling lets nothing pass, by route key; `*` for routes without settings of their own. */
  readonly throttledToZero: ReadonlyMap<string, boolean>;
}

/** An HTTP API, as a template tells it. */
export interface HttpApi {
  readonly resource: TemplateResource;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** `abc.execute-api.eu-west-1.amazonaws.com`, lower case as a URL has it. */
  readonly host: string;
  readonly defaultEndpointDisabled: Maybe<boolean>;
  readonly cors: Maybe<CorsConfiguration> | undefined;
  readonly routes: readonly Route[];
  /** Routes whose key isn't known: any of them may take a request. */
  readonly unknownRoutes: ReadonlyArray<Maybe<string>>;
  readonly stages: readonly Stage[];
  readonly mappings: readonly DomainMapping[];
}
