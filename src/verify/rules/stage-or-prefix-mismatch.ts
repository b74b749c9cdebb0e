import type { Step } from '../../emulator';
import { basesOf, behaviorFor, rewritten } from '../../emulator/cloudfront';
import type { AskVerdict } from '../answers';
import type { Rule, Target } from '../app';
import { type ApiEdge, apiEdgesOf, askTarget, edgeName, ownPage } from '../edges';
import { methodsOf, targetOf } from '../targets';
import { WEB_APP } from './fixes';

/** CloudFront puts the origin path before the viewer's, and takes nothing away (rules 4, 9, 63, 82). */
export const stageOrPrefixMismatch: Rule = {
  id: 'stage-or-prefix-mismatch',
  severity: 'error',
  title: 'no path of a behavior is one that the API behind it has',
  fix: {
    cdk: WEB_APP,
    cloudFormation: [
      'Origins:',
      '  - Id: api',
      '    DomainName: !Sub ${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}',
      '    OriginPath: /prod # the stage, where it has a name; routes begin with the prefix of the behavior',
      '    CustomOriginConfig: { OriginProtocolPolicy: https-only }',
    ].join('\n'),
  },
  * inspect(app) {
    for (const edge of apiEdgesOf(app)) {
      if (makesPages(edge)) continue;
      const through = edge.targets().slice(0, MAX_TRIED);
      const targets = through.length > 0 ? through : samples(edge);
      const tried = targets.map((target) => ({ target, verdict: askTarget(app, target, ownPage(edge.entrance)) }));
      if (tried.length === 0 || !tried.every(({ verdict }) => isNowhere(verdict))) continue;
      const { target, verdict } = tried[0];
      yield {
        resource: edge.entrance.resource,
        property: edge.property,
        message: `${edgeName(edge)} sends ${target.path} to the API as ${arrival(edge, target)}, which answers ${verdict.status}: ${reasonOf(edge, verdict)}`,
        evidence: [verdict],
      };
    }
  },
};

/** That is another mistake. */
function makesPages({ behavior, distribution }: ApiEdge): boolean {
  return rewritten(`${behavior.pathPattern.replace(/^\/?/, '/').replace(/\*$/, '')}orders/7`, behavior, distribution)?.endsWith('.html') === true;
}

/** What pages would call: the API's paths, below the prefix of the behavior. First the likelier, which the message shows. */
function samples(edge: ApiEdge): Target[] {
  const { behavior, distribution, api, entrance } = edge;
  const prefix = behavior.pathPattern.replace(/^\/?/, '/').split('*')[0].replace(/\/$/, '');
  const targets = api.routes.slice(0, MAX_TRIED).flatMap((route) => methodsOf(route).slice(0, 1).flatMap((method) =>
    likeliest(route.path, prefix).map((path) => targetOf(entrance, { ...route, path, behavior: behavior.pathPattern }, method))));
  return targets.filter(({ path }) => behaviorFor(distribution, path) === behavior);
}

function likeliest(path: string, prefix: string): string[] {
  const below = `${prefix}${path}`;
  return path.startsWith(`${prefix}/`) ? [path, below] : [below, path];
}

const MAX_TRIED = 20;

/** Whether no stage or no route took it. Where a redirect leads is another matter. */
function isNowhere({ outcome, exchanges, status, via }: AskVerdict): boolean {
  const has = (...kinds: ReadonlyArray<Step['kind']>) => via.some(({ kind }) => kinds.includes(kind));
  return exchanges.length === 1 && outcome === 'allowed' && (status === 403 || status === 404) && has('origin')
    && !has('method', 'route', 'integration') && !via.some(({ name }) => name === 'Host');
}

function arrival(edge: ApiEdge, { path }: Target): string {
  return `${edge.origin.originPath}${rewritten(path, edge.behavior, edge.distribution) ?? path}`;
}

function reasonOf({ api, origin }: ApiEdge, { via }: AskVerdict): string {
  if (api.resource.properties.DisableExecuteApiEndpoint === true && /\.execute-api\./.test(String(origin.domainName))) {
    return 'its execute-api endpoint is disabled (DisableExecuteApiEndpoint), so that only its custom domain answers';
  }
  const [stage] = basesOf(api, origin);
  if (stage !== '' && !`${origin.originPath}/`.startsWith(`${stage}/`)) return `its stage is ${stage}, and OriginPath ${origin.originPath === '' ? 'is missing' : `is ${origin.originPath}`}`;
  if (!via.some(({ kind }) => kind === 'stage')) return `it has no such stage${origin.originPath === '' ? '' : `; OriginPath is ${origin.originPath}`}`;
  const { method, path } = api.routes[0];
  return `it has no such path, but such as ${method === '*' ? 'ANY' : method} ${path}; CloudFront takes no prefix off`;
}
