/**
 * Rules of CloudFront that nobody recorded from AWS or that sources contradict, with the readings they can be switched to; the first is the default.
 *
 * | rule | about | readings |
 * |---|---|---|
 * | 62 | an API that is sent the viewer's `Host` | `forbidden`: 403; `accepted` |
 * | 84 | custom error responses for errors that CloudFront makes itself | `replaced`; `kept` |
 * | 85 | `redirect-to-https` for methods other than GET and HEAD | `redirect`: 307; `forbidden`: 403 |
 * | 87 | `Origin` under legacy settings that don't name it | `forwarded` to custom origins; `removed` |
 * | 88 | a GET with a body | `forbidden`: 403; `forwarded` |
 * | 93 | the managed policies with preflight | `without-allow-headers`; `with-allow-headers`: `*` |
 * | 94 | a preflight, to response headers policies | `options`: any OPTIONS with an Origin; `request-method`: only with Access-Control-Request-Method |
 * | 95 | an origin without a scheme in a response headers policy | `any-scheme`; `literal`: it matches nothing |
 * | 97 | `Vary: Origin` by a response headers policy | `no-vary`; `vary` |
 * | 99 | the CORS section of a response headers policy on a function's answer | `applied`, as the others; `bare` |
 * | 100 | which comes first at the viewer's response | `policy-first`; `function-first` |
 * | 101 | response headers policies on answers that CloudFront makes itself | `applied`; `bare` |
 * | 118 | the default root object | `viewer-uri`: where the viewer asked for `/`; `rewritten-uri`: also where a function made it `/` |
 */
export const READINGS = {
  62: ['forbidden', 'accepted'],
  84: ['replaced', 'kept'],
  85: ['redirect', 'forbidden'],
  87: ['forwarded', 'removed'],
  88: ['forbidden', 'forwarded'],
  93: ['without-allow-headers', 'with-allow-headers'],
  94: ['options', 'request-method'],
  95: ['any-scheme', 'literal'],
  97: ['no-vary', 'vary'],
  99: ['applied', 'bare'],
  100: ['policy-first', 'function-first'],
  101: ['applied', 'bare'],
  118: ['viewer-uri', 'rewritten-uri'],
} as const;
