import { Call, CallResult, Environment, LogLine } from './environment';
import { startRuntime } from './runtimes';
import { FunctionSettings } from './settings';
import { makeTaskFolder, removeTaskFolder, TaskFolder } from './task-folder';

/**
 * How long calls wait for an environment that is busy before another is used, in milliseconds: while no call is done, and in all. Most calls are done sooner
 * than another would load, and far sooner than its code would be warm.
 */
const PATIENCE = 10;
const MOST_PATIENCE = 50;
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
  private growing = false;
  private loading?: Environment;
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
    this.takeBack();
    this.failAll({ error: { errorType: 'Runtime.ExitError', errorMessage: 'the emulator was closed' } });
    await Promise.all([...this.environments].map((environment) => environment.close()));
    const folder = await this.folder?.catch(() => undefined);
    if (folder !== undefined) {
      await removeTaskFolder(folder);
    }
  }

  private dispatch(): void {
    while (this.queue.length > 0) {
      const environment = this.quickOne() ?? this.idle.pop();
      if (environment === undefined) {
        break;
      }
      environment.call(this.queue.shift()!);
    }
    this.grow();
  }

  private quickOne(): Environment | undefined {
    return this.isQuick ? [...this.environments].find((each) => each.takesAhead(QUICK)) : undefined;
  }

  // The first environment is made at once, others are used or made when the busy ones don't come free soon; one at a time.
  private grow(): void {
    const since = this.growing || this.closed ? undefined : this.waitingSince();
    if (since === undefined || (this.environments.size >= this.most && this.idle.length === 0)) {
      return;
    }
    this.growing = true;
    if (this.environments.size === 0) {
      void this.add();
    } else {
      setTimeout(() => this.relieve(), this.patienceLeft(since));
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
    return Math.min(Math.max(since, this.lastDone) + PATIENCE, since + MOST_PATIENCE) - performance.now();
  }

  // One that has waited long enough gets an environment, if there is one to be had.
  private relieve(): void {
    const since = this.waitingSince();
    if (since === undefined || this.patienceLeft(since) > 0) {
      return this.stopGrowing();
    }
    this.takeBack();
    // Those that were ahead may have begun meanwhile.
    const waits = this.queue.length > 0;
    const environment = waits ? this.idle.pop() : undefined;
    if (waits && environment === undefined && this.environments.size < this.most) {
      void this.add();
    } else {
      environment?.call(this.queue.shift()!);
      this.stopGrowing();
    }
  }

  /** Those that wait ahead wait for any environment again, before those that came after. */
  private takeBack(): void {
    this.queue.push(...[...this.environments].flatMap((each) => each.takeBack()));
    this.queue.sort((a, b) => a.since - b.since);
  }

  private stopGrowing(): void {
    this.growing = false;
    this.loading = undefined;
    this.dispatch();
  }

  private async add(): Promise<void> {
    try {
      this.folder ??= makeTaskFolder(this.settings);
      const folder = await this.folder;
      if (this.closed) {
        return;
      }
      this.loading = new Environment((listener) => startRuntime(this.settings, folder, listener), this.settings, {
        log: this.log,
        ready: (environment) => this.free(environment),
        done: (environment, took) => this.done(environment, took),
        ended: (environment, { failed, left }) => this.ended(environment, failed, left),
      });
      this.environments.add(this.loading);
    } catch (error) {
      this.folder = undefined;
      this.growing = false;
      this.failAll({ error: { errorType: 'Runtime.ImportModuleError', errorMessage: `the code can't be unpacked: ${(error as Error).message}` } });
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
    if (environment === this.loading) {
      this.stopGrowing();
    } else {
      this.dispatch();
    }
  }

  private ended(environment: Environment, failed: CallResult | undefined, left: readonly Call[]): void {
    this.environments.delete(environment);
    const index = this.idle.indexOf(environment);
    if (index >= 0) {
      this.idle.splice(index, 1);
    }
    this.queue.unshift(...left);
    // A function that doesn't load would not load for those that wait either.
    if (failed !== undefined) {
      this.failAll(failed);
    }
    if (environment === this.loading || this.environments.size === 0) {
      this.stopGrowing();
    } else {
      this.dispatch();
    }
  }

  private failAll(result: CallResult): void {
    this.queue.splice(0).forEach(({ settle }) => settle(result));
  }
}
