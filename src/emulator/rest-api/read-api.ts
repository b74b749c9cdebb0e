import { Authorizer, GatewayResponseDefinition, PathNode, RestApi } from './api';
import { apiKeysOf, Documents } from './documents';
import { OpenApiDocument } from './openapi';
import { childOf, nodeAt, pathNode } from './paths';
import { MethodSurroundings, readMethod } from './read-method';
import { readStages } from './read-stages';
import { domainMappingsOf } from '../custom-domains';
import { Resolved, TemplateModel, TemplateResource } from '../template/model';
import { field, flagOf, knownText, listOf, textMap, textOf, textsOf } from '../template/read';
import { isUnknown, Maybe, Unknown } from '../unknown';

/** Reads a REST API: its own resource, those that refer to it, and the OpenAPI document in it. */
export function readApi(resource: TemplateResource, model: TemplateModel): RestApi {
  return new ApiReader(resource, model).read();
}

class ApiReader {
  private readonly documents: Documents;

  constructor(private readonly api: TemplateResource, private readonly model: TemplateModel) {
    this.documents = new Documents(api, model);
  }

  public read(): RestApi {
    const { properties, region, account } = this.api;
    const body = properties.Body === undefined ? undefined : new OpenApiDocument(properties.Body, this.api);
    const endpoint = field(properties.EndpointConfiguration, 'Types') ?? field(properties.Parameters, 'endpointConfigurationTypes');
    return {
      resource: this.api,
      host: `${this.api.physicalId}.execute-api.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`,
      region,
      account,
      root: this.paths(body),
      unreadable: this.unreadable(body),
      stages: readStages(this.api, this.model),
      mappings: domainMappingsOf(this.api, this.model),
      endpointType: (['EDGE', 'REGIONAL', 'PRIVATE'] as const).find((type) => listOf(endpoint).includes(type)) ?? 'EDGE',
      defaultEndpointDisabled: flagOf(properties.DisableExecuteApiEndpoint),
      binaryMediaTypes: [...textsOf(properties.BinaryMediaTypes), ...body?.binaryMediaTypes ?? []].map(withSlash),
      gatewayResponses: this.gatewayResponses(body),
      policy: this.policy(body),
      apiKeySource: (knownText(properties.ApiKeySourceType) ?? body?.apiKeySource) === 'AUTHORIZER' ? 'AUTHORIZER' : 'HEADER',
      apiKeys: apiKeysOf(this.api, this.model),
    };
  }

  private unreadable(body: OpenApiDocument | undefined): Unknown | undefined {
    if (this.api.properties.BodyS3Location !== undefined && body === undefined) {
      return new Unknown(`${this.api.path}/Properties/BodyS3Location`, 'the OpenAPI document lies in a bucket; put it into Body to have it emulated');
    }
    return body?.unknown;
  }

  private policy(body: OpenApiDocument | undefined): Resolved {
    const policy = this.api.properties.Policy ?? body?.policy;
    if (typeof policy !== 'string') {
      return policy;
    }
    // The Serverless Framework writes an empty text where there is none.
    if (policy.trim() === '') {
      return undefined;
    }
    try {
      return JSON.parse(policy) as Resolved;
    } catch {
      return new Unknown(`${this.api.path}/Properties/Policy`, 'the policy is no JSON');
    }
  }

  private paths(body: OpenApiDocument | undefined): PathNode {
    const root = pathNode('', '/');
    const resources = new Map<TemplateResource, TemplateResource | undefined>(
      this.documents.ownedBy('AWS::ApiGateway::Resource').map((each) => [each, this.model.referent(each.properties.ParentId, each.type)]));
    const nodes = new Map<TemplateResource, PathNode>();
    const nodeOf = (resource: TemplateResource, depth = 0): PathNode => {
      const parent = resources.get(resource);
      const part = knownText(resource.properties.PathPart) ?? `(${resource.logicalId})`;
      // Resources that are each other's parents can't be deployed; they must not hang this.
      const node = nodes.get(resource) ?? childOf(parent === undefined || depth > 100 ? root : nodeOf(parent, depth + 1), part, resource);
      nodes.set(resource, node);
      return node;
    };
    [...resources.keys()].forEach((resource) => nodeOf(resource));
    const base = body?.basePath(knownText(field(this.api.properties.Parameters, 'basepath')) ?? 'ignore');
    body?.methods().forEach(({ path, properties }) => this.add(nodeAt(root, `${base}${path}`), this.api, properties, body));
    for (const method of this.documents.ownedBy('AWS::ApiGateway::Method')) {
      const resource = this.model.referent(method.properties.ResourceId, 'AWS::ApiGateway::Resource');
      this.add(resource === undefined ? root : nodes.get(resource) ?? root, method, method.properties);
    }
    return root;
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
    if (resource === undefined) {
      return new Unknown(`${this.api.path}/AuthorizerId`, 'the authorizer isn\'t in the template');
    }
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

  private gatewayResponses(body: OpenApiDocument | undefined): ReadonlyMap<string, GatewayResponseDefinition> {
    const definitions = new Map<string, GatewayResponseDefinition>(body?.gatewayResponses() ?? []);
    for (const resource of this.documents.ownedBy('AWS::ApiGateway::GatewayResponse')) {
      const { ResponseType, StatusCode, ResponseParameters, ResponseTemplates } = resource.properties;
      const type = knownText(ResponseType);
      if (type !== undefined) {
        definitions.set(type, {
          resource, statusCode: textOf(StatusCode), parameters: textMap(ResponseParameters), templates: textMap(ResponseTemplates),
        });
      }
    }
    return definitions;
  }
}


/** The documentation of CloudFormation asks for `~1` in the place of the slash of a media type. */
function withSlash(type: Maybe<string>): Maybe<string> {
  return isUnknown(type) ? type : type.replaceAll('~1', '/');
}
