import type { Rule } from '../app';
import { listedOrigins } from '../origin-text';
import { askedOf, lastLines, ownerOf } from './evidence';

/** The header holds one origin; browsers read a list as one that matches nothing. */
export const commaJoinedOrigins: Rule = {
  id: 'comma-joined-origins',
  severity: 'error',
  title: 'several origins in one Access-Control-Allow-Origin',
  fix: {
    cdk: "api.with(new RestApiCors(CorsPolicy.forOrigins('https://app.example.com', 'https://admin.example.com')));",
    cloudFormation: [
      'IntegrationResponses:',
      "  - StatusCode: '204'",
      '    ResponseTemplates:',
      '      application/json: |',
      '        #set($origin = $input.params().header.get("origin"))',
      '        #if($origin == "https://app.example.com" || $origin == "https://admin.example.com")',
      '        #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
      '        #end',
    ].join('\n'),
  },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || !/MultipleAllowOriginValues$|InvalidAllowOriginValue$|AllowOriginMismatch$/.test(trouble.verdict.error ?? '')) return undefined;
    const [value, ...more] = lastLines(trouble, 'access-control-allow-origin');
    if (more.length > 0 || listedOrigins(value ?? '').length < 2) return undefined;
    return { resource: ownerOf(trouble), message: `${askedOf(trouble)} has ${JSON.stringify(value)} as Access-Control-Allow-Origin, which holds one origin` };
  },
};
