import type { KnownAnswer } from './known-answer';

const UNREADABLE = ['gateway-error-unreadable', 'gateway-response-without-headers'];

/** What REST APIs and HTTP APIs answer. */
export const API_ANSWERS: readonly KnownAnswer[] = [
  {
    name: '403 {"message":"Missing Authentication Token"}',
    statuses: [403],
    body: /missing authentication token/i,
    gatewayResponses: ['MISSING_AUTHENTICATION_TOKEN'],
    means: 'A REST API has no such method on such a path. The words mislead: mostly no token is missing. With IAM authorization it is also the answer to a request without a signature',
    causes: [
      { layer: 'REST API', text: 'no method answers OPTIONS on that path', rules: ['preflight-without-method'] },
      {
        layer: 'CloudFront',
        text: 'the path reaches the API with a prefix that it doesn\'t have, or without its stage',
        rules: ['stage-or-prefix-mismatch'],
      },
      { layer: 'REST API', text: 'the method asks for IAM authorization, also of the preflight', rules: ['preflight-behind-authorizer'] },
      { layer: 'REST API', text: 'the change isn\'t deployed: a stage serves what its deployment had', rules: ['stale-deployment'] },
    ],
  },
  {
    name: '403 {"message":"Forbidden"}',
    statuses: [403],
    body: /"message"\s*:\s*"Forbidden"|^forbidden$|ForbiddenException/i,
    gatewayResponses: ['INVALID_API_KEY', 'WAF_FILTERED'],
    means: 'API Gateway refused the request before any method: no API key, a Host that isn\'t its own, a stage that there isn\'t, or WAF. An HTTP API says so when its authorizer denies',
    causes: [
      { layer: 'CloudFront', text: 'the viewer\'s Host is forwarded to the API: use AllViewerExceptHostHeader', rules: ['host-forwarded-to-api'] },
      { layer: 'REST API', text: 'the method, or the preflight, asks for an API key', rules: ['preflight-needs-api-key', ...UNREADABLE] },
      { layer: 'CloudFront', text: 'the path reaches the API without its stage, or with another', rules: ['stage-or-prefix-mismatch'] },
      { layer: 'REST API', text: 'WAF blocked it, before all else', rules: UNREADABLE },
      {
        layer: 'HTTP API',
        text: 'the authorizer denied, also a preflight that an ANY or $default route takes',
        rules: ['preflight-captured-by-route'],
      },
    ],
  },
  {
    name: '403 "User is not authorized to access this resource"',
    statuses: [403],
    body: /not authorized to (?:access this resource|perform: (?:execute-api|lambda))|AccessDeniedException|explicit deny/i,
    gatewayResponses: ['ACCESS_DENIED'],
    means: 'An authorizer answered with Deny, or the resource policy of the API refuses the caller',
    causes: [
      { layer: 'REST API', text: 'the authorizer\'s policy names one method, and is cached for the others: allow all methods of the stage', rules: UNREADABLE },
      { layer: 'REST API', text: 'the resource policy refuses the preflight, which browsers send unsigned', rules: ['preflight-behind-resource-policy'] },
      { layer: 'REST API', text: 'the page can\'t read the reason, since the gateway response has no CORS headers', rules: UNREADABLE },
    ],
  },
  {
    name: '403 "The security token included in the request is expired" or "signature"',
    statuses: [403],
    body: /security token .* (?:expired|invalid)|signature (?:expired|we calculated)|ExpiredTokenException|UnrecognizedClientException/i,
    gatewayResponses: ['EXPIRED_TOKEN', 'INVALID_SIGNATURE'],
    means: 'A method with IAM authorization got a signature that doesn\'t hold',
    causes: [
      { layer: 'REST API', text: 'the page can\'t read the reason, since the gateway response has no CORS headers', rules: UNREADABLE },
      {
        layer: 'CloudFront',
        text: 'the distribution changes what was signed: the path, the Host or a header',
        rules: ['authorization-not-forwarded'],
      },
    ],
  },
  {
    name: '401 {"message":"Unauthorized"}',
    statuses: [401],
    body: /"message"\s*:\s*"Unauthorized"|^unauthorized$|UnauthorizedException|incoming token has expired/i,
    gatewayResponses: ['UNAUTHORIZED'],
    means: 'An authorizer got no token, or one that doesn\'t hold. On a preflight it always fails: browsers send no token with it',
    causes: [
      { layer: 'REST API', text: 'the preflight is behind the authorizer', rules: ['preflight-behind-authorizer'] },
      { layer: 'HTTP API', text: 'an ANY or $default route takes the preflight, with its authorizer', rules: ['preflight-captured-by-route'] },
      { layer: 'CloudFront', text: 'Authorization isn\'t forwarded to the API', rules: ['authorization-not-forwarded'] },
      { layer: 'REST API', text: 'the token has expired, and the page can\'t read that it has', rules: UNREADABLE },
    ],
  },
  {
    name: '500 {"message":null}, of an authorizer',
    statuses: [500],
    body: /"message"\s*:\s*null|AuthorizerConfigurationException/i,
    gatewayResponses: ['AUTHORIZER_FAILURE', 'AUTHORIZER_CONFIGURATION_ERROR'],
    means: 'A Lambda authorizer threw, answered with what isn\'t a policy, or can\'t be invoked',
    causes: [{ layer: 'REST API', text: 'the authorizer\'s log tells; the page can\'t read the error', rules: UNREADABLE }],
  },
  {
    name: '429 {"message":"Too Many Requests"} or "Limit Exceeded"',
    statuses: [429],
    body: /too many requests|limit exceeded|TooManyRequestsException|LimitExceededException/i,
    gatewayResponses: ['THROTTLED', 'QUOTA_EXCEEDED'],
    means: 'A throttle or a quota of API Gateway. Preflights count too',
    causes: [{ layer: 'REST API', text: 'the page can\'t see that it is a 429, and retries at once', rules: UNREADABLE }],
  },
  {
    name: '504 {"message":"Endpoint request timed out"}',
    statuses: [504],
    body: /endpoint request timed out|network error communicating with endpoint/i,
    gatewayResponses: ['INTEGRATION_TIMEOUT', 'INTEGRATION_FAILURE'],
    means: 'The integration of a REST API took longer than 29 seconds, or can\'t be reached. The function\'s own CORS code never ran',
    causes: [{ layer: 'REST API', text: 'the gateway response has no CORS headers, so that the page sees a CORS error', rules: UNREADABLE }],
  },
  {
    name: '503 {"message":"Service Unavailable"}',
    statuses: [503],
    body: /service unavailable/i,
    means: 'The integration of an HTTP API took longer than 30 seconds or can\'t be reached; of CloudFront: the origin or an edge function failed',
    causes: [
      { layer: 'HTTP API', text: 'whether its own errors carry CORS headers isn\'t documented and can\'t be configured: put the API behind a WebApp' },
      { layer: 'CloudFront', text: 'the log of the CloudFront function tells; a response headers policy may leave such answers bare' },
    ],
  },
  {
    name: 'Execution failed due to configuration error: Invalid permissions on Lambda function',
    statuses: [],
    body: /invalid permissions on lambda function/i,
    gatewayResponses: ['API_CONFIGURATION_ERROR'],
    means: 'The log of a REST API says that it may not invoke the function; the page gets a 500 that it can\'t read',
    causes: [{ layer: 'REST API', text: 'the function has no permission for this API, stage, method and path (AWS::Lambda::Permission)', rules: UNREADABLE }],
  },
  {
    name: 'Execution failed due to configuration error: statusCode should be an integer which is defined in request template',
    statuses: [],
    body: /statusCode should be an integer|unable to (?:parse statusCode|transform request)|no match for output mapping|unable to complete execution due to/i,
    gatewayResponses: ['API_CONFIGURATION_ERROR'],
    means: 'The log of a REST API says that a mapping of a MOCK or another integration fails, mostly that of OPTIONS; the browser gets a 500',
    causes: [
      { layer: 'REST API', text: 'the request template isn\'t {"statusCode": 200}, or is for another content type than application/json', rules: ['preflight-mapping-fails'] },
      { layer: 'REST API', text: 'binary media types (*/*) turn the template\'s text into bytes: contentHandling CONVERT_TO_TEXT', rules: ['preflight-fails-on-binary-types'] },
      { layer: 'REST API', text: 'no integration response has that status, and none is the default' },
    ],
  },
  {
    name: '500 or 502 {"message": "Internal server error"}',
    statuses: [500, 502],
    body: /internal server error|InternalServerErrorException|InternalFailureException|malformed Lambda proxy response/i,
    gatewayResponses: ['DEFAULT_5XX', 'API_CONFIGURATION_ERROR'],
    means: 'Of a REST API: the function failed or answered with what isn\'t an answer (502), may not be invoked, or a mapping failed (500). With capitals, "Internal Server Error", of an HTTP API',
    causes: [
      {
        layer: 'REST API',
        text: 'on a preflight: binary media types (*/*) or a template without a status break the MOCK integration',
        rules: ['preflight-fails-on-binary-types', 'preflight-mapping-fails'],
      },
      { layer: 'back end', text: 'the function threw: its log tells, the page can\'t read it', rules: UNREADABLE },
      { layer: 'HTTP API', text: 'whether its own errors carry CORS headers isn\'t documented and can\'t be configured: catch errors in the function' },
    ],
  },
  {
    name: '415 {"message":"Unsupported Media Type"}',
    statuses: [415],
    body: /unsupported media type/i,
    gatewayResponses: ['UNSUPPORTED_MEDIA_TYPE'],
    means: 'A REST API has no mapping template for the Content-Type, and passes nothing through',
    causes: [{ layer: 'REST API', text: 'the page can\'t read the reason, since the gateway response has no CORS headers', rules: UNREADABLE }],
  },
  {
    name: '413 "Request Too Long" or "Request Entity Too Large"',
    statuses: [413],
    body: /request (?:too long|entity too large)/i,
    gatewayResponses: ['REQUEST_TOO_LARGE'],
    means: 'The body is larger than 10 MB, or the URL or the headers than CloudFront takes. A REST API can\'t put headers on this answer: pages see a CORS error',
    causes: [{ layer: 'page', text: 'upload to S3 by a presigned URL instead' }],
  },
  {
    name: '400 of a request validator: "Missing required request parameters" or "Invalid request body"',
    statuses: [400],
    body: /missing required request parameters|invalid request body|bad request|BadRequestException/i,
    gatewayResponses: ['BAD_REQUEST_PARAMETERS', 'BAD_REQUEST_BODY'],
    means: 'A request validator of a REST API refused the request. On a preflight it always may: browsers send none of the page\'s headers with it',
    causes: [
      { layer: 'REST API', text: 'the preflight method has the validator of the others', rules: ['preflight-needs-parameters'] },
      { layer: 'REST API', text: 'the page can\'t read which parameter is missing', rules: UNREADABLE },
    ],
  },
  {
    name: '404 {"message":"Not Found"}',
    statuses: [404],
    body: /"message"\s*:\s*"not found"|^not found$|NoSuchKey|\bNotFoundException/i,
    gatewayResponses: ['RESOURCE_NOT_FOUND'],
    means: 'An HTTP API has no such route, or a bucket no such object',
    causes: [
      {
        layer: 'CloudFront',
        text: 'the path reaches the API with a prefix that it doesn\'t have, or without its stage',
        rules: ['stage-or-prefix-mismatch'],
      },
      { layer: 'HTTP API', text: 'the route has another method or path; its 404 may come without CORS headers', rules: ['stage-not-deployed'] },
    ],
  },
  {
    name: '204 without Access-Control headers',
    statuses: [204, 200],
    body: /^(?:no content)$/i,
    means: 'The preflight was answered, and without a permission',
    causes: [
      {
        layer: 'HTTP API',
        text: 'the origin isn\'t among AllowOrigins, or the API has no CORS configuration at all: then OPTIONS is a bare 204',
        rules: ['origin-never-matches', 'origin-pattern-unsupported', 'api-without-cors'],
      },
      { layer: 'CloudFront', text: 'Origin or Access-Control-Request-Method isn\'t forwarded to the API', rules: ['origin-not-forwarded'] },
      { layer: 'REST API', text: 'the mapping chose none of its origins', rules: ['first-origin-only', 'origin-never-matches'] },
    ],
  },
];
