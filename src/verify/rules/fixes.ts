import type { Fix } from '../app';

/** Pieces of the rules' fixes that several rules have. CDK code is checked against the fixture of the README's snippets: `api` is an `apigateway.RestApi`. */

/** This library on an API that exists already. */
export const WITH_CORS = "api.with(new RestApiCors(CorsPolicy.forOrigins('https://app.example.com')));";

/** The same, where cookies or an Authorization header that the browser adds go along. */
export const WITH_CREDENTIALS = [
  'const cors = new CorsPolicy({',
  "  allowOrigins: [CorsOrigin.exact('https://app.example.com')],",
  '  allowCredentials: true,',
  '});',
  'api.with(new RestApiCors(cors));',
].join('\n');

/** A preflight method as the browser needs it, in front of nothing. */
export const PREFLIGHT = [
  'Type: AWS::ApiGateway::Method',
  'Properties:',
  '  RestApiId: !Ref Api',
  '  ResourceId: !Ref Items',
  '  HttpMethod: OPTIONS',
  '  AuthorizationType: NONE',
  '  Integration:',
  '    Type: MOCK',
  '    PassthroughBehavior: NEVER',
  '    ContentHandling: CONVERT_TO_TEXT',
  '    RequestTemplates:',
  "      application/json: '{\"statusCode\": 204}'",
  '    IntegrationResponses:',
  "      - StatusCode: '204'",
  '        ContentHandling: CONVERT_TO_TEXT',
  '        ResponseParameters:',
  '          method.response.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
  '          method.response.header.Access-Control-Allow-Methods: "\'GET,POST,PUT,DELETE\'"',
  '          method.response.header.Access-Control-Allow-Headers: "\'Content-Type,Authorization\'"',
  '  MethodResponses:',
  "    - StatusCode: '204'",
  '      ResponseParameters:',
  '        method.response.header.Access-Control-Allow-Origin: true',
  '        method.response.header.Access-Control-Allow-Methods: true',
  '        method.response.header.Access-Control-Allow-Headers: true',
].join('\n');

/** Gateway responses that a page can read. */
export const GATEWAY_RESPONSES = [
  'Errors4xx:',
  '  Type: AWS::ApiGateway::GatewayResponse',
  '  Properties:',
  '    RestApiId: !Ref Api',
  '    ResponseType: DEFAULT_4XX',
  '    ResponseParameters:',
  '      gatewayresponse.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
  'Errors5xx:',
  '  Type: AWS::ApiGateway::GatewayResponse',
  '  Properties:',
  '    RestApiId: !Ref Api',
  '    ResponseType: DEFAULT_5XX',
  '    ResponseParameters:',
  '      gatewayresponse.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
].join('\n');

/** A behavior with an API behind it. */
export const API_BEHAVIOR = [
  'PathPattern: /api/*',
  'TargetOriginId: api',
  'ViewerProtocolPolicy: https-only',
  'AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]',
  'CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad # CachingDisabled',
  'OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac # AllViewerExceptHostHeader',
].join('\n');

/** A site and its API behind one distribution. */
export const WEB_APP = [
  "new WebApp(this, 'WebApp', {",
  "  site: Site.fromFolder('./site'),",
  "  apis: { '/api': ApiBehavior.forRestApi(api) },",
  '});',
].join('\n');

/** A response headers policy that owns the CORS headers. */
export const HEADERS_POLICY = [
  'Cors:',
  '  Type: AWS::CloudFront::ResponseHeadersPolicy',
  '  Properties:',
  '    ResponseHeadersPolicyConfig:',
  '      Name: cors',
  '      CorsConfig:',
  '        AccessControlAllowOrigins: { Items: [https://app.example.com] }',
  '        AccessControlAllowMethods: { Items: [ALL] }',
  '        AccessControlAllowHeaders: { Items: [Content-Type, Authorization] }',
  '        AccessControlAllowCredentials: false',
  '        OriginOverride: true',
].join('\n');

/** A CORS rule of a bucket. */
export const BUCKET_RULE = [
  'CorsConfiguration:',
  '  CorsRules:',
  '    - AllowedOrigins: [https://app.example.com]',
  '      AllowedMethods: [GET, HEAD]',
].join('\n');

/** A mapped response with the header, declared as it must be. */
export const INTEGRATION_RESPONSES = [
  'Integration:',
  '  IntegrationResponses:',
  "    - StatusCode: '200'",
  '      ResponseParameters:',
  '        method.response.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
  'MethodResponses:',
  "  - StatusCode: '200'",
  '    ResponseParameters:',
  '      method.response.header.Access-Control-Allow-Origin: true',
].join('\n');

/** The same rule with the CDK. */
export const BUCKET_RULE_CDK = "bucket.addCorsRule({ allowedOrigins: ['https://app.example.com'], allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.HEAD] });";

/** A behavior with an API behind it, by this library. */
export const API_BEHAVIOR_CDK = "ApiBehavior.forRestApi(api).addTo(distribution, '/api');";

/** A behavior with a bucket behind it that decides by Origin, by which its answers are kept apart. */
export const BUCKET_BEHAVIOR = [
  'DefaultCacheBehavior: # or the one at fault',
  '  OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf # CORS-S3Origin',
  '  CachePolicyId: !Ref ByOrigin',
  '# and in Resources',
  'ByOrigin:',
  '  Type: AWS::CloudFront::CachePolicy',
  '  Properties:',
  '    CachePolicyConfig:',
  '      Name: by-origin',
  '      MinTTL: 0',
  '      DefaultTTL: 86400',
  '      MaxTTL: 31536000',
  '      ParametersInCacheKeyAndForwardedToOrigin:',
  '        EnableAcceptEncodingGzip: true',
  '        CookiesConfig: { CookieBehavior: none }',
  '        QueryStringsConfig: { QueryStringBehavior: none }',
  '        HeadersConfig: { HeaderBehavior: whitelist, Headers: [Origin] }',
].join('\n');

/** The same with the CDK. */
export const BUCKET_BEHAVIOR_CDK = [
  "distribution.addBehavior('/fonts/*', origins.S3BucketOrigin.withOriginAccessControl(bucket), {",
  '  originRequestPolicy: cloudfront.OriginRequestPolicy.CORS_S3_ORIGIN,',
  "  cachePolicy: new cloudfront.CachePolicy(this, 'ByOrigin', { headerBehavior: cloudfront.CacheHeaderBehavior.allowList('Origin') }),",
  '});',
].join('\n');

/** The whole CORS configuration of an HTTP API, which answers preflights and writes the headers of every answer. */
export const HTTP_API_CORS: Fix = {
  cdk: "httpApi.with(new HttpApiCors(CorsPolicy.forOrigins('https://app.example.com')));",
  cloudFormation: [
    'Type: AWS::ApiGatewayV2::Api',
    'Properties:',
    '  CorsConfiguration:',
    "    AllowOrigins: ['https://app.example.com']",
    '    AllowMethods: [GET, POST, PUT, PATCH, DELETE]',
    '    AllowHeaders: [Content-Type, Authorization]',
  ].join('\n'),
};

/** The same in the document of an HTTP API. */
export const HTTP_API_DOCUMENT_CORS: Fix = {
  cdk: HTTP_API_CORS.cdk,
  cloudFormation: [
    'x-amazon-apigateway-cors:',
    "  allowOrigins: ['https://app.example.com']",
    '  allowMethods: [GET, POST, PUT, PATCH, DELETE]',
    '  allowHeaders: [Content-Type, Authorization]',
  ].join('\n'),
};

/** The CORS of a function URL, whose function writes none of it. */
export const FUNCTION_URL_FIX = {
  cdk: [
    '// and no CORS headers in the code of the function',
    'handler.addFunctionUrl({',
    '  authType: lambda.FunctionUrlAuthType.NONE,',
    "  cors: FunctionCors.forFunctionUrl(CorsPolicy.forOrigins('https://app.example.com')),",
    '});',
  ].join('\n'),
  cloudFormation: [
    '# in the properties of the AWS::Lambda::Url; the code of its function writes no CORS headers',
    'Cors:',
    '  AllowOrigins: [https://app.example.com]',
    '  AllowMethods: [GET, POST]',
    '  AllowHeaders: [content-type, authorization]',
  ].join('\n'),
};
