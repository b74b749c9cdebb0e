import { aliasHost, Names, originOfAlias } from '../../src/serve/names';
import { responseHeaders, normalizeRequest } from '../../src/serve/translate';

const WEB = { host: 'd111111abcdef8.cloudfront.net', port: 4001 };
const API = { host: 'abc123.execute-api.eu-west-1.amazonaws.com', port: 4002 };

/** The distribution is www.example.com too, and the API api.example.com. */
function ownerOf(url: string) {
  const { hostname } = new URL(url);
  return [WEB.host, 'www.example.com'].includes(hostname) ? WEB : [API.host, 'api.example.com'].includes(hostname) ? API : undefined;
}

function names(scheme: 'http' | 'https' = 'http'): Names {
  return new Names({ scheme, consolePort: 4000, entrances: [WEB, API], ownerOf, origins: ['https://app.example.com', 'http://localhost:3000', 'http://shop.localhost:8080'] });
}

describe('an origin has one name under .localhost, and the name tells the origin', () => {
  test.each([
    ['https://app.example.com', 'app.example.com.localhost'],
    ['https://app.example.com:8443', 'app.example.com.https-8443.localhost'],
    ['http://app.example.com', 'app.example.com.http.localhost'],
    ['http://localhost:3000', 'localhost.http-3000.localhost'],
    ['http://192.168.0.7:8080', '192.168.0.7.http-8080.localhost'],
    ['https://xn--mnchen-3ya.example', 'xn--mnchen-3ya.example.localhost'],
  ])('%s: %s', (origin, host) => {
    expect(aliasHost(origin)).toBe(host);
    expect(originOfAlias(host)).toBe(origin);
  });

  test.each(['null', '*', '', 'https://', 'file://', 'https://[::1]', 'https://app.example.com/', 'HTTPS://app.example.com', 'javascript:alert(1)'])(
    '%j has none', (origin) => expect(aliasHost(origin)).toBeUndefined());

  test.each(['localhost', 'app.example.com', '.localhost', 'localhost.example.com'])('%j is none', (host) => expect(originOfAlias(host)).toBeUndefined());
});

describe('who a request is for', () => {
  test.each<[string, number, string | undefined]>([
    ['localhost:4001', 4001, 'https://d111111abcdef8.cloudfront.net'],
    ['LOCALHOST:4002', 4002, `https://${API.host}`],
    ['127.0.0.1:4002', 4002, `https://${API.host}`],
    ['[::1]:4002', 4002, `https://${API.host}`],
    ['localhost', 4001, 'https://d111111abcdef8.cloudfront.net'],
    // the port counts at which it came in, not the one that the header says
    ['localhost:4002', 4001, 'https://d111111abcdef8.cloudfront.net'],
    ['localhost:4000', 4000, undefined],
    ['www.example.com.localhost:4001', 4001, 'https://www.example.com'],
    ['api.example.com.localhost:4000', 4000, 'https://api.example.com'],
    ['www.example.com.http.localhost:4001', 4001, 'http://www.example.com'],
    ['app.example.com.localhost:4000', 4000, undefined],
    // with a certificate and a client that takes real names here
    ['api.example.com', 4000, 'https://api.example.com'],
    ['evil.example', 4001, undefined],
    ['constructor', 4001, undefined],
    ['', 4001, undefined],
  ])('%j at %d: %s', (host, port, real) => expect(names().arrivalAt(host, port)?.real).toBe(real));
});

describe('the origin of a page, as AWS would see it', () => {
  test.each([
    ['http://app.example.com.localhost:4000', 'https://app.example.com'],
    // a front end of the user's, served under that name by a program of its own
    ['http://app.example.com.localhost:5173', 'https://app.example.com'],
    ['http://foreign.example.localhost:4000', 'https://foreign.example'],
    ['http://localhost:4001', 'https://d111111abcdef8.cloudfront.net'],
    ['http://127.0.0.1:4002', `https://${API.host}`],
    ['http://www.example.com.localhost:4001', 'https://www.example.com'],
    // these stand for themselves
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://localhost:4000', 'http://localhost:4000'],
    ['https://localhost:4001', 'https://localhost:4001'],
    ['http://shop.localhost:8080', 'http://shop.localhost:8080'],
    ['https://app.example.com', 'https://app.example.com'],
    ['null', 'null'],
    ['*', '*'],
    ['http://evil\u0000.localhost', 'http://evil\u0000.localhost'],
  ])('%s: %s', (local, real) => {
    const one = names();
    expect(one.realOf(local)).toBe(real);
    expect(one.realOf(local)).toBe(real);
  });
});

test('what a client sends a thousand names of is still answered', () => {
  const one = names();
  for (let count = 0; count < 5000; count++) {
    expect(one.realOf(`http://a${count}.example.localhost`)).toBe(`https://a${count}.example`);
  }
});

const ARRIVAL = { real: `https://${API.host}`, local: 'http://localhost:4002' };
const BY_NAME = { real: 'https://api.example.com', local: 'http://api.example.com.localhost:4002' };

describe('an answer has the names of this machine', () => {
  const asked = { method: 'GET', arrival: ARRIVAL, origin: 'https://app.example.com', localOrigin: 'http://app.example.com.localhost:4000' };

  test.each([
    ['Access-Control-Allow-Origin', 'https://app.example.com', 'http://app.example.com.localhost:4000'],
    ['Access-Control-Allow-Origin', '*', '*'],
    ['Access-Control-Allow-Origin', 'null', 'null'],
    ['Access-Control-Allow-Origin', 'https://foreign.example', 'https://foreign.example'],
    ['Access-Control-Allow-Origin', 'https://app.example.com/', 'https://app.example.com/'],
    ['Access-Control-Allow-Origin', 'https://app.example.com, https://app.example.com', 'https://app.example.com, https://app.example.com'],
    ['Access-Control-Allow-Origin', 'https://www.example.com', 'http://www.example.com.localhost:4001'],
    ['timing-allow-origin', 'https://app.example.com', 'http://app.example.com.localhost:4000'],
    ['Location', `https://${API.host}/prod/a?b#c`, 'http://localhost:4002/prod/a?b#c'],
    ['Location', `https://${WEB.host}`, 'http://localhost:4001'],
    ['Location', '//www.example.com/x', 'http://www.example.com.localhost:4001/x'],
    ['Location', 'https://app.example.com/done', 'http://app.example.com.localhost:4000/done'],
    ['Location', 'https://elsewhere.example/a', 'https://elsewhere.example/a'],
    ['Location', '/prod/a', '/prod/a'],
    ['Location', 'https://user:password@www.example.com/', 'https://user:password@www.example.com/'],
    ['Content-Security-Policy', `default-src 'self'; connect-src https://${API.host} https://elsewhere.example`,
      "default-src 'self'; connect-src http://localhost:4002 https://elsewhere.example"],
    ['Set-Cookie', `a=b; Domain=${API.host}; Secure`, 'a=b; Secure'],
    ['Set-Cookie', 'a=b; Domain=example.com; Secure', 'a=b; Domain=example.com; Secure'],
    ['Set-Cookie', 'a=b; Path=/prod; SameSite=None', 'a=b; Path=/prod; SameSite=None'],
    ['X-Anything', 'https://app.example.com', 'https://app.example.com'],
  ])('%s: %s', (name, value, expected) => expect(responseHeaders([[name, value]], asked, names())).toEqual([name, expected]));

  test('a cookie for a domain is for its name here, where the API is called by name', () => {
    expect(responseHeaders([['Set-Cookie', 'a=b; domain=.example.com; Secure']], { ...asked, arrival: BY_NAME }, names()))
      .toEqual(['Set-Cookie', 'a=b; Domain=example.com.localhost; Secure']);
  });

  test('who asks by a real name gets the names of other origins as they are', () => {
    const byRealName = { ...asked, origin: 'https://foreign.example', localOrigin: 'https://foreign.example' };
    expect(responseHeaders([['Access-Control-Allow-Origin', 'https://app.example.com']], byRealName, names())).toEqual(['Access-Control-Allow-Origin', 'https://app.example.com']);
  });

  test('with real names nothing is translated', () => {
    const real = { method: 'GET', arrival: { real: 'https://api.example.com', local: 'https://api.example.com' }, origin: 'https://app.example.com', localOrigin: 'https://app.example.com' };
    const lines: [string, string][] = [['Access-Control-Allow-Origin', 'https://app.example.com'], ['Location', `https://${WEB.host}/`], ['Set-Cookie', 'a=b; Domain=example.com']];
    expect(responseHeaders(lines, real, names('https'))).toEqual(lines.flat());
  });

  test('lines of the transport are left to it; two lines of a name stay two', () => {
    expect(responseHeaders([['Connection', 'close'], ['Transfer-Encoding', 'chunked'], ['Content-Length', '5'], ['Vary', 'A'], ['Vary', 'B']], asked, names()))
      .toEqual(['Vary', 'A', 'Vary', 'B']);
    expect(responseHeaders([['Content-Length', '5']], { ...asked, method: 'HEAD' }, names())).toEqual(['Content-Length', '5']);
  });
});

describe('a request, as AWS would see it', () => {
  test('has the origins of the world, and nothing of the hop', () => {
    const raw = [
      'Host', 'localhost:4002', 'Origin', 'http://app.example.com.localhost:4000', 'Referer', 'http://app.example.com.localhost:4000/a?b', 'Connection', 'keep-alive',
      'Transfer-Encoding', 'chunked', 'Expect', '100-continue', 'TE', 'trailers', 'X-A', '1', 'x-a', '2',
    ];
    expect(normalizeRequest('POST', raw, names())).toEqual({
      host: 'localhost:4002',
      headers: [['Origin', 'https://app.example.com'], ['Referer', 'https://app.example.com/a?b'], ['X-A', '1'], ['x-a', '2']],
      origin: 'https://app.example.com',
      localOrigin: 'http://app.example.com.localhost:4000',
      length: undefined,
      isPreflight: false,
    });
  });

  test.each([
    ['OPTIONS', ['Origin', 'https://a.example', 'Access-Control-Request-Method', 'PUT'], true],
    ['OPTIONS', ['Access-Control-Request-Method', 'PUT'], false],
    ['OPTIONS', ['Origin', 'https://a.example'], false],
    ['GET', ['Origin', 'https://a.example', 'Access-Control-Request-Method', 'PUT'], false],
  ])('%s with %j is a preflight: %s', (method, raw, isPreflight) => expect(normalizeRequest(method, raw, names()).isPreflight).toBe(isPreflight));
});
