import type { Method } from '../../emulator/rest-api';
import { methodsOf } from '../../emulator/rest-api';
import type { Rule } from '../app';
import { restApiOf } from '../rest-method';
import { preflightFailedAs, preflightVia, routeName } from './evidence';
import { PREFLIGHT, WITH_CORS } from './fixes';

/** No method takes OPTIONS there: the 403 "Missing Authentication Token" that has nothing to do with authentication (rules 1, 4). */
export const preflightWithoutMethod: Rule = {
  id: 'preflight-without-method',
  severity: 'error',
  title: 'no method of the REST API answers the preflight',
  fix: { cdk: WITH_CORS, cloudFormation: PREFLIGHT },
  explain(trouble) {
    if (!preflightFailedAs(trouble, 'MISSING_AUTHENTICATION_TOKEN') || preflightVia(trouble).some(({ kind }) => kind === 'method')) return undefined;
    const { entrance, route } = trouble.target;
    const api = restApiOf(preflightVia(trouble));
    const isForgotten = api === undefined || !mayBeMeant(route.path, methodsOf(api.root));
    return {
      resource: api?.resource ?? entrance.resource,
      severity: isForgotten ? 'error' : 'warning',
      sameAs: isForgotten ? 'forgotten' : 'left out',
      message: `no method answers OPTIONS ${route.path}, so the preflight of ${routeName(trouble)} gets 403 "Missing Authentication Token"`,
    };
  },
};

/** Whether other paths have preflights, and none above or below this one: pages may not be meant to call it, as with a webhook. */
function mayBeMeant(path: string, methods: readonly Method[]): boolean {
  const others = methods.filter(({ httpMethod, path: own }) => httpMethod === 'OPTIONS' && own !== '/').map((each) => each.path);
  return others.length > 0 && !others.some((each) => path.startsWith(`${each}/`) || each.startsWith(`${path}/`));
}
