import type { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { checkIsPolicy, type CorsPolicy, refuse, shown } from '../policy';

/** Refuses what isn't a policy, and what a policy says that an HTTP API can't do. */
export function checkHttpApiPolicy(policy: CorsPolicy): void {
  checkIsPolicy(policy, 'the policy');
  // Rule 68: an entry is one origin, "*", "https://*" or "http://*". A pattern of subdomains or ports fails at deploy.
  const patterns = policy.allowOrigins.filter((origin) => origin._exact === undefined && origin.value !== '*').map((origin) => origin.value);
  if (patterns.length > 0) {
    const example = patterns[0].endsWith(':*') ? patterns[0].replace('*', '5173') : patterns[0].replace(/(?<=\/\/)\*\*?(?=\.)/, 'pr-7').replace(/\*/g, '7');
    refuse('httpApiOriginPattern',
      `an HTTP API compares origins as a whole and can't match ${patterns.map(shown).join(', ')}; name each origin, such as ${shown(example)}, ` +
      'use a REST API (CorsRestApi), or serve the API through CloudFront (WebApp), which can match patterns');
  }
}

/** The policy in the words of `AWS::ApiGatewayV2::Api`. What is left out is what the service leaves out of its answers. */
export function corsConfigurationOf(policy: CorsPolicy): CfnApi.CorsProperty {
  return {
    allowOrigins: policy.allowOrigins.map((origin) => origin.value),
    allowMethods: [...policy.allowMethods],
    allowHeaders: [...policy.allowHeaders],
    ...(policy.exposeHeaders.length > 0 ? { exposeHeaders: [...policy.exposeHeaders] } : {}),
    ...(policy.allowCredentials ? { allowCredentials: true } : {}),
    maxAge: policy.maxAge.toSeconds(),
  };
}
