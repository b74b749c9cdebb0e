import { Annotations } from 'aws-cdk-lib';
import { AuthorizationType, ContentHandling, IResource, Method, MockIntegration, PassthroughBehavior } from 'aws-cdk-lib/aws-apigateway';
import { CorsPolicy } from '../policy';
import { HeaderValues, quoted } from './header-mapping';
import { allowOriginTemplate } from './origin-template';

const STATUS = '204';

/**
 * Adds the OPTIONS method that answers preflights.
 *
 * It is made as `resource.addMethod` makes methods, so the deployment's hash and dependencies see it (a property override
 * would not). The constructor is called directly because `LambdaRestApi` disables `addMethod` on its root and `ProxyResource` repeats it on the root.
 */
export function addPreflightMethod(resource: IResource, policy: CorsPolicy): Method {
  const headers = staticHeaders(policy);
  const method = new Method(resource, 'OPTIONS', {
    resource,
    httpMethod: 'OPTIONS',
    integration: new MockIntegration({
      requestTemplates: { 'application/json': requestTemplate(policy) },
      // Browsers send no Content-Type with a preflight. Anything else that does is told 415 instead of running into a 500 (rule 32).
      passthroughBehavior: PassthroughBehavior.NEVER,
      // With binaryMediaTypes */* API Gateway takes the empty body for binary data and fails with 500, unless told otherwise on both
      // ways (rules 36, 37).
      contentHandling: ContentHandling.CONVERT_TO_TEXT,
      integrationResponses: [{
        statusCode: STATUS,
        contentHandling: ContentHandling.CONVERT_TO_TEXT,
        responseParameters: prefixed(quoted(headers)),
      }],
    }),
    options: {
      // Browsers send no credentials with a preflight, so whatever guards the other methods must not guard this one.
      authorizationType: AuthorizationType.NONE,
      authorizationScopes: [],
      apiKeyRequired: false,
      requestParameters: {},
      methodResponses: [{
        statusCode: STATUS,
        responseParameters: prefixed(Object.fromEntries(
          ['Access-Control-Allow-Origin', ...Object.keys(headers)].map((name) => [name, true] as const))),
      }],
    },
  });
  // The CDK warns of scopes on a method without authorization also where they were emptied on purpose.
  Annotations.of(method).acknowledgeWarning('@aws-cdk/aws-apigateway:invalidAuthScope');
  return method;
}

/** What the preflight method answers, for the deployment's hash. */
export function preflightFingerprint(policy: CorsPolicy): object {
  return { template: requestTemplate(policy), headers: staticHeaders(policy) };
}

function staticHeaders(policy: CorsPolicy): HeaderValues {
  const origin = policy._staticOrigin;
  return {
    ...(origin === undefined ? {} : { 'Access-Control-Allow-Origin': origin }),
    ...policy._preflightHeaders(),
    ...(origin === undefined ? { Vary: 'Origin' } : {}),
  };
}

function requestTemplate(policy: CorsPolicy): string {
  const status = `{"statusCode": ${STATUS}}`;
  return policy._staticOrigin === undefined ? `${allowOriginTemplate(policy)}\n${status}` : status;
}

function prefixed<T>(headers: { [name: string]: T }): { [key: string]: T } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]));
}
