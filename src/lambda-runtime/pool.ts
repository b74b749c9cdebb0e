import { type Call, type CallResult, Environment, type LogLine } from './environment';
import { startRuntime } from './runtimes';
import type { FunctionSettings } from './settings';
import { makeTaskFolder, removeTaskFolder, type TaskFolder } from './task-folder';

/**
 * How long calls wait for an environment that is busy before another is used, in milliseconds: while no call is done, and in all. Most calls are done sooner
 * than another would load, and far sooner than its code would be warm.
 */
const PATIENCE = 10;
const MAX_PATIENCE = 50;
/** A call that is done in so many milliseconds is worth waiting for. */
const QUICK = 5;

/**
 * The environments of one function. They are kept between calls; there are as many as calls at a time need, up to a limit, above which calls wait.
 *
 * While calls are quick, the environment that is at one gets the next ones ahead: neither side sleeps between two calls then. Calls that don't get their turn
 * soon, since the one before is slow or waits for them, are taken back and given to another environment.
 */
export class EnvironmentPool {
  private readonly environments = new Set<Environment>();
  private readonly idle: Environment[] = [];
  private readonly queue: Call[] = [];
  private folder?: Promise<TaskFolder>;
  /** Whether an environment is being made or loading, which is one at most. */
  private adding = false;
  private loading?: Environment;
  private relief?: NodeJS.Timeout;
  /** When the last call was done, and whether it was quick. */
  private lastDone = 0;
  private isQuick = false;
  private closed = false;

  constructor(private readonly settings: FunctionSettings, private readonly most: number, private readonly log: (line: LogLine) => void) {}

  /** Calls the function in an environment that is free, or waits for one; also for one that is busy, as long as calls are quick. */
  public call(id: string, event: string): Promise<CallResult> {
    return new Promise((settle) => {
      this.queue.push({ id, event, settle, since: performance.now() });
      this.dispatch();
    });
  }

  /** The caller doesn't wait any more: a call that hasn't begun never will. */
  public abandon(id: string): void {
    this.takeBack();
    const index = this.queue.findIndex((each) => each.id === id);
    if (index >= 0) {
      this.queue.splice(index, 1);
    }
    this.dispatch();
  }

  /** Ends all environments and removes their files. */
  public async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.relief);
    this.takeBack();
    this.dispatch();
    await Promise.all([...this.environments].map((environment) => environment.close()));
    const folder = await this.folder?.catch(() => undefined);
    if (folder !== undefined) {
      await removeTaskFolder(folder);
    }
  }

  private dispatch(): void {
    if (this.closed) return this.failAll(failure('Runtime.ExitError', 'the emulator was closed'));
    while (this.queue.length > 0) {
      const environment = this.quickOne() ?? this.idle.pop();
      if (environment === undefined) break;
      environment.call(this.queue.shift()!);
    }
    this.watch();
  }

  private quickOne(): Environment | undefined {
    return this.isQuick ? [...this.environments].find((each) => each.takesAhead(QUICK)) : undefined;
  }

  // The first environment is made at once, others are used or made when the busy ones don't come free soon.
  private watch(): void {
    const since = this.relief === undefined ? this.waitingSince() : undefined;
    if (since === undefined) return;
    if (this.environments.size > 0) {
      this.relief = setTimeout(() => this.relieve(), Math.max(this.patienceLeft(since), this.hasOthers ? 0 : PATIENCE));
    } else if (!this.adding) {
      void this.add();
    }
  }

  /** Since when the call waits that has waited longest. */
  private waitingSince(): number | undefined {
    const [first = { since: Infinity }] = this.queue;
    const ahead = [...this.environments].map((each) => each.firstAhead?.since ?? Infinity);
    const since = Math.min(first.since, ...ahead);
    return since === Infinity ? undefined : since;
  }

  private patienceLeft(since: number): number {
    return Math.min(Math.max(since, this.lastDone) + PATIENCE, since + MAX_PATIENCE) - performance.now();
  }

  /** Whether there is an environment besides the busy ones, or can be. */
  private get hasOthers(): boolean {
    return this.idle.length > 0 || (!this.adding && this.environments.size < this.most);
  }

  // One that has waited long enough gets an environment, if there is one to be had. If not, those that are behind a slow one go back to the queue, where the
  // next environment that is done takes them.
  private relieve(): void {
    this.relief = undefined;
    const since = this.waitingSince();
    if (since !== undefined && this.patienceLeft(since) <= 0) {
      const { hasOthers } = this;
      this.takeBack(hasOthers ? 0 : PATIENCE);
      // Those that were ahead may have begun meanwhile.
      if (hasOthers && this.queue.length > 0) {
        this.relieveFirst();
      }
    }
    this.dispatch();
  }

  private relieveFirst(): void {
    const environment = this.idle.pop();
    if (environment === undefined) {
      void this.add();
    } else {
      environment.call(this.queue.shift()!);
    }
  }

  /**
   * Those that wait ahead wait for any environment again, before those that came after.
   *
   * @param milliseconds that an environment has been at its call, at least
   */
  private takeBack(milliseconds = 0): void {
    const slow = [...this.environments].filter((each) => each.isBusySince(milliseconds));
    this.queue.push(...slow.flatMap((each) => each.takeBack()));
    this.queue.sort((a, b) => a.since - b.since);
  }

  private async add(): Promise<void> {
    this.adding = true;
    try {
      this.folder ??= makeTaskFolder(this.settings);
      const folder = await this.folder;
      if (!this.closed) {
        this.start(folder);
      }
    } catch (error) {
      this.folder = undefined;
      this.adding = false;
      this.failAll(failure('Runtime.ImportModuleError', `the code can't be unpacked: ${(error as Error).message}`));
    }
  }

  private start(folder: TaskFolder): void {
    try {
      this.loading = new Environment((listener) => startRuntime(this.settings, folder, listener), this.settings, {
        log: this.log,
        ready: (environment) => this.free(environment),
        done: (environment, took) => this.done(environment, took),
        ended: (environment, { failed, left }) => this.ended(environment, failed, left),
      });
      this.environments.add(this.loading);
    } catch (error) {
      this.adding = false;
      this.failAll(failure('Runtime.ExitError', `the runtime can't be started: ${(error as Error).message}`));
    }
  }

  private done(environment: Environment, took: number): void {
    this.lastDone = performance.now();
    this.isQuick = took < QUICK;
    if (!environment.isBusy) {
      this.free(environment);
    }
  }

  private free(environment: Environment): void {
    this.idle.push(environment);
    this.isLoaded(environment);
    this.dispatch();
  }

  private ended(environment: Environment, failed: CallResult | undefined, left: readonly Call[]): void {
    this.environments.delete(environment);
    const index = this.idle.indexOf(environment);
    if (index >= 0) {
      this.idle.splice(index, 1);
    }
    this.isLoaded(environment);
    this.queue.unshift(...left);
    // A function that doesn't load would not load for those that wait either.
    if (failed !== undefined) {
      this.failAll(failed);
    }
    this.dispatch();
  }

  private isLoaded(environment: Environment): void {
    if (environment === this.loading) {
      this.loading = undefined;
      this.adding = false;
    }
  }

  private failAll(result: CallResult): void {
    this.queue.splice(0).forEach(({ settle }) => settle(result));
  }
}

function failure(errorType: string, errorMessage: string): CallResult {
  return { error: { errorType, errorMessage } };
}
