import { isUnknown } from '../../emulator';
import type { ErrorResponse } from '../../emulator/cloudfront';
import type { App, Cause, Rule } from '../app';
import { type Edge, edgeName, edgeOf, edgesOf, hasApi, isApi, isBackEnd, ownPage } from '../edges';
import { addressOf } from '../questions';
import { failedAtPreflight, stepOf } from './evidence';
import { WEB_APP } from './fixes';

/** Rule 102: custom error responses are the whole distribution's, so that they take the place of an API's errors, too. */
export const errorPageHidesApiError: Rule = {
  id: 'error-page-hides-api-error',
  severity: 'error',
  title: 'an error page of the distribution takes the place of the API\'s errors',
  fix: {
    cdk: WEB_APP,
    cloudFormation: [
      'FunctionAssociations: # at the behavior of the site, in place of CustomErrorResponses',
      '  - EventType: viewer-request',
      '    FunctionARN: !GetAtt Pages.FunctionARN',
    ].join('\n'),
  },
  explain(trouble, app) {
    // what hides the error of a preflight isn't why it fails
    const page = failedAtPreflight(trouble) ? undefined : stepOf(trouble, 'error-page');
    const edge = page && edgeOf(trouble.target, app);
    return edge !== undefined && isApi(edge) && trouble.verdict.outcome === 'blocked' ? causeOf(edge, page!.name) : undefined;
  },
  * inspect(app) {
    const seen = new Set<unknown>();
    for (const edge of edgesOf(app)) {
      const page = pagesThatLie(edge)[0];
      if (page === undefined || !isBackEnd(edge) || seen.has(edge.entrance)) continue;
      seen.add(edge.entrance);
      yield { ...causeOf(edge, page.responsePagePath!, page), evidence: [proof(edge, page, app)] };
    }
  },
};

/** Pages that make a success of an error. One that keeps the status, such as for maintenance, tells callers what they need. */
function pagesThatLie({ distribution: { errorResponses } }: Edge): ErrorResponse[] {
  return isUnknown(errorResponses) ? []
    : errorResponses.filter(({ responsePagePath: page, responseCode: code }) => page !== undefined && code !== undefined && code < 400);
}

function proof(edge: Edge, { errorCode }: ErrorResponse, app: App) {
  const [target] = hasApi(edge) ? edge.targets() : [];
  const path = target?.path ?? edge.behavior.pathPattern.replace(/^\/?/, '/').replace(/\*/g, 'any').replace(/\?/g, '1');
  const body = '{"message":"no such item"}';
  return app.ask({
    page: ownPage(edge.entrance).origin,
    ...addressOf(edge.entrance, path),
    answer: { status: errorCode, headers: { 'content-type': 'application/json' }, body },
  });
}

function causeOf(edge: Edge, path: string, page?: ErrorResponse): Cause {
  const what = page === undefined ? 'an error' : `a ${page.errorCode}`;
  const made = page === undefined ? path : `${path} with status ${page.responseCode}`;
  return {
    resource: edge.entrance.resource,
    property: 'Properties/DistributionConfig/CustomErrorResponses',
    message: `custom error responses are the whole distribution's: of ${what} that the API behind ${edgeName(edge)} answers, CloudFront makes ${made}`,
  };
}
