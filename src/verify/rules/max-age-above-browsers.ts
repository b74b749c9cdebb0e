import type { Rule } from '../app';
import { headerValue } from '../exchange-headers';
import { preflightsOf } from '../preflights';
import { resourceOf, routeName } from './evidence';

/** Firefox keeps a preflight for a day at most, Chromium for two hours, WebKit for ten minutes (rule 124). */
const LONGEST = 86_400;

export const maxAgeAboveBrowsers: Rule = {
  id: 'max-age-above-browsers',
  severity: 'warning',
  title: 'Access-Control-Max-Age is longer than any browser keeps a preflight',
  fix: {
    cdk: [
      'const cors = new CorsPolicy({',
      "  allowOrigins: [CorsOrigin.exact('https://app.example.com')],",
      '  maxAge: Duration.hours(2),',
      '});',
      'api.with(new RestApiCors(cors));',
    ].join('\n'),
    cloudFormation: 'method.response.header.Access-Control-Max-Age: "\'7200\'"',
  },
  * inspect(app) {
    for (const { of, preflight, via } of preflightsOf(app)) {
      const value = headerValue(preflight, 'access-control-max-age');
      const step = via.filter(({ kind }) => ['method', 'preflight', 'response-headers-policy', 'bucket'].includes(kind)).at(-1);
      if (value !== undefined && Number(value) > LONGEST) {
        yield {
          resource: resourceOf(step, of),
          property: '',
          message: `the preflight of ${routeName(of)} may be kept for ${value} seconds, and no browser keeps one longer than ${LONGEST}: Firefox a day, Chromium two hours, Safari ten minutes`,
          evidence: [of.verdict],
        };
      }
    }
  },
};
