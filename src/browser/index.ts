/**
 * What a browser would do with a page's request: the Fetch standard's CORS protocol as a pure state machine.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 * @packageDocumentation
 */
export { BROWSER_NAMES, ENGINES, RECORDED, type Browser, type Engine } from './departures';
export type { CorsCheckError, CorsError, PreflightError, RequestError } from './errors';
export { fetchFromPage, fetchFromPageAsync } from './fetch-from-page';
export { PreflightCache } from './preflight-cache';
export type {
  Answer, AnswerHeaders, Api, BodyType, ByEngine, ConsoleLines, CredentialsMode, ElementName, EngineVerdict, Exchange,
  FetchFromPageOptions, HeaderInput, HttpRequest,
  HttpResponse, PageRequest, RedirectMode, RequestMode, Verdict,
} from './types';
