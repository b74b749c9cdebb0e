import type { Clock } from './clock';
import { type Call, Environment, type LoadFailure, type LogLine } from './environment';
import type { CallResult, Launcher } from './runtime';
import type { FunctionSettings } from './settings';

/**
 * How long calls wait for an environment that is busy before another one is used: while no call is done, and in all. Most calls are done sooner than another
 * environment would load, and far sooner than its code would be warm.
 */
const WAIT_MS = 10;
const MAX_WAIT_MS = 50;
/** A call that is done within this time is worth waiting for. */
const QUICK_MS = 5;

/** What a pool is made of. */
export interface PoolOptions {
  readonly settings: FunctionSettings;
  /** The most environments at a time. */
  readonly maxEnvironments: number;
  readonly launcher: Launcher;
  readonly clock: Clock;
  readonly log: (line: LogLine) => void;
}

/**
 * The environments of one function. They are kept between calls; there are as many as calls at a time need, up to a limit, above which calls wait.
 *
 * While calls are quick, they are pipelined: an environment that is busy gets the next ones queued, so that neither side sleeps between two calls. Queued calls
 * that don't begin soon, because the one before is slow or waits for them, go back to the pool's queue and to another environment (decision 0011).
 */
export class EnvironmentPool {
  private readonly environments = new Set<Environment>();
  private readonly idle: Environment[] = [];
  private readonly queue: Call[] = [];
  /** Whether an environment is being made or loading. One at a time is. */
  private adding = false;
  private loading?: Environment;
  private cancelRebalance?: () => void;
  /** When the last call was done, and whether it was quick. */
  private lastDone = 0;
  private isQuick = false;
  private preparing?: Promise<unknown>;
  private closed = false;

  constructor(private readonly options: PoolOptions) {}

  /** Calls the function in an environment that is idle, or in one that is busy with quick calls, or waits for one. */
  public call(id: string, event: string): Promise<CallResult> {
    return new Promise((settle) => {
      this.queue.push({ id, event, settle, queuedAt: this.options.clock.now() });
      this.dispatch();
    });
  }

  /** The caller doesn't wait any more: the call never begins, if it hasn't yet. */
  public abandon(id: string): void {
    this.takeBack();
    const index = this.queue.findIndex((each) => each.id === id);
    if (index >= 0) {
      this.queue.splice(index, 1);
    }
    this.dispatch();
  }

  /** Ends all environments and removes their files. Running and waiting calls fail. */
  public async close(): Promise<void> {
    this.closed = true;
    this.cancelRebalance?.();
    this.takeBack();
    this.dispatch();
    await Promise.all([...this.environments].map((environment) => environment.close()));
    await this.preparing?.catch(() => undefined);
    await this.options.launcher.dispose();
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
    return this.isQuick ? [...this.environments].find((each) => each.acceptsQueued(QUICK_MS)) : undefined;
  }

  // The first environment is made at once; others are used or made when the busy ones don't become idle soon.
  private watch(): void {
    if (this.environments.size === 0) {
      if (this.queue.length > 0 && !this.adding) {
        void this.add();
      }
    } else if (this.cancelRebalance === undefined) {
      this.scheduleRebalance();
    }
  }

  private scheduleRebalance(): void {
    const since = this.waitingSince();
    if (since === undefined) return;
    const wait = Math.max(this.remainingWait(since), this.hasOthers ? 0 : WAIT_MS);
    this.cancelRebalance = this.options.clock.later(wait, () => this.rebalance());
  }

  /** When the call was queued that has been waiting longest. */
  private waitingSince(): number | undefined {
    const waiting = [...this.queue.slice(0, 1), ...[...this.environments].map((each) => each.firstQueued)];
    const since = Math.min(...waiting.map((call) => call?.queuedAt ?? Infinity));
    return since === Infinity ? undefined : since;
  }

  private remainingWait(since: number): number {
    return Math.min(Math.max(since, this.lastDone) + WAIT_MS, since + MAX_WAIT_MS) - this.options.clock.now();
  }

  /** Whether there is an environment besides the busy ones, or can be. */
  private get hasOthers(): boolean {
    return this.idle.length > 0 || (!this.adding && this.environments.size < this.options.maxEnvironments);
  }

  // A call that has waited long enough gets another environment, if there can be one. If not, calls that are queued behind a slow one go back to the queue,
  // for the next environment that is done.
  private rebalance(): void {
    this.cancelRebalance = undefined;
    const since = this.waitingSince();
    if (since !== undefined && this.remainingWait(since) <= 0) {
      const { hasOthers } = this;
      this.takeBack(hasOthers ? 0 : WAIT_MS);
      // Queued calls may have begun meanwhile.
      if (hasOthers && this.queue.length > 0) {
        this.giveFirstAnother();
      }
    }
    this.dispatch();
  }

  private giveFirstAnother(): void {
    const environment = this.idle.pop();
    if (environment === undefined) {
      void this.add();
    } else {
      environment.call(this.queue.shift()!);
    }
  }

  /**
   * Queued calls go back to the pool's queue, in the order in which they came.
   *
   * @param milliseconds only of environments whose current call has been running for so long
   */
  private takeBack(milliseconds = 0): void {
    const slow = [...this.environments].filter((each) => each.isBusyFor(milliseconds));
    this.queue.unshift(...slow.flatMap((each) => each.takeBack()));
    this.queue.sort((a, b) => a.queuedAt - b.queuedAt);
  }

  private async add(): Promise<void> {
    this.adding = true;
    try {
      await (this.preparing = this.options.launcher.prepare());
      if (!this.closed) {
        this.start();
      }
    } catch (error) {
      this.adding = false;
      this.failAll(failure('Runtime.ImportModuleError', `the code can't be unpacked: ${(error as Error).message}`));
    }
  }

  private start(): void {
    const { settings, launcher, clock, log } = this.options;
    try {
      this.loading = new Environment((listener) => launcher.launch(listener), settings, {
        log,
        ready: (environment) => this.becomeIdle(environment),
        done: (environment, took) => this.done(environment, took),
        ended: (environment, { failed, left }) => this.ended(environment, failed, left),
      }, clock);
      this.environments.add(this.loading);
    } catch (error) {
      this.adding = false;
      this.failAll(failure('Runtime.ExitError', `the runtime can't be started: ${(error as Error).message}`));
    }
  }

  private done(environment: Environment, took: number): void {
    this.lastDone = this.options.clock.now();
    this.isQuick = took < QUICK_MS;
    if (!environment.isBusy) {
      this.becomeIdle(environment);
    }
  }

  private becomeIdle(environment: Environment): void {
    this.idle.push(environment);
    this.stopLoading(environment);
    this.dispatch();
  }

  private ended(environment: Environment, failed: LoadFailure | undefined, left: readonly Call[]): void {
    this.environments.delete(environment);
    const index = this.idle.indexOf(environment);
    if (index >= 0) {
      this.idle.splice(index, 1);
    }
    this.stopLoading(environment);
    this.queue.unshift(...left);
    if (failed !== undefined) {
      this.fail(failed.wouldRecur ? this.queue.length : 1, failed.result);
    }
    this.dispatch();
  }

  private stopLoading(environment: Environment): void {
    if (environment === this.loading) {
      this.loading = undefined;
      this.adding = false;
    }
  }

  private failAll(result: CallResult): void {
    this.fail(this.queue.length, result);
  }

  private fail(count: number, result: CallResult): void {
    this.queue.splice(0, count).forEach(({ settle }) => settle(result));
  }
}

function failure(errorType: string, errorMessage: string): CallResult {
  return { error: { errorType, errorMessage } };
}
