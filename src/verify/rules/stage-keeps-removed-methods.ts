import type { TemplateResource } from '../../template';
import type { ServedApi, Update } from '../../update';
import { type Difference, differencesOf, fate } from '../after-update';
import type { Cause, Fix, Rule } from '../app';
import { calledOf, listed } from './update-names';

/** Rules 127 and 128: a stage serves what the update removes, until the next deployment, or what it changes, if it deploys nothing. */
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
      const isAny = Object.values(staying).some((each) => each.length > 0);
      const differences = api.leftovers.length + api.outdated.length + api.keptOperations.length > 0 ? differencesOf(api, app, served(api)) : [];
      if (isAny || differences.length > 0) {
        yield causeOf(api, staying, differences);
      }
    }
  },
};

/** What answers requests: resources, integrations and authorizers by themselves don't. */
const ANSWERING = /::(?:Method|GatewayResponse|Route|RestApi|Api)$/;

/** What a stage goes on with, by the reason why it does. */
interface Staying {
  /** Parts of a copy as they were: removed, changed, or not there yet. */
  readonly inCopy: readonly string[];
  /** What a DeletionPolicy keeps. */
  readonly retained: readonly string[];
  /** What a document made. */
  readonly imported: readonly string[];
}

function stayingOf({ leftovers, outdated, keptOperations }: ServedApi, { now, deployed, changes }: Update): Staying {
  const retained = new Set(changes.filter(({ isRetained }) => isRetained).map(({ before }) => before));
  const answering = leftovers.filter(({ type }) => ANSWERING.test(type));
  const changed = outdated.map(({ before, after }) => [after!, before === undefined ? ' (not yet)' : ' (as it was)'] as const);
  return {
    inCopy: [
      ...answering.filter((each) => !retained.has(each)).map((each) => calledOf(each, deployed)),
      ...changed.filter(([{ type }]) => ANSWERING.test(type)).map(([each, how]) => `${calledOf(each, now)}${how}`),
    ],
    retained: answering.filter((each) => retained.has(each)).map((each) => calledOf(each, deployed)),
    imported: keptOperations,
  };
}

function causeOf(served: ServedApi, staying: Staying, differences: readonly Difference[]): Cause {
  const { deployment, api, how } = served;
  const [first] = differences;
  const why = whyOf(served, staying).join('; ');
  return {
    resource: deployment ?? api,
    sameAs: served.stage.path,
    message: first === undefined ? why : `${why}. ${saidOf(first)}`,
    severity: first === undefined ? 'warning' : 'error',
    evidence: differences.slice(0, 3).map((each) => each.served),
    ...(how === 'copied' && served.outdated.length > 0 ? { fix: AT_THE_END }
      : staying.inCopy.length === 0 && staying.imported.length > 0 ? { fix: OVERWRITE }
        : how === 'kept' && deployment !== undefined && { fix: withAnotherId(deployment) }),
  };
}

function whyOf(served: ServedApi, { inCopy, retained, imported }: Staying): string[] {
  const { stage, api } = served;
  const named = stage === api ? 'the stage' : `the stage ${String(stage.properties.StageName ?? stage.logicalId)}`;
  return [
    ...(inCopy.length > 0 ? [copyOf(served, named, inCopy)] : []),
    ...(retained.length > 0 ? [`${named} of ${api.logicalId} keeps what a DeletionPolicy retains: ${listed(retained)}`] : []),
    ...(imported.length > 0 ? [`${api.logicalId} keeps what only its old document had, since ${api.properties.Body === undefined
      ? 'what a document made stays when the template no longer has one' : 'an import that merges removes nothing'}: ${listed(imported)}`] : []),
  ];
}

function copyOf({ deployment, api, how, outdated }: ServedApi, named: string, parts: readonly string[]): string {
  const name = deployment?.logicalId ?? 'its deployment';
  if (how === 'kept') return `${name} keeps its logical id, so that ${named} of ${api.logicalId} goes on with the copy that it made before: ${listed(parts)}`;
  if (outdated.length > 0) return `${name} copies ${api.logicalId} before these are made or changed, so that ${named} goes on with what was there: ${listed(parts)}`;
  return `${named} of ${api.logicalId} keeps until the next deployment what the cleanup deletes after the copy: ${listed(parts)}`;
}

function withAnotherId({ logicalId, type }: TemplateResource): Fix {
  return {
    cdk: '// its logical id is to follow what the deployment has\napi.latestDeployment!.addToLogicalId({ methods: \'as they are now\' });',
    cloudFormation: `${logicalId}2: # another logical id with each change, also in the stage's DeploymentId\n  Type: ${type}`,
  };
}

const AT_THE_END: Fix = {
  cdk: [
    '// when all stacks are deployed: once more, with another logical id of the deployment',
    "api.latestDeployment!.addToLogicalId('again');",
    '// for good: give the API deploy: false, and make Deployment and Stage in the stack that comes last',
  ].join('\n'),
  cloudFormation: [
    'DeploymentAgain: # when all stacks are deployed: once more, with another logical id, also in the DeploymentId of the stage',
    '  Type: AWS::ApiGateway::Deployment',
    '# for good: have the deployment and the stage in the stack that comes last',
  ].join('\n'),
};

const OVERWRITE: Fix = {
  cdk: "new apigateway.SpecRestApi(this, 'Api', {\n  apiDefinition,\n  mode: apigateway.RestApiMode.OVERWRITE, // instead of MERGE\n});",
  cloudFormation: 'Api:\n  Type: AWS::ApiGateway::RestApi\n  Properties:\n    Mode: overwrite # instead of merge',
};

function saidOf({ page, target: { method, path }, failure, served, said }: Difference): string {
  const when = failure === undefined ? '' : `, when it fails with ${failure}`;
  const [gets, should] = fate(served) === fate(said) ? [served, said].map(({ status }) => `gets ${status === undefined ? 'an answer' : `the status ${status}`}`)
    : [served, said].map(fate);
  return `A page of ${page.origin} that calls ${method} ${path} ${gets}${when}; by the template it ${should}`;
}
