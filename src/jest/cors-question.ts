import { GATEWAY_RESPONSE_TYPES } from '../api-gateway';
import type { CredentialsMode } from '../browser';
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
}

/** Those of gateways, and the one that only a distribution has. */
const FAILURES: readonly string[] = [...GATEWAY_RESPONSE_TYPES, 'GEO_RESTRICTED'];

const NAMES: ReadonlySet<string> = new Set(['from', 'entrance', 'path', 'url', 'method', 'headers', 'credentials', 'failure', 'answer'] satisfies (keyof CorsQuestion)[]);

/**
 * What a browser makes of it.
 *
 * @throws an Error where the request makes no sense for any page
 */
export function verdictOn(subject: Subject, request: CorsQuestion): AskVerdict {
  const question = questionOf(subject, request);
  const verdict = ask(subject.emulator, question);
  // what stubs and templates tell comes first; where they don't, it may be the same for every answer
  return verdict.outcome !== 'unknown' || request.answer !== undefined ? verdict : ask(subject.emulator, { ...question, answer: 'untold' });
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
  const { failure } = request;
  if (failure !== undefined && !FAILURES.includes(failure)) {
    throw new Error(`failure must be the name of a way in which a gateway fails a request, got ${JSON.stringify(failure)}; there are ${FAILURES.join(', ')}`);
  }
}
