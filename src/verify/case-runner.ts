import type { Emulator } from '../emulator';
import type { AskVerdict } from './answers';
import type { Target, VerifyOptions } from './app';
import { ask, type Question } from './ask';
import { AskedCases } from './asked-cases';
import { type Calls, Inquiry, needsPreflight } from './inquiry';
import { FILE } from './shared-cache';

/**
 * Asks for each way in which a page may call the targets of an app.
 *
 * The call with all that the route asks for is asked of every target by one page, which shows what answers there. By the other pages, and in the other ways (without
 * headers, with credentials, each failure), targets with equal configuration give equal results, so one is asked for all.
 */
export class CaseRunner {
  /** How many questions were asked. */
  public questions = 0;
  private readonly asked: AskedCases;
  /** The paths of which some method is asked with a preflight anyway. */
  private readonly preflightedPaths: ReadonlySet<string>;
  private filled?: Emulator;

  constructor(private readonly emulator: Emulator, targets: readonly Target[], private readonly options: VerifyOptions) {
    this.asked = new AskedCases(options.questions?.exhaustive === true);
    this.preflightedPaths = new Set(targets.filter(needsPreflight).map(pathOf));
  }

  public ask(question: Question): AskVerdict {
    this.questions++;
    const asked = { rules: this.options.readings, ...question };
    const verdict = ask(this.emulator, asked);
    return verdict.outcome === 'unknown' && verdict.viaOf.flat().some(({ kind }) => kind === 'bucket') ? ask(this.withFiles, asked) : verdict;
  }

  /** All cases of a target, page by page. */
  public inquiry(target: Target, calls: Omit<Calls, 'isPreflighted' | 'policy'>): Inquiry {
    const isPreflighted = this.preflightedPaths.has(pathOf(target));
    return new Inquiry(target, { ...calls, isPreflighted, policy: this.options.policy }, this.asked, (question) => this.ask(question));
  }

  /** The files of a bucket aren't in the template. Pages ask for those that are there. */
  private get withFiles(): Emulator {
    return this.filled ??= this.emulator.with({ objects: () => FILE });
  }
}

function pathOf({ entrance, route }: Target): string {
  return `${entrance.resource.path} ${route.behavior} ${route.path}`;
}
