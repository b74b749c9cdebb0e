import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resolved, TemplateModel } from '../../src/template';
import { Unknown } from '../../src/template/unknown';
import { modelOf, resourceOf } from '../support/emulator';

/** Templates as other tools than the CDK make them, and as people write them. */
const fixture = (name: string) => readFileSync(join(__dirname, 'fixtures', name), 'utf8');

/** A value inside of a resource's properties. */
function at(model: TemplateModel, logicalId: string, ...path: (string | number)[]): Resolved {
  return path.reduce<any>((value, key) => value[key], resourceOf(model, logicalId).properties);
}

describe('Serverless Framework', () => {
  const model = modelOf(fixture('serverless-framework.json'), { region: 'eu-west-1' });

  test('nothing is unsupported', () => expect(model.unsupported).toEqual([]));

  test('the method is of the resource, the resource of the API', () => {
    expect(model.referent(at(model, 'ApiGatewayMethodItemsGet', 'ResourceId'))?.logicalId).toBe('ApiGatewayResourceItems');
    expect(model.referent(at(model, 'ApiGatewayResourceItems', 'RestApiId'))?.logicalId).toBe('ApiGatewayRestApi');
    expect(at(model, 'ApiGatewayResourceItems', 'ParentId')).toBe(resourceOf(model, 'ApiGatewayRestApi').attribute('RootResourceId'));
  });

  test('the integration names the function', () => {
    const uri = at(model, 'ApiGatewayMethodItemsGet', 'Integration', 'Uri');
    expect(uri).toBe('arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/' +
      'arn:aws:lambda:eu-west-1:123456789012:function:shop-dev-hello/invocations');
    expect(model.referentsIn(uri, 'AWS::Lambda::Function').map(({ logicalId }) => logicalId)).toEqual(['HelloLambdaFunction']);
  });

  test('a version has the ARN of its function and a number', () => {
    expect(resourceOf(model, 'HelloLambdaVersionAbc').physicalId).toBe('arn:aws:lambda:eu-west-1:123456789012:function:shop-dev-hello:1');
  });

  test('names that are joined', () => expect(resourceOf(model, 'IamRoleLambdaExecution').physicalId).toBe('shop-dev-eu-west-1-lambdaRole'));
});

describe('SAM', () => {
  test('a template that is to be transformed first says so, and how', () => {
    const { unsupported } = modelOf(fixture('sam.yaml'));
    expect(unsupported.map(({ path, type }) => [path, type])).toEqual([
      ['Stack', 'AWS::Serverless-2016-10-31'],
      ['Stack/HelloFunction', 'AWS::Serverless::Function'],
    ]);
    for (const { message } of unsupported) {
      expect(message).toContain('aws cloudformation get-template --template-stage Processed');
    }
  });

  test('the transformed one has an OpenAPI document with its references resolved', () => {
    const model = modelOf(fixture('sam-transformed.yaml'));
    expect(model.unsupported).toEqual([]);
    const uri = at(model, 'ServerlessRestApi', 'Body', 'paths', '/hello', 'get', 'x-amazon-apigateway-integration', 'uri');
    expect(model.referentsIn(uri, 'AWS::Lambda::Function').map(({ logicalId }) => logicalId)).toEqual(['HelloFunction']);
    expect(at(model, 'ServerlessRestApi', 'Body', 'info')).toEqual({ version: '1.0', title: 'Stack' });
    expect(at(model, 'HelloFunctionRole', 'AssumeRolePolicyDocument', 'Version')).toBe('2012-10-17');
    expect(at(model, 'HelloFunctionHelloPermissionProd', 'SourceArn'))
      .toBe(`arn:aws:execute-api:us-east-1:123456789012:${resourceOf(model, 'ServerlessRestApi').physicalId}/*/GET/hello`);
  });
});

describe('by hand', () => {
  const text = fixture('by-hand.yaml');

  test('what a parameter without a value decides is unknown, and nothing else', () => {
    const model = modelOf(text);
    expect(at(model, 'Api', 'CorsConfiguration', 'AllowOrigins', 0)).toBeInstanceOf(Unknown);
    expect(at(model, 'Api', 'CorsConfiguration', 'AllowOrigins', 1)).toBe('https://app.example.com');
    expect(at(model, 'Api', 'CorsConfiguration')).toEqual({
      AllowOrigins: [expect.any(Unknown), 'https://app.example.com'], AllowMethods: ['GET', 'POST'], MaxAge: 600,
    });
  });

  test('with a value for it', () => {
    const model = modelOf(text, { parameters: { Domain: 'shop.example.com', WithLogs: 'yes' } });
    expect(at(model, 'Api', 'CorsConfiguration', 'AllowOrigins', 0)).toBe('https://shop.example.com');
    expect(at(model, 'Api', 'CorsConfiguration', 'AllowHeaders')).toEqual(['x-log']);
    expect(model.ofType('AWS::Logs::LogGroup')).toHaveLength(1);
  });

  test('a resource whose condition doesn\'t hold isn\'t there', () => expect(modelOf(text).ofType('AWS::Logs::LogGroup')).toEqual([]));

  test('the distribution\'s origin is the API', () => {
    const model = modelOf(text);
    const [origin] = at(model, 'Site', 'DistributionConfig', 'Origins') as { [name: string]: Resolved }[];
    expect(origin.DomainName).toBe(`${resourceOf(model, 'Api').physicalId}.execute-api.us-east-1.amazonaws.com`);
    expect(origin.OriginPath).toBe('/live');
    expect(model.referentsIn(origin.DomainName).map(({ logicalId }) => logicalId)).toEqual(['Api']);
    expect(model.referent(at(model, 'Site', 'DistributionConfig', 'DefaultCacheBehavior', 'CachePolicyId'))?.logicalId).toBe('Cache');
  });

  test('DependsOn may be a text', () => expect(resourceOf(modelOf(text), 'Site').dependsOn).toEqual(['Stage']));
});
