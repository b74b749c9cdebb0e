import { GATEWAY_RESPONSE_TYPES } from '../api-gateway';
import type { CredentialsMode, Engine } from '../browser';
import { ask, type AskVerdict, type GivenAnswer, type Question } from '../verify';
import { entranceWithin } from './entrances';
import type { Subject } from './received';

/** What a page asks for. */
export interface CorsQuestion {
  /** The page's origin, or any URL on it: `https://app.example.com`. `null` for a sandboxed frame or a file. */
  readonly from: string;
  /**
   * The API or distribution that is asked: its logical id, its path (`Shop/ApiF70053CD`), or its kind (`rest-api`, `http-api`, `cloudfront`).
   *
   * @default - the only one that there is
   */
  readonly entrance?: string;
  /**
   * The path, without the stage.
   *
   * @default '/'
   */
  readonly path?: string;
  /**
   * An absolute URL instead of `entrance` and `path`, such as one on a custom domain.
   *
   * @default - made of `entrance` and `path`
   */
  readonly url?: string;
  /** @default 'GET' */
  readonly method?: string;
  /**
   * The headers that the page sets, or their names alone.
   *
   * @default - none
   */
  readonly headers?: Readonly<Record<string, string>> | readonly string[];
  /**
   * Whether cookies go along, as with `credentials: 'include'` of fetch.
   *
   * @default false
   */
  readonly credentials?: boolean | CredentialsMode;
  /**
   * The name of a gateway response type, such as `UNAUTHORIZED` or `THROTTLED`: the request fails this way.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
   * @default - it doesn't fail
   */
  readonly failure?: string;
  /**
   * What the function or back end behind the API answers, which no template tells.
   *
   * @default - not known: the caller is authorized, and what the layers before it make of any answer decides, as far as it does
   */
  readonly answer?: GivenAnswer;
  /**
   * The browser engines that all must do so: `chromium`, `firefox`, `webkit`. They differ in few things.
   *
   * @see https://github.com/cdk-cors/cdk-cors/blob/main/docs/browsers.md
   * @default - what the Fetch standard says
   */
  readonly browsers?: readonly Engine[];
}

const ENGINES: readonly Engine[] = ['chromium', 'firefox', 'webkit'];

/** Those of gateways, and the one that only a distribution has. */
const FAILURES: readonly string[] = [...GATEWAY_RESPONSE_TYPES, 'GEO_RESTRICTED'];

const NAMES: ReadonlySet<string> = new Set([
  'from', 'entrance', 'path', 'url', 'method', 'headers', 'credentials', 'failure', 'answer', 'browsers',
] satisfies (keyof CorsQuestion)[]);

/** A verdict, and the engine whose it is: none is the standard's. */
export interface AskedVerdict {
  readonly engine?: Engine;
  readonly verdict: AskVerdict;
}

/**
 * What browsers make of it: those that the request names, else the standard's.
 *
 * @throws an Error where the request makes no sense for any page
 */
export function verdictsOn(subject: Subject, request: CorsQuestion): readonly AskedVerdict[] {
  const question = questionOf(subject, request);
  return (request.browsers ?? [undefined]).map((engine) => {
    const asked = engine === undefined ? question : { ...question, browser: engine };
    return { engine, verdict: verdictOn(subject, request, asked) };
  });
}

function verdictOn(subject: Subject, request: CorsQuestion, question: Question): AskVerdict {
  const verdict = ask(subject.emulator, question);
  // what stubs and templates tell comes first; where they don't, it may be the same for every answer
  return verdict.outcome !== 'unknown' || request.answer !== undefined ? verdict : ask(subject.emulator, { ...question, answer: 'unspecified' });
}

function questionOf(subject: Subject, request: CorsQuestion): Question {
  check(request);
  const { from, entrance, path, url, method, headers = {}, credentials = false, failure, answer } = request;
  return {
    page: from,
    ...(url === undefined ? { entrance: entranceWithin(subject, entrance).resource.path, path } : { url, entrance }),
    method,
    headers: Array.isArray(headers) ? Object.fromEntries(headers.map((name) => [name, 'value'])) : headers as Record<string, string>,
    credentials: credentials === true ? 'include' : credentials === false ? undefined : credentials,
    failure,
    answer,
  };
}

function check(request: CorsQuestion): void {
  if (typeof request !== 'object' || request === null || typeof request.from !== 'string') {
    throw new Error('the matcher takes { from: "https://app.example.com", … }: from is the origin of the page that asks');
  }
  const unknown = Object.keys(request).find((name) => !NAMES.has(name));
  if (unknown !== undefined) throw new Error(`the matcher knows no ${JSON.stringify(unknown)}; it takes ${[...NAMES].join(', ')}`);
  const { failure, browsers } = request;
  if (browsers !== undefined && (!Array.isArray(browsers) || browsers.length === 0 || !browsers.every((engine) => ENGINES.includes(engine)))) {
    throw new Error(`browsers must be a list of ${ENGINES.join(', ')}, got ${JSON.stringify(browsers)}`);
  }
  if (failure !== undefined && !FAILURES.includes(failure)) {
    throw new Error(`failure must be the name of a way in which a gateway fails a request, got ${JSON.stringify(failure)}; there are ${FAILURES.join(', ')}`);
  }
}
