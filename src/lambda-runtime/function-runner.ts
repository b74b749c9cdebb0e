import { randomUUID } from 'node:crypto';
import { eventRequestOf, type InvokeResult, proxyResponseOf } from '../emulator';
import { UserError } from '../errors';
import { type TemplateModel, type TemplateResource, isUnknown, type Maybe, Unknown } from '../template';
import { type Clock, SYSTEM_CLOCK } from './clock';
import type { LogLine } from './environment';
import { FunctionLauncher, MAX_PAYLOAD_BYTES } from './function-launcher';
import { HttpBackend } from './http-backend';
import { isDeeperThan } from './json-levels';
import { EnvironmentPool } from './pool';
import type { CallResult, FunctionError } from './runtime';
import { type FunctionSettings, readFunction } from './settings';

/** A stand-in for a function: the URL of a server, or code that returns a payload. An error that the code throws is the function's error. */
export type Replacement = string | ((event: any) => unknown);

/** More levels of nesting than these can't be written as JSON again without using up the stack. */
const MAX_PAYLOAD_LEVELS = 1000;

/** How functions are run. */
export interface FunctionRunnerOptions {
  /**
   * The most environments of a function, and so its most calls at a time.
   *
   * @default 10
   */
  readonly concurrency?: number;
  /**
   * Called with each line that functions write.
   *
   * @default - the lines are dropped
   */
  readonly log?: (line: LogLine) => void;
  /**
   * Variables by a function's logical id or path. They take precedence over those of the template.
   *
   * @default - those of the template
   */
  readonly environment?: { readonly [logicalId: string]: { readonly [name: string]: string } };
  /**
   * The clock that time-outs go by.
   *
   * @default - that of this process
   */
  readonly clock?: Clock;
}

/** The outcome of a call; an error has the function's stack, too. */
export type RunResult = Exclude<InvokeResult, { readonly error: unknown }> | { readonly error: FunctionError };

/**
 * Runs the functions of a template: Node.js in worker threads, Python in processes, others only where they are replaced.
 *
 * A function has an environment and files of its own, and its loops and crashes don't affect others. But this isn't a sandbox: a function can read files and
 * open connections with the rights of this process.
 */
export class FunctionRunner {
  private readonly pools = new Map<TemplateResource, Maybe<Running>>();
  private readonly replacements = new Map<string, Replacement>();
  private readonly clock: Clock;
  private readonly backend: HttpBackend;

  constructor(private readonly model: TemplateModel, private readonly options: FunctionRunnerOptions = {}) {
    this.clock = options.clock ?? SYSTEM_CLOCK;
    this.backend = new HttpBackend(this.clock);
  }

  /**
   * Calls a function.
   *
   * @param timeout the milliseconds that the caller waits; the function runs on until its own time-out
   * @returns unknown where it can't be run here, with the remedy
   */
  public async invoke(resource: TemplateResource, event: unknown, timeout: number): Promise<Maybe<RunResult>> {
    const replacement = this.replacements.get(resource.path) ?? this.replacements.get(resource.logicalId);
    if (replacement !== undefined) {
      return typeof replacement === 'string' ? this.send(replacement, event, timeout) : this.within(timeout, ask(replacement, event));
    }
    const running = this.running(resource);
    if (isUnknown(running)) return running;
    const id = randomUUID();
    const text = JSON.stringify(event) ?? 'null';
    if (text.length > MAX_PAYLOAD_BYTES) {
      return { error: { errorType: 'RequestEntityTooLargeException', errorMessage: 'The event has more than the 6 MB that Lambda takes' } };
    }
    const result = await this.within(timeout, running.pool.call(id, text).then((each) => readable(each, running.settings)));
    if (!isUnknown(result) && 'timedOut' in result) {
      running.pool.abandon(id);
    }
    return result;
  }

  /**
   * Replaces a function.
   *
   * @param logicalId of the function, or its path (`Shop/Handler`) where several stacks have the same logical id
   * @param replacement a URL gets the HTTP request that the event describes, at the same path below its own
   * @throws an Error if the template has no such function, or the URL isn't an http or https URL
   */
  public replace(logicalId: string, replacement: Replacement): void {
    const functions = this.model.ofType('AWS::Lambda::Function');
    if (!functions.some((each) => each.logicalId === logicalId || each.path === logicalId)) {
      const known = functions.slice(0, 20).map((each) => each.logicalId).join(', ') || 'none';
      throw new UserError('option', `the template has no function ${JSON.stringify(logicalId)}; it has ${known}`);
    }
    if (typeof replacement === 'string' && !/^https?:$/.test(URL.canParse(replacement) ? new URL(replacement).protocol : '')) {
      throw new UserError('option', `the back end of ${logicalId} must be an http or https URL such as http://localhost:8080, got ${JSON.stringify(replacement)}`);
    }
    this.replacements.set(logicalId, replacement);
  }

  /** Ends all functions and removes their files. */
  public async close(): Promise<void> {
    this.backend.close();
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map((each) => isUnknown(each) ? undefined : each.pool.close()));
  }

  private running(resource: TemplateResource): Maybe<Running> {
    let running = this.pools.get(resource);
    if (running === undefined) {
      running = this.start(resource);
      this.pools.set(resource, running);
    }
    return running;
  }

  private start(resource: TemplateResource): Maybe<Running> {
    const read = readFunction(resource, this.model);
    if (isUnknown(read)) return read;
    const { concurrency = 10, log = () => undefined, environment } = this.options;
    const own = environment?.[resource.path] ?? environment?.[resource.logicalId];
    const settings = { ...read, environment: { ...read.environment, ...own } };
    read.missing.forEach((each) => log({ logicalId: resource.logicalId, level: 'WARN', text: `runs without ${each.path}: ${each.reason}` }));
    const launcher = new FunctionLauncher(settings);
    return { settings, pool: new EnvironmentPool({ settings, maxEnvironments: Math.max(1, concurrency), launcher, clock: this.clock, log }) };
  }

  private within(timeout: number, result: Promise<Maybe<RunResult>>): Promise<Maybe<RunResult>> {
    return new Promise((resolve, reject) => {
      const cancel = this.clock.later(timeout, () => resolve({ timedOut: true }));
      result.then(resolve, reject).finally(cancel);
    });
  }

  private async send(base: string, event: unknown, timeout: number): Promise<Maybe<RunResult>> {
    const request = eventRequestOf(event);
    if (request === undefined) {
      return new Unknown(base, 'the event doesn\'t describe an HTTP request (it may be an authorizer\'s); replace the function by code instead of a URL');
    }
    const { host, origin, pathname } = new URL(base);
    const url = `${origin}${pathname.replace(/\/$/, '')}${request.path.startsWith('/') ? '' : '/'}${request.path}${request.query === '' ? '' : `?${request.query}`}`;
    const headers = [['host', host] as const, ...request.headers.filter(([name]) => name.toLowerCase() !== 'host')];
    const answer = await this.backend.send({ method: request.method, url, headers, body: request.body }, timeout);
    if (!('failed' in answer)) return { payload: proxyResponseOf(answer, request.version) };
    return answer.failed === 'timeout' ? { timedOut: true } : { error: { errorType: 'BackendUnreachable', errorMessage: answer.message } };
  }
}

interface Running {
  readonly settings: FunctionSettings;
  readonly pool: EnvironmentPool;
}

async function ask(replacement: (event: any) => unknown, event: unknown): Promise<RunResult> {
  try {
    // As between processes: only what JSON can express arrives.
    return { payload: JSON.parse(JSON.stringify(await replacement(event)) ?? 'null') };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: typeof error, message: String(error) };
    return { error: { errorType: name, errorMessage: message } };
  }
}

function readable(result: CallResult, { missing }: FunctionSettings): Maybe<RunResult> {
  if (isUnknown(result)) return result;
  if ('payload' in result) return parsed(result.payload);
  // A module that is missing because its layer isn't here may well be there on AWS.
  const layer = missing.find(({ path }) => path.endsWith('/Layers'));
  return layer !== undefined && result.error.errorType === 'Runtime.ImportModuleError' ? layer : result;
}

function parsed(payload: string): RunResult {
  if (isDeeperThan(MAX_PAYLOAD_LEVELS, payload)) {
    return { error: { errorType: 'Runtime.MarshalError', errorMessage: `the function's answer is nested more than ${MAX_PAYLOAD_LEVELS} levels deep` } };
  }
  try {
    return { payload: JSON.parse(payload) };
  } catch {
    return { error: { errorType: 'Runtime.MarshalError', errorMessage: 'the function\'s answer isn\'t valid JSON' } };
  }
}
