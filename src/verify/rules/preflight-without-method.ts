import type { Rule } from '../app';
import { apiOfStage } from '../rest-method';
import { preflightFailedAs, preflightVia, routeName } from './evidence';
import { PREFLIGHT, WITH_CORS } from './fixes';

/** No method takes OPTIONS there: the 403 "Missing Authentication Token" that has nothing to do with authentication (rules 1, 4). */
export const preflightWithoutMethod: Rule = {
  id: 'preflight-without-method',
  severity: 'error',
  title: 'no method of the REST API answers the preflight',
  fix: { cdk: WITH_CORS, cloudFormation: PREFLIGHT },
  explain(trouble, app) {
    if (!preflightFailedAs(trouble, 'MISSING_AUTHENTICATION_TOKEN') || preflightVia(trouble).some(({ kind }) => kind === 'method')) return undefined;
    const { entrance, route } = trouble.target;
    return {
      resource: apiOfStage(preflightVia(trouble), app)?.resource ?? entrance.resource,
      message: `no method answers OPTIONS ${route.path}, so the preflight of ${routeName(trouble)} gets 403 "Missing Authentication Token"`,
    };
  },
};
