import { isUnknown } from '../../emulator';
import type { Rule } from '../app';
import { corsProperty, httpApisOf } from '../http-apis';

/** Rule 68: an entry is one origin, `*`, `https://*` or `http://*`; CloudFormation refuses the rest when it is deployed. */
export const originPatternUnsupported: Rule = {
  id: 'origin-pattern-unsupported',
  severity: 'error',
  title: 'the CORS configuration of an HTTP API has a pattern, which it can\'t match',
  fix: {
    cdk: [
      "CorsPolicy.forOrigins('https://a.example.com', 'https://b.example.com') // each origin by itself",
      '// or the API behind a WebApp, whose function matches patterns',
    ].join('\n'),
    cloudFormation: ['CorsConfiguration:', '  AllowOrigins:', '    - https://a.example.com', '    - https://b.example.com'].join('\n'),
  },
  * inspect(app) {
    for (const [entrance, api] of httpApisOf(app)) {
      const { cors } = api;
      const pattern = cors === undefined || isUnknown(cors) ? undefined
        : cors.allowOrigins.find((origin) => !isUnknown(origin) && origin.includes('*') && !/^(?:https?:\/\/)?\*$/.test(origin));
      if (pattern === undefined) continue;
      yield {
        resource: entrance.resource,
        property: `${corsProperty(api)}/AllowOrigins`,
        message: `HTTP APIs match no patterns: the deployment fails with the origin ${JSON.stringify(pattern)}`,
        evidence: [app.ask({ page: 'https://page.example', entrance: entrance.resource.path, answer: 'untold' })],
      };
    }
  },
};
