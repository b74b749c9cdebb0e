import type { KnownAnswer } from './known-answer';

/** What the page's own script or its library sees, and what to fix in the page. */
export const PAGE_ANSWERS: readonly KnownAnswer[] = [
  {
    name: 'Refused to get unsafe header "x-amzn-requestid"',
    statuses: [],
    body: /refused to get unsafe header/i,
    means: 'The page may read the response, and not this header of it: Access-Control-Expose-Headers doesn\'t name it. Without it a page sees Cache-Control, Content-Language, Content-Length, Content-Type, Expires, Last-Modified and Pragma',
    causes: [
      { layer: 'REST API', text: 'Access-Control-Expose-Headers is on the preflight only, or lacks the header: it belongs on the actual response', rules: ['expose-headers-on-preflight-only'] },
      { layer: 'HTTP API', text: 'ExposeHeaders of the CORS configuration leaves it out' },
      { layer: 'S3', text: 'ExposeHeaders of the bucket\'s CORS rule leaves it out: ETag after an upload' },
    ],
  },
  {
    name: 'Refused to set unsafe header "Origin"',
    statuses: [],
    body: /refused to set unsafe header|attempt to set a forbidden header was denied/i,
    means: 'The page sets a header that only the browser may set, such as Origin, Host, Cookie or Access-Control-Request-Method. The browser leaves it out and goes on',
    causes: [{ layer: 'page', text: 'take the header out of the page: the browser sends its own' }],
  },
  {
    name: 'Access-Control-Request-Headers: access-control-allow-origin',
    statuses: [],
    body: /access-control-request-headers['"]?\s*[:=]\s*.{0,300}access-control-(?:allow|expose|max)/i,
    means: 'The page sends Access-Control-… among its own request headers. They are headers of a response: in a request they do nothing but ask for a preflight, which then fails',
    causes: [{ layer: 'page', text: 'take Access-Control-… out of the headers of the page\'s request, and of the defaults of its library' }],
  },
  {
    name: 'Access-Control-Allow-Origin: *, https://app.example.com',
    statuses: [],
    body: /^access-control-allow-origin:\s*[^,\n]+,.+$/im,
    means: 'Two values of Access-Control-Allow-Origin, and a browser takes one. Two layers write it, or a list was joined',
    causes: [
      { layer: 'back end', text: 'the function and the layer before it (its URL, API Gateway, CloudFront) both write the header: let one of them', rules: ['several-allow-origin-values'] },
      { layer: 'back end', text: 'several origins were joined with commas: name the one that asks', rules: ['comma-joined-origins'] },
    ],
  },
  {
    name: 'Refused to connect … because it violates the following Content Security Policy directive',
    statuses: [],
    body: /content[- ]security[- ]policy|\(blocked:csp\)|violates the document's csp/i,
    means: 'The page\'s own Content-Security-Policy forbids the request, before it is sent. It isn\'t CORS, and no header of the API mends it',
    causes: [{ layer: 'page', text: 'name the API\'s origin in connect-src (font-src, script-src, img-src) of the header that the page itself was served with' }],
  },
  {
    name: 'Tainted canvases may not be exported',
    statuses: [],
    body: /tainted canvas|canvas has been tainted/i,
    means: 'The canvas shows an image from another origin that was loaded without CORS',
    causes: [
      { layer: 'page', text: 'the image lacks crossorigin="anonymous", set before its src' },
      { layer: 'S3', text: 'the image was loaded without Origin first, and the browser kept that answer: the bucket sends Vary only where Origin came', rules: ['missing-vary-with-caching'] },
    ],
  },
  {
    name: 'Blocked a frame with origin "https://app.example.com" from accessing a cross-origin frame',
    statuses: [],
    body: /blocked a frame with origin|from accessing a (?:cross-origin )?frame|x-frame-options|recipient window's origin|property .{0,40}on cross-origin object/i,
    means: 'It is about frames or windows of different origins. It isn\'t CORS, and no Access-Control header mends it',
    causes: [{ layer: 'page', text: 'windows of different origins talk by postMessage(), with the origin of the other as its target' }],
  },
  {
    name: 'The cookie was blocked: SameSite, in a cross-site request',
    statuses: [],
    body: /samesite|cross-site context|third-party cookie|cookie .{0,40}(?:rejected|blocked)/i,
    means: 'The browser keeps a cookie back, or doesn\'t store it, since page and API are on different sites. It isn\'t CORS: credentials: include and Access-Control-Allow-Credentials don\'t change it',
    causes: [
      { layer: 'back end', text: 'set the cookie with SameSite=None; Secure, which browsers that block third-party cookies still refuse', rules: ['cookie-not-sent-cross-site'] },
      { layer: 'CloudFront', text: 'put page and API on one site: one distribution, or names below one domain' },
      { layer: 'page', text: 'send a token in Authorization instead' },
    ],
  },
  {
    name: 'A preload is found, but is not used because the request credentials mode does not match',
    statuses: [],
    body: /preload(?:ed)? .{0,200}(?:not used|credentials mode)/i,
    means: 'A font, module or request was preloaded in another mode than it is used in, so that it is loaded twice',
    causes: [{ layer: 'page', text: 'put crossorigin on the link that preloads: fonts are always loaded with CORS' }],
  },
  {
    name: 'Ensure CORS response header values are valid, of Chromium\'s issues',
    statuses: [],
    body: /ensure cors response header values|ensure preflight responses are valid|blocked because of invalid or missing response headers|ensure cors requests are made/i,
    means: 'The panel of issues says that CORS failed, and hides which way: the table below it names the header and the request',
    causes: [
      { layer: 'page', text: 'the reason is a line of the console, "… has been blocked by CORS policy: …", or the tooltip of the request in the network tab: explain that one' },
    ],
  },
  {
    name: 'Http failure during parsing, parsererror: HTML came where JSON was asked for',
    statuses: [200],
    body: /http failure during parsing|parsererror|JSON\.parse: unexpected character at line 1 column 1|unrecognized token '<'|PARSING_ERROR/i,
    means: 'The response could be read, so CORS has passed, and it isn\'t JSON: mostly it is the single-page app\'s index.html with status 200',
    causes: [
      { layer: 'CloudFront', text: 'an error page of the distribution, which holds for the API as well, turned its 403 or 404 into index.html', rules: ['error-page-hides-api-error'] },
      { layer: 'CloudFront', text: 'the call fell to the behavior of the site: /api isn\'t /api/*', rules: ['api-path-falls-to-site', 'site-function-on-api'] },
      { layer: 'page', text: 'the URL lacks the API\'s host, so that the site itself was asked' },
    ],
  },
  {
    name: '403 "Invalid CORS request", of Spring',
    statuses: [403],
    body: /invalid cors request|cors request rejected|origin is not allowed by cors|not allowed by cors\b/i,
    means: 'A framework of the back end refuses the origin itself, before its handlers: Spring says "Invalid CORS request", Express\'s cors "Not allowed by CORS"',
    causes: [{ layer: 'back end', text: 'the origin, the method or a header isn\'t on the framework\'s list, or a gateway before it answers the preflight by another list', rules: ['preflight-refused', 'origin-never-matches'] }],
  },
];
