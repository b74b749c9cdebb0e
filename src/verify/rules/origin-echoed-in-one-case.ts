import type { Rule } from '../app';
import { restApiOf } from '../rest-method';
import { askedOf } from './evidence';
import { failedAs, kindOf } from './gateway-response-without-headers';

/** API Gateway looks a mapped request header up by its very letters, and browsers send `origin` over HTTP/2 (rules 20, 21). */
export const originEchoedInOneCase: Rule = {
  id: 'origin-echoed-in-one-case',
  severity: 'warning',
  title: 'a gateway response echoes Origin, which browsers send as origin',
  fix: {
    cdk: [
      "api.addGatewayResponse('Errors4xx', {",
      '  type: apigateway.ResponseType.DEFAULT_4XX,',
      "  responseHeaders: { 'Access-Control-Allow-Origin': 'method.request.header.origin' },",
      '});',
    ].join('\n'),
    cloudFormation: 'gatewayresponse.header.Access-Control-Allow-Origin: method.request.header.origin',
  },
  explain(trouble) {
    const type = failedAs(trouble);
    const api = type === undefined ? undefined : restApiOf(trouble.verdict.via);
    const definition = api?.gatewayResponses.get(type!) ?? api?.gatewayResponses.get(kindOf(type!));
    const [key, value] = [...definition?.parameters ?? []].find(([name]) => name.toLowerCase() === 'gatewayresponse.header.access-control-allow-origin') ?? [];
    if (definition === undefined || !/^method\.request\.header\.origin$/i.test(String(value)) || value === 'method.request.header.origin') return undefined;
    return {
      resource: definition.resource,
      property: `Properties/ResponseParameters/${key}`,
      message: `the gateway response takes Access-Control-Allow-Origin from ${String(value)}, and over HTTP/2 the header is called origin, so pages can't read ${askedOf(trouble)}`,
    };
  },
};
