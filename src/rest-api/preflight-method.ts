import { Annotations } from 'aws-cdk-lib';
import {
  AuthorizationType, type CfnMethod, ContentHandling, type IntegrationOptions, type IResource, Method, MockIntegration, PassthroughBehavior,
} from 'aws-cdk-lib/aws-apigateway';
import { METHOD_RESPONSE_HEADER } from '../api-gateway';
import type { CorsPolicy } from '../policy';
import { type HeaderValues, quoted } from './header-mapping';
import { allowOriginTemplate } from './origin-template';
import { withAllowOrigin, withOrigin } from './response-headers';

/** What a preflight is answered, whether a method or an operation of a document does it. */
export interface PreflightAnswer {
  readonly status: string;
  /** The headers that don't depend on who asks, as they go over the wire. */
  readonly headers: HeaderValues;
  /** All headers that the answer can have. */
  readonly declared: string[];
  /** The mapping template of the MOCK integration's request, for `application/json`. */
  readonly requestTemplate: string;
}

export function preflightAnswer(policy: CorsPolicy): PreflightAnswer {
  const status = '204';
  const headers = withOrigin(policy, policy._preflightHeaders());
  const body = `{"statusCode": ${status}}`;
  return {
    status,
    headers,
    declared: withAllowOrigin(headers),
    requestTemplate: policy._staticOrigin === undefined ? `${allowOriginTemplate(policy)}\n${body}` : body,
  };
}

/** The MOCK integration that answers preflights; its names are those of the CDK's integrations and of CfnMethod alike. */
function integrationOptions({ status, headers, requestTemplate }: PreflightAnswer): IntegrationOptions {
  return {
    requestTemplates: { 'application/json': requestTemplate },
    // Browsers send no Content-Type with a preflight. Any other client that does gets a 415 instead of running into a 500 (rule 32).
    passthroughBehavior: PassthroughBehavior.NEVER,
    // With binaryMediaTypes */* API Gateway takes the empty body for binary data and fails with 500, unless told otherwise on both
    // ways (rules 36, 37).
    contentHandling: ContentHandling.CONVERT_TO_TEXT,
    integrationResponses: [{
      statusCode: status,
      contentHandling: ContentHandling.CONVERT_TO_TEXT,
      responseParameters: prefixed(quoted(headers)),
    }],
  };
}

function methodResponses({ status, declared }: PreflightAnswer): { statusCode: string; responseParameters: { [key: string]: boolean } }[] {
  return [{ statusCode: status, responseParameters: prefixed(Object.fromEntries(declared.map((name) => [name, true]))) }];
}

/**
 * Adds the OPTIONS method that answers preflights.
 *
 * It is made as `resource.addMethod` makes methods, so the deployment's hash and dependencies see it (a property override
 * would not). The constructor is called directly because `LambdaRestApi` disables `addMethod` on its root and `ProxyResource` repeats it on the root.
 */
export function addPreflightMethod(resource: IResource, policy: CorsPolicy): CfnMethod {
  // A resource below one with defaultCorsPreflightOptions makes its OPTIONS itself.
  const existing = resource.node.tryFindChild('OPTIONS');
  if (existing instanceof Method) return takeOverPreflightMethod(existing.node.defaultChild as CfnMethod, policy);
  const answer = preflightAnswer(policy);
  const method = new Method(resource, 'OPTIONS', {
    resource,
    httpMethod: 'OPTIONS',
    integration: new MockIntegration(integrationOptions(answer)),
    options: {
      // Browsers send no credentials with a preflight, so whatever guards the other methods must not guard this one.
      authorizationType: AuthorizationType.NONE,
      authorizationScopes: [],
      apiKeyRequired: false,
      requestParameters: {},
      methodResponses: methodResponses(answer),
    },
  });
  // The CDK warns of scopes on a method without authorization also where they were emptied on purpose.
  Annotations.of(method).acknowledgeWarning('@aws-cdk/aws-apigateway:invalidAuthScope');
  return method.node.defaultChild as CfnMethod;
}

/** Lets an OPTIONS method that is there already answer as the policy says. Its logical id and place stay, so that a deployed one is updated in place. */
export function takeOverPreflightMethod(method: CfnMethod, policy: CorsPolicy): CfnMethod {
  const answer = preflightAnswer(policy);
  method.integration = { type: 'MOCK', ...integrationOptions(answer) };
  method.methodResponses = methodResponses(answer);
  method.authorizationType = AuthorizationType.NONE;
  method.apiKeyRequired = false;
  method.authorizerId = method.authorizationScopes = method.requestParameters = method.requestModels = method.requestValidatorId = undefined;
  return method;
}

/** What the preflight method answers, for the deployment's hash. */
export function preflightFingerprint(policy: CorsPolicy): object {
  const { requestTemplate, headers } = preflightAnswer(policy);
  return { template: requestTemplate, headers };
}

function prefixed<T>(headers: { [name: string]: T }): { [key: string]: T } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [METHOD_RESPONSE_HEADER + name, value]));
}
