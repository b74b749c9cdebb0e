import { CallResult, Environment, LogLine } from './environment';
import { startRuntime } from './runtimes';
import { FunctionSettings } from './settings';
import { makeTaskFolder, removeTaskFolder, TaskFolder } from './task-folder';

interface Waiting {
  readonly id: string;
  readonly event: string;
  readonly settle: (result: CallResult) => void;
  /** When it began to wait, in milliseconds. */
  readonly since: number;
}

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
 */
export class EnvironmentPool {
  private readonly environments = new Set<Environment>();
  private readonly idle: Environment[] = [];
  private readonly queue: Waiting[] = [];
  private folder?: Promise<TaskFolder>;
  private growing = false;
  private loading?: Environment;
  private busy = 0;
  /** When the last call was done, and whether it was quick. */
  private lastDone = 0;
  private isQuick = false;
  private closed = false;

  constructor(private readonly settings: FunctionSettings, private readonly most: number, private readonly log: (line: LogLine) => void) {}

  /** Calls the function in an environment that is free, or waits for one; also for one that is busy, as long as calls are quick. */
  public async call(id: string, event: string): Promise<CallResult> {
    const environment = this.isQuick && this.busy > 0 ? undefined : this.idle.pop();
    if (environment !== undefined) {
      return this.callIn(environment, id, event);
    }
    return new Promise((settle) => {
      this.queue.push({ id, event, settle, since: performance.now() });
      this.grow();
    });
  }

  private async callIn(environment: Environment, id: string, event: string): Promise<CallResult> {
    const started = performance.now();
    this.busy++;
    const result = await environment.call(id, event);
    this.busy--;
    this.lastDone = performance.now();
    this.isQuick = this.lastDone - started < QUICK;
    return result;
  }

  /** The caller doesn't wait any more: a call that hasn't begun never will. */
  public abandon(id: string): void {
    const waiting = this.queue.find((each) => each.id === id);
    if (waiting !== undefined) {
      this.queue.splice(this.queue.indexOf(waiting), 1);
    }
  }

  /** Ends all environments and removes their files. */
  public async close(): Promise<void> {
    this.closed = true;
    this.failAll({ error: { errorType: 'Runtime.ExitError', errorMessage: 'the emulator was closed' } });
    await Promise.all([...this.environments].map((environment) => environment.close()));
    const folder = await this.folder?.catch(() => undefined);
    if (folder !== undefined) {
      await removeTaskFolder(folder);
    }
  }

  // The first environment is made at once, others are used or made when the busy ones don't come free soon; one at a time.
  private grow(): void {
    if (this.growing || this.closed || (this.environments.size >= this.most && this.idle.length === 0)) {
      return;
    }
    this.growing = true;
    if (this.environments.size === 0) {
      void this.add();
    } else {
      setTimeout(() => this.relieve(), this.patienceLeft());
    }
  }

  private patienceLeft(): number {
    if (this.queue.length === 0) return 0;
    const [{ since }] = this.queue;
    return Math.min(Math.max(since, this.lastDone) + PATIENCE, since + MOST_PATIENCE) - performance.now();
  }

  // One that has waited long enough gets an environment, if there is one to be had.
  private relieve(): void {
    if (this.patienceLeft() > 0 || this.queue.length === 0) {
      return this.stopGrowing();
    }
    const environment = this.idle.pop();
    if (environment !== undefined) {
      this.employ(environment);
      this.stopGrowing();
    } else if (this.environments.size < this.most) {
      void this.add();
    } else {
      this.stopGrowing();
    }
  }

  private stopGrowing(): void {
    this.growing = false;
    this.loading = undefined;
    if (this.queue.length > 0) {
      this.grow();
    }
  }

  private async add(): Promise<void> {
    try {
      this.folder ??= makeTaskFolder(this.settings);
      const folder = await this.folder;
      if (this.closed) {
        return;
      }
      this.loading = new Environment((listener) => startRuntime(this.settings, folder, listener), this.settings, this.log,
        (environment, failed) => this.changed(environment, failed));
      this.environments.add(this.loading);
    } catch (error) {
      this.folder = undefined;
      this.growing = false;
      this.failAll({ error: { errorType: 'Runtime.ImportModuleError', errorMessage: `the code can't be unpacked: ${(error as Error).message}` } });
    }
  }

  private changed(environment: Environment, failed?: CallResult): void {
    if (environment.state === 'ended') {
      this.drop(environment);
      // A function that doesn't load would not load for those that wait either.
      if (failed !== undefined) {
        this.failAll(failed);
      }
    } else {
      this.employ(environment);
    }
    if (environment === this.loading || this.environments.size === 0) {
      this.stopGrowing();
    }
  }

  private drop(environment: Environment): void {
    this.environments.delete(environment);
    const index = this.idle.indexOf(environment);
    if (index >= 0) {
      this.idle.splice(index, 1);
    }
  }

  private employ(environment: Environment): void {
    const next = this.queue.shift();
    if (next === undefined) {
      this.idle.push(environment);
    } else {
      void this.callIn(environment, next.id, next.event).then(next.settle);
    }
  }

  private failAll(result: CallResult): void {
    this.queue.splice(0).forEach(({ settle }) => settle(result));
  }
}
