import type { Rule } from '../app';
import { failedAtPreflight, ownerOf, routeName, stepOf } from './evidence';
import { WITH_CREDENTIALS } from './fixes';

/** Access-Control-Allow-Credentials counts on the preflight and on the response: each must have it. */
export const credentialsOnPreflightOnly: Rule = {
  id: 'credentials-on-preflight-only',
  severity: 'error',
  title: 'the preflight allows credentials, the response doesn\'t',
  fix: {
    cdk: WITH_CREDENTIALS,
    cloudFormation: [
      'IntegrationResponses:',
      "  - StatusCode: '200'",
      '    ResponseParameters:',
      '      method.response.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
      '      method.response.header.Access-Control-Allow-Credentials: "\'true\'"',
    ].join('\n'),
  },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || failedAtPreflight(trouble) || trouble.verdict.error !== 'InvalidAllowCredentials') return undefined;
    if (stepOf(trouble, 'gateway-response') !== undefined) return undefined;
    return {
      resource: ownerOf(trouble),
      message: `the preflight of ${routeName(trouble)} has Access-Control-Allow-Credentials: true, and its response hasn't, so a page that sends credentials can't read it`,
    };
  },
};
