import type { Rule } from '../app';
import { methodIn, nameOf, placeOf } from '../rest-method';
import { preflightFailedAs, preflightVia, routeName } from './evidence';
import { PREFLIGHT, WITH_CORS } from './fixes';

/** Browsers never put an API key into a preflight (rule 56). */
export const preflightNeedsApiKey: Rule = {
  id: 'preflight-needs-api-key',
  severity: 'error',
  title: 'the method that answers preflights requires an API key',
  fix: { cdk: WITH_CORS, cloudFormation: PREFLIGHT },
  explain(trouble) {
    const found = preflightFailedAs(trouble, 'INVALID_API_KEY') ? methodIn(preflightVia(trouble)) : undefined;
    if (found === undefined) return undefined;
    return {
      ...placeOf(found.method, 'ApiKeyRequired', 'security'),
      message: `${nameOf(found.method)} requires an API key, so the preflight of ${routeName(trouble)} gets 403: browsers send no X-Api-Key with it`,
    };
  },
};
