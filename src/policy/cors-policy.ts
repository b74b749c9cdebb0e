import { Duration, Token, Tokenization } from 'aws-cdk-lib';
import { METHODS } from '../http';
import { checkTypes } from './check-types';
import { CorsOrigin } from './cors-origin';
import { checkAllowHeaders, checkExposeHeaders, DEFAULT_ALLOW_HEADERS } from './header-name';
import { checkAllowMethods } from './http-method';
import { refuse, shown } from './refusal';

const MAX_AGE_CEILING_SECONDS = 86_400;

/** What a policy says besides the origins. */
export interface CorsPolicyOptions {
  /**
   * The methods that pages may use, sent as `Access-Control-Allow-Methods` in the answer to a preflight.
   *
   * GET, HEAD and POST need no permission when a request has safelisted headers only. `['*']` is accepted without credentials. Throws
   * for an empty list, unknown or lower-case methods, `*` with credentials, values that aren't known at synth.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-methods
   * @default CorsPolicy.ALL_METHODS
   */
  readonly allowMethods?: string[];

  /**
   * The request headers that pages may set, sent as `Access-Control-Allow-Headers` in the answer to a preflight.
   *
   * `['*', 'Authorization']` is accepted without credentials. Throws for an empty list, what isn't a header name,
   * headers that browsers never let a page set, `*` with credentials, and `*` alone, since it never covers `Authorization`.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-headers
   * @default CorsPolicy.DEFAULT_HEADERS
   */
  readonly allowHeaders?: string[];

  /**
   * The response headers that pages may read beyond the safelisted ones, sent as `Access-Control-Expose-Headers` on every response but
   * the preflight's.
   *
   * Throws for an empty list, what isn't a header name, `Set-Cookie`, `*` with credentials.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-expose-headers
   * @default - pages read the safelisted headers only: Cache-Control, Content-Language, Content-Length, Content-Type, Expires,
   * Last-Modified and Pragma
   */
  readonly exposeHeaders?: string[];

  /**
   * Whether pages may send cookies, TLS client certificates and HTTP authentication, and read the response: `Access-Control-Allow-Credentials: true`.
   *
   * A token that a page itself puts into the `Authorization` header needs no credentials, only the header in `allowHeaders`.
   * Throws together with any `*`.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-credentials
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * How long a browser may remember the answer to a preflight, sent as `Access-Control-Max-Age` in seconds.
   *
   * `Duration.seconds(0)` is sent as 0: a preflight before every request. Chromium keeps answers for 2 hours at most, Firefox for 24 hours,
   * Safari for 10 minutes. Throws for fractions of a second, more than 24 hours, which no browser honours,
   * and another unit than seconds for a number that is only known at deploy time.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-max-age
   * @default Duration.hours(2)
   */
  readonly maxAge?: Duration;
}

/** A policy: which pages may call, and how. */
export interface CorsPolicyProps extends CorsPolicyOptions {
  /**
   * The origins of the pages that may call. The answer names the one that asks in `Access-Control-Allow-Origin`.
   *
   * Throws for an empty list. An origin that comes twice counts once.
   *
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-origin
   */
  readonly allowOrigins: CorsOrigin[];
}

/** A request as far as CORS is concerned. */
export interface CorsRequest {
  /**
   * The value of the request's `Origin` header.
   *
   * @default - the request has no `Origin` header
   */
  readonly origin?: string;

  /**
   * Whether the request is a preflight: OPTIONS with `Origin` and `Access-Control-Request-Method`.
   *
   * @default false
   */
  readonly preflight?: boolean;
}

/**
 * Which pages may call an API from a browser, and how. The constructs project it onto every layer that must agree.
 *
 * It is checked when it is made: what no browser or no layer would honour is refused with an error that says what to write instead.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export class CorsPolicy {
  /** The methods that API Gateway and CloudFront can serve. */
  public static readonly ALL_METHODS: string[] = [...METHODS];

  /** The request headers that a policy allows when it names none. */
  public static readonly DEFAULT_HEADERS: string[] = [...DEFAULT_ALLOW_HEADERS];

  /**
   * Pages of these origins may call, with all methods, the usual headers and no credentials.
   *
   * @param origins origins such as `https://app.example.com`, or patterns: `https://*.example.com` (one label of subdomain),
   * `https://**.example.com` (one or more), `https://pr-*.example.com` (a part of a label), `http://localhost:*`. Throws for what `CorsOrigin.parse` refuses
   */
  public static forOrigins(...origins: string[]): CorsPolicy {
    if (Token.isUnresolved(origins)) {
      refuse('tokenList', 'forOrigins got a list that is only known at deploy time; give the origins one by one, such as Fn.select(0, list)');
    }
    return new CorsPolicy({ allowOrigins: origins.map((origin) => CorsOrigin.parse(origin)) });
  }

  /**
   * Every page on the internet may call: `Access-Control-Allow-Origin: *`.
   *
   * Fit for public data only. A user who can reach the API from a browser lets every page that they visit reach it, also an API in a private network.
   *
   * @param options refused with an error: `allowCredentials`
   */
  public static unsafelyAllowAnyOrigin(options: CorsPolicyOptions = {}): CorsPolicy {
    checkTypes('the options of unsafelyAllowAnyOrigin', options, {});
    return new CorsPolicy({ ...options, allowOrigins: [CorsOrigin._any()] });
  }

  /** The origins of the pages that may call. */
  public readonly allowOrigins: CorsOrigin[];
  /** Whether every page may call. */
  public readonly allowAnyOrigin: boolean;
  /** The methods that pages may use. */
  public readonly allowMethods: string[];
  /** The request headers that pages may set. */
  public readonly allowHeaders: string[];
  /** The response headers that pages may read beyond the safelisted ones. */
  public readonly exposeHeaders: string[];
  /** Whether pages may send credentials. */
  public readonly allowCredentials: boolean;
  /** How long a browser may remember the answer to a preflight. */
  public readonly maxAge: Duration;

  /**
   * @param props refused with an error: what the properties say they refuse
   */
  constructor(props: CorsPolicyProps) {
    checkTypes('the properties of CorsPolicy', props, { allowCredentials: 'boolean', maxAge: 'duration' });
    checkAllowOrigins(props.allowOrigins);
    this.allowOrigins = onceEach(props.allowOrigins, ({ value }) => value);
    this.allowAnyOrigin = this.allowOrigins.some((origin) => origin.value === '*');
    this.allowCredentials = props.allowCredentials ?? false;
    if (this.allowAnyOrigin && this.allowCredentials) {
      refuse('wildcardWithCredentials',
        'any origin can\'t be combined with allowCredentials: browsers refuse "*" for requests with credentials; list the origins in allowOrigins');
    }
    checkAllowMethods(props.allowMethods ?? METHODS, this.allowCredentials);
    this.allowMethods = onceEach(props.allowMethods ?? METHODS, (method) => method);
    checkAllowHeaders(props.allowHeaders ?? DEFAULT_ALLOW_HEADERS, this.allowCredentials);
    this.allowHeaders = onceEach(props.allowHeaders ?? DEFAULT_ALLOW_HEADERS, inOneCase);
    if (props.exposeHeaders !== undefined) {
      checkExposeHeaders(props.exposeHeaders, this.allowCredentials);
    }
    this.exposeHeaders = onceEach(props.exposeHeaders ?? [], inOneCase);
    this.maxAge = props.maxAge ?? Duration.hours(2);
    checkMaxAge(this.maxAge);
  }

  /**
   * Whether pages of an origin may call.
   *
   * Throws an error where it can't be known at synth: the policy has an origin that is only known at deploy time, and no other matches.
   *
   * @param origin the value of an `Origin` header, such as `https://app.example.com`
   */
  public allows(origin: string): boolean {
    if (this.allowOrigins.some((allowed) => allowed.matches(origin))) return true;
    const unknown = this.allowOrigins.find((allowed) => Token.isUnresolved(allowed.value));
    if (unknown || Token.isUnresolved(origin)) {
      refuse('unknownAtSynth',
        `whether ${shown(origin)} is allowed is only known at deploy time, because an origin isn't known at synth; use literal origins to ask this`);
    }
    return false;
  }

  /**
   * The CORS headers that an answer must end up with, whichever layer makes it. Names are in their usual case.
   *
   * For an origin that isn't allowed there are none but `Vary`. A layer may send it more, as long as no browser takes it for permission: API Gateway
   * names the only origin of a policy in every answer.
   *
   * @param request what asks; throws the same error as `allows`
   */
  public headersFor(request: CorsRequest): { [name: string]: string } {
    checkTypes('the request of headersFor', request, { preflight: 'boolean' });
    const vary: { [name: string]: string } = this._staticOrigin === undefined ? { Vary: 'Origin' } : {};
    if (request.origin === undefined ? !this.allowAnyOrigin : !this.allows(request.origin)) return vary;
    return {
      'Access-Control-Allow-Origin': this.allowAnyOrigin ? '*' : request.origin!,
      ...(request.preflight ? this._preflightHeaders() : this._responseHeaders()),
      ...vary,
    };
  }

  /**
   * The `Access-Control-Allow-Origin` that is right for every request: `*` or the only origin. Undefined where the answer depends on the request.
   *
   * @internal
   */
  public get _staticOrigin(): string | undefined {
    return this.allowAnyOrigin ? '*' : this.allowOrigins.length === 1 ? this.allowOrigins[0]._exact : undefined;
  }

  /**
   * The headers of the answer to a preflight that don't depend on the origin.
   *
   * @internal
   */
  public _preflightHeaders(): { [name: string]: string } {
    return {
      ...this.credentialsHeader(),
      'Access-Control-Allow-Methods': this.allowMethods.join(','),
      'Access-Control-Allow-Headers': this.allowHeaders.join(','),
      'Access-Control-Max-Age': secondsOf(this.maxAge),
    };
  }

  /**
   * The headers of every other answer that don't depend on the origin.
   *
   * @internal
   */
  public _responseHeaders(): { [name: string]: string } {
    return {
      ...this.credentialsHeader(),
      ...(this.exposeHeaders.length > 0 ? { 'Access-Control-Expose-Headers': this.exposeHeaders.join(',') } : {}),
    };
  }

  private credentialsHeader(): { [name: string]: string } {
    return this.allowCredentials ? { 'Access-Control-Allow-Credentials': 'true' } : {};
  }
}

function checkAllowOrigins(origins: CorsOrigin[]): void {
  if (!Array.isArray(origins)) {
    refuse('notAList', `allowOrigins must be a list of CorsOrigin, got ${shown(origins)}; write [CorsOrigin.exact('https://app.example.com')]`);
  }
  if (origins.length === 0) {
    refuse('emptyList', 'allowOrigins must not be an empty list; name the origins of the pages that may call, such as https://app.example.com');
  }
  for (const origin of origins) {
    if (!(origin instanceof CorsOrigin)) {
      refuse('notACorsOrigin', `allowOrigins must contain CorsOrigin, got ${shown(origin)}; write CorsOrigin.parse(${shown(origin)})`);
    }
  }
}

/** A list without what is the same as an entry before: lists of several teams are often merged. */
function onceEach<T>(list: readonly T[], identity: (entry: T) => string): T[] {
  const identities = list.map(identity);
  return list.filter((_entry, index) => identities.indexOf(identities[index]) === index);
}

/** Names of headers are case-insensitive; a token has no case. */
function inOneCase(name: string): string {
  return Token.isUnresolved(name) ? name : name.toLowerCase();
}

function checkMaxAge(maxAge: Duration): void {
  if (maxAge.isUnresolved()) {
    if (maxAge.unitLabel() !== 'seconds') {
      refuse('tokenMaxAge',
        `maxAge is a number of ${maxAge.unitLabel()} that is only known at deploy time, so it can't be turned into seconds; ` +
        'give it in seconds: Duration.seconds(parameter.valueAsNumber)');
    }
    return;
  }
  const milliseconds = maxAge.toMilliseconds();
  if (milliseconds % 1000 !== 0) {
    refuse('fractionalMaxAge', `maxAge must be whole seconds, got ${milliseconds} ms; write Duration.seconds(${Math.ceil(milliseconds / 1000)})`);
  }
  if (milliseconds / 1000 > MAX_AGE_CEILING_SECONDS) {
    refuse('absurdMaxAge',
      `maxAge is ${milliseconds / 1000} seconds, but no browser keeps a preflight for more than 24 hours (Chromium 2 hours, Safari 10 minutes); ` +
      'write Duration.hours(24) or less');
  }
}

function secondsOf(duration: Duration): string {
  const seconds = duration.toSeconds();
  return Token.isUnresolved(seconds) ? Tokenization.stringifyNumber(seconds) : String(seconds);
}
