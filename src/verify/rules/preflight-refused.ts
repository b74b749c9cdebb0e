import type { Rule } from '../app';
import { failedAtPreflight, resourceOf, routeName } from './evidence';

/** The last resort for preflights: whatever is wrong, it is said with the browser's reason. */
export const preflightRefused: Rule = {
  id: 'preflight-refused',
  severity: 'error',
  title: 'a page that may call has its preflight refused',
  fix: {
    cdk: "new CorsRestApi(this, 'Api', { cors: CorsPolicy.forOrigins('https://app.example.com'), handler });",
    cloudFormation: [
      '# answer OPTIONS with 204 and',
      'Access-Control-Allow-Origin: the origin of the page',
      'Access-Control-Allow-Methods: the methods that it may use',
      'Access-Control-Allow-Headers: the headers that it may set',
    ].join('\n'),
  },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || !failedAtPreflight(trouble)) return undefined;
    const { page, verdict } = trouble;
    return {
      resource: resourceOf(verdict.via.at(-1), trouble),
      message: `${page.origin} may call (${page.because}), and the preflight of ${routeName(trouble)} fails: ${verdict.reason}`,
    };
  },
};
