import { HEX, LOWER, UPPER } from '../mint';
import { arn, generatedName, id, type Naming, type TypeDefinition } from './definition';

const policy: TypeDefinition = { mintId: (naming) => naming.mintUuid(), attributes: { Id: id } };
const letterAnd13 = (letter: string) => (naming: Naming) => `${letter}${naming.mint(UPPER, 13)}`;
const functionArn = (naming: Naming) => arn(naming, 'cloudfront', `function/${naming.id}`, 'region');

export const CLOUDFRONT: { readonly [type: string]: TypeDefinition } = {
  'AWS::CloudFront::Distribution': {
    mintId: letterAnd13('E'),
    attributes: {
      Id: id,
      DomainName: (naming) => `d${naming.mint(LOWER, 13, 'domain')}.cloudfront.net`,
      Arn: (naming) => arn(naming, 'cloudfront', `distribution/${naming.id}`, 'region'),
    },
  },
  'AWS::CloudFront::Function': {
    nameProperty: 'Name',
    mintId: (naming) => generatedName(naming),
    ref: functionArn,
    attributes: { 'FunctionARN': functionArn, 'FunctionMetadata.FunctionARN': functionArn },
  },
  'AWS::CloudFront::KeyValueStore': {
    nameProperty: 'Name',
    mintId: (naming) => generatedName(naming),
    attributes: {
      Id: (naming) => naming.mintUuid('id'),
      Arn: (naming) => arn(naming, 'cloudfront', `key-value-store/${naming.mintUuid('id')}`, 'region'),
    },
  },
  'AWS::CloudFront::CachePolicy': policy,
  'AWS::CloudFront::OriginRequestPolicy': policy,
  'AWS::CloudFront::ResponseHeadersPolicy': policy,
  'AWS::CloudFront::KeyGroup': policy,
  'AWS::CloudFront::PublicKey': { mintId: letterAnd13('K'), attributes: { Id: id } },
  'AWS::CloudFront::OriginAccessControl': { mintId: letterAnd13('E'), attributes: { Id: id } },
  'AWS::CloudFront::VpcOrigin': {
    mintId: (naming) => `vo_${naming.mint(LOWER, 22)}`,
    attributes: { Id: id, Arn: (naming) => arn(naming, 'cloudfront', `vpcorigin/${naming.id}`, 'region') },
  },
  'AWS::CloudFront::CloudFrontOriginAccessIdentity': {
    mintId: letterAnd13('E'),
    attributes: { Id: id, S3CanonicalUserId: (naming) => naming.mint(HEX, 96, 'canonical-user') },
  },
};
