import type { EmulatedEntrance, EntranceRoute } from '../../emulator';
import type { AskVerdict } from '../answers';
import type { App, Rule, Target } from '../app';
import { edgesOf, servesPages } from '../edges';
import { addressOf } from '../questions';
import { publicUrl } from '../targets';
import { API_BEHAVIOR, WEB_APP } from './fixes';

/** A site and an API in one app, and no way from the one to the other: neither CORS nor a behavior of the distribution. */
export const apiWithoutCors: Rule = {
  id: 'api-without-cors',
  severity: 'warning',
  title: 'the pages of the app\'s site can\'t call its API',
  fix: {
    cdk: WEB_APP,
    cloudFormation: API_BEHAVIOR,
  },
  * inspect(app) {
    const sites = [...new Set(edgesOf(app).filter(servesPages).map(({ entrance }) => entrance))];
    const apis = app.emulator.entrances.filter((entrance) => entrance.kind !== 'cloudfront' && !edgesOf(app).some(({ api }) => api === entrance));
    for (const api of sites.length === 0 ? [] : apis) {
      const found = app.pagesOf(api).length > 0 ? undefined : refusedAt(api, sites[0], app);
      if (found === undefined) continue;
      const { target, verdict } = found;
      yield {
        resource: api.resource,
        message: `nothing lets the pages of ${publicUrl(sites[0])} call it: neither CORS, such as for ${target.method} ${target.route.path}, nor a behavior of their distribution`,
        evidence: [verdict],
      };
    }
  },
};

/** A call that certainly fails; what a function may answer by itself isn't. Calls that are signed are those of servers. */
function refusedAt(api: EmulatedEntrance, site: EmulatedEntrance, app: App): { readonly target: Target; readonly verdict: AskVerdict } | undefined {
  const targets = app.targets.filter(({ entrance, route }) => entrance === api && !isSigned(route)).slice(0, MAX_TRIED);
  const asked = targets.map((target) => ({ target, verdict: app.ask(questionFrom(site, target)) }))
    .filter(({ verdict }) => verdict.exchanges[0]?.preflight === true);
  return asked.length > 0 && asked.every(({ verdict }) => verdict.outcome === 'blocked') ? asked[0] : undefined;
}

const MAX_TRIED = 20;

function questionFrom(site: EmulatedEntrance, { entrance, path, method, headers }: Target) {
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { body: '{}' } : {};
  return { page: publicUrl(site), ...addressOf(entrance, path), method, headers, ...body, answer: 'unspecified' as const };
}

function isSigned({ step }: EntranceRoute): boolean {
  return (step?.kind === 'method' ? step.method.authorization : step?.route.authorization.type) === 'AWS_IAM';
}
