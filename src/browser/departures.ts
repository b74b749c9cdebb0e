/** Whose verdict: the standard's, or that of a browser engine. */
export type Browser = 'standard' | 'chromium' | 'firefox' | 'webkit';

/** Every name of {@link Browser}. */
export const BROWSERS: readonly Browser[] = ['standard', 'chromium', 'firefox', 'webkit'];

/** Where some browser does not do as the standard says. */
export interface Departure {
  /** The browsers that depart. */
  readonly browsers: readonly Exclude<Browser, 'standard'>[];

  /** What they do instead, for `verdict.notes`. */
  readonly note: string;
}

/**
 * The departures that can change which requests are sent or what the page gets. Chromium's are recorded from Chromium 156;
 * Firefox's and WebKit's are read from nsCORSListenerProxy.cpp, InternalHeaders.cpp, CrossOriginPreflightResultCache.cpp and
 * CrossOriginAccessControl.cpp. Each is asked for where it matters: see `Decision.departs`.
 */
export const DEPARTURES = {
  // https://fetch.spec.whatwg.org/#cors-preflight-fetch step 7.6
  authorizationUnderWildcard: {
    browsers: ['chromium', 'firefox', 'webkit'],
    note: 'Access-Control-Allow-Headers: * does not cover Authorization by the standard; today\'s browsers let it pass, and Chromium ' +
      '(CorsNonWildcardRequestHeadersSupport) and Firefox (a deprecation warning) are set to stop: list Authorization by name',
  },
  // https://fetch.spec.whatwg.org/#cors-preflight-fetch step 7.4
  forcedPreflightNeedsMethod: {
    browsers: ['chromium', 'firefox', 'webkit'],
    note: 'by the standard a preflight made for an upload listener or a stream allows the request\'s method when there is no ' +
      'Access-Control-Allow-Methods; browsers still want the method listed',
  },
  // https://xhr.spec.whatwg.org/#the-send()-method
  uploadListenerNeedsBody: {
    browsers: ['chromium'],
    note: 'by the standard an upload listener alone asks for a preflight; Chromium makes none on that account for a request without a body',
  },
  // https://fetch.spec.whatwg.org/#dom-request step 40
  streamIsCors: {
    browsers: ['chromium'],
    note: 'Chromium sends a body that is a stream in mode "cors" though the page asked for "same-origin"; by the standard that is an error on another origin',
  },
  // https://fetch.spec.whatwg.org/#append-a-request-origin-header
  elementsSendOrigin: {
    browsers: ['chromium'],
    note: 'Chromium sends Origin with elements that have crossorigin, other than audio and video, on the page\'s own origin, too; by the standard GET has none there',
  },
  // https://fetch.spec.whatwg.org/#cors-safelisted-request-header
  clientHintsSafelisted: {
    browsers: ['chromium'],
    note: 'Chromium sends the headers DPR, Device-Memory, Width, Viewport-Width, Save-Data, Downlink, RTT, ECT and Intervention with simple ' +
      'values, and User-Agent, without a preflight; by the standard they need one',
  },
  // https://fetch.spec.whatwg.org/#simple-range-header-value
  rangeBeyond64Bits: {
    browsers: ['chromium'],
    note: 'Chromium makes a preflight for a Range beyond 64 bits; the standard knows no such limit',
  },
  // https://fetch.spec.whatwg.org/#concept-headers-append
  duplicatesCombined: {
    browsers: ['chromium', 'webkit'],
    note: 'Chromium and WebKit judge a header that fetch() was given twice by its combined value; by the standard each value is judged alone',
  },
  // https://fetch.spec.whatwg.org/#concept-response-location-url
  emptyLocationIgnored: {
    browsers: ['chromium'],
    note: 'Chromium takes a redirect with an empty Location as the response itself; by the standard it redirects to the same URL',
  },
  // https://fetch.spec.whatwg.org/#concept-response-location-url
  locationBytesKept: {
    browsers: ['chromium'],
    note: 'Chromium follows a Location beyond ASCII byte by byte; by the standard each byte is a character, sent as UTF-8',
  },
  // https://fetch.spec.whatwg.org/#concept-http-fetch step 8
  redirectNeedsLocation: {
    browsers: ['chromium'],
    note: 'with redirect "error", Chromium takes a redirect status without a Location as the response itself; the standard does not look',
  },
  // https://fetch.spec.whatwg.org/#concept-response-location-url
  sameLocationTwice: {
    browsers: ['chromium', 'firefox'],
    note: 'Chromium and Firefox follow a redirect that names the same Location twice; by the standard it is a network error',
  },
  // https://fetch.spec.whatwg.org/#concept-http-redirect-fetch steps 9 and 10
  embeddedCredentialsBlocked: {
    browsers: ['chromium'],
    note: 'Chromium loads no subresource from a URL with a user name or a password; the standard forbids it to fetch() and after some redirects only',
  },
  // https://xhr.spec.whatwg.org/#the-send()-method step 4.5
  charsetReplacedInPlace: {
    browsers: ['chromium'],
    note: 'Chromium writes UTF-8 over the charset of a Content-Type set on XMLHttpRequest and keeps the rest as written; the standard serializes it anew',
  },
  // https://www.rfc-editor.org/rfc/rfc9110#section-14.2
  rangeRewritten: {
    browsers: ['chromium'],
    note: 'Chromium sends the Range of a GET request in its own spelling, if it understands it',
  },
} as const satisfies Record<string, Departure>;

/** A name in {@link DEPARTURES}. */
export type DepartureName = keyof typeof DEPARTURES;

/** Collects what a verdict rests on while it is being made: whose it is, and where browsers differ on the way. */
export class Decision {
  private readonly met = new Set<string>();

  /** @param browser whose verdict it is */
  public constructor(public readonly browser: Browser) {}

  /**
   * Whether this browser departs from the standard here. Call it only where the answer changes something: the departure
   * is noted whoever the verdict is for.
   */
  public departs(name: DepartureName): boolean {
    const departure: Departure = DEPARTURES[name];
    this.met.add(departure.note);
    return this.browser !== 'standard' && departure.browsers.includes(this.browser);
  }

  /** Notes something that is no departure of this engine's. */
  public note(text: string): void {
    this.met.add(text);
  }

  /** The notes so far, in order. */
  public get notes(): readonly string[] {
    return this.met.size === 0 ? [] : [...this.met];
  }
}
