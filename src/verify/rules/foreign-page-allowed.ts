import type { Rule } from '../app';
import { resourceOf, routeName } from './evidence';

/** The last resort for what is allowed and shouldn't be. */
export const foreignPageAllowed: Rule = {
  id: 'foreign-page-allowed',
  severity: 'error',
  title: 'a page that isn\'t listed may call',
  fix: {
    cdk: "CorsPolicy.forOrigins('https://app.example.com')",
    cloudFormation: '# compare the Origin header with each origin as a whole, and send no Access-Control-Allow-Origin to others',
  },
  explain(trouble) {
    if (trouble.expected !== 'blocked') return undefined;
    const { page, verdict } = trouble;
    return {
      resource: resourceOf(verdict.viaOf[0]?.at(-1), trouble),
      message: `${page.origin} (${page.because}) may call ${routeName(trouble)}, which nothing says it should`,
    };
  },
};
