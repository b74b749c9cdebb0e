import { Lazy, Stack } from 'aws-cdk-lib';
import type { CfnMethod } from 'aws-cdk-lib/aws-apigateway';
import { METHOD_RESPONSE_HEADER } from '../api-gateway';
import type { CorsPolicy } from '../policy';
import { findKey } from './header-mapping';
import { allowOriginTemplate } from './origin-template';
import { declaredHeaders, type IntegrationResponse, isRespondedByGateway, responseHeaders, responseProblems, withHeaders } from './response-headers';


/** An integration as CloudFormation takes it, with the CDK's tokens resolved. */
interface Integration {
  readonly type?: string;
  readonly integrationResponses?: IntegrationResponse[];
}

interface MethodResponse {
  readonly statusCode: string;
  readonly responseParameters?: { [key: string]: boolean };
  readonly responseModels?: { [contentType: string]: unknown };
}

/**
 * Puts the policy's headers on the responses of an integration that isn't a proxy (AWS, HTTP, MOCK). There API Gateway makes the answer, so
 * nothing else can add them. A header must be declared on the method response to be mapped (rule 46).
 *
 * The rendering is deferred, so that responses added to the method later are covered as well.
 *
 * @returns what can't be done, in the user's terms
 */
export function addIntegrationResponseHeaders(method: CfnMethod, policy: CorsPolicy): string[] {
  const stack = Stack.of(method);
  const integration = method.integration;
  const methodResponses = method.methodResponses;
  const resolved: Integration = stack.resolve(integration) ?? {};
  if (!isRespondedByGateway(resolved.type) || (resolved.integrationResponses ?? []).length === 0) return [];
  method.integration = Lazy.any({
    produce: () => {
      const current: Integration = stack.resolve(integration);
      return { ...current, integrationResponses: current.integrationResponses?.map((response) => withHeaders(response, policy).response) };
    },
  });
  method.methodResponses = Lazy.any({
    produce: () => declared(stack.resolve(methodResponses) ?? [], (stack.resolve(integration) as Integration).integrationResponses ?? [], policy),
  });
  return resolved.integrationResponses!.flatMap((response) => responseProblems(response, resolved.type!, policy, method.node.path));
}

/** What is put on integration responses, for the deployment's hash. */
export function integrationResponseFingerprint(policy: CorsPolicy): object {
  return { headers: responseHeaders(policy), template: policy._staticOrigin === undefined ? allowOriginTemplate(policy) : undefined };
}

function declared(theirs: MethodResponse[], responses: IntegrationResponse[], policy: CorsPolicy): MethodResponse[] {
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
    for (const header of declaredHeaders(policy)) {
      if (findKey(parameters, METHOD_RESPONSE_HEADER + header) === undefined) {
        parameters[METHOD_RESPONSE_HEADER + header] = true;
      }
    }
    byStatus.set(statusCode, { ...known, responseParameters: parameters });
  }
  return [...byStatus.values()];
}
