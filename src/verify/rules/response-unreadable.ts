import type { Rule } from '../app';
import { resourceOf, routeName } from './evidence';
import { INTEGRATION_RESPONSES, WITH_CORS } from './fixes';

/** The last resort for responses. */
export const responseUnreadable: Rule = {
  id: 'response-unreadable',
  severity: 'error',
  title: 'a page that may call can\'t read the response',
  fix: {
    cdk: WITH_CORS,
    cloudFormation: INTEGRATION_RESPONSES,
  },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || trouble.verdict.outcome !== 'blocked') return undefined;
    const { page, variant: { failure }, verdict } = trouble;
    const what = failure === undefined ? `what ${routeName(trouble)} answers` : `that ${routeName(trouble)} failed as ${failure}`;
    return {
      resource: resourceOf(verdict.via.at(-1), trouble),
      message: `${page.origin} may call (${page.because}), and can't read ${what}: ${verdict.reason}`,
    };
  },
};
