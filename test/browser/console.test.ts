import type { Answer, PageRequest } from '../../src/browser';
import { answer, API, ask, PAGE } from './ask';

const CHROMIUM = `Access to fetch at '${API}' from origin '${PAGE}' has been blocked by CORS policy: `;
const PREFLIGHT = 'Response to preflight request doesn\'t pass access control check: ';
const FIREFOX = (reason: string) => 'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ' +
  `${reason.startsWith('Credential') ? `‘${API}’` : API}. (Reason: ${reason}`;
const MISSING = 'No \'Access-Control-Allow-Origin\' header is present on the requested resource.';
const NOT_ALLOWED = (status: number) => `Origin ${PAGE} is not allowed by Access-Control-Allow-Origin. Status code: ${status}`;

// Chromium's as recorded; Firefox's and WebKit's as read: where an answer is wrong in two ways, each has its own order.
describe('what the consoles say of preflights', () => {
  test.each<[reason: string, request: Partial<PageRequest>, reply: Answer, chromium: string, firefox: string, webkit: string]>([
    ['no origin', {}, answer(200), PREFLIGHT + MISSING, 'CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.', NOT_ALLOWED(200)],
    ['no origin and a bad status', {}, answer(403), PREFLIGHT + MISSING, 'CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 403.',
      'Preflight response is not successful. Status code: 403'],
    ['a bad status', {}, answer(500, { acao: '*' }), `${PREFLIGHT}It does not have HTTP ok status.`, 'CORS preflight response did not succeed). Status code: 500.',
      'Preflight response is not successful. Status code: 500'],
    ['status 300', {}, answer(300, { acao: '*', acam: 'PUT' }), `${PREFLIGHT}It does not have HTTP ok status.`, 'CORS preflight response did not succeed). Status code: 300.',
      'Preflight response is not successful. Status code: 300'],
    ['a redirect', {}, answer(301, { acao: '*', Location: '/y' }), `${PREFLIGHT}Redirect is not allowed for a preflight request.`, 'CORS request external redirect not allowed).',
      'Preflight response is not successful. Status code: 301'],
    ['a redirect without an origin', {}, answer(301, { Location: '/y' }), `${PREFLIGHT}Redirect is not allowed for a preflight request.`,
      'CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 301.', 'Preflight response is not successful. Status code: 301'],
    ['a redirect status without a Location', {}, answer(302, { acao: '*' }), `${PREFLIGHT}It does not have HTTP ok status.`, 'CORS preflight response did not succeed). Status code: 302.',
      'Preflight response is not successful. Status code: 302'],
    ['credentials and *', { credentials: 'include' }, answer(200, { acao: '*' }),
      `${PREFLIGHT}The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.`,
      'Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).', 'Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.'],
    ['bad methods', {}, answer(200, { acao: '*', acam: 'PUT, PU T', acah: '(' }), 'Cannot parse Access-Control-Allow-Methods response header field in preflight response.',
      'invalid token ‘PU T’ in CORS header ‘Access-Control-Allow-Methods’).', 'Header Access-Control-Allow-Methods has an invalid value: PUT, PU T'],
    ['bad headers', {}, answer(200, { acao: '*', acam: 'PUT', acah: 'a;b' }), 'Cannot parse Access-Control-Allow-Headers response header field in preflight response.',
      'invalid token ‘a;b’ in CORS header ‘Access-Control-Allow-Headers’).', 'Header Access-Control-Allow-Headers has an invalid value: a;b'],
    ['bad headers and no method: Firefox has not looked at the headers yet', {}, answer(200, { acao: '*', acah: 'a;b' }),
      'Cannot parse Access-Control-Allow-Headers response header field in preflight response.', 'Did not find method in CORS header ‘Access-Control-Allow-Methods’).',
      'Header Access-Control-Allow-Headers has an invalid value: a;b'],
    ['bad headers and * for the method', {}, answer(200, { acao: '*', acam: '*', acah: 'a;b' }), 'Cannot parse Access-Control-Allow-Headers response header field in preflight response.',
      'invalid token ‘a;b’ in CORS header ‘Access-Control-Allow-Headers’).', 'Header Access-Control-Allow-Headers has an invalid value: a;b'],
    ['bad headers, * for the method and credentials', { credentials: 'include' }, answer(200, { acao: PAGE, acac: 'true', acam: '*', acah: 'a;b' }),
      'Cannot parse Access-Control-Allow-Headers response header field in preflight response.', 'Did not find method in CORS header ‘Access-Control-Allow-Methods’).',
      'Header Access-Control-Allow-Headers has an invalid value: a;b'],
    ['no method', {}, answer(200, { acao: '*', acam: 'put' }), 'Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.',
      'Did not find method in CORS header ‘Access-Control-Allow-Methods’).', 'Method PUT is not allowed by Access-Control-Allow-Methods.'],
    ['no header, as the page wrote it', { method: 'GET', headers: [['X-cusTom', '1']] }, answer(200, { acao: '*' }),
      'Request header field x-custom is not allowed by Access-Control-Allow-Headers in preflight response.',
      'header ‘x-custom’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response).',
      'Request header field X-cusTom is not allowed by Access-Control-Allow-Headers.'],
    ['no header, of two: each browser has its own order', { headers: [['X-Custom', '1'], ['X-A', '1'], ['content-type', 'a/b']] }, answer(200, { acao: '*', acam: 'PUT', acah: 'x-a' }),
      'Request header field x-custom is not allowed by Access-Control-Allow-Headers in preflight response.',
      'header ‘content-type’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response).',
      'Request header field Content-Type is not allowed by Access-Control-Allow-Headers.'],
    ['no header that the page did not write', { body: 'x', bodyType: 'blobjson' }, answer(200, { acao: '*', acam: 'PUT' }),
      'Request header field content-type is not allowed by Access-Control-Allow-Headers in preflight response.',
      'header ‘content-type’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response).',
      'Request header field Content-Type is not allowed by Access-Control-Allow-Headers.'],
  ])('%s', (_, request, reply, chromium, firefox, webkit) => {
    expect(ask({ method: 'PUT', ...request }, reply).console).toEqual({
      chromium: CHROMIUM + chromium,
      firefox: FIREFOX(firefox),
      webkit,
      also: { firefox: expect.arrayContaining([FIREFOX('CORS request did not succeed). Status code: (null).')]), webkit: [`Fetch API cannot load ${API} due to access control checks.`] },
    });
  });

  test('a preflight without an answer', () => {
    const { console, error, reason } = ask({ method: 'PUT' }, 'network-error');
    expect([error, reason]).toEqual([undefined, 'the preflight got no response that a browser can read']);
    expect(console).toEqual({ firefox: FIREFOX('CORS request did not succeed). Status code: (null).') });
  });
});
