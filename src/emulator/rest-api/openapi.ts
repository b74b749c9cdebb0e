import { METHOD_RESPONSE_HEADER, methodOfOperation } from '../../api-gateway';
import { type Resolved, type TemplateResource, entriesOf, field, flagOf, isRecord, knownText, listOf, recordOf, textOf, textsOf, isUnknown, type Maybe, type Unknown } from '../../template';
import type { Authorizer, GatewayResponseDefinition } from './api';
import { parsed } from './documents';
import { readGatewayResponse } from './read-gateway-response';

const PLACES: { readonly [place: string]: string } = { header: 'header', query: 'querystring', path: 'path' };

const AUTHORIZERS = new Map([['request', 'REQUEST' as const], ['cognito_user_pools', 'COGNITO_USER_POOLS' as const]]);
const AUTHTYPE = 'x-amazon-apigateway-authtype';

/** An OpenAPI document with API Gateway's extensions, as what CloudFormation's resources would say. */
export class OpenApiDocument {
  /** Where the document isn't known as a whole. */
  public readonly unknown?: Unknown;
  /** Where there may be other operations. */
  public readonly open?: Unknown;
  private readonly document: Resolved;

  constructor(body: Resolved, private readonly api: TemplateResource) {
    this.document = parsed(body, `${api.path}/Properties/Body`);
    const paths = field(this.document, 'paths');
    this.unknown = [this.document, paths].find(isUnknown);
    this.open = this.unknown ?? entriesOf(paths).map(([, item]) => item).find(isUnknown);
  }

  public get binaryMediaTypes(): Maybe<string>[] {
    return textsOf(this.extension('binary-media-types'));
  }

  public get policy(): Resolved {
    return this.extension('policy');
  }

  public get apiKeySource(): string | undefined {
    return knownText(this.extension('api-key-source'));
  }

  /**
   * Each operation, in the properties of an `AWS::ApiGateway::Method`.
   */
  public methods(): { readonly path: string; readonly properties: Resolved }[] {
    return entriesOf(field(this.document, 'paths')).flatMap(([path, item]) => entriesOf(item)
      .flatMap(([key, operation]) => {
        const method = methodOfOperation(key);
        return method === undefined ? [] : [{ path, properties: this.method(method, operation, item) }];
      }));
  }

  /**
   * What stands before all paths: by `Parameters: { basepath: … }` of the API nothing (`ignore`, the default), the document's base path (`prepend`), or
   * that without its first segment (`split`).
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html
   */
  public basePath(mode: string): string {
    const path = (knownText(field(this.document, 'basePath')) ?? this.pathOfServer()).replace(/\/+$/, '');
    return mode === 'prepend' ? path : mode === 'split' ? path.replace(/^\/?[^/]*/, '') : '';
  }

  private pathOfServer(): string {
    const server = listOf(field(this.document, 'servers'))[0];
    const url = (knownText(field(server, 'url')) ?? '')
      .replace(/\{([^{}]*)\}/g, (_, name: string) => knownText(field(server, 'variables', name, 'default')) ?? '');
    const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/^\/+/, '');
    return path === '' ? '' : `/${path}`;
  }

  private extension(name: string): Resolved {
    return field(this.document, `x-amazon-apigateway-${name}`);
  }

  private method(httpMethod: string, operation: Resolved, item: Resolved): Resolved {
    const parameters = [...listOf(field(item, 'parameters')), ...listOf(field(operation, 'parameters'))].map((each) => this.followed(each));
    return {
      HttpMethod: httpMethod,
      ...this.authorization(operation),
      RequestParameters: recordOf(parameters.filter((each) => Object.hasOwn(PLACES, knownText(field(each, 'in')) ?? ''))
        .map((each) => [`method.request.${PLACES[knownText(field(each, 'in'))!]}.${knownText(field(each, 'name')) ?? ''}`, field(each, 'required') ?? false])),
      RequestModels: this.requestModels(operation, parameters),
      RequestValidatorId: field(operation, 'x-amazon-apigateway-request-validator') ?? this.extension('request-validator'),
      Integration: this.integration(this.followed(field(operation, 'x-amazon-apigateway-integration'))),
      MethodResponses: entriesOf(field(operation, 'responses')).map(([status, response]) => ({
        StatusCode: status,
        ResponseParameters: recordOf(entriesOf(field(this.followed(response), 'headers')).map(([name]) => [METHOD_RESPONSE_HEADER + name, true])),
      })),
    };
  }

  private followed(value: Resolved): Resolved {
    const reference = knownText(field(value, '$ref'));
    const found = reference?.startsWith('#/') ? reference.slice(2).split('/').map(unescaped).reduce((each, name) => field(each, name), this.document) : undefined;
    return found ?? value;
  }

  private requestModels(operation: Resolved, parameters: Resolved[]): Resolved {
    const content = entriesOf(field(this.followed(field(operation, 'requestBody')), 'content')).map(([type, each]) => [type, field(each, 'schema')] as const);
    const body = parameters.filter((each) => field(each, 'in') === 'body').map((each) => ['application/json', field(each, 'schema')] as const);
    return recordOf([...content, ...body].filter(([, schema]) => schema !== undefined));
  }

  /** What the document defines by a name. */
  public model(name: string): Resolved {
    const schema = field(field(field(this.document, 'components'), 'schemas'), name) ?? field(field(this.document, 'definitions'), name);
    return schema === undefined ? undefined : this.schema(schema);
  }

  /** The schema of a request body stands in the document itself; what it refers to is put beside it. */
  public schema(schema: Resolved): Resolved {
    if (!isRecord(schema)) return isUnknown(schema) ? schema : undefined;
    return { ...schema, components: field(this.document, 'components'), definitions: field(this.document, 'definitions') };
  }

  public validator(name: Resolved): { body: Maybe<boolean>; parameters: Maybe<boolean> } | undefined {
    const validator = typeof name === 'string' ? field(this.extension('request-validators'), name) : undefined;
    return validator === undefined ? undefined
      : { body: flagOf(field(validator, 'validateRequestBody')), parameters: flagOf(field(validator, 'validateRequestParameters')) };
  }

  /** What a method asks for: all that its security names, and a signature where `x-amazon-apigateway-auth` says so (rule 148). */
  private authorization(operation: Resolved): { [name: string]: Resolved } {
    const bySecurity = this.securityOf(field(operation, 'security') ?? field(this.document, 'security'));
    const type = textOf(field(field(operation, 'x-amazon-apigateway-auth'), 'type'));
    if (isUnknown(type)) return { ...bySecurity, AuthorizationType: type };
    return type?.toUpperCase() === 'AWS_IAM' ? { ApiKeyRequired: bySecurity.ApiKeyRequired, AuthorizationType: 'AWS_IAM' } : bySecurity;
  }

  private securityOf(security: Resolved): { [name: string]: Resolved } {
    const names = listOf(security).flatMap((each) => entriesOf(each));
    const schemes = names.map(([name, scopes]) => ({ name, scopes, scheme: this.scheme(name) }));
    const open = [security, ...listOf(security), ...schemes.flatMap(({ scheme }) => [scheme, field(scheme, 'type'), field(scheme, AUTHTYPE)])].find(isUnknown);
    if (open !== undefined) return { ApiKeyRequired: open, AuthorizationType: open };
    const apiKey = schemes.some(({ scheme }) => field(scheme, 'type') === 'apiKey' && field(scheme, AUTHTYPE) === undefined);
    const guard = schemes.find(({ scheme }) => field(scheme, AUTHTYPE) !== undefined);
    const type = knownText(field(guard?.scheme, AUTHTYPE))?.toLowerCase();
    const kinds: { readonly [authtype: string]: string } = { awssigv4: 'AWS_IAM', cognito_user_pools: 'COGNITO_USER_POOLS', custom: 'CUSTOM' };
    return {
      ApiKeyRequired: apiKey,
      AuthorizationType: guard === undefined ? 'NONE' : kinds[type ?? ''] ?? 'CUSTOM',
      ...(guard === undefined || type === 'awssigv4' ? {} : { AuthorizerId: guard.name, AuthorizationScopes: guard.scopes }),
    };
  }

  private scheme(name: string): Resolved {
    return field(field(field(this.document, 'components'), 'securitySchemes'), name) ?? field(field(this.document, 'securityDefinitions'), name);
  }

  public authorizer(name: Resolved): Maybe<Authorizer> | undefined {
    const scheme = typeof name === 'string' ? this.scheme(name) : undefined;
    const authorizer = field(scheme, 'x-amazon-apigateway-authorizer');
    if (authorizer === undefined || isUnknown(authorizer)) return authorizer;
    const type = textOf(field(authorizer, 'type'));
    const kind = isUnknown(type) ? type : AUTHORIZERS.get(type?.toLowerCase() ?? '') ?? 'TOKEN';
    const header = textOf(field(scheme, 'name')) ?? 'Authorization';
    const source = textOf(field(authorizer, 'identitySource'));
    const usual = isUnknown(header) ? header : `method.request.header.${header}`;
    return {
      name: knownText(name) ?? '',
      resource: this.api,
      type: kind,
      uri: textOf(field(authorizer, 'authorizerUri')),
      identitySources: isUnknown(source) ? [source] : source?.split(',').map((each) => each.trim()) ?? (kind === 'REQUEST' ? [] : [usual]),
      validationExpression: textOf(field(authorizer, 'identityValidationExpression')),
    };
  }

  private integration(value: Resolved): Resolved {
    if (!isRecord(value)) return value;
    return {
      Type: knownText(value.type)?.toUpperCase() ?? value.type,
      Uri: value.uri,
      IntegrationHttpMethod: value.httpMethod,
      RequestParameters: value.requestParameters,
      RequestTemplates: value.requestTemplates,
      PassthroughBehavior: knownText(value.passthroughBehavior)?.toUpperCase() ?? value.passthroughBehavior,
      ContentHandling: value.contentHandling,
      TimeoutInMillis: value.timeoutInMillis,
      IntegrationResponses: entriesOf(value.responses).map(([pattern, response]) => ({
        SelectionPattern: pattern === 'default' ? undefined : pattern,
        StatusCode: field(response, 'statusCode'),
        ResponseParameters: field(response, 'responseParameters'),
        ResponseTemplates: field(response, 'responseTemplates'),
        ContentHandling: field(response, 'contentHandling'),
      })),
    };
  }

  /** Where there may be other gateway responses. */
  public get openGatewayResponse(): Unknown | undefined {
    const responses = this.extension('gateway-responses');
    return isUnknown(responses) ? responses : undefined;
  }

  public gatewayResponses(): [string, GatewayResponseDefinition][] {
    return entriesOf(this.extension('gateway-responses')).map(([type, response]) => [type,
      readGatewayResponse(this.api, field(response, 'statusCode'), field(response, 'responseParameters'), field(response, 'responseTemplates'))]);
  }
}

/** A key of a JSON pointer (RFC 6901). */
function unescaped(key: string): string {
  return key.replace(/~1/g, '/').replace(/~0/g, '~');
}
