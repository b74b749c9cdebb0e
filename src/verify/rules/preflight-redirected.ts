import { isUnknown } from '../../emulator';
import type { AskVerdict } from '../answers';
import type { App, Cause, Rule } from '../app';
import { type Edge, edgeName, edgeOf, edgesOf, isApi } from '../edges';
import { headerValue } from '../exchange-headers';
import { addressOf } from '../questions';
import { failedAtPreflight, lastHeader, lastStatus, routeName } from './evidence';

/** Browsers follow no redirect of a preflight. */
export const preflightRedirected: Rule = {
  id: 'preflight-redirected',
  severity: 'error',
  title: 'the preflight is answered with a redirect',
  fix: {
    cdk: "ApiBehavior.forRestApi(api).addTo(distribution, '/api');",
    cloudFormation: 'FunctionAssociations: [] # at the behavior of the API; the function is for that of the site',
  },
  explain(trouble, app) {
    const status = lastStatus(trouble);
    const edge = edgeOf(trouble.target, app);
    if (trouble.expected !== 'allowed' || edge === undefined || !failedAtPreflight(trouble) || !isRedirect(status)) return undefined;
    return causeOf(edge, `of ${routeName(trouble)}`, lastHeader(trouble, 'location'));
  },
  * inspect(app) {
    for (const edge of edgesOf(app)) {
      const verdict = isApi(edge) && edge.behavior.functions.has('viewer-request') ? preflightAt(edge, app) : undefined;
      const response = verdict?.exchanges[0]?.response;
      if (verdict === undefined || typeof response !== 'object' || response === null || !isRedirect(response.status)) continue;
      yield { ...causeOf(edge, `of ${pathAt(edge)}`, headerValue(response, 'location')), evidence: [verdict] };
    }
  },
};

function isRedirect(status: number | undefined): boolean {
  return status !== undefined && [301, 302, 303, 307, 308].includes(status);
}

function preflightAt(edge: Edge, app: App): AskVerdict | undefined {
  const verdict = app.ask({ page: 'https://page.example', ...addressOf(edge.entrance, pathAt(edge)), method: 'DELETE', answer: 'unspecified' });
  return verdict.exchanges[0]?.preflight === true && verdict.viaOf[0].some(({ kind }) => kind === 'edge-function') ? verdict : undefined;
}

function pathAt({ behavior: { pathPattern } }: Edge): string {
  return `${pathPattern.replace(/^\/?/, '/').replace(/\*$/, '').replace(/[*?]/g, 'x')}${pathPattern.endsWith('*') ? 'orders/7' : ''}`;
}

function causeOf(edge: Edge, what: string, location: string | undefined): Cause {
  const associated = edge.behavior.functions.get('viewer-request');
  const who = associated === undefined || isUnknown(associated) ? edgeName(edge) : `the function ${associated.resource.logicalId} at ${edgeName(edge)}`;
  return {
    resource: edge.entrance.resource,
    property: associated === undefined ? edge.property : `${edge.property}/FunctionAssociations`,
    message: `${who} answers the preflight ${what} with a redirect${location === undefined ? '' : ` to ${location}`}, which browsers don't follow`,
  };
}
