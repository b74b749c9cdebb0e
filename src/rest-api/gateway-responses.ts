import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnGatewayResponse, GatewayResponse, type IRestApi, ResponseType } from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import { GATEWAY_RESPONSE_HEADER } from '../api-gateway';
import type { CorsPolicy } from '../policy';
import { isSameApi } from './api-id';
import { type HeaderMappings, type HeaderValues, type MergedMappings, mergeMappings, quoted } from './header-mapping';
import { replacedHeaders } from './response-headers';

/**
 * The mapping expressions that make the errors of API Gateway itself readable: a 401 of an authorizer, a 429, a 504.
 *
 * A gateway response can't choose (rule 17). Where all policies of the API have the same only origin, that is named. Else it is `*`, or, with
 * credentials, whatever origin asks: pages that the policy doesn't allow can then read that error, never a success. The
 * request's header is read in lower case, as browsers send it over HTTP/2 (rules 20, 21); without it the header is left out (rule 19).
 */
export function gatewayResponseHeaders(policies: readonly CorsPolicy[]): HeaderValues {
  const origins = new Set(policies.map((policy) => policy._staticOrigin));
  const only = origins.size === 1 ? [...origins][0] : undefined;
  const credentials = policies.some((policy) => policy.allowCredentials);
  const exposed = [...new Set(policies.flatMap((policy) => policy.exposeHeaders))].filter((name) => !credentials || name !== '*');
  const echo = only === undefined && credentials;
  return {
    'Access-Control-Allow-Origin': echo ? 'method.request.header.origin' : `'${only ?? '*'}'`,
    ...quoted({
      ...(credentials ? { 'Access-Control-Allow-Credentials': 'true' } : {}),
      ...(exposed.length > 0 ? { 'Access-Control-Expose-Headers': exposed.join(',') } : {}),
      ...(echo ? { Vary: 'Origin' } : {}),
    }),
  };
}

/** What was done to the gateway responses of an API. */
export interface GatewayResponseChanges {
  readonly resources: CfnGatewayResponse[];
  /** Headers of the user's that gave way to the policy's, in the user's terms. */
  readonly replaced: string[];
}

/**
 * Puts the headers on DEFAULT_4XX and DEFAULT_5XX and on every type that the user defined, because a defined type inherits nothing from
 * the defaults (rule 13).
 */
export function addGatewayResponses(api: IRestApi, headers: HeaderValues): GatewayResponseChanges {
  const own = gatewayResponsesOf(api);
  const replaced = own.flatMap((response) => mergeInto(response, headers));
  const made = [ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX]
    .filter((type) => !own.some((response) => response.responseType === type.responseType))
    .map((type) => new GatewayResponse(api, `Cors${type.responseType}`, { restApi: api, type, responseHeaders: headers }))
    .map((response) => response.node.defaultChild as CfnGatewayResponse);
  const { defaultChild } = api.node;
  made.filter(() => CfnResource.isCfnResource(defaultChild!)).forEach(({ cfnOptions }) => {
    cfnOptions.condition = (defaultChild as CfnResource).cfnOptions.condition;
  });
  return { resources: [...own, ...made], replaced };
}

function mergeInto(response: CfnGatewayResponse, headers: HeaderValues): string[] {
  const stack = Stack.of(response);
  const theirs: HeaderMappings = stack.resolve(response.responseParameters) ?? {};
  const { mappings, replaced } = mergeGatewayMappings(theirs, headers);
  response.responseParameters = mappings;
  return replacedHeaders(replaced, `the gateway response ${response.responseType}`);
}

/** A gateway response has no back end, so that the policy owns every header that it writes. */
export function mergeGatewayMappings(theirs: HeaderMappings, headers: HeaderValues): MergedMappings {
  return mergeMappings(theirs, GATEWAY_RESPONSE_HEADER, headers, () => true);
}

function gatewayResponsesOf(api: IRestApi): CfnGatewayResponse[] {
  return api.node.root.node.findAll()
    .filter((node: IConstruct): node is CfnGatewayResponse => CfnGatewayResponse.isCfnGatewayResponse(node))
    .filter((response) => isSameApi(response.restApiId, api.restApiId));
}
