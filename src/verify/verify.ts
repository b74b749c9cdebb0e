import type { EmulatedEntrance, Emulator, EntranceRoute } from '../emulator';
import { UserError } from '../errors';
import { originOfPage } from '../http';
import { App, type Case, type ExpectedPolicy, type Finding, type MatrixRow, type Page, type Report, type StandIn, type Target, type VerifyOptions } from './app';
import { entranceNamed } from './ask';
import { CaseRunner } from './case-runner';
import { type Declared, DeclaredOrigins } from './declared-origins';
import { findingsOf, isLeftToEdge } from './findings';
import { matrixRow } from './matrix';
import { openPoints } from './open-points';
import { Pages } from './pages';
import { ruleFailed, RULES, UPDATE_RULES } from './rules';
import { isServed } from './served';
import { withStandIns } from './stand-ins';
import { publicUrl, targetsOf } from './targets';
import { isUnexpected } from './unexpected';

/**
 * Asks every method of every route of an app as pages would, and says what is wrong, with proof.
 *
 * ```ts
 * const report = verify(Emulator.fromAssembly('cdk.out'));
 * for (const { rule, path, message } of report.findings) console.log(rule, path, message);
 * ```
 *
 * Of an emulator that knows what is deployed, findings are those of the new templates, and what the update does; the matrix is what pages get from the stages afterwards.
 *
 * @throws an Error where an option names a rule or an entrance that there isn't, or a page that isn't an origin
 */
export function verify(given: Emulator, options: VerifyOptions = {}): Report {
  checkOptions(options);
  // who asks for certain pages, or has a policy, means the origins that the deployment has
  const isAsked = given.update !== undefined || options.policy !== undefined || (options.questions?.pages ?? []).length > 0;
  const { emulator, standIns } = isAsked ? { emulator: given, standIns: [] } : withStandIns(given);
  const examination = new Examination(emulator.updated, options);
  const rows = examination.run();
  const served = emulator.update && new Examination(emulator, ofServed(emulator, options));
  const app = examination.app(rows.flatMap(({ cases }) => cases), { update: emulator.update, served: servedOf(emulator, options) });
  const findings = findingsOf(app, RULES.filter(({ id }) => options.rules?.[id] !== false));
  const asWritten = served === undefined || isServedAsWritten(emulator);
  const matrix = asWritten ? rows.map((row) => withoutBypasses(row, options, app)) : served.run();
  const unsupported = [...emulator.unsupported, ...emulator.update?.notes ?? []];
  const open = openPoints(matrix, examination.entrances, options.policy);
  const asked = standIns.filter(({ origin }) => matrix.some(({ page, role }) => page === origin && role === 'declared'));
  const questions = examination.questions + (served?.questions ?? 0);
  const told = asked.length === 0 ? findings : findings.map((each) => explained(each, asked));
  return { findings: told, matrix, unsupported, open, questions, standIns: asked };
}

/**
 * What the update over what is deployed does, without asking every route: the findings of the rules about updates.
 *
 * @param emulator that knows what is deployed
 * @throws an Error where an option names a rule that there isn't
 */
export function verifyUpdate(emulator: Emulator, options: VerifyOptions = {}): Finding[] {
  checkOptions(options);
  const app = new Examination(emulator.updated, options).app([], { update: emulator.update, served: servedOf(emulator, options) });
  return findingsOf(app, [...UPDATE_RULES, ruleFailed].filter(({ id }) => options.rules?.[id] !== false));
}

/** The app as stages serve it, by the copy of an API that a stage serves. */
function servedOf(emulator: Emulator, options: VerifyOptions): App['served'] {
  const apps = new Map<Emulator, App>();
  return (copy) => {
    const served = emulator.servedAs(copy);
    const known = apps.get(served) ?? new Examination(served, ofServed(served, options)).app([]);
    apps.set(served, known);
    return known;
  };
}

/** A row in which what goes past a distribution that pages are to call may come out either way: no finding is about it. */
function withoutBypasses(row: MatrixRow, { policy }: VerifyOptions, app: App): MatrixRow {
  const isBypass = (each: Case) => isUnexpected(each, policy) && isLeftToEdge(each, app);
  if (!row.cases.some(isBypass)) return row;
  const cases = row.cases.map((each) => (isBypass(each) ? Object.create(each, { expected: { value: 'either', enumerable: true } }) as Case : each));
  return { ...row, expected: 'either', cases };
}

/** An entrance that the new app has may not be there yet, where a deployment fails. */
function ofServed({ entrances }: Emulator, options: VerifyOptions): VerifyOptions {
  const isThere = (name: string) => entrances.some(({ resource, logicalId, kind }) => [resource.path, logicalId, kind].includes(name));
  const { onProgress: _once, questions, ...others } = options;
  return { ...others, questions: { ...questions, ...(questions?.entrances && { entrances: questions.entrances.filter(isThere) }) } };
}

/** A finding that names a stand-in says what it stands for. */
function explained(finding: Finding, standIns: readonly StandIn[]): Finding {
  const named = standIns.filter(({ origin }) => finding.message.includes(origin)).map(({ origin, of }) => `${origin} stands for ${of}`);
  const written = (text: string) => standIns.reduce((fix, { origin }) => fix.replaceAll(origin, 'https://app.example.com'), text);
  const fix = { cdk: written(finding.fix.cdk), cloudFormation: written(finding.fix.cloudFormation) };
  return { ...finding, fix, message: named.length === 0 ? finding.message : `${finding.message} (${named.join(', ')})` };
}

function isServedAsWritten({ update }: Emulator): boolean {
  const others = update!.apis.flatMap(({ leftovers, outdated, lost, keptOperations }) => [...leftovers, ...outdated, ...lost, ...keptOperations]);
  return update!.conflicts.length + others.length === 0;
}

class Examination {
  private readonly declared: DeclaredOrigins;
  private readonly runner: CaseRunner;
  public readonly entrances: readonly EmulatedEntrance[];
  private readonly targets: readonly Target[];
  private readonly pages = new Pages();
  private readonly audiences = new Map<string, Audience>();

  constructor(private readonly emulator: Emulator, private readonly options: VerifyOptions) {
    const { entrances = emulator.entrances.map(({ resource }) => resource.path) } = options.questions ?? {};
    this.entrances = entrances.map((name) => entranceNamed(emulator, name)).filter((each) => isServed(each, emulator.model));
    this.targets = this.entrances.flatMap(targetsOf);
    this.declared = new DeclaredOrigins(emulator);
    this.runner = new CaseRunner(emulator, this.targets, options);
  }

  public get questions(): number {
    return this.runner.questions;
  }

  public run(): MatrixRow[] {
    return this.targets.flatMap((target, index) => {
      const { pages, open, byFunctions } = this.audienceOf(target);
      const inquiry = this.runner.inquiry(target, { open, failures: !byFunctions });
      const rows = pages.map((page) => matrixRow(inquiry.casesFor(page)));
      this.options.onProgress?.(index + 1, this.targets.length);
      return rows;
    });
  }

  public app(cases: readonly Case[], afterwards: Pick<App, 'update' | 'served'> = {}): App {
    return new App({
      ...afterwards,
      emulator: this.emulator,
      cases,
      targets: this.targets,
      policy: this.options.policy,
      pagesOf: (entrance, route) => {
        if (route !== undefined) return this.audienceOf({ entrance, route }).pages;
        const pages = this.targets.filter((target) => target.entrance === entrance).flatMap((target) => this.audienceOf(target).pages);
        return [...new Map(pages.map((page) => [`${page.role} ${page.origin}`, page])).values()];
      },
      ask: (question) => this.runner.ask(question),
    });
  }

  private audienceOf({ entrance, route }: { entrance: EmulatedEntrance; route: EntranceRoute }): Audience {
    const key = this.keyOf(entrance, route);
    const known = this.audiences.get(key);
    if (known !== undefined) return known;
    const made = audience(this.pages, this.declared.of(entrance, route), sitesOf(entrance, route), this.options);
    this.audiences.set(key, made);
    return made;
  }

  /** The same for routes that say the same of who may call them: those of a behavior, or those that are configured alike and have the same preflight. */
  private keyOf(entrance: EmulatedEntrance, route: EntranceRoute): string {
    const preflight = this.declared.preflightMethod(entrance, route);
    const own = route.resource === entrance.resource;
    return JSON.stringify([entrance.resource.path, route.behavior, own, preflight?.name, preflight?.resource, route.fingerprint.key]);
  }
}

interface Audience {
  readonly pages: readonly Page[];
  /** Whether any page may call without credentials. */
  readonly open: boolean;
  /** Whether it is known from functions alone, so that nothing says what becomes of errors. */
  readonly byFunctions: boolean;
}

function audience(pages: Pages, declared: Declared, sites: readonly string[], { questions, policy }: VerifyOptions): Audience {
  const { origins, declaresPolicy, open, byFunctions } = declared;
  const more = questions?.pages ?? [];
  // what no page is meant to call isn't asked
  if (!declaresPolicy && more.length === 0 && policy === undefined) return { pages: pages.for([], sites, [], undefined).filter(({ role }) => role === 'site'), open: false, byFunctions };
  return {
    pages: pages.for(origins, sites, more, policy),
    open: policy === undefined ? open : policy.allowOrigins.some(({ value }) => value === '*'),
    byFunctions: byFunctions && policy === undefined && more.length === 0,
  };
}

/** The origins of a distribution's own pages, which call what isn't a file of it. */
function sitesOf(entrance: EmulatedEntrance, { resource }: EntranceRoute): string[] {
  return entrance.kind === 'cloudfront' && resource !== entrance.resource ? [publicUrl(entrance)] : [];
}

export function checkOptions({ rules = {}, questions, policy }: VerifyOptions): void {
  const ids = RULES.map(({ id }) => id);
  const unknown = Object.keys(rules).find((id) => !ids.includes(id));
  if (unknown !== undefined) throw new UserError('option', `unknown rule ${JSON.stringify(unknown)}; there are ${ids.join(', ')}`);
  const wrong = questions?.pages?.find((page) => page !== 'null' && originOfPage(page) !== page);
  if (wrong !== undefined) throw new UserError('option', `questions.pages has ${JSON.stringify(wrong)}, which isn't an origin; write it as browsers send it, such as "https://app.example.com"`);
  checkPolicy(policy);
}

function checkPolicy(policy: ExpectedPolicy | undefined): void {
  if (policy !== undefined && typeof policy.allows !== 'function') throw new UserError('option', 'policy must be a CorsPolicy, or have its properties and its method allows(origin)');
}
