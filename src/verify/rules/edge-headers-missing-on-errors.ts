import { isUnknown } from '../../emulator';
import type { App, Cause, Rule } from '../app';
import { type Edge, edgeName, edgeOf, edgesOf, allowedPagesOf } from '../edges';
import { addressOf } from '../questions';
import { samplePath } from '../targets';
import { HEADERS_POLICY } from './fixes';

/** Rule 104: CloudFront runs no function at the viewer's response where the status is 400 or above, nor for an error page. */
export const edgeHeadersMissingOnErrors: Rule = {
  id: 'edge-headers-missing-on-errors',
  severity: 'error',
  title: 'a viewer-response function writes the CORS headers, and doesn\'t run for errors',
  fix: {
    cdk: "ApiBehavior.forRestApi(api, { cors: CorsPolicy.forOrigins('https://app.example.com') }).addTo(distribution, '/api');",
    cloudFormation: HEADERS_POLICY,
  },
  explain(trouble, app) {
    const edge = edgeOf(trouble.target, app);
    const { status, via, error } = trouble.verdict;
    if (trouble.expected !== 'allowed' || edge === undefined || !edge.behavior.functions.has('viewer-response') || error !== 'MissingAllowOriginHeader') return undefined;
    const isSkipped = !via.some(({ kind, name }) => kind === 'edge-function' && name === 'viewer-response') && (!status || status >= 400);
    return isSkipped && worksAt(edge, app) ? causeOf(edge, `${trouble.page.origin} can't read the ${trouble.variant.failure ?? 'error'} of ${trouble.target.method} ${trouble.target.route.path}`) : undefined;
  },
  * inspect(app) {
    for (const edge of edgesOf(app)) {
      const [allowed, failed] = edge.behavior.functions.has('viewer-response') && edge.origin?.bucket === undefined ? tried(edge, app) : [];
      if (allowed?.outcome === 'allowed' && failed?.outcome === 'blocked') {
        yield { ...causeOf(edge, 'what the API answers with 404 can\'t be read'), evidence: [failed] };
      }
    }
  },
};

/** Whether its headers let pages in on success. */
function worksAt(edge: Edge, app: App): boolean {
  return tried(edge, app)[0]?.outcome === 'allowed';
}

function tried(edge: Edge, app: App) {
  const { behavior: { pathPattern }, entrance } = edge;
  const route = entrance.routes.find(({ behavior, method }) => behavior === pathPattern && (method === 'GET' || method === '*'));
  const [page] = route === undefined ? [] : allowedPagesOf(edge, route, app);
  if (route === undefined || page === undefined) return [];
  const address = addressOf(entrance, samplePath(route.path));
  return [200, 404].map((status) => app.ask({ ...address, page: page.origin, answer: { status } }));
}

function causeOf(edge: Edge, effect: string): Cause {
  const associated = edge.behavior.functions.get('viewer-response');
  const name = associated === undefined || isUnknown(associated) ? 'the function' : `the function ${associated.resource.logicalId}`;
  return {
    resource: edge.entrance.resource,
    property: `${edge.property}/FunctionAssociations`,
    message: `at ${edgeName(edge)} ${name} writes the CORS headers, and CloudFront doesn't run it for errors: ${effect}`,
  };
}
