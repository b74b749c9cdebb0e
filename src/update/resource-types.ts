/**
 * What CloudFormation can't change in place, and what there can't be two of, by type of resource (rules 125 and 129).
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html
 */
interface UpdateType {
  /** Properties whose change replaces the resource. */
  readonly immutable: readonly string[];
  /** What a resource can't share with another one. */
  readonly identities?: readonly Identity[];
  /** It is copied when a deployment is created. */
  readonly isPart?: true;
  /** Creating it overwrites what has its identity, instead of failing (rule 130). */
  readonly overwrites?: true;
}

/** Something that there can't be two of. */
export interface Identity {
  /** The properties that make it, as paths. */
  readonly of: readonly string[];
  /** Whose resources share one set of identities, where several types do. */
  readonly among?: string;
  /** The property that names it, as a pattern: what doesn't match has no such identity. */
  readonly pattern?: RegExp;
  /** What AWS says, with `%` for the value of the last property. */
  readonly error: string;
}

const named = (property: string, error: string): Identity => ({ of: [property], error });
const ofApi = (api: string, property: string, error: string): Identity => ({ of: [api, property], error });

const REST: { readonly [type: string]: UpdateType } = {
  'AWS::ApiGateway::Resource': {
    immutable: ['RestApiId', 'ParentId', 'PathPart'],
    isPart: true,
    identities: [
      { of: ['RestApiId', 'ParentId', 'PathPart'], error: 'Another resource with the same parent already has this name: %' },
      {
        of: ['RestApiId', 'ParentId'],
        among: 'variable path parts',
        pattern: /^\{/,
        error: 'A sibling (%) of this resource already has a variable path part -- only one is allowed',
      },
    ],
  },
  'AWS::ApiGateway::Method': {
    immutable: ['RestApiId', 'ResourceId', 'HttpMethod'],
    isPart: true,
    identities: [{ of: ['RestApiId', 'ResourceId', 'HttpMethod'], error: 'Method already exists for this resource' }],
  },
  'AWS::ApiGateway::GatewayResponse': {
    immutable: ['RestApiId', 'ResponseType'],
    isPart: true,
    overwrites: true,
    identities: [ofApi('RestApiId', 'ResponseType', '')],
  },
  'AWS::ApiGateway::Authorizer': {
    immutable: ['RestApiId'],
    isPart: true,
    identities: [ofApi('RestApiId', 'Name', 'Authorizer name must be unique. Authorizer % already exists in this RestApi.')],
  },
  'AWS::ApiGateway::Model': {
    immutable: ['RestApiId', 'Name', 'ContentType'],
    isPart: true,
    identities: [ofApi('RestApiId', 'Name', 'Model name already exists for this REST API')],
  },
  'AWS::ApiGateway::RequestValidator': { immutable: ['RestApiId', 'Name'], isPart: true },
  'AWS::ApiGateway::Deployment': { immutable: ['RestApiId', 'DeploymentCanarySettings'] },
  'AWS::ApiGateway::Stage': { immutable: ['RestApiId', 'StageName'], identities: [ofApi('RestApiId', 'StageName', 'Stage already exists')] },
  'AWS::ApiGateway::BasePathMapping': {
    immutable: ['DomainName', 'BasePath'],
    identities: [{ of: ['DomainName', 'BasePath'], error: 'Base path already exists for this domain name' }],
  },
  'AWS::ApiGateway::DomainName': { immutable: ['DomainName'], identities: [domain()] },
  'AWS::ApiGateway::VpcLink': { immutable: ['TargetArns'] },
  'AWS::ApiGateway::ApiKey': { immutable: ['Name', 'Value', 'GenerateDistinctId'] },
};

const HTTP: { readonly [type: string]: UpdateType } = {
  'AWS::ApiGatewayV2::Api': { immutable: ['ProtocolType'] },
  'AWS::ApiGatewayV2::Route': {
    immutable: ['ApiId'],
    isPart: true,
    identities: [ofApi('ApiId', 'RouteKey', 'Route with key % already exists for this API')],
  },
  'AWS::ApiGatewayV2::Integration': { immutable: ['ApiId'], isPart: true },
  'AWS::ApiGatewayV2::Authorizer': { immutable: ['ApiId'], isPart: true },
  'AWS::ApiGatewayV2::Deployment': { immutable: ['ApiId'] },
  'AWS::ApiGatewayV2::Stage': { immutable: ['ApiId', 'StageName'], identities: [ofApi('ApiId', 'StageName', 'Stage already exists')] },
  'AWS::ApiGatewayV2::ApiMapping': {
    immutable: ['DomainName'],
    identities: [{ of: ['DomainName', 'ApiMappingKey'], error: 'ApiMapping key already exists for this domain name' }],
  },
  'AWS::ApiGatewayV2::DomainName': { immutable: ['DomainName'], identities: [domain()] },
};

const OTHERS: { readonly [type: string]: UpdateType } = {
  'AWS::CloudFront::Function': { immutable: ['Name'], identities: [named('Name', 'The CloudFront function % already exists')] },
  'AWS::CloudFront::KeyValueStore': { immutable: ['Name'], identities: [named('Name', 'The key value store % already exists')] },
  'AWS::CloudFront::ResponseHeadersPolicy': byConfiguredName('ResponseHeadersPolicyConfig', 'A response headers policy with the same name already exists: %'),
  'AWS::CloudFront::CachePolicy': byConfiguredName('CachePolicyConfig', 'A cache policy with the same name already exists: %'),
  'AWS::CloudFront::OriginRequestPolicy': byConfiguredName('OriginRequestPolicyConfig', 'An origin request policy with the same name already exists: %'),
  'AWS::CloudFront::OriginAccessControl':
    byConfiguredName('OriginAccessControlConfig', 'An origin access control with the same name already exists: %'),
  'AWS::Lambda::Function': { immutable: ['FunctionName', 'PackageType'], identities: [named('FunctionName', 'Function already exists: %')] },
  'AWS::Lambda::Url': {
    immutable: ['TargetFunctionArn', 'Qualifier'],
    identities: [{ of: ['TargetFunctionArn', 'Qualifier'], error: 'Failed to create function url config. It already exists.' }],
  },
  'AWS::S3::Bucket': { immutable: ['BucketName'], identities: [named('BucketName', '% already exists')] },
};

function domain(): Identity {
  return { of: ['DomainName'], among: 'domain names', error: 'The domain name you provided already exists: %' };
}

function byConfiguredName(config: string, error: string): UpdateType {
  return { immutable: [], identities: [named(`${config}.Name`, error)] };
}

const TYPES: ReadonlyMap<string, UpdateType> = new Map([REST, HTTP, OTHERS].flatMap((types) => Object.entries(types)));
const NONE: UpdateType = { immutable: [] };

export function updateTypeOf(type: string): UpdateType {
  return TYPES.get(type) ?? NONE;
}

/** The properties of an API that a deployment copies; what else it has is live at once (rule 128). */
export const COPIED: { readonly [type: string]: readonly string[] } = {
  'AWS::ApiGateway::RestApi': ['Body', 'BodyS3Location', 'Mode', 'Parameters', 'Policy', 'BinaryMediaTypes', 'MinimumCompressionSize', 'ApiKeySourceType',
    'DisableExecuteApiEndpoint'],
  'AWS::ApiGatewayV2::Api': ['Body', 'BodyS3Location', 'CorsConfiguration'],
};
