import { LOWER, UPPER } from '../mint';
import { arn, id, type Naming, type TypeDefinition } from './definition';

/** Minted ids are of lower-case letters and digits. */
const minted = (length: number, attribute: string): TypeDefinition => ({
  mintId: (naming) => naming.mint(LOWER, length),
  attributes: { [attribute]: id },
});

const regionalDomain = (naming: Naming) =>
  `d-${naming.mint(LOWER, 10, 'regional-domain')}.execute-api.${naming.region}.${naming.urlSuffix}`;

const REGIONAL_ZONE = (naming: Naming) => `Z${naming.mint(UPPER, 13, 'zone')}`;

export const API_GATEWAY: { readonly [type: string]: TypeDefinition } = {
  'AWS::ApiGateway::RestApi': {
    mintId: (naming) => naming.mint(LOWER, 10),
    attributes: { RestApiId: id, RootResourceId: (naming) => naming.mint(LOWER, 10, 'root-resource') },
  },
  'AWS::ApiGateway::Resource': minted(6, 'ResourceId'),
  'AWS::ApiGateway::Deployment': minted(6, 'DeploymentId'),
  'AWS::ApiGateway::Stage': { nameProperty: 'StageName' },
  'AWS::ApiGateway::Authorizer': minted(6, 'AuthorizerId'),
  'AWS::ApiGateway::RequestValidator': minted(6, 'RequestValidatorId'),
  'AWS::ApiGateway::Model': { nameProperty: 'Name' },
  'AWS::ApiGateway::ApiKey': minted(10, 'APIKeyId'),
  'AWS::ApiGateway::UsagePlan': minted(6, 'Id'),
  'AWS::ApiGateway::VpcLink': minted(6, 'VpcLinkId'),
  'AWS::ApiGateway::GatewayResponse': minted(10, 'Id'),
  'AWS::ApiGateway::DomainName': {
    nameProperty: 'DomainName',
    attributes: {
      DistributionDomainName: (naming) => `d${naming.mint(LOWER, 13, 'distribution')}.cloudfront.net`,
      DistributionHostedZoneId: () => 'Z2FDTNDATAQYW2', // CloudFront's, the same for all
      RegionalDomainName: regionalDomain,
      RegionalHostedZoneId: REGIONAL_ZONE,
      DomainNameArn: (naming) => arn(naming, 'apigateway', `/domainnames/${naming.id}`, 'account'),
    },
  },
  'AWS::ApiGatewayV2::Api': {
    mintId: (naming) => naming.mint(LOWER, 10),
    attributes: {
      ApiId: id,
      ApiEndpoint: (naming) => `${naming.property('ProtocolType') === 'WEBSOCKET' ? 'wss' : 'https'}://` +
        `${naming.id}.execute-api.${naming.region}.${naming.urlSuffix}`,
    },
  },
  'AWS::ApiGatewayV2::Route': minted(7, 'RouteId'),
  'AWS::ApiGatewayV2::Integration': minted(7, 'IntegrationId'),
  'AWS::ApiGatewayV2::Authorizer': minted(6, 'AuthorizerId'),
  'AWS::ApiGatewayV2::Deployment': minted(6, 'DeploymentId'),
  'AWS::ApiGatewayV2::Stage': { nameProperty: 'StageName' },
  'AWS::ApiGatewayV2::ApiMapping': minted(6, 'ApiMappingId'),
  'AWS::ApiGatewayV2::VpcLink': minted(6, 'VpcLinkId'),
  'AWS::ApiGatewayV2::DomainName': {
    nameProperty: 'DomainName',
    attributes: {
      RegionalDomainName: regionalDomain,
      RegionalHostedZoneId: REGIONAL_ZONE,
      DomainNameArn: (naming) => arn(naming, 'apigateway', `/domainnames/${naming.id}`, 'account'),
    },
  },
};
