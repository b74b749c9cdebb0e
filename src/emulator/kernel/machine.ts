import type { TemplateResource, Maybe } from '../../template';
import type { RouteFingerprint } from './fingerprint';
import type { Answer, HeaderList, HttpRequest, HttpResponse } from './message';
import type { MethodStep, RouteStep } from './step';

/**
 * What a layer can't do by itself, because it would be I/O. A layer yields it and is resumed with the result, so that one core serves the
 * synchronous validation plugin, a real HTTP server and a test.
 */
export type Effect = InvokeEffect | FetchEffect | ObjectEffect;

/** A Lambda function is to run. */
export interface InvokeEffect {
  readonly effect: 'invoke';
  readonly function: TemplateResource;
  readonly event: unknown;
  readonly purpose: 'integration' | 'authorizer';
  /** Milliseconds after which the caller gives up. */
  readonly timeout: number;
}

/** A back end that isn't in the template is to answer. */
export interface FetchEffect {
  readonly effect: 'fetch';
  readonly request: HttpRequest;
  /** The resource that sends it there: an integration's method or route, or a distribution. */
  readonly from: TemplateResource;
  readonly timeout: number;
}

/** An object of a bucket is to be read. */
export interface ObjectEffect {
  readonly effect: 'object';
  readonly bucket: TemplateResource;
  readonly key: string;
}

/** What a function did. */
export type InvokeResult =
  | { readonly payload: unknown }
  | { readonly error: { readonly errorType: string; readonly errorMessage: string } }
  | { readonly timedOut: true };

/** What a back end did. */
export type FetchResult = HttpResponse | { readonly failed: 'timeout' | 'connection'; readonly message: string };

/** What a bucket has under a key: the object, `undefined` where there is none. */
export type ObjectResult = { readonly body: Uint8Array; readonly contentType?: string; readonly cacheControl?: string } | undefined;

/** A layer at work. Each effect is answered by the result of its kind, or by why it is unknown. */
export type Machine<T = Answer> = Generator<Effect, T, Maybe<InvokeResult | FetchResult | ObjectResult>>;

/** An entrance of the app: something with a URL of its own. */
export interface Entrance {
  readonly logicalId: string;
  readonly kind: 'cloudfront' | 'rest-api' | 'http-api' | 'function-url';
  /** As AWS would name it, with the stage where there is one and no slash at the end. */
  readonly url: string;
  /** Other URLs of the same: custom domains, distribution aliases, further stages. */
  readonly aliases: readonly string[];
  /** What can be called. */
  readonly routes: readonly EntranceRoute[];
  readonly resource: TemplateResource;
}

/** A method of a path that can be called. */
export interface EntranceRoute {
  /** `*` for any. */
  readonly method: string;
  /** A template such as `/items/{id}`, relative to the entrance. */
  readonly path: string;
  readonly logicalId: string;
  /** What declares it: the method or the route, the API whose document has it, or the distribution. Its path in JSON. */
  readonly resource: TemplateResource;
  /** The path pattern of the cache behavior that takes it, at a distribution. */
  readonly behavior?: string;
  /** The request headers that it asks its callers for: those of an authorizer and an API key, and those that are required. */
  readonly headers: readonly string[];
  /** The step of the answers that the route gives: a method or a route of an API, also behind a distribution. Undefined for a behavior without such an API. */
  readonly step?: MethodStep | RouteStep;
  /** What it has in common with routes that are configured the same. */
  readonly fingerprint: RouteFingerprint;
}

/** What is the case while a request is answered, besides what the template says. */
export interface Circumstances {
  /**
   * The name of a gateway response type: the gateway fails the actual request this way, such as `UNAUTHORIZED`, `THROTTLED`, `WAF_FILTERED`,
   * `INTEGRATION_TIMEOUT`; a distribution knows `GEO_RESTRICTED` besides. Where nothing in the template makes it fail this way, a note says so. A preflight that nothing
   * would fail this way, as one without authorizer for `UNAUTHORIZED`, isn't failed.
   */
  readonly failure?: string;
  /** Whether the failure is left out where nothing in the template makes the gateway fail this way. */
  readonly onlyGuarded?: boolean;
  /** Whether the resource policy of a REST API lets a caller in where that depends on who calls. */
  readonly policy?: 'allows' | 'refuses';
  /** What the integration answers, instead of being run; also to an OPTIONS that reaches it. The caller is then taken as authorized. */
  readonly answer?: { readonly status: number; readonly headers: HeaderList; readonly body?: Uint8Array };
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Rules of the facts that can be switched: those that are inferred, contradicted or reported, by number. See `SWITCHABLE_RULES`. */
  readonly rules: RuleSwitches;
}

/** The readings of rules that sources contradict or that aren't recorded. Each has a default. */
export interface RuleSwitches {
  readonly [rule: number]: string | boolean | undefined;
}
