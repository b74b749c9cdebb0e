import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assembly, generated, ROOT } from '../support/assembly';

test('the public surface is this, and each name is a promise', () => {
  expect(Object.keys(assembly().types).map((name) => name.replace('cdk-cors.', '')).sort()).toEqual([
    'ApiBehavior', 'ApiBehaviorOptions', 'ApiGatewayBehaviorOptions', 'CorsHttpApi', 'CorsHttpApiProps', 'CorsOrigin', 'CorsPolicy', 'CorsPolicyOptions',
    'CorsPolicyProps', 'CorsRequest', 'CorsRestApi', 'CorsRestApiProps', 'CorsSpecRestApi', 'CorsSpecRestApiProps', 'CorsVerifier', 'CorsVerifierProps', 'DeploySiteOptions',
    'FailOn', 'FunctionCors', 'FunctionCorsOptions', 'HttpApiCors', 'LambdaSecurityOptions', 'PathPrefix', 'PreflightPlacement', 'RestApiCors', 'RestApiCorsOptions',
    'SecurityHeadersOptions', 'Site', 'SiteOptions', 'SiteRouting', 'SpecDefinition', 'SpecModels', 'SpecSecurity', 'SubdomainDepth', 'SubdomainOptions', 'WebApp', 'WebAppProps',
  ]);
});

test.each([
  ['RestApiCors', 'aws-cdk-lib.Mixin'],
  ['HttpApiCors', 'aws-cdk-lib.Mixin'],
  ['FunctionCors', 'aws-cdk-lib.Mixin'],
  ['CorsRestApi', 'aws-cdk-lib.aws_apigateway.RestApi'],
  ['CorsSpecRestApi', 'aws-cdk-lib.aws_apigateway.SpecRestApi'],
  ['CorsHttpApi', 'aws-cdk-lib.aws_apigatewayv2.HttpApi'],
  ['WebApp', 'constructs.Construct'],
])('in every language %s is a %s', (name, base) => {
  expect(assembly().types[`cdk-cors.${name}`].base).toBe(base);
});

test.each([
  ['python', 'src/cdk_cors/__init__.py', 'class RestApiCors('],
  ['java', 'src/main/java/io/github/cdkcors/RestApiCors.java', 'extends software.amazon.awscdk.Mixin'],
  ['dotnet', 'CdkCors/CdkCors/RestApiCors.cs', 'public class RestApiCors : Amazon.CDK.Mixin'],
  ['go', 'cdkcors/RestApiCors.go', 'func NewRestApiCors('],
])('the code for %s is generated, with the mixin in it', (language, file, text) => {
  expect(generated(join('.jsii-code', 'dist', language, file), 'npx projen targets')).toContain(text);
});

test('package.json names the package of each language', () => {
  const { jsii } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(jsii.targets).toEqual({
    python: { distName: 'cdk-cors', module: 'cdk_cors' },
    java: { package: 'io.github.cdkcors', maven: { groupId: 'io.github.cdk-cors', artifactId: 'cdk-cors' } },
    dotnet: { namespace: 'CdkCors', packageId: 'CdkCors' },
    go: { moduleName: 'github.com/cdk-cors/cdk-cors-go', packageName: 'cdkcors' },
  });
});
