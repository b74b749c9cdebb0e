import { question } from '../readings';

/** What the rules of CloudFront leave open. */
export const READINGS = {
  62: question('an API that is sent the viewer\'s Host',
    ['forbidden', '403'], ['accepted', 'the API answers']),
  84: question('custom error responses for errors that CloudFront makes itself',
    ['replaced', 'they apply'], ['kept', 'they don\'t']),
  85: question('redirect-to-https for methods other than GET and HEAD',
    ['redirect', '307'], ['forbidden', '403']),
  87: question('Origin under legacy settings that don\'t name it',
    ['forwarded', 'custom origins get it'], ['removed', 'nobody gets it']),
  88: question('a GET with a body',
    ['forbidden', '403'], ['forwarded', 'the origin gets it']),
  89: question('the cache policies whose settings are inferred (UseOriginCacheControlHeaders)',
    ['inferred', 'TTLs of 0, 0 and a year'], ['unknown', 'what is stored isn\'t known']),
  93: question('the managed policies with preflight',
    ['without-allow-headers', 'no Access-Control-Allow-Headers'], ['with-allow-headers', 'with *']),
  94: question('a preflight, to response headers policies',
    ['options', 'any OPTIONS with an Origin'], ['request-method', 'only with Access-Control-Request-Method']),
  95: question('an origin without a scheme in a response headers policy',
    ['any-scheme', 'it matches both'], ['literal', 'it matches nothing']),
  97: question('Vary: Origin by a response headers policy',
    ['no-vary', 'it isn\'t added'], ['vary', 'it is added to an origin that is echoed']),
  99: question('the CORS section of a response headers policy on a function\'s answer',
    ['applied', 'as its other sections'], ['bare', 'left out']),
  100: question('which comes first at the viewer\'s response',
    ['policy-first', 'the response headers policy'], ['function-first', 'the function']),
  101: question('response headers policies on answers that CloudFront makes itself',
    ['applied', 'as on any'], ['bare', 'left out']),
  118: question('the default root object',
    ['viewer-uri', 'where the viewer asked for /'], ['rewritten-uri', 'also where a function made it /']),
};

export type SwitchedRule = keyof typeof READINGS;
