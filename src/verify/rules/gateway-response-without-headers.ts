import { isGatewayResponseType } from '../../api-gateway';
import { GATEWAY_RESPONSE_DEFAULTS, type GatewayResponseDefinition, type RestApi } from '../../emulator/rest-api';
import type { App, Case, Cause, Rule } from '../app';
import { apiEdgesOf, writesCors } from '../edges';
import { restApiOf } from '../rest-method';
import { askedVerdict } from '../translated';
import { askedOf, failedAtPreflight, stepOf } from './evidence';

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
  explain(trouble) {
    const type = failedAs(trouble);
    const api = type === undefined ? undefined : restApiOf(trouble.verdict.via);
    const own = api?.gatewayResponses.get(type!);
    if (api === undefined || own === undefined || !defaultSays(api, type!, missingOf(trouble))) return undefined;
    return {
      ...placeOf(own, type!, api),
      message: `the gateway response ${type} has no ${missingOf(trouble)} of its own and inherits none from ${kindOf(type!)}, so pages can't read ${askedOf(trouble)}`,
    };
  },
  /** What no call to a route of today brings up: a path that there isn't always may, the rest when the API has what fails so. */
  * inspect(app) {
    for (const api of app.restApis.filter((each) => !isLeftToEdge(each, app))) {
      const seen = new Set(app.cases.filter(({ target: { entrance } }) => entrance.resource === api.resource).map(failedAs));
      for (const [type, own] of api.gatewayResponses) {
        if (seen.has(type) || !isGatewayResponseType(type) || type === 'REQUEST_TOO_LARGE' || !defaultSays(api, type, ALLOW_ORIGIN)) continue;
        const always = type === 'MISSING_AUTHENTICATION_TOKEN';
        yield {
          ...placeOf(own, type, api),
          severity: always ? 'error' : 'warning',
          message: `the gateway response ${type} has no ${ALLOW_ORIGIN} of its own and inherits none from ${kindOf(type)}, so pages can't read it`
            + (always ? ': it is the answer of every path that there isn\'t' : ' where it is sent'),
        };
      }
    }
  },
};

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';

function placeOf({ resource }: GatewayResponseDefinition, type: string, api: RestApi): Pick<Cause, 'resource' | 'property' | 'sameAs'> {
  const property = resource === api.resource ? `Properties/Body/x-amazon-apigateway-gateway-responses/${type}` : 'Properties/ResponseParameters';
  return { resource, property, sameAs: type };
}

/** Whether a distribution in front writes the headers of errors. */
function isLeftToEdge({ resource }: RestApi, app: App): boolean {
  return apiEdgesOf(app).some((edge) => edge.api.resource === resource && writesCors(edge));
}

/** The gateway response type that a page can't read; undefined where it is something else. */
export function failedAs(trouble: Case): string | undefined {
  if (trouble.expected !== 'allowed' || askedVerdict(trouble).outcome !== 'blocked' || failedAtPreflight(trouble)) return undefined;
  return stepOf(trouble, 'gateway-response')?.name;
}

export function missingOf({ verdict }: Case): string {
  return verdict.error === 'InvalidAllowCredentials' ? 'Access-Control-Allow-Credentials' : 'Access-Control-Allow-Origin';
}

export function kindOf(type: string): 'DEFAULT_4XX' | 'DEFAULT_5XX' {
  return !isGatewayResponseType(type) || GATEWAY_RESPONSE_DEFAULTS[type].status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX';
}

function defaultSays({ gatewayResponses }: RestApi, type: string, header: string): boolean {
  const name = `gatewayresponse.header.${header}`.toLowerCase();
  const has = (each: string) => [...gatewayResponses.get(each)?.parameters.keys() ?? []].some((key) => key.toLowerCase() === name);
  return !has(type) && has(kindOf(type));
}
