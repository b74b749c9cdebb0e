import { isUnknown, type Maybe, type ReadAssetFile, type TemplateModel, type TemplateResource, Unknown } from '../template';
import type { AsyncEffectHandler, EffectHandler } from './kernel/drive';
import type { FetchEffect, FetchResult, InvokeEffect, InvokeResult, ObjectEffect, ObjectResult } from './kernel/machine';
import type { HttpRequest } from './kernel/message';
import { bytesOf, headerList, type LooseHeaders } from './kernel/request';
import { partsOf } from './kernel/url';
import { siteOf } from './s3';
import { folderContents, readSiteObject } from './s3/site-files';

/** Stands in for a Lambda function: its payload for an event. What it throws is the function's error. */
export type FunctionStub = (event: any) => unknown;

/** What a back end answers, as it is convenient to write. */
export interface LooseResponse {
  /** @default 200 */
  readonly status?: number;
  /** @default - none */
  readonly headers?: LooseHeaders;
  /** @default - none */
  readonly body?: string | Uint8Array;
}

/** Stands in for a back end that isn't in the template. What it throws is a failed connection. */
export type BackendStub = (request: HttpRequest) => LooseResponse | Promise<LooseResponse>;

/** What stands in for what a template can't tell. */
export interface Stubs {
  /**
   * Functions by logical id, or by path (`Shop/Handler`) where several stacks have the same.
   *
   * @default - what functions answer is unknown
   */
  readonly functions?: { readonly [logicalId: string]: FunctionStub };
  /**
   * Back ends by origin, such as `https://backend.example.com`; `*` stands for all others.
   *
   * @default - what back ends answer is unknown
   */
  readonly backends?: { readonly [origin: string]: BackendStub };
  /**
   * Folders with the objects of buckets, by logical id or path of the bucket.
   *
   * @default - the folders that the template deploys into them, as far as the assembly has them; else unknown
   */
  readonly sites?: { readonly [logicalId: string]: string };
  /**
   * What every bucket holds, by key: instead of folders.
   *
   * @default - the folders
   */
  readonly objects?: (key: string) => ObjectResult;
  /**
   * Does what no stub is for: runs functions, calls back ends, reads objects. Only asked by `sendAsync`.
   *
   * @default - unknown
   */
  readonly effects?: Partial<AsyncEffectHandler>;
}

/** Answers effects by stubs. */
export class StubHandler implements AsyncEffectHandler {
  /** The same for `send`, where nothing can be waited for. */
  public readonly atOnce: EffectHandler = {
    invoke: (effect) => settled(this.invokeStub(effect), effect.function.path) ?? notStubbed(effect.function),
    fetch: (effect) => settled(this.fetchStub(effect), effect.from.path) ?? notReached(effect),
    object: (effect) => this.readObject(effect),
  };

  constructor(private readonly stubs: Stubs, private readonly model: TemplateModel, private readonly readFile: ReadAssetFile) {}

  public async invoke(effect: InvokeEffect): Promise<Maybe<InvokeResult>> {
    return await this.invokeStub(effect) ?? await this.stubs.effects?.invoke?.(effect) ?? notStubbed(effect.function);
  }

  public async fetch(effect: FetchEffect): Promise<Maybe<FetchResult>> {
    return await this.fetchStub(effect) ?? await this.stubs.effects?.fetch?.(effect) ?? notReached(effect);
  }

  public async object(effect: ObjectEffect): Promise<Maybe<ObjectResult>> {
    const object = this.readObject(effect);
    return isUnknown(object) && this.stubs.effects?.object !== undefined ? this.stubs.effects.object(effect) : object;
  }

  private invokeStub(effect: InvokeEffect): Waiting<InvokeResult> {
    const stub = named(this.stubs.functions, effect.function.path, effect.function.logicalId);
    // The event is made when it is looked at.
    return stub === undefined ? undefined : attempt(() => stub(asJson(effect.event)), (payload) => ({ payload: asJson(payload) }), functionError);
  }

  private fetchStub({ request }: FetchEffect): Waiting<FetchResult> {
    const stub = named(this.stubs.backends, partsOf(request.url)?.origin ?? '', '*');
    return stub === undefined ? undefined : attempt(() => stub(request), responseOf, (error) =>
      ({ failed: 'connection', message: error instanceof Error ? error.message : String(error) }));
  }

  private readObject({ bucket, key }: ObjectEffect): Maybe<ObjectResult> {
    if (this.stubs.objects !== undefined) return this.stubs.objects(key);
    const folder = named(this.stubs.sites, bucket.path, bucket.logicalId);
    return readSiteObject(folder === undefined ? siteOf(bucket, this.model) : folderContents(folder), key, this.readFile);
  }
}

type Waiting<T> = T | Promise<T> | undefined;

function named<T>(stubs: { readonly [name: string]: T } = {}, ...names: string[]): T | undefined {
  const name = names.find((each) => Object.hasOwn(stubs, each));
  return name === undefined ? undefined : stubs[name];
}

/** Calls a stub, which may answer later. */
function attempt<T, R>(call: () => T | Promise<T>, use: (value: T) => R, fail: (error: unknown) => R): R | Promise<R> {
  try {
    const value = call();
    return value instanceof Promise ? value.then(use).catch(fail) : use(value);
  } catch (error) {
    return fail(error);
  }
}

function settled<T>(result: Waiting<T>, path: string): Maybe<T> | undefined {
  if (!(result instanceof Promise)) return result;
  return new Unknown(path, 'its stub answers later, and send waits for nothing; use sendAsync');
}

/** As Lambda hands events and payloads on: a copy, without what JSON doesn't have. */
function asJson(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value) ?? 'null');
}

function functionError(error: unknown): InvokeResult {
  return error instanceof Error
    ? { error: { errorType: error.name, errorMessage: error.message } }
    : { error: { errorType: typeof error, errorMessage: String(error) } };
}

function responseOf({ status = 200, headers = [], body }: LooseResponse): FetchResult {
  return { status, headers: headerList(headers), body: bytesOf(body) };
}

function notStubbed({ logicalId, path }: TemplateResource): Unknown {
  return new Unknown(path, `what the function ${logicalId} answers isn't in the template; give a stub for it (functions), or run it`);
}

function notReached({ request, from }: FetchEffect): Unknown {
  return new Unknown(from.path, `what ${partsOf(request.url)?.origin} answers isn't in the template; give a stub for it (backends), or let it be called`);
}
