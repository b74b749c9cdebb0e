import { isServedMethod, METHODS } from '../../http';
import { type Resolved, type TemplateModel, type TemplateResource, field, flagOf, knownText, listOf, textOf, textsOf, isUnknown, type Maybe, Unknown } from '../../template';
import { domainMappingsOf } from '../kernel/custom-domains';
import type { Authorizer, GatewayResponseDefinition, PathNode, RestApi } from './api';
import { apiKeysOf, Documents } from './documents';
import { OpenApiDocument } from './openapi';
import { childOf, nodeAt, pathNode } from './paths';
import { readGatewayResponse } from './read-gateway-response';
import { type MethodSurroundings, readMethod } from './read-method';
import { readStages } from './read-stages';

/** Reads a REST API: its own resource, those that refer to it, and the OpenAPI document in it. */
export function readApi(resource: TemplateResource, model: TemplateModel): RestApi {
  return new ApiReader(resource, model).read();
}

class ApiReader {
  private readonly documents: Documents;
  /** Why it isn't known where a method or a resource is, or for which requests. */
  private misplaced: Unknown | undefined;

  constructor(private readonly api: TemplateResource, private readonly model: TemplateModel) {
    this.documents = new Documents(api, model);
  }

  public read(): RestApi {
    const { properties, region, account } = this.api;
    const body = properties.Body === undefined ? undefined : new OpenApiDocument(properties.Body, this.api);
    const root = this.paths(body);
    const { definitions, open } = this.gatewayResponses(body);
    const endpoint = field(properties.EndpointConfiguration, 'Types') ?? field(properties.Parameters, 'endpointConfigurationTypes');
    return {
      resource: this.api,
      host: `${this.api.physicalId}.execute-api.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`,
      region,
      account,
      root,
      unreadable: this.unreadable(body) ?? this.misplaced,
      stages: readStages(this.api, this.model),
      mappings: domainMappingsOf(this.api, this.model),
      endpointType: (['EDGE', 'REGIONAL', 'PRIVATE'] as const).find((type) => listOf(endpoint).includes(type)) ?? 'EDGE',
      defaultEndpointDisabled: flagOf(properties.DisableExecuteApiEndpoint),
      binaryMediaTypes: [...textsOf(properties.BinaryMediaTypes), ...body?.binaryMediaTypes ?? []].map(withSlash),
      gatewayResponses: definitions,
      openGatewayResponse: open,
      policy: this.policy(body),
      apiKeySource: (knownText(properties.ApiKeySourceType) ?? body?.apiKeySource) === 'AUTHORIZER' ? 'AUTHORIZER' : 'HEADER',
      apiKeys: apiKeysOf(this.api, this.model),
      model: (name) => body?.model(name) ?? this.documents.schema(name),
    };
  }

  private unreadable(body: OpenApiDocument | undefined): Unknown | undefined {
    if (this.api.properties.BodyS3Location !== undefined && body === undefined) {
      return new Unknown(`${this.api.path}/Properties/BodyS3Location`, 'the OpenAPI document lies in a bucket; put it into Body to have it emulated');
    }
    return body?.open;
  }

  private policy(body: OpenApiDocument | undefined): Resolved {
    const policy = this.api.properties.Policy ?? body?.policy;
    if (typeof policy !== 'string') return policy;
    // The Serverless Framework writes an empty text where there is none.
    if (policy.trim() === '') return undefined;
    try {
      return JSON.parse(policy) as Resolved;
    } catch {
      return new Unknown(`${this.api.path}/Properties/Policy`, 'the policy isn\'t JSON');
    }
  }

  private paths(body: OpenApiDocument | undefined): PathNode {
    const root = pathNode('', '/');
    const resources = new Map<TemplateResource, TemplateResource | undefined>(
      this.documents.ownedBy('AWS::ApiGateway::Resource').map((each) => [each, this.model.referent(each.properties.ParentId, each.type)]));
    const nodes = new Map<TemplateResource, PathNode | undefined>();
    const nodeOf = (resource: TemplateResource, depth = 0): PathNode | undefined => {
      const parent = resources.get(resource);
      const { ParentId, PathPart } = resource.properties;
      const part = this.placed(PathPart, ParentId) ? knownText(PathPart) ?? `(${resource.logicalId})` : undefined;
      // Resources that are each other's parents can't be deployed; they must not hang this.
      const above = parent === undefined || depth > 100 ? root : nodeOf(parent, depth + 1);
      const node = nodes.get(resource) ?? (part === undefined || above === undefined ? undefined : childOf(above, part, resource));
      nodes.set(resource, node);
      return node;
    };
    [...resources.keys()].forEach((resource) => nodeOf(resource));
    const base = body?.basePath(knownText(field(this.api.properties.Parameters, 'basepath')) ?? 'ignore');
    body?.methods().forEach(({ path, properties }) => this.add(nodeAt(root, `${base}${path}`), this.api, properties, body));
    for (const method of this.documents.ownedBy('AWS::ApiGateway::Method')) {
      const { HttpMethod, ResourceId } = method.properties;
      const resource = this.model.referent(ResourceId, 'AWS::ApiGateway::Resource');
      const node = resource === undefined || !nodes.has(resource) ? root : nodes.get(resource);
      if (node !== undefined && this.placed(ResourceId, methodName(HttpMethod, method))) {
        this.add(node, method, method.properties);
      }
    }
    return root;
  }

  /** Whether all that says where something is is known. */
  private placed(...values: Resolved[]): boolean {
    const unknown = values.find(isUnknown);
    this.misplaced ??= unknown;
    return unknown === undefined;
  }

  private add(node: PathNode, resource: TemplateResource, properties: Resolved, body?: OpenApiDocument): void {
    const method = readMethod(node.path, resource, properties, this.surroundings(body));
    node.methods.set(method.httpMethod, method);
  }

  private surroundings(body: OpenApiDocument | undefined): MethodSurroundings {
    return {
      authorizer: (id) => (isUnknown(id) ? id : body?.authorizer(id) ?? this.authorizer(id)),
      schema: (name) => body?.schema(name) ?? this.documents.schema(name),
      validator: (id) => body?.validator(id) ?? this.documents.validator(id),
    };
  }

  private authorizer(id: Resolved): Maybe<Authorizer> | undefined {
    const resource = this.model.referent(id, 'AWS::ApiGateway::Authorizer');
    if (resource === undefined) return new Unknown(`${this.api.path}/AuthorizerId`, 'the authorizer isn\'t in the template');
    const { properties } = resource;
    const type = textOf(properties.Type);
    const source = textOf(properties.IdentitySource);
    return {
      name: knownText(properties.Name) ?? resource.logicalId,
      resource,
      type: isUnknown(type) ? type : type === 'REQUEST' || type === 'COGNITO_USER_POOLS' ? type : 'TOKEN',
      uri: textOf(properties.AuthorizerUri),
      identitySources: isUnknown(source) ? [source] : source?.split(',').map((each) => each.trim()).filter((each) => each !== '') ?? [],
      validationExpression: textOf(properties.IdentityValidationExpression),
    };
  }

  private gatewayResponses(body: OpenApiDocument | undefined): { definitions: Map<string, GatewayResponseDefinition>; open: Unknown | undefined } {
    const definitions = new Map<string, GatewayResponseDefinition>(body?.gatewayResponses() ?? []);
    // the document may define any of them
    let open = body?.openGatewayResponse ?? (body === undefined ? this.unreadable(body) : undefined);
    for (const resource of this.documents.ownedBy('AWS::ApiGateway::GatewayResponse')) {
      const { ResponseType, StatusCode, ResponseParameters, ResponseTemplates } = resource.properties;
      const type = textOf(ResponseType);
      if (isUnknown(type)) {
        open ??= type;
      } else if (type !== undefined) {
        definitions.set(type, readGatewayResponse(resource, StatusCode, ResponseParameters, ResponseTemplates));
      }
    }
    return { definitions, open };
  }
}

/** The documentation of CloudFormation asks for `~1` in the place of the slash of a media type. */
function withSlash(type: Maybe<string>): Maybe<string> {
  return isUnknown(type) ? type : type.replaceAll('~1', '/');
}

/** The name of a method (rule 7). With another one the API can't be deployed. */
function methodName(value: Resolved, { path }: TemplateResource): Maybe<string> | undefined {
  const name = textOf(value);
  return name === undefined || isUnknown(name) || isServedMethod(name.toUpperCase()) || name.toUpperCase() === 'ANY' ? name
    : new Unknown(`${path}/Properties/HttpMethod`, `the API can't be deployed: ${JSON.stringify(name)} isn't a method; there are ${['ANY', ...METHODS].join(', ')}`);
}
