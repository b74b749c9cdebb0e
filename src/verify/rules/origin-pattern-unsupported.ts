import { isUnknown } from '../../emulator';
import type { Rule } from '../app';
import { corsProperty } from './cors-property';

/** Rule 68: an entry is one origin, `*`, `https://*` or `http://*`; CloudFormation refuses the rest when it is deployed. */
export const originPatternUnsupported: Rule = {
  id: 'origin-pattern-unsupported',
  severity: 'error',
  title: 'the CORS configuration of an HTTP API has a pattern, which it can\'t match',
  fix: {
    cdk: [
      "httpApi.with(new HttpApiCors(CorsPolicy.forOrigins('https://app.example.com', 'https://admin.example.com')));",
      "// patterns are for the edge: new WebApp(this, 'WebApp', { cors: CorsPolicy.forOrigins('https://*.example.com'), apis: … })",
    ].join('\n'),
    cloudFormation: [
      'CorsConfiguration:',
      '  AllowOrigins:',
      '    - https://app.example.com',
      '    - https://admin.example.com',
    ].join('\n'),
  },
  * inspect(app) {
    for (const entrance of app.httpApis) {
      const { resource, api: { cors } } = entrance;
      if (cors === undefined || isUnknown(cors)) continue;
      const pattern = cors.allowOrigins.find((origin) => !isUnknown(origin) && origin.includes('*') && !/^(?:https?:\/\/)?\*$/.test(origin));
      if (pattern === undefined) continue;
      yield {
        resource,
        property: `${corsProperty(resource, cors)}/AllowOrigins`,
        message: `HTTP APIs match no patterns: the deployment fails with the origin ${JSON.stringify(pattern)}`,
        evidence: [app.ask({ page: 'https://page.example', entrance: resource.path, answer: 'unspecified' })],
      };
    }
  },
};
