import { DeployOrder, type TemplateModel, type TemplateResource, knownText } from '../../template';
import { OpenApiDocument } from './openapi';

/** Something of an API that a stage may not serve, although the template has it. */
export interface DeploymentProblem {
  readonly api: TemplateResource;
  /** What may be missing from the snapshot. */
  readonly resource: TemplateResource;
  /** The deployment that doesn't wait for it; undefined where there is none at all. */
  readonly deployment?: TemplateResource;
  readonly kind: 'no-deployment' | 'not-awaited' | 'no-stage' | 'without-methods' | 'other-deployment';
  readonly message: string;
}

/** What a snapshot has, besides the API itself (rule 11). */
const METHOD = 'AWS::ApiGateway::Method';
const IN_SNAPSHOT = [METHOD, 'AWS::ApiGateway::GatewayResponse'];

/**
 * What the deployments of an API may miss: a deployment is a snapshot, made when CloudFormation comes to it, so it needs a DependsOn (its own, or of what
 * it depends on) to everything that it is to have (rule 11). Whether an unchanged logical id leaves a stage stale can't be told from one template.
 */
export function deploymentProblems(model: TemplateModel): DeploymentProblem[] {
  return model.ofType('AWS::ApiGateway::RestApi').flatMap((api) => deploymentProblemsOf(api, model));
}

const known = new WeakMap<TemplateResource, readonly DeploymentProblem[]>();

/** The same for one API. */
export function deploymentProblemsOf(api: TemplateResource, model: TemplateModel): readonly DeploymentProblem[] {
  let problems = known.get(api);
  if (problems === undefined) {
    known.set(api, problems = findProblems(api, model));
  }
  return problems;
}

function findProblems(api: TemplateResource, model: TemplateModel): DeploymentProblem[] {
  const owned = (type: string) => model.ofType(type).filter(({ properties }) => model.referent(properties.RestApiId, api.type) === api);
  const parts = IN_SNAPSHOT.flatMap(owned);
  const deployments = owned('AWS::ApiGateway::Deployment');
  if (!parts.some(({ type }) => type === METHOD) && !mayHaveMethods(api)) {
    return [{ api, resource: api, kind: 'without-methods', message: `${api.logicalId} has no methods, so it can't be deployed` }];
  }
  if (deployments.length === 0) {
    return [{ api, resource: api, kind: 'no-deployment', message: `nothing deploys ${api.logicalId}, so no stage serves it` }];
  }
  const stages = owned('AWS::ApiGateway::Stage');
  const served = deployments.filter((deployment) => knownText(deployment.properties.StageName) !== undefined
    || stages.some(({ properties }) => model.referent(properties.DeploymentId, deployment.type) === deployment));
  if (served.length === 0 && stages.length === 0) {
    return [{ api, resource: deployments[0], kind: 'no-stage', message: `no stage serves a deployment of ${api.logicalId}` }];
  }
  const order = orderOf(model);
  return [...stages.flatMap((stage) => elsewhere(stage, api, model)), ...served.flatMap((deployment) => {
    const awaited = order.before(deployment);
    return parts.filter((part) => !awaited.has(part)).map((resource): DeploymentProblem => ({
      api,
      resource,
      deployment,
      kind: 'not-awaited',
      message: `the deployment ${deployment.logicalId} doesn't depend on ${resource.logicalId}, so its stage may go without it`,
    }));
  })];
}

const orders = new WeakMap<TemplateModel, DeployOrder>();

function orderOf(model: TemplateModel): DeployOrder {
  let order = orders.get(model);
  if (order === undefined) {
    orders.set(model, order = new DeployOrder(model));
  }
  return order;
}

/** Whether methods stand in a document. */
function mayHaveMethods(api: TemplateResource): boolean {
  const { Body, BodyS3Location } = api.properties;
  const document = Body === undefined ? undefined : new OpenApiDocument(Body, api);
  return BodyS3Location !== undefined || document?.unknown !== undefined || (document?.methods() ?? []).length > 0;
}

/** A stage that serves a deployment which the template doesn't have: an old one, whose contents are unknown. */
function elsewhere(stage: TemplateResource, api: TemplateResource, model: TemplateModel): DeploymentProblem[] {
  const { DeploymentId } = stage.properties;
  const id = knownText(DeploymentId);
  return id === undefined || model.referent(DeploymentId, 'AWS::ApiGateway::Deployment') !== undefined ? [] : [{
    api,
    resource: stage,
    kind: 'other-deployment',
    message: `the stage ${stage.logicalId} serves the deployment ${id}, which isn't in the template, so that changes may not be in it`,
  }];
}
