import { type AppSource, DeployOrder, isRecord, templateModel, type TemplateModel, type TemplateOptions, type TemplateResource } from '../template';
import { type Change, changesOf } from './changes';
import { Composer } from './compose';
import { type Conflict, conflictsOf, type Overwritten, presencesOf, typeConflicts } from './conflicts';
import type { Declaration } from './declarations';
import { asCopied, importOf, mergedDocument } from './documents';
import { documentConflicts, importedAndDeleted } from './imports';
import { pairStacks } from './pairing';
import { type ServedApi, Stages } from './stages';

/** What an update does, and what comes of it. */
export interface Update {
  /** The new app. */
  readonly now: TemplateModel;
  /** What is deployed, under the names of the new app. */
  readonly deployed: TemplateModel;
  readonly changes: readonly Change[];
  /** What lets the deployment of a stack fail. */
  readonly conflicts: readonly Conflict[];
  /** Gateway responses, and what a document has, that the cleanup deletes, although the new template has them. */
  readonly overwritten: readonly Overwritten[];
  /** What the stages of each API serve afterwards, where it is deployed already: an entry for each copy that they serve. */
  readonly apis: readonly ServedApi[];
  /** What is to be known of the update, in the user's terms. */
  readonly notes: readonly UpdateNote[];
  /** What can't be told of it, in the user's terms. */
  readonly unsupported: readonly UpdateNote[];
  /** The app as its stages serve it afterwards, as templates: of each API the first copy. A stack whose deployment fails is as it was. */
  readonly served: AppSource;
  /** The same for stages of an API that serve another copy than its first one. */
  readonly otherCopies: readonly OtherCopy[];
}

export interface OtherCopy {
  readonly copy: ServedApi;
  readonly served: AppSource;
}

export interface UpdateNote {
  readonly path: string;
  readonly type: string;
  readonly message: string;
}

/**
 * What CloudFormation does to get from a deployed app to a new one (rules 125 to 131), and what the stages serve then.
 *
 * @throws an Error where what is deployed has nothing to do with the app
 */
export function planUpdate(source: AppSource, deployed: AppSource, options: TemplateOptions = {}): Update {
  return new Planning(source, deployed, options).update();
}

class Planning {
  private readonly now: TemplateModel;
  private readonly deployed: TemplateModel;
  private readonly changes: readonly Change[];
  private readonly composer: Composer;
  private readonly order: DeployOrder;
  private readonly stages: Stages;
  private readonly notes: UpdateNote[] = [];
  private readonly unsupported: UpdateNote[] = [];

  constructor(source: AppSource, deployed: AppSource, private readonly options: TemplateOptions) {
    this.now = templateModel(source, options);
    const paired = pairStacks(source, deployed, this.now);
    this.deployed = templateModel(paired.deployed, options);
    this.changes = changesOf(this.now, this.deployed);
    this.composer = new Composer({ now: source, deployed: paired.deployed }, this.now, this.deployed, this.changes);
    this.order = new DeployOrder(this.now);
    this.stages = new Stages(this.changes, this.now, this.deployed, this.order);
    for (const name of paired.created) {
      this.notes.push(note(name, `the stack ${name} isn't deployed yet`));
    }
    for (const name of paired.abandoned) {
      this.notes.push(note(name, `the stack ${name} is deployed, and the app doesn't have it; it stays as it is until it is destroyed`));
    }
  }

  public update(): Update {
    const copies = this.stages.served();
    const { conflicts, overwritten } = this.conflicts();
    const failing = new Set(conflicts.map(({ resource }) => this.order.root(resource)));
    const apis = copies.filter(({ stage }) => !failing.has(this.order.root(stage)));
    const first = copies.filter(({ api }, index) => copies.findIndex((other) => other.api === api) === index);
    const served = this.served(first, failing);
    const otherCopies = apis.filter((each) => !first.includes(each)).map((copy): OtherCopy => {
      const of = first.find(({ api }) => api === copy.api)!;
      this.unsupported.push({ ...note(copy.stage.path, otherCopyNote(copy, of)), type: copy.stage.type });
      return { copy, served: this.served(first.map((each) => (each === of ? copy : each)), failing) };
    });
    const { now, deployed, changes, notes, unsupported } = this;
    return { now, deployed, changes, conflicts, overwritten, apis, notes, unsupported, served, otherCopies };
  }

  /** Of the middle of the update, when all is made and nothing is deleted. */
  private conflicts(): { conflicts: Conflict[]; overwritten: Overwritten[] } {
    const imported = new Set(this.changes.filter((change) => importOf(change) === 'overwrites').map(({ after }) => after!.path));
    const going = this.changes.filter(({ kind }) => kind === 'deleted' || kind === 'replaced').map(({ before }) => before!)
      .filter(({ properties }) => !imported.has(this.deployed.referent(properties.RestApiId)?.path ?? ''));
    const { source, taken } = this.composer.compose({ take: new Set(going) });
    const { conflicts, overwritten } = conflictsOf(presencesOf(templateModel(source, this.options), taken, this.changes), this.order);
    return {
      conflicts: [...typeConflicts(this.changes), ...conflicts, ...documentConflicts(this.changes, this.now)],
      overwritten: [...overwritten, ...importedAndDeleted(this.changes, this.deployed)],
    };
  }

  /** The app as its stages serve it. */
  private served(apis: readonly ServedApi[], failing: ReadonlySet<string>): AppSource {
    const choice: ServedChoice = { take: new Set(), drop: new Set(), instead: new Map() };
    for (const served of apis) {
      served.leftovers.forEach((each) => choice.take.add(each));
      served.lost.forEach((each) => choice.drop.add(each));
      this.keep(served, choice);
      if (served.how !== 'kept') {
        this.merge(served, choice);
      }
      this.await(served, choice);
    }
    return this.composer.compose({ ...choice, asDeployed: failing }).source;
  }

  /** What a stage serves as it was. */
  private keep({ api, outdated }: ServedApi, { take, drop, instead }: ServedChoice): void {
    for (const { before, after } of outdated) {
      if (after === api) {
        instead.set(api, asCopied(api, this.composer.declaration(api, 'now'), this.composer.inNewNames(before!)));
      } else {
        drop.add(after!);
        if (before !== undefined) {
          take.add(before);
        }
      }
    }
  }

  /** An import that merges leaves what the old document had, and so does a template that no longer has one (rule 131). */
  private merge({ api }: ServedApi, { instead }: ServedChoice): void {
    const change = this.changes.find(({ after }) => after === api)!;
    const kind = importOf(change);
    if (kind === 'left' || (kind === 'merges' && change.before!.properties.Body !== undefined)) {
      const [now, before] = [this.composer.declaration(api, 'now'), this.composer.inNewNames(change.before!)];
      const [properties, old] = [now, before].map(({ Properties }) => (isRecord(Properties) ? Properties : {}) as Declaration);
      const document = mergedDocument(old.Body, properties.Body);
      if (document !== undefined) {
        instead.set(api, { ...now, Properties: { ...properties, Body: document } });
      }
      if (document === undefined || (kind === 'merges' && api.properties.Mode === undefined)) {
        const why = document === undefined ? 'from a document that isn\'t in its template' : 'without Mode, which old APIs take for overwrite and others for merge';
        this.unsupported.push({ ...note(api.path, `${api.logicalId} is imported ${why}, so that it isn't known what it keeps of the old one`), type: api.type });
      }
    }
  }

  /** What is served was there when the deployment was made. */
  private await({ deployment }: ServedApi, { take, instead }: ServedChoice): void {
    if (deployment === undefined) return;
    const declared = this.composer.declaration(deployment, 'now');
    const names = [...take].flatMap(({ stack, logicalId }) => {
      if (stack === deployment.stack) return [this.composer.namesIn(stack)!.referent(logicalId)];
      return stack.startsWith(`${deployment.stack}/`) ? [stack.slice(deployment.stack.length + 1).split('/')[0]] : [];
    });
    const { DependsOn: known = [] } = declared;
    instead.set(deployment, { ...declared, DependsOn: [...new Set([...(Array.isArray(known) ? known : [known]), ...names])] });
  }
}

interface ServedChoice {
  readonly take: Set<TemplateResource>;
  readonly drop: Set<TemplateResource>;
  readonly instead: Map<TemplateResource, Declaration>;
}

function otherCopyNote({ stage, api }: ServedApi, first: ServedApi): string {
  return `the stage ${stage.logicalId} serves another copy of ${api.logicalId} than ${first.stage.logicalId}; behind a custom domain or a distribution the answers are those of ${first.stage.logicalId}`;
}

function note(path: string, message: string): UpdateNote {
  return { path, type: 'AWS::CloudFormation::Stack', message };
}
