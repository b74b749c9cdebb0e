import type { KnownAnswer } from './known-answer';

/** What browsers say where no answer came, or where something other than CORS kept it from the page. */
export const NETWORK_ANSWERS: readonly KnownAnswer[] = [
  {
    name: 'no answer: "CORS request did not succeed" of Firefox, net::ERR_CONNECTION_REFUSED and the like',
    statuses: [],
    body: /CORS (?:request )?did not succeed|CORS request failed|CORS failed|CORSDidNotSucceed|blocked:other|ERR_(?:CONNECTION|NAME|ADDRESS|CERT|SSL|INTERNET|NETWORK_(?!ERROR)|TIMED_OUT|EMPTY_RESPONSE|HTTP2|QUIC|SOCKET|BLOCKED_BY_CLIENT|BLOCKED_BY_ADMINISTRATOR|TUNNEL|PROXY)/i,
    means: 'No answer came that a browser can read. CORS wasn\'t looked at, and no header of the API mends it: the name, the connection or the certificate is wrong, or something on the way blocked it',
    causes: [
      { layer: 'page', text: 'the URL is wrong, or nothing listens there: open the URL itself in a tab' },
      { layer: 'page', text: 'the certificate isn\'t trusted, or is for another name, such as that of a custom domain that isn\'t there yet' },
      { layer: 'page', text: 'an extension, a blocker of ads or a proxy: try a private window' },
      { layer: 'back end', text: 'a redirect leads to a URL with a user name or a password, in circles or nowhere' },
    ],
  },
  {
    name: 'Mixed Content: the page was loaded over HTTPS, but requested an insecure resource',
    statuses: [],
    body: /mixed[- ](?:active )?content/i,
    means: 'A page on https: asks for a URL on http:, which browsers block before CORS comes into it',
    causes: [{ layer: 'page', text: 'write https: into the page: API Gateway takes nothing else, and the distribution has a certificate' }],
  },
  {
    name: 'net::ERR_BLOCKED_BY_RESPONSE or net::ERR_BLOCKED_BY_ORB',
    statuses: [],
    body: /ERR_BLOCKED_BY_(?:RESPONSE|ORB)|Cross-Origin-Resource-Policy|Cross-Origin Read Blocking|OpaqueResponseBlocking|NS_ERROR_DOM_CORP_FAILED|NS_BINDING_ABORTED.{0,20}ORB|blocked by OpaqueResponse/i,
    means: 'An element without crossorigin, or a request in mode no-cors, got an answer that may not be embedded. CORS wasn\'t asked for',
    causes: [
      { layer: 'back end', text: 'Cross-Origin-Resource-Policy is same-origin or same-site, which some libraries add by default: say cross-origin' },
      { layer: 'page', text: 'the element has no crossorigin attribute, so that the headers of CORS don\'t count' },
    ],
  },
  {
    name: 'timeout of 5000ms exceeded',
    statuses: [],
    body: /timeout of \d+ms exceeded|ECONNABORTED|signal timed out|ETIMEDOUT/i,
    means: 'The page, or its library, stopped waiting. It isn\'t CORS: no answer had come by then',
    causes: [{ layer: 'back end', text: 'a REST API waits 29 seconds, an HTTP API 30, CloudFront 30: what takes longer must be asked for twice' }],
  },
  {
    name: 'strict-origin-when-cross-origin',
    statuses: [],
    body: /^\W*(?:referrer policy:?\s*)?strict-origin-when-cross-origin\W*$/i,
    means: 'That is the referrer policy of every request, by default. The network tab shows it beside the request that failed, and it isn\'t the reason',
    causes: [{ layer: 'page', text: 'the reason is a line of the console, "… has been blocked by CORS policy: …": explain that one' }],
  },
  {
    name: 'Permission was denied for this request to access the loopback or local address space',
    statuses: [],
    body: /access the .{0,30}address space|more-private address space|PrivateNetwork|LocalNetworkAccess|local network request/i,
    means: 'A page of the internet asks for what is on this machine or in its network. Chromium asks the user first, and wants a page on https:. It isn\'t CORS',
    causes: [{ layer: 'page', text: 'allow it in the site\'s settings, or serve the page from this machine as well' }],
  },
];
