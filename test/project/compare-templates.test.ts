import { differences, type Resources } from '../../scripts/compare-templates';

const API = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } };
const PROVIDER = { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Key: 'a.zip' }, Timeout: 9 } };

test.each<[string, Resources, string[]]>([
  ['the same', { Api: API }, []],
  ['the same with other notes of the CDK', { Api: { ...API, Metadata: { 'aws:cdk:path': 'Api' } } }, []],
  ['without a resource', {}, ['Api is missing']],
  ['with one more', { Api: API, More: API }, ['More is one too many']],
  ['with another property', { Api: { ...API, Properties: { Name: 'other' } } },
    ['Api is another: {"Type":"AWS::ApiGateway::RestApi","Properties":{"Name":"other"}} instead of {"Type":"AWS::ApiGateway::RestApi","Properties":{"Name":"api"}}']],
])('a template that is %s', (_, actual, expected) => {
  expect(differences({ Api: API }, actual)).toEqual(expected);
});

test('the code of the CDK\'s own functions isn\'t compared, all else of them is', () => {
  const other = (properties: object): Resources =>
    ({ CustomCDKBucketDeployment1: { ...PROVIDER, Properties: { ...PROVIDER.Properties, ...properties } } });
  expect(differences({ CustomCDKBucketDeployment1: PROVIDER }, other({ Code: { S3Key: 'b.zip' } }))).toEqual([]);
  expect(differences({ CustomCDKBucketDeployment1: PROVIDER }, other({ Timeout: 10 }))).toHaveLength(1);
});
