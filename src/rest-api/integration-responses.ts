import { Lazy, Stack } from 'aws-cdk-lib';
import type { CfnMethod } from 'aws-cdk-lib/aws-apigateway';
import { METHOD_RESPONSE_HEADER } from '../api-gateway';
import type { CorsPolicy } from '../policy';
import { findKey } from './header-mapping';
import { allowOriginTemplate } from './origin-template';
import { declaredHeaders, type IntegrationResponse, isRespondedByGateway, replacedHeaders, type Responder, responseHeaders, responseProblems, withHeaders } from './response-headers';


/** An integration as CloudFormation takes it, with the CDK's tokens resolved. */
interface Integration {
  readonly type?: string;
  readonly uri?: unknown;
  readonly integrationResponses?: IntegrationResponse[];
}

interface MethodResponse {
  readonly statusCode: string;
  readonly responseParameters?: { [key: string]: boolean };
  readonly responseModels?: { [contentType: string]: unknown };
}

/** What was done to the responses of an integration, or can't be, in the user's terms. */
export interface ResponseChanges {
  readonly problems: string[];
  /** Headers of the user's that gave way to the policy's. */
  readonly replaced: string[];
}

/**
 * Puts the policy's headers on the responses of an integration that isn't a proxy (AWS, HTTP, MOCK). There API Gateway makes the answer, so
 * nothing else can add them. A header must be declared on the method response to be mapped (rule 46). What a back end answers to OPTIONS is its own.
 *
 * The rendering is deferred, so that responses added to the method later are covered as well.
 *
 * @param path of the method, for those who read what was done
 */
export function addIntegrationResponseHeaders(method: CfnMethod, policy: CorsPolicy, path: string): ResponseChanges {
  const stack = Stack.of(method);
  const integration = method.integration;
  const methodResponses = method.methodResponses;
  const resolved: Integration = stack.resolve(integration) ?? {};
  const responses = resolved.integrationResponses ?? [];
  if (!isRespondedByGateway(resolved.type) || responses.length === 0) return { problems: [], replaced: [] };
  const isPreflight = method.httpMethod.toUpperCase() === 'OPTIONS';
  if (isPreflight && resolved.type!.toUpperCase() !== 'MOCK') return { problems: [], replaced: [] };
  const responder: Responder = { type: resolved.type!, uri: resolved.uri, isPreflight };
  method.integration = Lazy.any({
    produce: () => {
      const current: Integration = stack.resolve(integration);
      return { ...current, integrationResponses: current.integrationResponses?.map((response) => withHeaders(response, policy, responder).response) };
    },
  });
  method.methodResponses = Lazy.any({
    produce: () => {
      const current: Integration = stack.resolve(integration);
      return declared(stack.resolve(methodResponses) ?? [], current.integrationResponses ?? [], declaredHeaders(policy, isPreflight));
    },
  });
  return {
    problems: responses.flatMap((response) => responseProblems(response, responder, policy, method.node.path)),
    replaced: responses.flatMap((response) => replacedHeaders(withHeaders(response, policy, responder).replaced, `${path} (${response.statusCode})`)),
  };
}

/** What is put on integration responses, for the deployment's hash. */
export function integrationResponseFingerprint(policy: CorsPolicy): object {
  return { headers: responseHeaders(policy), template: policy._staticOrigin === undefined ? allowOriginTemplate(policy) : undefined };
}

function declared(theirs: MethodResponse[], responses: IntegrationResponse[], headers: readonly string[]): MethodResponse[] {
  const byStatus = new Map<string, MethodResponse>();
  for (const response of theirs) {
    const known = byStatus.get(response.statusCode);
    byStatus.set(response.statusCode, known === undefined ? response : {
      statusCode: response.statusCode,
      responseParameters: { ...known.responseParameters, ...response.responseParameters },
      responseModels: { ...known.responseModels, ...response.responseModels },
    });
  }
  for (const { statusCode } of responses) {
    const known: MethodResponse = byStatus.get(statusCode) ?? { statusCode };
    const parameters = { ...known.responseParameters };
    for (const header of headers) {
      if (findKey(parameters, METHOD_RESPONSE_HEADER + header) === undefined) {
        parameters[METHOD_RESPONSE_HEADER + header] = true;
      }
    }
    byStatus.set(statusCode, { ...known, responseParameters: parameters });
  }
  return [...byStatus.values()];
}
