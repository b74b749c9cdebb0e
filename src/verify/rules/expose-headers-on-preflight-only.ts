import type { Case, Rule } from '../app';
import { headerValue } from '../exchange-headers';
import { preflightsOf } from '../preflights';
import { ownerOf, routeName } from './evidence';

/** Access-Control-Expose-Headers counts on the response, and on a preflight means nothing. */
export const exposeHeadersOnPreflightOnly: Rule = {
  id: 'expose-headers-on-preflight-only',
  severity: 'error',
  title: 'Access-Control-Expose-Headers stands on the preflight, where it means nothing',
  fix: {
    cdk: [
      'const cors = new CorsPolicy({',
      "  allowOrigins: [CorsOrigin.exact('https://app.example.com')],",
      "  exposeHeaders: ['X-Total-Count'],",
      '});',
      'api.with(new RestApiCors(cors));',
    ].join('\n'),
    cloudFormation: [
      'IntegrationResponses:',
      "  - StatusCode: '200'",
      '    ResponseParameters:',
      '      method.response.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
      '      method.response.header.Access-Control-Expose-Headers: "\'X-Total-Count\'"',
    ].join('\n'),
  },
  * inspect(app) {
    for (const { preflight, of } of preflightsOf(app)) {
      const exposed = headerValue(preflight, 'access-control-expose-headers');
      const response = of.verdict.exchanges.at(-1)!;
      // what a managed policy of CloudFront writes isn't anybody's mistake here
      const isManaged = of.verdict.rules.some(({ rule }) => rule === 93);
      if (exposed && !isManaged && !response.preflight && of.verdict.outcome === 'allowed' && !mayExpose(response.response)) {
        yield {
          resource: ownerOf(of),
          property: '',
          message: `the preflight of ${routeName(of)} has Access-Control-Expose-Headers: ${exposed}, and its response hasn't, so pages can read none of these headers`,
          evidence: [of.verdict],
        };
      }
    }
  },
};

/** Whether the response has the header, or that is unknown. */
function mayExpose(response: Case['verdict']['exchanges'][number]['response']): boolean {
  return typeof response !== 'object' || response === null || !Array.isArray(response.headers)
    || (response.headers as ReadonlyArray<readonly [string, unknown]>).some(([name]) => name.toLowerCase() === 'access-control-expose-headers');
}
