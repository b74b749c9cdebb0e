import { methodOfOperation } from '../../api-gateway';
import { type Resolved, type TemplateResource, entriesOf, field, flagOf, isRecord, knownText, listOf, textsOf, isUnknown, type Maybe } from '../../template';
import type { Authorization, Authorizer, CorsConfiguration, Route } from './api';
import { missing, readCors, readDocumentAuthorizer, readDocumentIntegration } from './read-parts';

/** What an OpenAPI document says of an API. */
export interface Document {
  readonly cors: Maybe<CorsConfiguration> | undefined;
  readonly routes: readonly Route[];
  readonly unknownRoutes: ReadonlyArray<Maybe<string>>;
}

/** Reads the `Body` of an API. What the document has that isn't known is carried as unknown routes. */
export function readDocument(body: Resolved, resource: TemplateResource): Document {
  const paths = field(body, 'paths');
  if (isUnknown(paths)) return { cors: undefined, routes: [], unknownRoutes: [paths] };
  const reader = new DocumentReader(body, resource);
  const routes: Route[] = [];
  const unknownRoutes: Maybe<string>[] = [];
  for (const [path, operations] of entriesOf(paths)) {
    if (isUnknown(operations)) {
      unknownRoutes.push(operations);
    }
    for (const [name, operation] of entriesOf(operations)) {
      const method = methodOfOperation(name.toLowerCase());
      if (method === undefined) continue;
      if (path.startsWith('/') || isDefaultRoute(path, operation)) {
        routes.push(reader.route(method, path, operation));
      } else {
        unknownRoutes.push(missing(resource, `Body/paths/${path}`, `${JSON.stringify(path)} isn't a path; write "/${path}", or "$default"`));
      }
    }
  }
  return { cors: readCors(field(body, 'x-amazon-apigateway-cors'), `${resource.path}/Properties/Body/x-amazon-apigateway-cors`), routes, unknownRoutes };
}

class DocumentReader {
  private readonly schemes: Resolved;
  private readonly security: Resolved;

  constructor(private readonly body: Resolved, private readonly resource: TemplateResource) {
    this.schemes = field(field(body, 'components'), 'securitySchemes');
    this.security = field(body, 'security');
  }

  public route(method: string, path: string, operation: Resolved): Route {
    const { resource } = this;
    const integration = this.dereferenced(field(operation, 'x-amazon-apigateway-integration'));
    const isDefault = isDefaultRoute(path, operation);
    return {
      resource,
      key: isDefault ? '$default' : `${method} ${path}`,
      method: isDefault ? 'ANY' : method,
      path: isDefault ? undefined : path,
      authorization: this.authorization(operation),
      integration: isUnknown(integration) ? integration
        : isRecord(integration) ? readDocumentIntegration(integration, resource) : undefined,
    };
  }

  // { $ref: '#/components/x-amazon-apigateway-integrations/name' }
  private dereferenced(value: Resolved): Resolved {
    const reference = knownText(field(value, '$ref'));
    if (reference === undefined) return value;
    const names = reference.replace(/^#\//, '').split('/').map((name) => name.replace(/~1/g, '/').replace(/~0/g, '~'));
    return names.reduce((found: Resolved, name) => field(found, name), this.body);
  }

  private authorization(operation: Resolved): Authorization {
    if (knownText(field(field(operation, 'x-amazon-apigateway-auth'), 'type'))?.toUpperCase() === 'AWS_IAM') {
      return { type: 'AWS_IAM', scopes: [] };
    }
    const security = field(operation, 'security') ?? this.security;
    if (isUnknown(security)) return { type: security, scopes: [] };
    const [requirement] = listOf(security).flatMap(entriesOf);
    if (requirement === undefined) return { type: 'NONE', scopes: [] };
    const [name, scopes] = requirement;
    const scheme = field(this.schemes, name);
    if (isUnknown(scheme)) return { type: scheme, scopes: [] };
    if (knownText(field(scheme, 'x-amazon-apigateway-authtype'))?.toLowerCase() === 'awssigv4') {
      return { type: 'AWS_IAM', scopes: [] };
    }
    return authorizedBy(this.authorizer(name, scheme), textsOf(scopes));
  }

  private authorizer(name: string, scheme: Resolved): Authorizer | undefined {
    const value = field(scheme, 'x-amazon-apigateway-authorizer');
    return value === undefined ? undefined : readDocumentAuthorizer(name, value, this.resource);
  }
}

// Exports of API Gateway write /$default, SAM $default; isDefaultRoute says so of any path
function isDefaultRoute(path: string, operation: Resolved): boolean {
  return /^\/?\$default$/.test(path) || flagOf(field(operation, 'isDefaultRoute')) === true;
}

// A scheme without an authorizer is documentation only.
function authorizedBy(authorizer: Authorizer | undefined, scopes: Maybe<string>[]): Authorization {
  if (authorizer === undefined) return { type: 'NONE', scopes: [] };
  if (isUnknown(authorizer.type)) return { type: authorizer.type, scopes };
  return { type: authorizer.type === 'JWT' ? 'JWT' : 'CUSTOM', authorizer, scopes };
}
