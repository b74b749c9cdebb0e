import type { Answer, PageRequest } from '../../src/browser';
import { answer, API, ask, PAGE } from './ask';

const CHROMIUM = `Access to fetch at '${API}' from origin '${PAGE}' has been blocked by CORS policy: `;
const HINT = ' Have the server send the header with a valid value.';
const FIREFOX = (reason: string) => 'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ' +
  `${reason.startsWith('Credential') ? `‘${API}’` : API}. (Reason: ${reason}`;
const MISMATCH = (value: string) => `The 'Access-Control-Allow-Origin' header has a value '${value}' that is not equal to the supplied origin.${HINT}`;
const INVALID = (value: string) => `The 'Access-Control-Allow-Origin' header contains the invalid value '${value}'.${HINT}`;
const MULTIPLE = (value: string) => `The 'Access-Control-Allow-Origin' header contains multiple values '${value}', but only one is allowed.${HINT}`;
const CREDENTIALS = (value: string) =>
  `The value of the 'Access-Control-Allow-Credentials' header in the response is '${value}' which must be 'true' when the request's credentials mode is 'include'.`;
const NO_MATCH = (value: string) => `CORS header ‘Access-Control-Allow-Origin’ does not match ‘${value}’).`;
const NOT_ALLOWED = `Origin ${PAGE} is not allowed by Access-Control-Allow-Origin. Status code: 200`;
const MORE_THAN_ONE = 'Access-Control-Allow-Origin cannot contain more than one origin.';

function lines(...headers: [string, string][]): Answer {
  return { status: 200, headers };
}

// https://fetch.spec.whatwg.org/#concept-cors-check
describe('CORS check', () => {
  test.each<[reason: string, acao: string | undefined, acac: string | undefined, credentials: PageRequest['credentials']]>([
    ['the origin', PAGE, undefined, 'omit'],
    ['the origin', PAGE, 'false', 'same-origin'],
    ['anyone', '*', undefined, 'omit'],
    ['anyone, with credentials allowed but not sent', '*', 'true', 'same-origin'],
    ['white space around it', ` \t${PAGE} `, undefined, 'omit'],
    ['the origin with credentials', PAGE, 'true', 'include'],
    ['white space around true', PAGE, ' true ', 'include'],
  ])('passes: %s', (_, acao, acac, credentials) => {
    expect(ask({ credentials }, answer(403, { acao, acac }))).toMatchObject({ outcome: 'allowed', type: 'cors', status: 403 });
  });

  test.each<[
    reason: string, reply: Answer, credentials: PageRequest['credentials'], error: string, parameter: string, chromium: string, firefox: string, webkit: string,
  ]>([
    ['no header', answer(200), 'omit', 'MissingAllowOriginHeader', '', 'No \'Access-Control-Allow-Origin\' header is present on the requested resource.',
      'CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.', NOT_ALLOWED],
    ['another origin', answer(200, { acao: 'https://evil.example' }), 'omit', 'AllowOriginMismatch', 'https://evil.example', MISMATCH('https://evil.example'),
      NO_MATCH('https://evil.example'), NOT_ALLOWED],
    ['a trailing slash', answer(200, { acao: `${PAGE}/` }), 'omit', 'AllowOriginMismatch', `${PAGE}/`, MISMATCH(`${PAGE}/`), NO_MATCH(`${PAGE}/`), NOT_ALLOWED],
    ['another case', answer(200, { acao: 'https://APP.example.com' }), 'omit', 'AllowOriginMismatch', 'https://APP.example.com', MISMATCH('https://APP.example.com'),
      NO_MATCH('https://APP.example.com'), NOT_ALLOWED],
    ['null for a page that is not opaque', answer(200, { acao: 'null' }), 'omit', 'AllowOriginMismatch', 'null', MISMATCH('null'), NO_MATCH('null'), NOT_ALLOWED],
    ['a pattern is a URL for Chromium', answer(200, { acao: 'https://*.example.com' }), 'omit', 'AllowOriginMismatch', 'https://*.example.com',
      MISMATCH('https://*.example.com'), NO_MATCH('https://*.example.com'), NOT_ALLOWED],
    ['a pattern without a scheme is not', answer(200, { acao: '*.example.com' }), 'omit', 'InvalidAllowOriginValue', '*.example.com', INVALID('*.example.com'),
      NO_MATCH('*.example.com'), NOT_ALLOWED],
    ['nothing in it', answer(200, { acao: '' }), 'omit', 'InvalidAllowOriginValue', '', INVALID(''), NO_MATCH(''), NOT_ALLOWED],
    ['a list', answer(200, { acao: `${PAGE}, https://b.example` }), 'omit', 'MultipleAllowOriginValues', `${PAGE}, https://b.example`, MULTIPLE(`${PAGE}, https://b.example`),
      NO_MATCH(`${PAGE}, https://b.example`), MORE_THAN_ONE],
    ['a list with a space', answer(200, { acao: `${PAGE} https://b.example` }), 'omit', 'MultipleAllowOriginValues', `${PAGE} https://b.example`,
      MULTIPLE(`${PAGE} https://b.example`), NO_MATCH(`${PAGE} https://b.example`), NOT_ALLOWED],
    ['two lines', lines(['Access-Control-Allow-Origin', PAGE], ['access-control-allow-origin', PAGE]), 'omit', 'MultipleAllowOriginValues', `${PAGE}, ${PAGE}`,
      MULTIPLE(`${PAGE}, ${PAGE}`), NO_MATCH(`${PAGE}, ${PAGE}`), MORE_THAN_ONE],
    ['anyone twice', lines(['Access-Control-Allow-Origin', '*'], ['Access-Control-Allow-Origin', '*']), 'omit', 'MultipleAllowOriginValues', '*, *', MULTIPLE('*, *'),
      'Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed).', MORE_THAN_ONE],
    ['anyone, with credentials', answer(200, { acao: '*', acac: 'true' }), 'include', 'WildcardOriginNotAllowed', '',
      'The value of the \'Access-Control-Allow-Origin\' header in the response must not be the wildcard \'*\' when the request\'s credentials mode is \'include\'.',
      'Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).', 'Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.'],
    ['no word on credentials', answer(200, { acao: PAGE }), 'include', 'InvalidAllowCredentials', '', CREDENTIALS(''),
      'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).', 'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".'],
    ['True', answer(200, { acao: PAGE, acac: 'True' }), 'include', 'InvalidAllowCredentials', 'True', CREDENTIALS('True'),
      'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).', 'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".'],
    ['true twice', lines(['Access-Control-Allow-Origin', PAGE], ['Access-Control-Allow-Credentials', 'true'], ['Access-Control-Allow-Credentials', 'true']), 'include',
      'InvalidAllowCredentials', 'true, true', CREDENTIALS('true, true'), 'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).',
      'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".'],
    ['bytes beyond ASCII that are UTF-8', answer(200, { acao: 'https://\xc3\xa9.example' }), 'omit', 'AllowOriginMismatch', 'https://é.example',
      MISMATCH('https://\\u00C3\\u00A9.example'), NO_MATCH('https://é.example'), NOT_ALLOWED],
    ['bytes beyond ASCII that are not', answer(200, { acao: 'https://\xe9.example' }), 'omit', 'InvalidAllowOriginValue', '', INVALID('https://\\u00E9.example'),
      NO_MATCH('https://\ufffd.example'), NOT_ALLOWED],
    ['such bytes beyond the host', answer(200, { acao: 'https://a/\xe9' }), 'omit', 'AllowOriginMismatch', '', MISMATCH('https://a/\\u00E9'),
      NO_MATCH('https://a/\ufffd'), NOT_ALLOWED],
    ['a byte order mark is a character', answer(200, { acao: '\xef\xbb\xbfhttps://a' }), 'omit', 'InvalidAllowOriginValue', '\ufeffhttps://a',
      INVALID('\\u00EF\\u00BB\\u00BFhttps://a'), NO_MATCH('\ufeffhttps://a'), NOT_ALLOWED],
    ['a host that isn\'t Punycode', answer(200, { acao: 'https://xn--a' }), 'omit', 'AllowOriginMismatch', 'https://xn--a', MISMATCH('https://xn--a'),
      NO_MATCH('https://xn--a'), NOT_ALLOWED],
    ['control bytes', answer(200, { acao: `${PAGE}\tx\x01\x7f` }), 'omit', 'InvalidAllowOriginValue', `${PAGE}\tx\x01\x7f`, INVALID(`${PAGE}\\u0009x\\u0001\\u007F`),
      NO_MATCH(`${PAGE}\tx\x01\x7f`), NOT_ALLOWED],
    ['such bytes in Allow-Credentials', answer(200, { acao: PAGE, acac: '\xff' }), 'include', 'InvalidAllowCredentials', '', CREDENTIALS('\\u00FF'),
      'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).', 'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".'],
  ])('fails: %s', (_, reply, credentials, error, parameter, chromium, firefox, webkit) => {
    const verdict = ask({ credentials }, reply);
    expect(verdict).toMatchObject({ outcome: 'blocked', type: 'error', status: 0, error, parameter, step: 'https://fetch.spec.whatwg.org/#concept-cors-check' });
    expect(verdict.reason).toMatch(/Access-Control-Allow-(Origin|Credentials)/);
    const also = { webkit: [`Fetch API cannot load ${API} due to access control checks.`] };
    expect(verdict.console).toEqual({ chromium: CHROMIUM + chromium, firefox: FIREFOX(firefox), webkit, also });
  });

  test.each<[reason: string, request: Partial<PageRequest>, reply: Answer, line: string]>([
    ['XMLHttpRequest has a hint of its own', { api: 'xhr', credentials: 'include' }, answer(200, { acao: '*' }),
      `Access to XMLHttpRequest at '${API}' from origin '${PAGE}' has been blocked by CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not ` +
      'be the wildcard \'*\' when the request\'s credentials mode is \'include\'. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.'],
    ['so has it for credentials', { api: 'xhr', credentials: 'include' }, answer(200, { acao: PAGE }),
      `Access to XMLHttpRequest at '${API}' from origin '${PAGE}' has been blocked by CORS policy: ${CREDENTIALS('')} The credentials mode of requests initiated by the ` +
      'XMLHttpRequest is controlled by the withCredentials attribute.'],
    ['XMLHttpRequest has not that of fetch', { api: 'xhr' }, answer(200, { acao: 'x' }),
      `Access to XMLHttpRequest at '${API}' from origin '${PAGE}' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header contains the invalid value 'x'.`],
    ...[['img', 'image'], ['script', 'script'], ['module', 'script'], ['css', 'CSS stylesheet'], ['font', 'font'], ['audio', 'audio'], ['video', 'video'], ['track', 'text track']].map(([element, kind]) => [
      `an ${element} element`, { api: 'element', element, mode: 'cors' } as Partial<PageRequest>, answer(200, { acao: 'a,b' }),
      `Access to ${kind} at '${API}' from origin '${PAGE}' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header contains multiple values 'a,b', but only one is allowed.`,
    ] as [string, Partial<PageRequest>, Answer, string]),
  ])('in Chromium\'s words, %s', (_, request, reply, line) => {
    expect(ask(request, reply).console.chromium).toBe(line);
  });

  test('an opaque origin is null, and nothing like it', () => {
    const opaque = { page: 'null' };
    expect(ask(opaque, answer(200, { acao: 'null' })).outcome).toBe('allowed');
    expect(ask(opaque, answer(200, { acao: '*' })).outcome).toBe('allowed');
    expect(ask(opaque, answer(200, { acao: 'NULL' }))).toMatchObject({ error: 'InvalidAllowOriginValue', parameter: 'NULL' });
    expect(ask(opaque, answer(200, { acao: 'null, null' })).error).toBe('MultipleAllowOriginValues');
    expect(ask({ ...opaque, credentials: 'include' }, answer(200, { acao: 'null', acac: 'true' })).outcome).toBe('allowed');
  });
});
