import { question, whether } from '../readings';

/** What the rules of HTTP APIs leave open. */
export const READINGS = {
  54: question('no AWS::Lambda::Permission lets API Gateway call the function',
    ['denied', '500'], ['allowed', 'the function runs']),
  64: question('OPTIONS of a path that no route has, with a CORS configuration',
    ['preflight', 'answered like any other'], ['not-found', '404']),
  65: question('a slash at the end of a path',
    ['either', 'an empty variable where a route has one there, else ignored'], ['ignored', 'always ignored'], ['empty', 'always an empty segment']),
  68: question('an origin pattern other than *, https://* and http://*',
    ['refused', 'the API can\'t be deployed'], ['literal', 'it matches nothing']),
  69: question('any origin together with credentials',
    ['refused', 'the API can\'t be deployed'], ['accepted', 'both headers are sent']),
  70: question('ANY and $default routes and preflights',
    ['captured', 'the routes take them'], ['automatic', 'API Gateway answers first']),
  71: question('CORS headers on a preflight that a route took',
    ['overlay', 'the configuration\'s'], ['backend', 'what the integration sent']),
  72: whether(question('CORS headers on errors that the gateway makes',
    ['unknown', 'nobody knows'], ['cors', 'as on any response'], ['bare', 'none']), 'cors', 'bare'),
  73: whether(question('Vary, and preflights that ask for what isn\'t allowed',
    ['unknown', 'Vary unknown, lists unchanged'], ['vary', 'Vary: Origin'], ['no-vary', 'no Vary'], ['matching', 'no CORS headers for what isn\'t allowed']),
  'vary', 'no-vary'),
  74: question('an origin that isn\'t listed',
    ['none', 'no CORS headers'], ['without-origin', 'all but Access-Control-Allow-Origin']),
  77: question('signatures of tokens, which can\'t be checked offline',
    ['trusted', 'taken as right'], ['refused', '401 for a JWT, 403 for SigV4']),
  78: question('rawPath on a named stage',
    ['with-stage', 'it begins with the stage'], ['without-stage', 'it doesn\'t']),
};

export type SwitchedRule = keyof typeof READINGS;
