import { GATEWAY_RESPONSE_TYPES } from '../../emulator/rest-api';
import type { RestApi } from '../../emulator/rest-api/api';
import type { Case, Rule } from '../app';
import { apiOfStage } from '../rest-method';
import { askedOf, stepOf } from './evidence';

/** A type that is defined by itself inherits nothing from DEFAULT_4XX or DEFAULT_5XX (rule 13). */
export const gatewayResponseWithoutHeaders: Rule = {
  id: 'gateway-response-without-headers',
  severity: 'error',
  title: 'a gateway response of its own lacks the headers that the default one has',
  fix: {
    cdk: [
      "api.addGatewayResponse('Unauthorized', {",
      '  type: apigateway.ResponseType.UNAUTHORIZED,',
      "  responseHeaders: { 'Access-Control-Allow-Origin': \"'https://app.example.com'\" },",
      '});',
    ].join('\n'),
    cloudFormation: [
      'Type: AWS::ApiGateway::GatewayResponse',
      'Properties:',
      '  RestApiId: !Ref Api',
      '  ResponseType: UNAUTHORIZED',
      '  ResponseParameters:',
      '    gatewayresponse.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
    ].join('\n'),
  },
  explain(trouble, app) {
    const type = failedAs(trouble);
    const api = type === undefined ? undefined : apiOfStage(trouble.verdict.via, trouble.target.entrance, app);
    const own = api?.gatewayResponses.get(type!);
    if (api === undefined || own === undefined || !defaultSays(api, type!, trouble)) return undefined;
    return {
      resource: own.resource,
      property: own.resource === api.resource ? `Properties/Body/x-amazon-apigateway-gateway-responses/${type}` : 'Properties/ResponseParameters',
      sameAs: type,
      message: `the gateway response ${type} has no ${missingOf(trouble)} of its own and inherits none from ${kindOf(type!)}, so pages can't read ${askedOf(trouble)}`,
    };
  },
};

/** The gateway response type that a page can't read; undefined where it is something else. */
export function failedAs(trouble: Case): string | undefined {
  const { expected, verdict } = trouble;
  if (expected !== 'allowed' || verdict.outcome !== 'blocked' || verdict.exchanges.at(-1)?.preflight === true) return undefined;
  return stepOf(trouble, 'gateway-response')?.name;
}

export function missingOf({ verdict }: Case): string {
  return verdict.error === 'InvalidAllowCredentials' ? 'Access-Control-Allow-Credentials' : 'Access-Control-Allow-Origin';
}

export function kindOf(type: string): 'DEFAULT_4XX' | 'DEFAULT_5XX' {
  return (Object.entries(GATEWAY_RESPONSE_TYPES).find(([name]) => name === type)?.[1].status ?? 500) >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX';
}

function defaultSays({ gatewayResponses }: RestApi, type: string, trouble: Case): boolean {
  const name = `gatewayresponse.header.${missingOf(trouble)}`.toLowerCase();
  const has = (each: string) => [...gatewayResponses.get(each)?.parameters.keys() ?? []].some((key) => key.toLowerCase() === name);
  return !has(type) && has(kindOf(type));
}
