import { UserError } from '../errors';
import { type AppSource, AssetFiles, plainTemplates, templateModel, type TemplateModel, type TemplateOptions, readAssembly } from '../template';
import { planUpdate, readDeployed, type ServedApi, type Update } from '../update';
import { Remembered } from '../values';
import { type EdgeOptions, entrancesOf } from './entrances';
import { drive, driveAsync } from './kernel/drive';
import type { EmulatedEntrance } from './kernel/emulated-entrance';
import type { Circumstances, Machine, RuleSwitches } from './kernel/machine';
import type { Answer, HttpRequest } from './kernel/message';
import { repeated } from './kernel/repeats';
import { type LooseRequest, requestOf } from './kernel/request';
import { partsOf } from './kernel/url';
import { checkSwitches } from './rules';
import { StubHandler, type Stubs } from './stubs';

/** What a template leaves open. */
export interface EmulatorOptions extends TemplateOptions, Stubs, EdgeOptions {
  /**
   * The name of the stack, where a template is given that doesn't tell; of several the others are counted.
   *
   * @default 'Stack'
   */
  readonly stackName?: string;
  /**
   * What is deployed. The emulator then answers as the stages will when the app has been deployed over it: what an update removes is still in the copy that a
   * deployment makes of an API, and stays until the next one. A stack whose deployment fails stays as it is.
   *
   * It is the folder of a cloud assembly, the file or the text of a template, an object, or what `aws cloudformation get-template` prints.
   *
   * @default - nothing: the answers are those of the templates
   */
  readonly deployed?: unknown;
  /**
   * The file that a template is from, as errors name it.
   *
   * @default 'the template'
   */
  readonly file?: string;
  /**
   * Readings of rules that aren't certain, by number, for every request that doesn't say otherwise: see `SWITCHABLE_RULES`.
   *
   * @see https://github.com/cdk-cors/cdk-cors/blob/main/docs/aws-rules.md
   * @default - each rule's default
   */
  readonly rules?: RuleSwitches;
  /**
   * Milliseconds since 1970.
   *
   * @default - the clock of this machine
   */
  readonly clock?: () => number;
}

/** An app as it may be deployed. */
export interface World {
  readonly emulator: Emulator;
  /** Which conditions hold there, by their paths. */
  readonly conditions: ReadonlyMap<string, boolean>;
}

/**
 * Answers HTTP as AWS would, from synthesized templates alone.
 *
 * ```ts
 * const emulator = Emulator.fromAssembly('cdk.out');
 * const answer = emulator.send({ method: 'OPTIONS', url: `${emulator.entrances[0].url}/items`, headers: { origin: 'https://app.example.com' } });
 * ```
 */
export class Emulator {
  /**
   * Of a cloud assembly, with all its stacks, stages and nested stacks.
   *
   * @param directory that `cdk synth` wrote, such as `cdk.out`
   * @throws a UserError that says which file is missing or wrong
   */
  public static fromAssembly(directory: string, options: EmulatorOptions = {}): Emulator {
    return Emulator.of(readAssembly(directory), options);
  }

  /**
   * Of CloudFormation templates, made by any tool.
   *
   * @param template an object, or a text of JSON or YAML; or a list of these, which may import each other's exports
   * @throws a UserError that says what is wrong with it
   */
  public static fromTemplate(template: unknown, options: EmulatorOptions = {}): Emulator {
    const templates = Array.isArray(template) ? template : [template];
    return Emulator.of(plainTemplates(templates, options), options);
  }

  private static of(source: AppSource, options: EmulatorOptions): Emulator {
    if (options.deployed === undefined) return new Emulator(templateModel(source, options), options, source);
    const update = planUpdate(source, readDeployed(options.deployed, options.stackName), options);
    return new Emulator(templateModel(update.served, options), options, source, update);
  }

  /** What can be called, in the order of the templates: distributions, then REST APIs, then HTTP APIs. */
  public readonly entrances: readonly EmulatedEntrance[];
  /** What was found in the templates that can't be emulated, in the user's terms. */
  public readonly unsupported: TemplateModel['unsupported'];
  private asWritten?: Emulator;
  private inWorlds?: readonly World[];
  private others?: ReadonlyArray<{ readonly copy: ServedApi; readonly emulator: Emulator }>;
  private readonly preferences = new Remembered<string, readonly EmulatedEntrance[]>();
  private readonly handler: StubHandler;
  private readonly clock: () => number;
  private readonly rules: RuleSwitches;

  private constructor(
    public readonly model: TemplateModel,
    private readonly options: EmulatorOptions,
    private readonly source: AppSource,
    /** What the update does, of an app that was given together with what is deployed. */
    public readonly update?: Update,
  ) {
    this.entrances = entrancesOf(model, options);
    this.unsupported = [...model.unsupported, ...update?.unsupported ?? []];
    this.handler = new StubHandler(options, model, new AssetFiles().read);
    this.clock = options.clock ?? Date.now;
    this.rules = options.rules ?? {};
    checkSwitches(this.rules);
  }

  /**
   * The answer to a request. What depends on something that no template and no stub tells is unknown in it.
   *
   * @param circumstances what is the case meanwhile, such as a failure of the gateway
   * @throws a UserError where no entrance owns the URL, or where no client could send the request
   */
  public send(request: LooseRequest, circumstances?: Partial<Circumstances>): Answer {
    return drive(this.machine(requestOf(request), circumstances), this.handler.atOnce);
  }

  /** The same app under other circumstances, such as with a cache at its distributions. The templates aren't read again. */
  public with(options: Omit<EmulatorOptions, keyof TemplateOptions | 'stackName' | 'file' | 'deployed'>): Emulator {
    return new Emulator(this.model, { ...this.options, ...options }, this.source, this.update);
  }

  /**
   * The same app, deployed over what is deployed: it answers as the stages will after that update.
   *
   * @param deployed as the option of that name
   * @throws an Error that says what is wrong with it
   */
  public over(deployed: unknown): Emulator {
    return Emulator.of(this.source, { ...this.options, deployed });
  }

  /**
   * The same app with stand-ins for values that only its deployment has.
   *
   * @internal
   */
  public assuming(standIns: ReadonlyMap<string, string>): Emulator {
    return Emulator.of(this.source, { ...this.options, standIns });
  }

  /**
   * The same app in each way in which it may be deployed, where its conditions leave that open; else empty. An update is looked at as its templates say.
   *
   * @internal
   */
  public get worlds(): readonly World[] {
    return this.inWorlds ??= this.update !== undefined ? [] : this.model.worlds.map((conditions): World =>
      ({ emulator: Emulator.of(this.source, { ...this.options, conditions }), conditions }));
  }

  /** The app as its new templates have it, where this one answers as the stages will after an update; else this one. */
  public get updated(): Emulator {
    if (this.update === undefined) return this;
    return this.asWritten ??= new Emulator(this.update.now, { ...this.options, deployed: undefined }, this.source);
  }

  /** The emulator of a copy of an API after an update: this one, but for a stage that serves another copy than the first. */
  public servedAs(copy: ServedApi): Emulator {
    return this.otherCopies().find((other) => other.copy === copy)?.emulator ?? this;
  }

  private otherCopies(): NonNullable<Emulator['others']> {
    const options = { ...this.options, deployed: undefined };
    const emulatorOf = (served: AppSource) => new Emulator(templateModel(served, options), options, this.source);
    return this.others ??= (this.update?.otherCopies ?? []).map(({ copy, served }) => ({ copy, emulator: emulatorOf(served) }));
  }

  /** The same entrance of the copy that a stage serves, where a URL names a stage that serves another one than the first. */
  private inItsStage(entrance: EmulatedEntrance, url: string): EmulatedEntrance {
    if (this.otherCopies().length === 0) return entrance;
    const [, stage] = /^https?:\/\/[^/]+\/([^/?]+)/.exec(url) ?? [];
    const other = this.otherCopies().find(({ copy }) => copy.api.path === entrance.resource.path && copy.stage.properties.StageName === stage);
    return other?.emulator.entrances.find(({ resource }) => resource.path === entrance.resource.path) ?? entrance;
  }

  /**
   * The same, with stubs and effects that answer later.
   *
   * @param entrance that owns the URL, where the caller has looked it up
   */
  public async sendAsync(request: LooseRequest, circumstances?: Partial<Circumstances>, entrance?: EmulatedEntrance): Promise<Answer> {
    return driveAsync(this.machine(requestOf(request), circumstances, entrance), this.handler);
  }

  /**
   * The answer to the same request once more, with ids of its own: what `send` would give, at less cost.
   *
   * @returns undefined where something else may come of it: where a function, a back end, the time or what was asked before has a part in it
   */
  public again(answer: Answer): Answer | undefined {
    return repeated(answer, this.clock());
  }

  /** The entrance that a URL belongs to; undefined where it is none of this app's. */
  public entranceOf(url: string): EmulatedEntrance | undefined {
    const parts = partsOf(url);
    return parts && this.byPreference(parts.hostname).find((entrance) => entrance.owns(parts));
  }

  /** The entrances in the order in which a host is looked for: as in DNS and at CloudFront, a name by itself comes before one such as *.example.com. */
  private byPreference(host: string): readonly EmulatedEntrance[] {
    const isNamed = (entrance: EmulatedEntrance) => [entrance.url, ...entrance.aliases].some((each) => partsOf(each)?.hostname === host);
    return this.preferences.of(host, () => [...this.entrances].sort((a, b) => Number(isNamed(b)) - Number(isNamed(a))));
  }

  private machine(request: HttpRequest, circumstances: Partial<Circumstances> = {}, entrance = this.entranceOf(request.url)): Machine {
    if (entrance === undefined) throw new UserError('option', this.notOwned(request.url));
    const { rules } = circumstances;
    if (rules !== undefined) {
      checkSwitches(rules);
    }
    const switches = rules === undefined ? this.rules : { ...this.rules, ...rules };
    return this.inItsStage(entrance, request.url).handle(request, { now: this.clock(), ...circumstances, rules: switches });
  }

  private notOwned(url: string): string {
    if (partsOf(url) === undefined) return `${JSON.stringify(url)} isn't an absolute http or https URL`;
    const owned = this.entrances.flatMap((entrance) => [entrance.url, ...entrance.aliases]);
    return owned.length === 0
      ? `nothing answers ${url}: the template has no REST API, HTTP API or distribution`
      : `nothing of the template answers ${url}; its entrances are ${owned.slice(0, 20).join(', ')}${owned.length > 20 ? ', …' : ''}`;
  }
}
