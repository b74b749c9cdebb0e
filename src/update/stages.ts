import { type DeployOrder, field, flagOf, knownText, type TemplateModel, type TemplateResource } from '../template';
import type { Change } from './changes';
import { importOf, isMadeBy, operationsIn, pathOf } from './documents';
import { COPIED, updateTypeOf } from './resource-types';

/** What a stage serves of an API after an update (rules 127 and 128). */
export interface ServedApi {
  /** As the new template has it. */
  readonly api: TemplateResource;
  readonly stage: TemplateResource;
  /**
   * `copied`: a deployment is created, and copies what is there then, also what the cleanup deletes. `kept`: no deployment is created, so that the stage goes on with an old
   * copy. `live`: the stage follows the API.
   */
  readonly how: 'copied' | 'kept' | 'live';
  readonly deployment?: TemplateResource;
  /** What the stage serves and the new template doesn't have, as it is deployed. */
  readonly leftovers: readonly TemplateResource[];
  /** Operations of the old document that the API keeps, since an import merges, or the template no longer has a document: `GET /items`. */
  readonly keptOperations: readonly string[];
  /** What the new template has beside a document, and its import removes. */
  readonly lost: readonly TemplateResource[];
  /** What the new template has otherwise, and the stage serves as it was before; what is new has only an `after`. */
  readonly outdated: readonly Change[];
}

const APIS = ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'];

/** The API that a resource is a part of. */
export function apiOf({ properties }: TemplateResource, model: TemplateModel): TemplateResource | undefined {
  const api = model.referent(properties.RestApiId ?? properties.ApiId);
  return api !== undefined && APIS.includes(api.type) ? api : undefined;
}

/** What the stages of APIs serve that are deployed already. */
export class Stages {
  private readonly byAfter: ReadonlyMap<TemplateResource | undefined, Change>;
  private readonly parts = new Map<string, Change[]>();

  constructor(
    changes: readonly Change[],
    private readonly now: TemplateModel,
    private readonly deployed: TemplateModel,
    private readonly order: DeployOrder,
  ) {
    this.byAfter = new Map(changes.map((change) => [change.after, change]));
    for (const change of changes) {
      const { before, after } = change;
      if (!updateTypeOf((before ?? after)!.type).isPart) continue;
      const apis = new Set([before && apiOf(before, deployed)?.path, after && apiOf(after, now)?.path]);
      for (const path of apis) {
        if (path !== undefined) {
          this.parts.set(path, [...this.parts.get(path) ?? [], change]);
        }
      }
    }
  }

  /** For each API that is deployed already, and each copy of it: what its stages serve. */
  public served(): ServedApi[] {
    return APIS.flatMap((type) => this.now.ofType(type)).flatMap((api): ServedApi[] => {
      const change = this.byAfter.get(api);
      if (change === undefined || change.kind === 'created' || change.kind === 'type-changed' || change.kind === 'replaced') return [];
      const stages = this.stagesOf(api);
      // stages that go on with old copies are taken for one: what was in each isn't in the templates
      const copies = stages.filter((each, index) => stages.findIndex((other) => isSameCopy(each, other)) === index);
      return copies.map(({ stage, deployment, how }) => ({ api, stage, deployment, how, ...this.contents(change, how, deployment) }));
    });
  }

  private stagesOf(api: TemplateResource): Pick<ServedApi, 'stage' | 'deployment' | 'how'>[] {
    const isOf = (resource: TemplateResource) => apiOf(resource, this.now) === api;
    const kind = api.type.startsWith('AWS::ApiGatewayV2') ? 'AWS::ApiGatewayV2' : 'AWS::ApiGateway';
    const implied = this.now.ofType('AWS::ApiGateway::Deployment').filter((each) => isOf(each) && knownText(each.properties.StageName) !== undefined);
    if (field(api.properties, 'Target') !== undefined) return [{ stage: api, how: 'live' }];
    return [...this.now.ofType(`${kind}::Stage`).filter(isOf), ...implied].map((stage) => {
      if (flagOf(stage.properties.AutoDeploy) === true) return { stage, how: 'live' };
      const deployment = stage.type.endsWith('::Deployment') ? stage : this.now.referent(stage.properties.DeploymentId, `${kind}::Deployment`);
      const kindOfChange = this.byAfter.get(deployment)?.kind;
      return { stage, deployment, how: deployment !== undefined && (kindOfChange === 'created' || kindOfChange === 'replaced') ? 'copied' : 'kept' };
    });
  }

  private contents(api: Change, how: ServedApi['how'], deployment: TemplateResource | undefined): Contents {
    const parts = this.parts.get(api.after!.path) ?? [];
    const going = parts.filter(({ kind }) => kind === 'deleted' || kind === 'replaced');
    if (how === 'kept') {
      const isOther = [...parts, ...this.otherThanCopied(api)].filter(({ kind }) => kind !== 'unchanged' && kind !== 'deleted');
      return { leftovers: parts.filter(({ kind }) => kind === 'deleted').map(({ before }) => before!), outdated: isOther, lost: [], keptOperations: [] };
    }
    if (importOf(api) === 'overwrites') {
      const staying = parts.filter(({ kind }) => kind === 'unchanged');
      return { leftovers: [], outdated: [], lost: staying.map(({ after }) => after!), keptOperations: [] };
    }
    const isCopied = ({ before: part }: Change) =>
      !this.isCleanedUpBefore(part!, deployment!) && !this.isOverwritten(part!, parts) && !this.isImported(part!, api);
    return {
      leftovers: going.filter((each) => (how === 'live' ? each.isRetained : isCopied(each))).map(({ before }) => before!),
      outdated: this.madeAfter(deployment, parts),
      lost: [],
      keptOperations: keptOperationsOf(api),
    };
  }

  /** What changes only when the copy has been made: in a stack, or a nested one, that comes after the deployment. */
  private madeAfter(deployment: TemplateResource | undefined, parts: readonly Change[]): Change[] {
    return deployment === undefined ? [] : parts.filter(({ kind, after }) =>
      kind !== 'unchanged' && kind !== 'deleted' && this.order.before(after!).has(deployment));
  }

  /** Whether what a deployment copies of the API itself changes. */
  private otherThanCopied(api: Change): Change[] {
    const names = COPIED[api.after!.type];
    return api.kind === 'updated' && names.some((name) => JSON.stringify(api.before!.properties[name]) !== JSON.stringify(api.after!.properties[name])) ? [api] : [];
  }

  /** A stack that is deployed before the one of the deployment has been cleaned up by then. */
  private isCleanedUpBefore(part: TemplateResource, deployment: TemplateResource): boolean {
    const [root, other] = [this.order.root(deployment), this.order.root(part)];
    return root !== other && this.order.comesAfter(root, other);
  }

  /** The import of a document has updated it (rule 131). */
  private isImported(part: TemplateResource, api: Change): boolean {
    return importOf(api) === 'merges' && isMadeBy(api.after!.properties.Body, part, pathOf(part, this.deployed) ?? '');
  }

  /** A gateway response of the same type has taken its place (rule 130). */
  private isOverwritten({ type, properties }: TemplateResource, parts: readonly Change[]): boolean {
    return updateTypeOf(type).overwrites === true && parts.some(({ after, kind }) => after !== undefined && kind !== 'unchanged' && after.type === type &&
      knownText(after.properties.ResponseType) === knownText(properties.ResponseType));
  }
}

function isSameCopy(one: Pick<ServedApi, 'how' | 'deployment'>, other: Pick<ServedApi, 'how' | 'deployment'>): boolean {
  return one.how === other.how && (one.how !== 'copied' || one.deployment === other.deployment);
}

type Contents = Pick<ServedApi, 'leftovers' | 'outdated' | 'lost' | 'keptOperations'>;

function keptOperationsOf(api: Change): string[] {
  if (!['merges', 'left'].includes(importOf(api) ?? '')) return [];
  const now = operationsIn(api.after!.properties.Body);
  return operationsIn(api.before!.properties.Body).filter((each) => !now.includes(each));
}
