import type { Rule } from '../app';
import { failedAtPreflight, preflightVia, resourceOf, routeName, stepOf } from './evidence';

/** No method takes OPTIONS there: the 403 "Missing Authentication Token" that has nothing to do with authentication (rules 1, 4). */
export const preflightWithoutMethod: Rule = {
  id: 'preflight-without-method',
  severity: 'error',
  title: 'no method of the REST API answers the preflight',
  fix: {
    cdk: "api.with(new RestApiCors(CorsPolicy.forOrigins('https://app.example.com')));",
    cloudFormation: 'HttpMethod: OPTIONS',
  },
  explain(trouble, app) {
    if (trouble.expected !== 'allowed' || !failedAtPreflight(trouble) || stepOf(trouble, 'gateway-response')?.name !== 'MISSING_AUTHENTICATION_TOKEN') return undefined;
    if (preflightVia(trouble).some(({ kind }) => kind === 'method')) return undefined;
    return {
      resource: resourceOf(undefined, trouble, app),
      message: `no method answers OPTIONS ${trouble.target.route.path}, so the preflight of ${routeName(trouble)} gets 403 "Missing Authentication Token"`,
    };
  },
};
