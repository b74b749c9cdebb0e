/** Several APIs of either kind on one custom domain: each URL belongs to one of them. */
import { Emulator, isUnknown } from '../../src/emulator';

const DOMAIN = 'api.example.com';

function httpApi(id: string, base: string | undefined) {
  return {
    [id]: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: id, ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: [`https://${id.toLowerCase()}.example.com`] } } },
    [`${id}Integration`]: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: { Ref: id }, IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://backend.example.com', IntegrationMethod: 'ANY' } },
    [`${id}Route`]: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: id }, RouteKey: 'GET /items', Target: { 'Fn::Sub': `integrations/\${${id}Integration}` } } },
    [`${id}Stage`]: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: id }, StageName: '$default', AutoDeploy: true } },
    [`${id}Mapping`]: { Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { ApiId: { Ref: id }, DomainName: { Ref: 'Domain' }, Stage: { Ref: `${id}Stage` }, ...base !== undefined && { ApiMappingKey: base } } },
  };
}

function restApi(id: string, base: string) {
  return {
    [id]: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: id } },
    [`${id}Items`]: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: id }, ParentId: { 'Fn::GetAtt': [id, 'RootResourceId'] }, PathPart: 'items' } },
    [`${id}Method`]: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: id }, ResourceId: { Ref: `${id}Items` }, HttpMethod: 'GET', AuthorizationType: 'NONE', Integration: { Type: 'HTTP_PROXY', Uri: 'https://backend.example.com', IntegrationHttpMethod: 'GET' } } },
    [`${id}Deployment`]: { Type: 'AWS::ApiGateway::Deployment', DependsOn: [`${id}Method`], Properties: { RestApiId: { Ref: id } } },
    [`${id}Stage`]: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: id }, DeploymentId: { Ref: `${id}Deployment` }, StageName: 'prod' } },
    [`${id}Mapping`]: { Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { ApiId: { Ref: id }, DomainName: { Ref: 'Domain' }, Stage: { Ref: `${id}Stage` }, ApiMappingKey: base } },
  };
}

const emulator = Emulator.fromTemplate({
  Resources: {
    Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: DOMAIN } },
    ...httpApi('Shop', undefined),
    ...httpApi('Users', 'users'),
    ...httpApi('Admin', 'users/admin'),
    ...restApi('Old', 'v1/old'),
  },
}, { backends: { '*': () => ({ status: 200 }) } });

test.each<[path: string, owner: string, status: number]>([
  ['/items', 'Shop', 200],
  ['/users/items', 'Users', 200],
  ['/users/admin/items', 'Admin', 200],
  ['/users/administration', 'Users', 404],
  ['/usersitems', 'Shop', 404],
  ['/v1/old/items', 'Old', 200],
  ['/v1/old', 'Old', 403],
  ['/v1', 'Shop', 404],
])('%s is %s\'s', (path, owner, status) => {
  const url = `https://${DOMAIN}${path}`;
  expect(emulator.entranceOf(url)?.logicalId).toBe(owner);
  expect(emulator.entrances.filter((entrance) => entrance.owns(new URL(url))).map(({ logicalId }) => logicalId)).toEqual([owner]);
  expect(emulator.send({ url }).status).toBe(status);
});

test('each answers for itself', () => {
  const allowed = (path: string, origin: string) => emulator.send({ url: `https://${DOMAIN}${path}`, headers: { origin } }).headers.find(([name]) => name === 'access-control-allow-origin')?.[1];
  expect([allowed('/users/items', 'https://users.example.com'), allowed('/users/items', 'https://shop.example.com'), allowed('/items', 'https://shop.example.com')])
    .toEqual(['https://users.example.com', undefined, 'https://shop.example.com']);
});

test('an API without the root of its domain takes what no base path fits', () => {
  const alone = Emulator.fromTemplate({ Resources: { Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: DOMAIN } }, ...httpApi('Users', 'users') } });
  expect(alone.entranceOf(`https://${DOMAIN}/elsewhere`)?.logicalId).toBe('Users');
  expect(alone.send({ url: `https://${DOMAIN}/elsewhere` }).status).toBe(404);
});

describe('a mapping of which something isn\'t known', () => {
  const UNKNOWN = { Ref: 'NowhereDeclared' };
  const withMapping = (changes: object) => {
    const Domain = { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: DOMAIN } };
    const resources: { [id: string]: { Properties: object } } = { Domain, ...httpApi('Users', 'users'), ...restApi('Old', 'v1/old') };
    const changed = (id: string, mapping: { readonly Properties: object }) =>
      ({ [id]: { ...mapping, Properties: { ...mapping.Properties, ...changes } } });
    return (id: 'UsersMapping' | 'OldMapping') =>
      Emulator.fromTemplate({ Resources: { ...resources, ...changed(id, resources[id]) } }, { backends: { '*': () => ({ status: 200 }) } });
  };

  test.each<[id: 'UsersMapping' | 'OldMapping', changes: object, path: string, expected: unknown]>([
    ['UsersMapping', { ApiMappingKey: UNKNOWN }, '/anything', 'Stack/UsersMapping/Properties/ApiMappingKey'],
    ['UsersMapping', { Stage: UNKNOWN }, '/users/items', 'Stack/UsersMapping/Properties/Stage'],
    ['UsersMapping', { ApiMappingKey: UNKNOWN }, '/v1/old/items', 200],
    ['OldMapping', { ApiMappingKey: UNKNOWN }, '/anything', 'Stack/OldMapping/Properties/ApiMappingKey'],
    ['OldMapping', { Stage: UNKNOWN }, '/v1/old/items', 'Stack/OldMapping/Properties/Stage'],
    ['OldMapping', { Stage: UNKNOWN }, '/users/items', 200],
  ])('%s with %j: %s', (id, changes, path, expected) => {
    const { status } = withMapping(changes)(id).send({ url: `https://${DOMAIN}${path}` });
    expect(isUnknown(status) ? status.path : status).toBe(expected);
  });
});
