import { HEX, LOWER, UPPER } from '../mint';
import { isUnknown } from '../unknown';
import { textOf } from '../values';
import { arn, generatedName, id, type Naming, type TypeDefinition } from './definition';

const providerName = (naming: Naming) => `cognito-idp.${naming.region}.${naming.urlSuffix}/${naming.id}`;
const queueUrl = (naming: Naming) => `https://sqs.${naming.region}.${naming.urlSuffix}/${naming.account}/${naming.id}`;
const uuid = (naming: Naming) => naming.mintUuid();

/** Types whose Ref is their ARN. */
function byArn(service: string, resource: (naming: Naming) => string, nameProperty?: string, attributes: TypeDefinition['attributes'] = {}): TypeDefinition {
  return { nameProperty, mintId: (naming) => generatedName(naming), ref: (naming) => arn(naming, service, resource(naming)), attributes };
}

function iam(kind: 'role' | 'user', nameProperty: string, idAttribute: string, prefix: string): TypeDefinition {
  return {
    nameProperty,
    mintId: (naming) => generatedName(naming),
    attributes: {
      Arn: (naming) => arn(naming, 'iam', `${kind}${pathOf(naming)}${naming.id}`, 'region'),
      [idAttribute]: (naming) => `${prefix}${naming.mint(UPPER, 17, 'unique-id')}`,
    },
  };
}

function pathOf(naming: Naming): string {
  return textOf(naming.property('Path')) ?? '/';
}

/** What GetAtt of a parameter's value gives: the value itself, where it is a text. */
function parameterValue(naming: Naming) {
  const value = naming.property('Value');
  return typeof value === 'object' && !isUnknown(value) ? undefined : value;
}

export const OTHERS: { readonly [type: string]: TypeDefinition } = {
  'AWS::Cognito::UserPool': {
    mintId: (naming) => `${naming.region}_${naming.mint(LOWER, 9)}`,
    attributes: {
      Arn: (naming) => arn(naming, 'cognito-idp', `userpool/${naming.id}`),
      ProviderName: providerName,
      ProviderURL: (naming) => `https://${providerName(naming)}`,
      UserPoolId: id,
    },
  },
  'AWS::Cognito::UserPoolClient': { mintId: (naming) => naming.mint(LOWER, 26), attributes: { ClientId: id } },
  'AWS::Cognito::UserPoolDomain': { nameProperty: 'Domain', attributes: { CloudFrontDistribution: (naming) => `d${naming.mint(LOWER, 13, 'd')}.cloudfront.net` } },
  'AWS::Cognito::IdentityPool': { mintId: (naming) => `${naming.region}:${naming.mintUuid()}`, attributes: { Id: id } },
  'AWS::CertificateManager::Certificate': { ref: (naming) => arn(naming, 'acm', `certificate/${naming.mintUuid()}`) },
  'AWS::IAM::Role': iam('role', 'RoleName', 'RoleId', 'AROA'),
  'AWS::IAM::User': iam('user', 'UserName', 'UserId', 'AIDA'),
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    mintId: (naming) => generatedName(naming),
    ref: (naming) => arn(naming, 'iam', `policy${pathOf(naming)}${naming.id}`, 'region'),
    attributes: { PolicyArn: (naming) => arn(naming, 'iam', `policy${pathOf(naming)}${naming.id}`, 'region') },
  },
  'AWS::DynamoDB::Table': {
    nameProperty: 'TableName',
    mintId: (naming) => generatedName(naming),
    attributes: {
      Arn: (naming) => arn(naming, 'dynamodb', `table/${naming.id}`),
      StreamArn: (naming) => arn(naming, 'dynamodb', `table/${naming.id}/stream/2024-01-01T00:00:00.000`),
    },
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    mintId: (naming) => generatedName(naming, 75) + (String(naming.property('FifoQueue')) === 'true' ? '.fifo' : ''),
    ref: queueUrl,
    attributes: { Arn: (naming) => arn(naming, 'sqs', naming.id), QueueName: id, QueueUrl: queueUrl },
  },
  'AWS::SNS::Topic': byArn('sns', id, 'TopicName', { TopicName: id, TopicArn: (naming) => arn(naming, 'sns', naming.id) }),
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    mintId: (naming) => generatedName(naming),
    attributes: { Arn: (naming) => arn(naming, 'logs', `log-group:${naming.id}:*`) },
  },
  'AWS::KMS::Key': { mintId: uuid, attributes: { Arn: (naming) => arn(naming, 'kms', `key/${naming.id}`), KeyId: id } },
  'AWS::SecretsManager::Secret': {
    nameProperty: 'Name',
    mintId: (naming) => generatedName(naming),
    ref: (naming) => arn(naming, 'secretsmanager', `secret:${naming.id}-${naming.mint(LOWER, 6, 'suffix')}`),
    attributes: { Id: (naming) => arn(naming, 'secretsmanager', `secret:${naming.id}-${naming.mint(LOWER, 6, 'suffix')}`) },
  },
  'AWS::SSM::Parameter': {
    nameProperty: 'Name',
    mintId: (naming) => generatedName(naming),
    attributes: { Type: (naming) => naming.property('Type'), Value: parameterValue },
  },
  'AWS::StepFunctions::StateMachine': byArn('states', (naming) => `stateMachine:${naming.id}`, 'StateMachineName', {
    Arn: (naming) => arn(naming, 'states', `stateMachine:${naming.id}`),
    Name: id,
  }),
  'AWS::WAFv2::WebACL': {
    nameProperty: 'Name',
    mintId: (naming) => generatedName(naming),
    ref: (naming) => `${naming.id}|${naming.mintUuid('acl')}|${String(naming.property('Scope'))}`,
    attributes: {
      Id: (naming) => naming.mintUuid('acl'),
      Arn: (naming) => arn(naming, 'wafv2',
        `${naming.property('Scope') === 'CLOUDFRONT' ? 'global' : 'regional'}/webacl/${naming.id}/${naming.mintUuid('acl')}`),
    },
  },
  'AWS::Route53::HostedZone': { mintId: (naming) => `Z${naming.mint(UPPER, 19)}`, attributes: { Id: id } },
  'AWS::Route53::RecordSet': { nameProperty: 'Name', sharesItsRef: true },
  'AWS::EC2::VPC': { mintId: (naming) => `vpc-${naming.mint(HEX, 17)}`, attributes: { VpcId: id } },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    nameProperty: 'Name',
    mintId: (naming) => generatedName(naming, 32),
    ref: (naming) => arn(naming, 'elasticloadbalancing', `loadbalancer/app/${naming.id}/${naming.mint(HEX, 16, 'lb')}`),
    attributes: {
      LoadBalancerArn: (naming) => arn(naming, 'elasticloadbalancing', `loadbalancer/app/${naming.id}/${naming.mint(HEX, 16, 'lb')}`),
      LoadBalancerName: id,
      DNSName: (naming) => `${naming.id}-${naming.mint('123456789', 10, 'dns')}.${naming.region}.elb.${naming.urlSuffix}`.toLowerCase(),
    },
  },
};
