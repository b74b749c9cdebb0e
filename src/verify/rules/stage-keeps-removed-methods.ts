import type { ServedApi, Update } from '../../update';
import { type Difference, differencesOf, fate } from '../after-update';
import type { Cause, Rule } from '../app';
import { calledOf, listed } from './update-names';

/** Rules 127 and 128: a stage serves what the update removes, until the next deployment, or what it changes, where there is no deployment. */
export const stageKeepsRemovedMethods: Rule = {
  id: 'stage-keeps-removed-methods',
  severity: 'warning',
  title: 'the stage goes on with what the update removes or changes',
  fix: {
    cdk: [
      '// when this is deployed: once more, with another logical id of the deployment',
      "api.latestDeployment!.addToLogicalId('again');",
    ].join('\n'),
    cloudFormation: [
      'DeploymentAgain: # when this is deployed: once more, with another logical id',
      '  Type: AWS::ApiGateway::Deployment',
      '  Properties:',
      '    RestApiId: !Ref Api',
      'Stage:',
      '  Type: AWS::ApiGateway::Stage',
      '  Properties:',
      '    RestApiId: !Ref Api',
      '    DeploymentId: !Ref DeploymentAgain',
      '    StageName: prod',
    ].join('\n'),
  },
  * inspect(app) {
    const { update, served } = app;
    if (update === undefined || served === undefined) return;
    for (const api of update.apis) {
      const staying = stayingOf(api, update);
      const differences = api.leftovers.length + api.outdated.length > 0 ? differencesOf(api, app, served) : [];
      if (staying.length + differences.length > 0) {
        yield causeOf(api, staying, differences);
      }
    }
  },
};

/** What answers requests: resources, integrations and authorizers by themselves don't. */
const ANSWERING = /::(?:Method|GatewayResponse|Route|RestApi|Api)$/;

function stayingOf({ leftovers, outdated }: ServedApi, { now, deployed }: Update): string[] {
  const changed = outdated.map(({ before, after }) => [after!, before === undefined ? ' (not yet)' : ' (as it was)'] as const);
  return [
    ...leftovers.filter(({ type }) => ANSWERING.test(type)).map((each) => calledOf(each, deployed)),
    ...changed.filter(([{ type }]) => ANSWERING.test(type)).map(([each, how]) => `${calledOf(each, now)}${how}`),
  ];
}

function causeOf(served: ServedApi, staying: readonly string[], differences: readonly Difference[]): Cause {
  const { stage, deployment, api, how } = served;
  const named = stage === api ? 'the stage' : `the stage ${String(stage.properties.StageName ?? stage.logicalId)}`;
  const why = how === 'kept'
    ? `${deployment?.logicalId ?? 'its deployment'} keeps its logical id, so that ${named} of ${api.logicalId} goes on with the copy that it made before: ${listed(staying)}`
    : `${named} of ${api.logicalId} keeps until the next deployment what the cleanup deletes after the copy: ${listed(staying)}`;
  const [first] = differences;
  return {
    resource: deployment ?? api,
    message: first === undefined ? why : `${why}. ${saidOf(first)}`,
    severity: first === undefined ? 'warning' : 'error',
    evidence: differences.slice(0, 3).map((each) => each.served),
    ...(how === 'kept' && deployment !== undefined && {
      fix: {
        cdk: '// its logical id is to follow what the deployment has\napi.latestDeployment!.addToLogicalId({ methods: \'as they are now\' });',
        cloudFormation: `${deployment.logicalId}2: # another logical id with each change, also in the stage's DeploymentId\n  Type: ${deployment.type}`,
      },
    }),
  };
}

function saidOf({ page, target: { method, path }, failure, served, said }: Difference): string {
  const when = failure === undefined ? '' : `, when it fails with ${failure}`;
  return `A page of ${page.origin} that calls ${method} ${path} ${fate(served)}${when}; by the template it ${fate(said)}`;
}
