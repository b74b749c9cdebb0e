import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { readApp } from '../app';
import { type Answer, type Circumstances, CloudFrontCache, type EmulatedEntrance, type Emulator, type LooseRequest } from '../emulator';
import { UserError } from '../errors';
import { type FunctionError, FunctionRunner, HttpBackend, type LogLine } from '../lambda-runtime';
import { isUnknown } from '../template';
import { suggestion } from '../values';
import { type Backends, backendsOf } from './backends';

/** What is served, and what stands in for parts of it. */
export interface AppOptions {
  /** The folder that `cdk synth` wrote, or a file with a CloudFormation template in JSON or YAML. */
  readonly app: string;
  /**
   * What answers instead: for a function (its logical id or path) or for a back end (its origin), the URL of a server.
   *
   * @default - functions run here, other back ends are called where they are
   */
  readonly backends?: { readonly [functionOrOrigin: string]: string };
  /**
   * Folders with the objects of buckets, by logical id or path of the bucket.
   *
   * @default - what the template deploys into them
   */
  readonly sites?: { readonly [logicalId: string]: string };
  /**
   * Values of the templates' parameters, by name.
   *
   * @default - their defaults
   */
  readonly parameters?: { readonly [name: string]: string };
  /**
   * Whether distributions keep answers as CloudFront does. Without, each change of a file is seen at once.
   *
   * @default false
   */
  readonly cache?: boolean;
}

/** How long the functions of an app that was replaced may go on with what they are at. */
const RETIREMENT = 30_000;

/** An app that answers, with the functions that run for it. */
export class ServedApp {
  /**
   * Reads the templates. Functions start when they are first called.
   *
   * @throws a UserError that says what is missing or wrong, and what to do
   */
  public static load(options: AppOptions, log: (line: LogLine) => void = () => undefined): ServedApp {
    return new ServedApp(options, log);
  }

  public readonly emulator: Emulator;
  private readonly runner: FunctionRunner;
  private readonly http = new HttpBackend();
  private readonly backends: Backends;
  private inFlight = 0;
  private onIdle?: () => void;

  private constructor(options: AppOptions, log: (line: LogLine) => void) {
    this.backends = backendsOf(options.backends ?? {});
    this.emulator = readApp(options.app, {
      cwd: process.cwd(),
      parameters: options.parameters,
      sites: foldersOf(options.sites ?? {}),
      ...options.cache === true && { cache: new CloudFrontCache() },
      effects: {
        invoke: async ({ function: called, event, timeout }) => {
          const result = await this.runner.invoke(called, event, timeout);
          if (!isUnknown(result) && 'error' in result) {
            log(failureOf(called.logicalId, result.error));
          }
          return result;
        },
        fetch: ({ request, timeout }) => this.http.send(this.backends.direct(request), timeout),
      },
    }).emulator;
    this.runner = new FunctionRunner(this.emulator.model, { log });
    for (const [name, url] of this.backends.functions) {
      this.runner.replace(name, url);
    }
    checkBuckets(Object.keys(options.sites ?? {}), this.emulator);
  }

  /** The answer to a request that came over HTTP, at the entrance where it has arrived. */
  public async send(request: LooseRequest, circumstances?: Partial<Circumstances>, entrance?: EmulatedEntrance): Promise<Answer> {
    this.inFlight++;
    try {
      return await this.emulator.sendAsync(request, circumstances, entrance);
    } finally {
      if (--this.inFlight === 0) {
        this.onIdle?.();
      }
    }
  }

  /** Ends it when it has answered what it was asked, or when that takes too long. */
  public async retire(): Promise<void> {
    if (this.inFlight > 0) {
      await new Promise<void>((done) => {
        const timer = setTimeout(done, RETIREMENT);
        this.onIdle = () => {
          clearTimeout(timer);
          done();
        };
      });
    }
    await this.close();
  }

  /** Ends it at once, with the functions that run. */
  public async close(): Promise<void> {
    this.http.close();
    await this.runner.close();
  }
}

function foldersOf(sites: { readonly [logicalId: string]: string }): { readonly [logicalId: string]: string } {
  return Object.fromEntries(Object.entries(sites).map(([logicalId, folder]) => {
    const path = resolve(folder);
    if (!existsSync(path) || !statSync(path).isDirectory()) {
      const but = existsSync(path) ? 'which is a file' : 'and there is no such folder';
      throw new UserError('option', `the site of ${logicalId} is to be the folder ${folder}, ${but}`);
    }
    return [logicalId, path];
  }));
}

function checkBuckets(names: readonly string[], { model }: Emulator): void {
  const buckets = model.ofType('AWS::S3::Bucket');
  for (const name of names) {
    if (!buckets.some(({ logicalId, path }) => logicalId === name || path === name)) {
      const known = buckets.map(({ logicalId }) => logicalId);
      const instead = suggestion(name, known) || `; it has ${known.slice(0, 20).join(', ') || 'none'}`;
      throw new UserError('option', `the template has no bucket ${JSON.stringify(name)} to give a folder to${instead}`);
    }
  }
}

function failureOf(logicalId: string, { errorType, errorMessage, trace = [] }: FunctionError): LogLine {
  return { logicalId, level: 'ERROR', text: [`${errorType}: ${errorMessage}`, ...trace.filter((line) => /^\s+at /.test(line))].join('\n') };
}
