import type { Rule } from '../app';
import { resourceOf, routeName } from './evidence';

/** A pattern that takes more than its author meant: a dot for any character, no end, no beginning. */
export const unanchoredOriginPattern: Rule = {
  id: 'unanchored-origin-pattern',
  severity: 'error',
  title: 'a pattern of origins lets in others that look like them',
  fix: {
    cdk: "api.with(new RestApiCors(CorsPolicy.forOrigins('https://app.example.com', 'https://*.preview.example.com')));",
    cloudFormation: [
      'ResponseTemplates:',
      '  application/json: |',
      '    #set($origin = $input.params().header.get("origin"))',
      '    #if($origin.matches("^https://[a-z0-9-]+[.]preview[.]example[.]com$"))',
      '    #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
      '    #end',
    ].join('\n'),
  },
  explain(trouble) {
    const { expected, page, verdict } = trouble;
    if (expected !== 'blocked' || page.role !== 'near') return undefined;
    return {
      resource: resourceOf(verdict.viaOf[0]?.filter(({ kind }) => kind === 'method' || kind === 'function').at(-1) ?? verdict.viaOf[0]?.at(-1), trouble),
      sameAs: '',
      message: `${page.origin} may call ${routeName(trouble)}: it ${page.because}, and anyone can register that name`,
    };
  },
};
