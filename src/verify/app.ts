import type { EmulatedEntrance, Emulator, EntranceRoute, HttpApiEntrance, RuleSwitches, TemplateResource } from '../emulator';
import type { RestApi } from '../emulator/rest-api';
import type { ServedApi, Update } from '../update';
import type { AskVerdict } from './answers';
import type { Question } from './ask';

/** What is allowed, as `CorsPolicy` says it. */
export interface ExpectedPolicy {
  readonly allowOrigins: ReadonlyArray<{ readonly value: string }>;
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  /** Whether pages of an origin may call. */
  allows(origin: string): boolean;
}

/** A page that asks. */
export interface Page {
  /** `null` for an opaque one. */
  readonly origin: string;
  /**
   * `declared`: the template, the policy or the caller says that it may call. `site`: a page that a distribution of the app serves, which asks it itself.
   * `foreign`: any other; `near`: another that looks like a declared one.
   */
  readonly role: 'declared' | 'site' | 'foreign' | 'near';
  /** What declares it: a property path, or whom a near one looks like. */
  readonly because: string;
  /** How that place writes it, which may be otherwise than a browser sends it. */
  readonly written?: string;
}

/** A method of a route, as a page would call it. */
export interface Target {
  readonly entrance: EmulatedEntrance;
  readonly route: EntranceRoute;
  readonly method: string;
  /** The route's path with words in the place of its variables. */
  readonly path: string;
  /** The request headers that such a call has: those that the route asks for, and `content-type` where there is a body. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How a target is asked. */
export interface Variant {
  /** With the headers that the route asks for; as a request that needs no preflight; or, where it asks for none, with one that makes browsers send a preflight. */
  readonly headers: 'asked-for' | 'none' | 'preflighted';
  readonly credentials: boolean;
  /** A gateway response type; undefined for success. */
  readonly failure?: string;
}

/** One question and its verdict. */
export interface Case {
  readonly target: Target;
  readonly page: Page;
  readonly variant: Variant;
  /** What should be: `allowed`, `blocked`, or `either` where nothing says. */
  readonly expected: 'allowed' | 'blocked' | 'either';
  readonly question: Question;
  readonly verdict: AskVerdict;
  /** The case that was asked instead, of a target that gives the same answers. */
  readonly equivalent?: Case;
}

/** What was asked of an app. */
export interface Asked {
  readonly emulator: Emulator;
  /** All that was asked, in the order of entrances, routes, methods and pages. */
  readonly cases: readonly Case[];
  readonly targets: readonly Target[];
  readonly policy?: ExpectedPolicy;
  /** The update that brings it about, if the deployed app is given. */
  readonly update?: Update;
  /** The app as its stages serve it after that update, with a copy of an API that a stage serves; nothing was asked of it. */
  readonly served?: (copy: ServedApi) => App;
  /** The pages that ask an entrance, or a route of it. */
  readonly pagesOf: (entrance: EmulatedEntrance, route?: EntranceRoute) => readonly Page[];
  /** Asks something more, with the same readings of rules. */
  readonly ask: (question: Question) => AskVerdict;
}

/** The app under examination, with what was asked of it. */
export class App implements Asked {
  public readonly emulator: Emulator;
  public readonly cases: readonly Case[];
  public readonly targets: readonly Target[];
  public readonly policy?: ExpectedPolicy;
  public readonly update?: Update;
  public readonly served?: Asked['served'];
  public readonly pagesOf: Asked['pagesOf'];
  public readonly ask: Asked['ask'];
  private readonly found = new Map<(app: App) => unknown, unknown>();

  constructor({ emulator, cases, targets, policy, update, served, pagesOf, ask }: Asked) {
    this.emulator = emulator;
    this.cases = cases;
    this.targets = targets;
    this.policy = policy;
    this.update = update;
    this.served = served;
    this.pagesOf = pagesOf;
    this.ask = ask;
  }

  /** The REST APIs of the app. */
  public get restApis(): readonly RestApi[] {
    return this.once(restApisOf);
  }

  /** The HTTP APIs of the app. */
  public get httpApis(): readonly HttpApiEntrance[] {
    return this.once(httpApisOf);
  }

  /** What a function finds in the app, looked for once. */
  public once<T>(find: (app: App) => T): T {
    if (!this.found.has(find)) {
      this.found.set(find, find(this));
    }
    return this.found.get(find) as T;
  }
}

function restApisOf({ emulator: { entrances } }: App): RestApi[] {
  return entrances.flatMap((entrance) => (entrance.kind === 'rest-api' ? entrance.api : []));
}

function httpApisOf({ emulator: { entrances } }: App): HttpApiEntrance[] {
  return entrances.filter((entrance) => entrance.kind === 'http-api');
}

/** What is wrong, in one place. */
export interface Cause {
  /** The resource at fault. */
  readonly resource: TemplateResource;
  /** The property at fault, below the resource: `Properties/Integration/ContentHandling`. Empty for the resource as a whole. */
  readonly property?: string;
  /** What is wrong, in the user's terms: one sentence or two, with names and values. */
  readonly message: string;
  /** The rule's fix for this very place, with its names and values. */
  readonly fix?: Fix;
  /** Where it weighs otherwise than the rule as a rule does. */
  readonly severity?: Finding['severity'];
  /** What makes it one defect with others of the rule at the same entrance; left out: the property. */
  readonly sameAs?: string;
  /** What shows it, where it wasn't found by a case. */
  readonly evidence?: readonly AskVerdict[];
}

/** What to write instead. */
export interface Fix {
  /** As CDK code, in TypeScript. */
  readonly cdk: string;
  /** As CloudFormation, in YAML. */
  readonly cloudFormation: string;
}

/** Something that can be wrong. One a file; its page is `docs/rules/<id>.md`. */
export interface Rule {
  /** The name of the rule: `preflight-behind-authorizer`. */
  readonly id: string;
  readonly severity: 'error' | 'warning';
  /** One line: what is wrong, wherever it is. */
  readonly title: string;
  /** What to write instead, wherever it is. */
  readonly fix: Fix;
  /**
   * What is at fault in a case that went otherwise than expected, if it is this; undefined leaves it to the rules after it.
   *
   * Rules are asked in the order of the catalogue, the more particular first, and the first one that explains a case takes it.
   */
  readonly explain?: (trouble: Case, app: App) => Cause | undefined;
  /** What no single case shows: asked once. What it asks more, it asks by `app.ask`. */
  readonly inspect?: (app: App) => Iterable<Cause>;
}

/** What a report says is wrong: one for each cause, however many routes have it. */
export interface Finding {
  /** The rule's id. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** The logical id of the resource at fault. */
  readonly resource: string;
  /** Where it stands: `Shop/ApiF70053CD/Properties/BinaryMediaTypes`. */
  readonly path: string;
  readonly message: string;
  /** What the page's user would see: the browser's line, where there is one. */
  readonly console?: string;
  readonly fix: Fix;
  /** The rule's page. */
  readonly docs: string;
  /** Verdicts that show it, the plainest first; a few where there are many. */
  readonly evidence: readonly AskVerdict[];
  readonly affected: Affected;
}

/** All that has the same cause. */
export interface Affected {
  /** How many questions it answers for. */
  readonly questions: number;
  /** Which methods of which paths. */
  readonly routes: readonly string[];
  /** The origins of the pages. */
  readonly pages: readonly string[];
  /** The resources at fault, by their paths: `Shop/ApiF70053CD`. The finding's own comes first. */
  readonly resources: readonly string[];
}

export type Outcome = AskVerdict['outcome'];

/** What a page gets of a method of a route. */
export interface MatrixRow {
  /** The entrance's logical id. */
  readonly entrance: string;
  /** The entrance's path, which tells apart those of several stacks that have the same logical id: `Shop/ApiF70053CD`. */
  readonly resource: string;
  readonly kind: EmulatedEntrance['kind'];
  readonly method: string;
  /** The route's path, as the template has it. */
  readonly path: string;
  readonly page: string;
  readonly role: Page['role'];
  readonly expected: Case['expected'];
  /** Of the worst of the ways to ask. */
  readonly success: Outcome;
  /** By gateway response type: each that can happen there. */
  readonly failures: Readonly<Record<string, Outcome>>;
  /** The cases behind it. */
  readonly cases: readonly Case[];
}

/** What no template tells. It is neither right nor wrong, and no proof. */
export interface OpenPoints {
  /** How many cells of the matrix are unknown: a method of a route, a page, and success or a way to fail. */
  readonly unknown: number;
  /** The paths of entrances that have routes and were asked by no page, since nothing says which may call. */
  readonly notAsked: readonly string[];
}

/** What was asked, what came out, and what is wrong. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly matrix: readonly MatrixRow[];
  /** What the template has that can't be emulated. */
  readonly unsupported: Emulator['unsupported'];
  /** What isn't known, so that no findings don't mean that all is well. */
  readonly open: OpenPoints;
  /** How many questions were asked. */
  readonly questions: number;
  /** Origins that were asked in the place of those that only the deployment knows. */
  readonly standIns: readonly StandIn[];
}

/** An origin in the place of one that the template leaves to its deployment. */
export interface StandIn {
  readonly origin: string;
  /** What it stands for: `the parameter Site`. */
  readonly of: string;
}

/** What to ask, beyond what the template suggests. */
export interface QuestionOptions {
  /**
   * Origins that pages may call from, besides those that the template declares.
   *
   * @default - none
   */
  readonly pages?: readonly string[];
  /**
   * The entrances to ask: logical ids, paths or kinds. What no request shows is looked for everywhere.
   *
   * @default - all of them
   */
  readonly entrances?: readonly string[];
  /**
   * Asks everything of every route, also where another that is configured alike has answered. It is slower, and says the same.
   *
   * @default false
   */
  readonly exhaustive?: boolean;
}

export interface VerifyOptions {
  /** @default - what the template suggests */
  readonly questions?: QuestionOptions;
  /**
   * What should be allowed, no more and no less: a `CorsPolicy`, for instance.
   *
   * @default - what the template declares
   */
  readonly policy?: ExpectedPolicy;
  /**
   * Rules by id: `false` leaves one out.
   *
   * @default - all rules
   */
  readonly rules?: Readonly<Record<string, boolean>>;
  /**
   * Readings of rules of AWS that aren't certain, by number.
   *
   * @see https://github.com/cdk-cors/cdk-cors/blob/main/docs/aws-rules.md
   * @default - each one's default
   */
  readonly readings?: RuleSwitches;
  /**
   * Called as it goes on, with how many of how many routes are done.
   *
   * @default - not called
   */
  readonly onProgress?: (done: number, of: number) => void;
}
