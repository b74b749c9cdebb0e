import { LOWER } from '../mint';
import { arn, generatedName, id, type Naming, type TypeDefinition, textProperty } from './definition';

/** The ARN of the function that a version, an alias or a URL is of, which may be named by name or by ARN. */
function functionArn(naming: Naming, property: string): string {
  const named = textProperty(naming, property) ?? naming.mint(LOWER, 12, 'function');
  return named.startsWith('arn:') ? named : arn(naming, 'lambda', `function:${named}`);
}

const versionArn = (naming: Naming) => `${functionArn(naming, 'FunctionName')}:1`;
const aliasArn = (naming: Naming) => `${functionArn(naming, 'FunctionName')}:${naming.id}`;
const layerArn = (naming: Naming) => arn(naming, 'lambda', `layer:${naming.id}:1`);

/** Regions that are old enough for a dash in front of them in the URL of a website. @see https://docs.aws.amazon.com/general/latest/gr/s3.html */
const DASHED = new Set(['us-east-1', 'us-west-1', 'us-west-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'eu-west-1', 'sa-east-1',
  'us-gov-west-1']);

export const LAMBDA_AND_S3: { readonly [type: string]: TypeDefinition } = {
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    mintId: (naming) => generatedName(naming),
    attributes: { Arn: (naming) => arn(naming, 'lambda', `function:${naming.id}`) },
  },
  // the first version of a function is 1
  'AWS::Lambda::Version': { ref: versionArn, attributes: { FunctionArn: versionArn, Version: () => '1' } },
  'AWS::Lambda::Alias': { nameProperty: 'Name', ref: aliasArn, attributes: { AliasArn: aliasArn } },
  'AWS::Lambda::LayerVersion': { nameProperty: 'LayerName', mintId: (naming) => generatedName(naming), ref: layerArn, attributes: { LayerVersionArn: layerArn } },
  'AWS::Lambda::Url': {
    mintId: (naming) => naming.mint(LOWER, 32),
    sharesItsRef: true,
    ref: (naming) => functionArn(naming, 'TargetFunctionArn'),
    attributes: {
      FunctionArn: (naming) => functionArn(naming, 'TargetFunctionArn'),
      FunctionUrl: (naming) => `https://${naming.id}.lambda-url.${naming.region}.on.aws/`,
    },
  },
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    mintId: (naming) => generatedName(naming, 63).toLowerCase(),
    attributes: {
      Arn: (naming) => arn(naming, 's3', naming.id, 'both'),
      DomainName: (naming) => `${naming.id}.s3.${naming.urlSuffix}`,
      RegionalDomainName: (naming) => `${naming.id}.s3.${naming.region}.${naming.urlSuffix}`,
      DualStackDomainName: (naming) => `${naming.id}.s3.dualstack.${naming.region}.${naming.urlSuffix}`,
      WebsiteURL: (naming) => `http://${naming.id}.s3-website${DASHED.has(naming.region) ? '-' : '.'}${naming.region}.${naming.urlSuffix}`,
    },
  },
  'AWS::S3::BucketPolicy': { nameProperty: 'Bucket', sharesItsRef: true },
  'AWS::S3::AccessPoint': {
    nameProperty: 'Name',
    mintId: (naming) => generatedName(naming, 50).toLowerCase(),
    attributes: { Arn: (naming) => arn(naming, 's3', `accesspoint/${naming.id}`), Name: id },
  },
};
