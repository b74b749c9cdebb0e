import type { Answer, PageRequest } from '../../src/browser';
import { answer, ask, GRANTED, PAGE } from './ask';

const FETCH = 'https://fetch.spec.whatwg.org/#';
const PUT: Partial<PageRequest> = { method: 'PUT', headers: [['X-B', '1'], ['X-A', '1']] };

// What a person reads, and where they can read on.
describe('reason and step', () => {
  test.each<[request: Partial<PageRequest>, answers: readonly Answer[], reason: string, step: string]>([
    [{}, [answer(200)], 'the response has no Access-Control-Allow-Origin', 'concept-cors-check'],
    [{}, [answer(200, { acao: 'https://b.example' })], `Access-Control-Allow-Origin is 'https://b.example', not '${PAGE}'`, 'concept-cors-check'],
    [{ credentials: 'include' }, [answer(200, { acao: '*' })], 'the request includes credentials, which Access-Control-Allow-Origin: * does not allow', 'concept-cors-check'],
    [{ credentials: 'include' }, [answer(200, { acao: PAGE })], 'the request includes credentials and the response has no Access-Control-Allow-Credentials', 'concept-cors-check'],
    [{ credentials: 'include' }, [answer(200, { acao: PAGE, acac: 'yes' })], 'the request includes credentials and Access-Control-Allow-Credentials is \'yes\', not \'true\'',
      'concept-cors-check'],
    [PUT, [answer(200)], 'of the preflight: the response has no Access-Control-Allow-Origin', 'concept-cors-check'],
    [PUT, [answer(301, { Location: '/' })], 'the preflight is answered with a redirect (301)', 'cors-preflight-fetch'],
    [PUT, [answer(404, { acao: '*' })], 'the preflight is answered with status 404, not 200 to 299', 'cors-preflight-fetch'],
    [PUT, [answer(200, { acao: '*', acam: 'PUT, a b' })], 'in Access-Control-Allow-Methods, \'a b\' isn\'t a method', 'cors-preflight-fetch'],
    [PUT, [answer(200, { acao: '*', acah: 'a:' })], 'in Access-Control-Allow-Headers, \'a:\' isn\'t a header name', 'cors-preflight-fetch'],
    [PUT, [answer(200, { acao: '*' })], 'Access-Control-Allow-Methods does not list PUT', 'cors-preflight-fetch'],
    [PUT, [answer(200, { acao: '*', acam: 'PUT' })], 'Access-Control-Allow-Headers does not list x-a, x-b', 'cors-preflight-fetch'],
    [PUT, ['network-error'], 'the preflight got no response that a browser can read', 'http-network-or-cache-fetch'],
    [{}, ['network-error'], 'the request got no response that a browser can read', 'http-network-or-cache-fetch'],
    [{}, [answer(407, { acao: '*' })], 'status 407 is for proxies only', 'http-network-or-cache-fetch'],
    [PUT, [answer(407, { acao: '*' })], 'status 407 is for proxies only', 'http-network-or-cache-fetch'],
    [{}, [answer(302, { acao: '*', Location: 'http://[' })], 'the redirect\'s Location does not parse', 'concept-http-redirect-fetch'],
    [{}, [answer(302, { acao: '*', Location: 'ftp://x/' })], 'the redirect leads to a ftp: URL', 'concept-http-redirect-fetch'],
    [{}, [answer(302, { acao: '*', Location: 'data:x' })], 'the redirect leads to a data: URL', 'concept-http-redirect-fetch'],
    [{}, [answer(302, { acao: '*', Location: 'https://u@b.example/' })], 'the redirect leads to a URL with a user name or a password', 'concept-http-redirect-fetch'],
    [{ method: 'POST', body: 'x', bodyType: 'stream' }, [GRANTED, answer(308, { acao: '*', Location: '/' })], 'a stream cannot be sent a second time', 'concept-http-redirect-fetch'],
    [{ redirect: 'error' }, [answer(302, { acao: '*', Location: '/' })], 'the response is a redirect, and the page asked for an error then', 'concept-http-fetch'],
    [{ mode: 'same-origin' }, [], 'the URL is on another origin, which the mode same-origin does not allow', 'concept-main-fetch'],
    [{ mode: 'no-cors', redirect: 'manual' }, [], 'a no-cors request must follow redirects', 'concept-main-fetch'],
    [{ url: 'ftp://x/' }, [], 'ftp: URLs cannot be fetched', 'concept-main-fetch'],
    [{ mode: 'no-cors' }, [answer(200, { 'Cross-Origin-Resource-Policy': 'same-origin' })], 'the response\'s Cross-Origin-Resource-Policy is same-origin', 'cross-origin-resource-policy-check'],
    [{ url: 'http://[' }, [], 'the URL "http://[" does not parse', 'dom-request'],
    [{ method: 'A B' }, [], 'TypeError: "A B" isn\'t an HTTP method', 'dom-request'],
    [{ headers: [['A B', 'c']] }, [], 'TypeError: "A B": "c" isn\'t a header', 'headers-validate'],
  ])('%j: %s', (request, answers, reason, step) => {
    const verdict = ask(request, answers);
    expect([verdict.outcome, verdict.reason, verdict.step]).toEqual(['blocked', reason, FETCH + step]);
  });
});

// Each departure is told in its own words, once.
test.each<[request: Partial<PageRequest>, answers: Answer | readonly Answer[], says: RegExp]>([
  [{ headers: [['Authorization', '1']] }, answer(200, { acao: '*', acah: '*' }), /^Access-Control-Allow-Headers: \* does not cover Authorization .* list Authorization by name$/],
  [{ api: 'xhr', uploadListener: true }, GRANTED, /^by the standard an upload listener alone asks for a preflight; Chromium/],
  [{ api: 'xhr', uploadListener: true, method: 'PUT', body: 'x' }, answer(200, { acao: '*' }), /^by the standard a preflight made for an upload listener .* Access-Control-Allow-Methods; browsers still/],
  [{ headers: [['DPR', '1'], ['Width', '1']] }, answer(200, { acao: '*', acah: '*' }), /^Chromium sends the headers DPR, Device-Memory, .* need one$/],
  [{ headers: [['Range', 'bytes=0-9999999999999999999']] }, GRANTED, /^Chromium makes a preflight for a Range beyond 2\^63-1/],
  [{ headers: [['Accept', 'a'], ['Accept', 'b']] }, GRANTED, /^Chromium and WebKit judge a header that fetch\(\) was given twice/],
  [{ redirect: 'error' }, answer(302, { acao: '*' }), /^with redirect "error", Chromium and WebKit take/],
  [{ headers: [['Range', 'bytes=00-1']] }, GRANTED, /^Chromium sends the Range of a GET request in its own spelling/],
  [{ mode: 'no-cors' }, [answer(302, { Location: 'https://u@b.example/' }), answer(200)], /^Chromium loads no subresource from a URL with a user name/],
  [{ api: 'xhr', method: 'POST', body: 'x', headers: [['Content-Type', 'text/plain; charset=a']] }, GRANTED, /^Chromium writes UTF-8 over the charset/],
  [{ url: 'http://b.example/' }, answer(200, { acao: '*' }), /^a page on https cannot fetch http: URLs/],
  [{ api: 'element', element: 'img', mode: 'cors', url: '/x' }, answer(200), /^Chromium and WebKit send Origin with elements/],
])('%j is noted', (request, answers, says) => {
  expect(ask(request, answers).notes).toEqual([expect.stringMatching(says)]);
});
