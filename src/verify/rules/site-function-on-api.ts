import { isUnknown } from '../../emulator';
import { rewritten } from '../../emulator/cloudfront';
import type { Rule } from '../app';
import { edgeName, edgesOf, isApi, ownPage } from '../edges';
import { addressOf } from '../questions';
import { WEB_APP } from './fixes';

/** A function that makes pages of paths belongs to the site: at an API, each call asks for `/index.html`. */
export const siteFunctionOnApi: Rule = {
  id: 'site-function-on-api',
  severity: 'error',
  title: 'a function that routes pages stands before an API',
  fix: {
    cdk: WEB_APP,
    cloudFormation: [
      'FunctionAssociations: # at the behavior of the site, and not at that of the API',
      '  - EventType: viewer-request',
      '    FunctionARN: !GetAtt Pages.FunctionARN',
    ].join('\n'),
  },
  * inspect(app) {
    for (const edge of edgesOf(app)) {
      const { behavior, distribution, entrance, property } = edge;
      const path = `${behavior.pathPattern.replace(/^\/?/, '/').replace(/\*$/, '').replace(/[*?]/g, 'x')}orders/7`;
      const made = isApi(edge) ? rewritten(path, behavior, distribution) : undefined;
      const associated = behavior.functions.get('viewer-request');
      if (made === undefined || !made.endsWith('.html') || associated === undefined || isUnknown(associated)) continue;
      yield {
        resource: entrance.resource,
        property: `${property}/FunctionAssociations`,
        message: `at ${edgeName(edge)} the function ${associated.resource.logicalId} makes ${made} of ${path}, so the API is asked for pages: of preflights, too`,
        evidence: [app.ask({ page: ownPage(entrance).origin, ...addressOf(entrance, path), answer: { status: 200 } })],
      };
    }
  },
};
