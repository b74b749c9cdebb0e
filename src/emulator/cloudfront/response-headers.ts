import type { Maybe, TemplateResource } from '../../template';

/** A header that a policy adds. */
export interface AddedHeader {
  readonly name: string;
  readonly value: Maybe<string>;
  /** Whether it replaces the origin's. */
  readonly override: Maybe<boolean>;
}

/** The CORS section of a response headers policy. */
export interface CorsConfig {
  readonly allowOrigins: Maybe<readonly string[]>;
  readonly allowMethods: Maybe<readonly string[]>;
  readonly allowHeaders: Maybe<readonly string[]>;
  readonly exposeHeaders: Maybe<readonly string[]>;
  readonly allowCredentials: Maybe<boolean>;
  readonly maxAge: Maybe<number> | undefined;
  readonly originOverride: Maybe<boolean>;
  /** Of a managed policy (rule 92): other than to a preflight, only the origin is added. */
  readonly onlyOriginOtherwise?: boolean;
}

/** What a response headers policy does to a response. */
export interface ResponseHeadersPolicy {
  readonly resource?: TemplateResource;
  readonly name: string;
  readonly cors?: CorsConfig;
  readonly headers: readonly AddedHeader[];
  readonly remove: Maybe<readonly string[]>;
  /** A managed policy whose table no source has (rule 93). */
  readonly isInferred?: boolean;
}
