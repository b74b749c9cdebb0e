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
