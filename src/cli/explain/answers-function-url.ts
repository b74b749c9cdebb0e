import type { KnownAnswer } from './known-answer';

const SIGNED_BODY = 'a PUT or POST through an origin access control: the page must send x-amz-content-sha256 with the SHA-256 of its body, and the CORS configuration must allow that header';

/** What Lambda function URLs, and signatures over them, answer. */
export const FUNCTION_URL_ANSWERS: readonly KnownAnswer[] = [
  {
    name: '403 {"Message":"Forbidden"}, of a function URL',
    statuses: [403],
    body: /function url authorization|"Message"\s*:\s*"Forbidden/,
    means: 'A function URL refuses the caller: it has auth type AWS_IAM and got no signature, or the permissions lack what URLs need since October 2025, lambda:InvokeFunctionUrl and lambda:InvokeFunction. The function never ran. A preflight is answered by the URL\'s CORS configuration without either',
    causes: [
      { layer: 'back end', text: 'only one of the two permissions is there: with auth type NONE both are given to everybody, InvokeFunction with InvokedViaFunctionUrl', rules: ['function-url-permission-missing'] },
      { layer: 'back end', text: 'auth type AWS_IAM, and the page signs nothing: no preflight can carry a signature, and no page should hold the keys' },
      { layer: 'CloudFront', text: 'the origin access control doesn\'t sign, or the permission names another distribution' },
    ],
  },
  {
    name: '403 InvalidSignatureException, "The request signature we calculated does not match"',
    statuses: [403],
    body: /InvalidSignatureException|"message"\s*:\s*"The request signature we calculated/i,
    gatewayResponses: ['INVALID_SIGNATURE'],
    means: 'A signature doesn\'t hold. Behind CloudFront with an origin access control to a function URL, it is the body that CloudFront doesn\'t sign',
    causes: [
      { layer: 'CloudFront', text: SIGNED_BODY, rules: ['function-url-body-not-signed'] },
      { layer: 'CloudFront', text: 'the distribution changes what the page signed: the path, the Host or a header', rules: ['authorization-not-forwarded'] },
      { layer: 'page', text: 'the page signs with other keys, another region or a clock that is off' },
      { layer: 'REST API', text: 'the page can\'t read the reason, since the gateway response has no CORS headers', rules: ['gateway-error-unreadable', 'gateway-response-without-headers'] },
    ],
  },
  {
    name: '413 "Request must be smaller than 6291456 bytes"',
    statuses: [413],
    body: /must be smaller than \d+ bytes|RequestEntityTooLargeException|body size is too long|exceeded maximum allowed payload size/i,
    means: 'A function takes and gives 6 MB at most. What is larger goes to S3',
    causes: [{ layer: 'page', text: 'upload to S3 by a presigned URL, or load from it' }],
  },
  {
    name: '429 "Rate Exceeded." or ConcurrentInvocationLimitExceeded',
    statuses: [429],
    body: /rate exceeded|ConcurrentInvocationLimitExceeded|ReservedFunctionConcurrentInvocationLimitExceeded/i,
    means: 'All instances that the function may have are busy. The function\'s own CORS code never ran',
    causes: [
      { layer: 'back end', text: 'the concurrency of the account or of the function is used up' },
      { layer: 'REST API', text: 'the page sees a CORS error, since the gateway response has no CORS headers', rules: ['gateway-error-unreadable'] },
    ],
  },
  {
    name: '403 "not a valid key=value pair (missing equal-sign) in Authorization header"',
    statuses: [403],
    body: /not a valid key=value pair|authorization header requires '(?:credential|signature|signedheaders)' parameter|IncompleteSignatureException|MissingAuthenticationTokenException/i,
    gatewayResponses: ['MISSING_AUTHENTICATION_TOKEN'],
    means: 'It is the same as "Missing Authentication Token", said to a request that has an Authorization header: a REST API has no such method on such a path, or the method asks for IAM authorization and got a Bearer token',
    causes: [
      { layer: 'REST API', text: 'no such method or path: the stage is missing in the URL or there twice, or the change isn\'t deployed', rules: ['stage-or-prefix-mismatch', 'stale-deployment', 'preflight-without-method'] },
      { layer: 'REST API', text: 'the method asks for IAM authorization (AWS_IAM), and the page sends another token', rules: ['preflight-behind-authorizer'] },
      { layer: 'REST API', text: 'the page can\'t read the reason, since the gateway response has no CORS headers', rules: ['gateway-error-unreadable', 'gateway-response-without-headers'] },
    ],
  },
];
