import { FETCH } from './url';

/** A browser engine. */
export type Engine = 'chromium' | 'firefox' | 'webkit';

/** Whose verdict: the standard's, or that of a browser engine. */
export type Browser = 'standard' | Engine;

/** Who departs: an engine, or libsoup, the HTTP library of WebKitGTK, which Safari doesn't have. */
export type Departing = Engine | 'libsoup';

/** Every name of {@link Engine}. */
export const ENGINES: readonly Engine[] = ['chromium', 'firefox', 'webkit'];

/** What people call the browsers of an engine. */
export const BROWSER_NAMES: Readonly<Record<Engine, string>> = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' };

/** Every name of {@link Browser}. */
export const BROWSERS: readonly Browser[] = ['standard', ...ENGINES];

/** The browsers that were recorded. What WebKitGTK did, `webkit` does, but for what is likely its HTTP library's alone. */
export const RECORDED: Readonly<Record<Departing, string>> = {
  chromium: 'Chromium 156',
  firefox: 'Firefox ESR 153',
  webkit: 'WebKitGTK 2.50',
  libsoup: 'WebKitGTK 2.50',
};

/** How a departure is known: `recorded` from the version in {@link RECORDED}, or read in this source file. */
export type Evidence = 'recorded' | `${string}.${'cc' | 'cpp'}`;

/** Where some browser does not do as the standard says. */
export interface Departure {
  /** The step of the standard that it departs from. */
  readonly step: string;

  /** The browsers that depart, and how that is known. */
  readonly browsers: Readonly<Partial<Record<Departing, Evidence>>>;

  /** What they do instead, for `verdict.notes`. */
  readonly note: string;
}

const SAFELISTED = `${FETCH}#cors-safelisted-request-header`;
const PREFLIGHT = `${FETCH}#cors-preflight-fetch`;
const HTTP_FETCH = `${FETCH}#concept-http-fetch`;
const REDIRECT = `${FETCH}#concept-http-redirect-fetch`;
const LOCATION = `${FETCH}#concept-response-location-url`;
const XHR_SEND = 'https://xhr.spec.whatwg.org/#the-send()-method';

/**
 * The departures that can change which requests are sent or what the page gets; docs/browsers.md has the same table for people.
 * Each is asked for where it matters: see `Decision.departs`.
 */
export const DEPARTURES = {
  // the request
  uploadListenerNeedsBody: {
    step: XHR_SEND,
    browsers: { chromium: 'recorded' },
    note: 'by the standard an upload listener alone asks for a preflight; Chromium makes none on that account for a request without a body',
  },
  charsetReplacedInPlace: {
    step: XHR_SEND,
    browsers: { chromium: 'recorded' },
    note: 'Chromium writes UTF-8 over the charset of a Content-Type set on XMLHttpRequest and keeps the rest as written; the standard serializes it anew',
  },
  contentTypeJudgedAsWritten: {
    step: XHR_SEND,
    browsers: { firefox: 'recorded' },
    note: 'Firefox judges the Content-Type set on XMLHttpRequest before it rewrites the charset; by the standard what is sent is judged',
  },
  streamIsCors: {
    step: `${FETCH}#dom-request`,
    browsers: { chromium: 'recorded' },
    note: 'Chromium sends a body that is a stream in mode "cors" though the page asked for "same-origin"; by the standard that is an error on another origin',
  },
  streamIsText: {
    step: `${FETCH}#concept-bodyinit-extract`,
    browsers: { firefox: 'recorded' },
    note: 'Firefox sends no streams: a body that is a stream becomes the text "[object ReadableStream]", of type text/plain',
  },
  streamRefused: {
    step: `${FETCH}#dom-request`,
    browsers: { webkit: 'recorded' },
    note: 'WebKit sends no streams: fetch() with a body that is a stream throws a NotSupportedError',
  },
  duplicatesCombined: {
    step: `${FETCH}#concept-headers-append`,
    browsers: { chromium: 'recorded', webkit: 'recorded' },
    note: 'Chromium and WebKit judge a header that fetch() was given twice by its combined value; by the standard each value is judged alone',
  },
  searchParamsTypeKept: {
    step: XHR_SEND,
    browsers: { webkit: 'recorded' },
    note: 'WebKit sends the Content-Type of a URLSearchParams that XMLHttpRequest was given with GET or HEAD; by the standard it goes with the body',
  },
  singleValuesReplaced: {
    step: `${FETCH}#concept-headers-append`,
    browsers: { firefox: 'recorded' },
    note: 'Firefox sends one of two values of a header that can have but one, such as Authorization or Content-Type; by the standard both are sent',
  },
  embeddedCredentialsBlocked: {
    step: `${FETCH}#concept-main-fetch`,
    browsers: { chromium: 'recorded' },
    note: 'Chromium loads no subresource from a URL with a user name or a password; the standard forbids it to fetch() and after some redirects only',
  },
  elementsSendOrigin: {
    step: `${FETCH}#append-a-request-origin-header`,
    browsers: { chromium: 'recorded', webkit: 'recorded' },
    note: 'Chromium and WebKit send Origin with elements that have crossorigin on the page\'s own origin, too (Chromium not with audio and video); by ' +
      'the standard GET has none there',
  },
  rangeRewritten: {
    step: 'https://www.rfc-editor.org/rfc/rfc9110#section-14.2',
    browsers: { chromium: 'recorded' },
    note: 'Chromium sends the Range of a GET request in its own spelling, if it understands it',
  },
  // which headers need a preflight
  clientHintsSafelisted: {
    step: SAFELISTED,
    browsers: { chromium: 'recorded' },
    note: 'Chromium sends the headers DPR, Device-Memory, Width, Viewport-Width, Save-Data, Downlink, RTT, ECT and Intervention with simple ' +
      'values, and User-Agent, without a preflight; by the standard they need one',
  },
  contentTypeParsedStrictly: {
    step: SAFELISTED,
    browsers: { firefox: 'recorded' },
    note: 'Firefox makes a preflight for a Content-Type with a comma, or with ";" at its end after a parameter; by the standard its essence alone decides',
  },
  contentTypeCutAtSpace: {
    step: SAFELISTED,
    browsers: { firefox: 'recorded' },
    note: 'Firefox takes the essence of a Content-Type to end at the first space, as in "text/plain x;charset=utf-8"; by the standard that does not parse',
  },
  nonAsciiUnsafe: {
    step: SAFELISTED,
    browsers: { firefox: 'recorded' },
    note: 'Firefox makes a preflight for bytes beyond ASCII in Accept and Content-Type; by the standard they are safe',
  },
  rangeBeyondInt64: {
    step: `${FETCH}#simple-range-header-value`,
    browsers: { chromium: 'recorded' },
    note: 'Chromium makes a preflight for a Range beyond 2^63-1; the standard knows no such limit',
  },
  rangeBeyondUint64: {
    step: `${FETCH}#simple-range-header-value`,
    browsers: { firefox: 'recorded', webkit: 'recorded' },
    note: 'Firefox and WebKit make a preflight for a Range beyond 2^64-1; the standard knows no such limit',
  },
  rangeParsedLeniently: {
    step: `${FETCH}#simple-range-header-value`,
    browsers: { webkit: 'recorded' },
    note: 'WebKit sends a Range such as "Bytes=0-" or "bytes=+0-1" without a preflight; by the standard the unit is lower case and a number is digits',
  },
  noSafelistLimit: {
    step: `${FETCH}#cors-unsafe-request-header-names`,
    browsers: { firefox: 'recorded' },
    note: 'Firefox makes no preflight because safe headers are longer than 1024 bytes together',
  },
  duplicateNamesRepeated: {
    step: `${FETCH}#cors-unsafe-request-header-names`,
    browsers: { firefox: 'recorded' },
    note: 'Firefox names a header that fetch() was given twice twice in Access-Control-Request-Headers',
  },
  // the preflight
  authorizationUnderWildcard: {
    step: PREFLIGHT,
    browsers: { chromium: 'recorded', firefox: 'recorded', webkit: 'recorded' },
    note: 'Access-Control-Allow-Headers: * does not cover Authorization by the standard; today\'s browsers let it pass, and Chromium ' +
      '(CorsNonWildcardRequestHeadersSupport) and Firefox (a deprecation warning) are set to stop: list Authorization by name',
  },
  forcedPreflightNeedsMethod: {
    step: PREFLIGHT,
    browsers: { chromium: 'recorded', firefox: 'recorded', webkit: 'recorded' },
    note: 'by the standard a preflight made for an upload listener or a stream allows the request\'s method without an ' +
      'Access-Control-Allow-Methods; browsers still want the method listed',
  },
  preflightKeepsOrigin: {
    step: `${FETCH}#serializing-a-request-origin`,
    browsers: { firefox: 'recorded' },
    note: 'after a redirect between two other origins, Firefox sends and judges the preflight with the page\'s origin and the request itself ' +
      'with "null": only Access-Control-Allow-Origin: * passes both; by the standard both send "null"',
  },
  preflightToPageUnchecked: {
    step: PREFLIGHT,
    browsers: { firefox: 'recorded' },
    note: 'Firefox makes no CORS check of a preflight that a redirect brought back to the page\'s own origin',
  },
  preflightsGoOn: {
    step: `${FETCH}#concept-main-fetch`,
    browsers: { firefox: 'recorded', webkit: 'recorded' },
    note: 'once a request needed a preflight, Firefox and WebKit make one at every redirect to another origin, for a plain GET, too; by the ' +
      'standard the request as it is after the redirect decides',
  },
  droppedHeadersAsked: {
    step: REDIRECT,
    browsers: { webkit: 'recorded' },
    note: 'after a redirect, WebKit\'s preflight lists the headers of the first request, those that the redirect dropped, too',
  },
  // the answer
  emptyLinesIgnored: {
    step: `${FETCH}#concept-header-list-get`,
    browsers: { firefox: 'recorded' },
    note: 'Firefox ignores the empty ones of a header\'s lines; by the standard they are joined with the others by a comma',
  },
  proxyAuthenticationReadable: {
    step: `${FETCH}#http-network-or-cache-fetch`,
    browsers: { firefox: 'recorded', webkit: 'recorded' },
    note: 'Firefox and WebKit let the page read an answer with status 407; by the standard it is a network error',
  },
  // redirects
  redirectNeedsLocation: {
    step: HTTP_FETCH,
    browsers: { chromium: 'recorded', webkit: 'recorded' },
    note: 'with redirect "error", Chromium and WebKit take a redirect status without a Location as the response itself; the standard does not look',
  },
  ftpRefused: {
    step: HTTP_FETCH,
    browsers: { webkit: 'recorded' },
    note: 'WebKit fails at a redirect to an ftp: URL with redirect "manual", too; by the standard that page gets an opaque redirect',
  },
  emptyLocationIgnored: {
    step: LOCATION,
    browsers: { chromium: 'recorded' },
    note: 'Chromium takes a redirect with an empty Location as the response itself; by the standard it redirects to the same URL',
  },
  locationBytesKept: {
    step: LOCATION,
    browsers: { chromium: 'recorded', firefox: 'recorded' },
    note: 'Chromium and Firefox follow a Location beyond ASCII byte by byte; by the standard each byte is a character, sent as UTF-8',
  },
  sameLocationTwice: {
    step: LOCATION,
    browsers: { chromium: 'recorded', firefox: 'recorded' },
    note: 'Chromium and Firefox follow a redirect that names the same Location twice; by the standard it is a network error',
  },
  severalLocationsRefused: {
    step: HTTP_FETCH,
    browsers: { chromium: 'recorded', firefox: 'recorded' },
    note: 'Chromium and Firefox take an answer with two different Locations for an attack, whatever its status; by the standard only following it is an error',
  },
  unparseableLocationRefused: {
    step: HTTP_FETCH,
    browsers: { chromium: 'recorded' },
    note: 'Chromium fails at a redirect whose Location does not parse with redirect "manual", too; by the standard that page gets an opaque redirect',
  },
  droppedHeadersReturn: {
    step: REDIRECT,
    browsers: { firefox: 'recorded' },
    note: 'Firefox drops headers for one redirect only: Authorization and Content-Type come back at the next; by the standard they are gone',
  },
  originKept: {
    step: `${FETCH}#append-a-request-origin-header`,
    browsers: { webkit: 'recorded' },
    note: 'WebKit keeps Origin where a redirect on the page\'s own origin turns another method into GET; by the standard GET has none there',
  },
  passwordPreflighted: {
    step: REDIRECT,
    browsers: { webkit: 'recorded' },
    note: 'WebKit makes the preflight before it refuses a redirect from the page\'s own origin to a URL with a user name or a password',
  },
  // libsoup
  deleteBecomesGet: {
    step: REDIRECT,
    browsers: { libsoup: 'recorded' },
    note: 'WebKitGTK (its HTTP library; likely not Safari) turns DELETE into GET at a redirect to another origin, with status 307 and 308, too',
  },
  moreStatusesRedirect: {
    step: `${FETCH}#redirect-status`,
    browsers: { libsoup: 'recorded' },
    note: 'WebKitGTK (its HTTP library; likely not Safari) follows a Location with status 309 to 399, too',
  },
  locationsJoined: {
    step: LOCATION,
    browsers: { libsoup: 'recorded' },
    note: 'WebKitGTK (its HTTP library; likely not Safari) joins several Locations by a comma and follows that; by the standard it is a network error',
  },
  emptyLocationFails: {
    step: LOCATION,
    browsers: { libsoup: 'recorded' },
    note: 'WebKitGTK (its HTTP library; likely not Safari) fails at once at a redirect with an empty Location; by the standard it redirects to the same URL',
  },
  answersDecoded: {
    step: LOCATION,
    browsers: { libsoup: 'recorded' },
    note: 'WebKitGTK (its HTTP library; likely not Safari) reads an answer\'s values beyond ASCII as UTF-8, and the bytes of that as characters: a Location, too',
  },
  valuesSentAsUtf8: {
    step: `${FETCH}#http-network-or-cache-fetch`,
    browsers: { libsoup: 'recorded' },
    note: 'WebKitGTK (its HTTP library; likely not Safari) sends the bytes of a header value beyond ASCII as UTF-8; by the standard they go as they are',
  },
  bodyHeadersReturn: {
    step: REDIRECT,
    browsers: { libsoup: 'recorded' },
    note: 'WebKitGTK (likely its HTTP library) drops Content-Type and the like for one redirect only: they come back at the next; by the standard they are gone',
  },
} as const satisfies Record<string, Departure>;

/** A name in {@link DEPARTURES}. */
export type DepartureName = keyof typeof DEPARTURES;
