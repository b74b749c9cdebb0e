import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { RunningServer, ServeEvent } from '../../src/serve';
import { folders, json, raw, send, serving } from './world';

const PAGE = 'http://app.example.com.localhost:4000';
let server: RunningServer;
let spring: Server;
const seen: { method?: string; url?: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
const events: ServeEvent[] = [];

beforeAll(async () => {
  spring = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk) => {
      body += chunk;
    });
    incoming.on('end', () => {
      seen.push({ method: incoming.method, url: incoming.url, headers: incoming.headers, body });
      outgoing.writeHead(201, { 'content-type': 'text/plain', 'access-control-allow-origin': 'https://app.example.com' }).end('from spring');
    });
  });
  await new Promise<void>((resolve) => {
    spring.listen(0, '127.0.0.1', resolve);
  });
  const springUrl = `http://127.0.0.1:${(spring.address() as AddressInfo).port}`;
  server = await serving(folders(), {
    backends: { 'https://spring.example.com': `${springUrl}/base` }, origins: ['https://partner.example'], listener: (event) => events.push(event),
  });
});

afterAll(async () => {
  spring.close();
  await server?.close();
});

const local = (name: string) => server.entrance(name).url;
const entries = () => events.flatMap((event) => event.type === 'request' ? [event.entry] : []);

describe('what is served', () => {
  test('each entrance has a port of its own, and the path that AWS gives it', () => {
    expect(server.entrances.map(({ kind, path, url, port }) => ({ kind, path, url: url.replace(String(port), 'PORT') }))).toEqual([
      { kind: 'cloudfront', path: expect.stringMatching(/^Shop\/Web/), url: 'http://localhost:PORT' },
      { kind: 'rest-api', path: expect.stringMatching(/^Shop\/Rest/), url: 'http://localhost:PORT/prod' },
      { kind: 'http-api', path: expect.stringMatching(/^Shop\/Http/), url: 'http://localhost:PORT' },
      { kind: 'function-url', path: expect.stringMatching(/^Shop\/Url/), url: 'http://localhost:PORT' },
    ]);
    expect(new Set([server.port, ...server.entrances.map(({ port }) => port)]).size).toBe(5);
  });

  test('also by its other names, but not by one with a wildcard', () => {
    const { port, aliases } = server.entrance('cloudfront');
    expect(aliases.map(({ url }) => url)).toEqual([
      expect.stringMatching(new RegExp(`^http://\\w+\\.cloudfront\\.net\\.localhost:${port}$`)), `http://www.example.com.localhost:${port}`,
    ]);
  });

  test('origins that the app names are played, and those that were asked for', () => {
    expect(server.origins).toEqual(['https://partner.example', 'https://app.example.com'].map((origin) => ({ origin, url: `http://${origin.slice(8)}.localhost:${server.port}` })));
    expect(server.urlOfOrigin('https://foreign.example')).toBe(`http://foreign.example.localhost:${server.port}`);
    expect(server.urlOfOrigin('null')).toBeUndefined();
  });

  test('an entrance that isn\'t there is told with those that are', () => {
    expect(() => server.entrance('Nothing')).toThrow(/"Nothing" isn't an entrance of the app; it has Shop\/Web\w+ \(cloudfront\), Shop\/Rest/);
  });

  test('all of it is reached from this machine only', async () => {
    const { port } = server.entrance('rest-api');
    const others = Object.values(networkInterfaces()).flatMap((each) => each ?? []).filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) {
      await expect(fetch(`http://${address}:${port}/prod/mock`, { signal: AbortSignal.timeout(2000) })).rejects.toThrow();
    }
    expect((await send(`http://127.0.0.1:${port}/prod/mock`)).status).toBe(204);
  });
});

describe('an origin is translated both ways', () => {
  test.each(['rest-api', 'http-api'])('a preflight of a %s', async (kind) => {
    const answer = await send(`${local(kind)}/mock`, { method: 'OPTIONS', headers: { 'origin': PAGE, 'access-control-request-method': 'PUT' } });
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe(PAGE);
    expect(entries().at(-1)).toMatchObject({ origin: 'https://app.example.com', preflight: true, status: 204 });
  });

  test('the function sees the names of AWS', async () => {
    const answer = await send(`${local('http-api')}/x?a=1`, { headers: { origin: PAGE, referer: `${PAGE}/page`, cookie: 'a=b' } });
    const { headers, path, query } = json(answer);
    expect(headers).toMatchObject({ host: new URL(server.entrance('http-api').awsUrl).host, origin: 'https://app.example.com', referer: 'https://app.example.com/page' });
    expect({ path, query }).toEqual({ path: '/x', query: 'a=1' });
    expect(answer.headers['access-control-allow-origin']).toBe(PAGE);
  });

  test('a foreign one stays foreign', async () => {
    const answer = await send(`${local('http-api')}/x`, { headers: { origin: 'http://foreign.example.localhost:4000' } });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(entries().at(-1)).toMatchObject({ origin: 'https://foreign.example' });
  });

  test('a page of the distribution is on its origin, at both of its names', async () => {
    const { url, aliases, awsUrl } = server.entrance('cloudfront');
    for (const [origin, real] of [[url, awsUrl], [aliases[1].url, 'https://www.example.com']]) {
      const { headers } = json(await send(`${origin}/api/x`, { method: 'POST', headers: { origin } }));
      expect(headers.origin).toBe(real);
    }
  });

  test('a redirect to another entrance leads there', async () => {
    const to = encodeURIComponent(encodeURIComponent(`${server.entrance('http-api').awsUrl}/y`));
    const answer = await send(`${local('rest-api')}/redirect?to=${to}`);
    expect(answer).toMatchObject({ status: 302, headers: { location: `${local('http-api')}/y` } });
  });

  test('a domain of its own: the host decides, at whatever port', async () => {
    const answer = await send(`http://api.example.com.localhost:${server.port}/x`);
    expect(json(answer).headers.host).toBe('api.example.com');
  });

  test('plain http can be played too, where a distribution redirects it', async () => {
    const answer = await send(`http://www.example.com.http.localhost:${server.port}/a`);
    expect(answer).toMatchObject({ status: 301, headers: { location: `http://www.example.com.localhost:${server.entrance('cloudfront').port}/a` } });
  });
});

describe('answers', () => {
  test.each<[string, string, number, string]>([
    ['GET', '/', 200, '<!doctype html><title>The site</title>'],
    ['GET', '/data.json', 200, '{"site":true}'],
    ['HEAD', '/data.json', 200, ''],
    ['GET', '/api/no-content', 204, ''],
    ['GET', '/api/not-modified', 304, ''],
  ])('%s %s: %d %j', async (method, path, status, body) => {
    const answer = await send(`${local('cloudfront')}${path}`, { method });
    expect({ status: answer.status, body: answer.body.toString() }).toEqual({ status, body });
  });

  test('bytes stay bytes', async () => {
    expect([...(await send(`${local('http-api')}/binary`)).body]).toEqual([0, 255, 128, 10]);
    expect(json(await send(`${local('http-api')}/x`, { method: 'POST', body: Buffer.from([0, 255, 128]) })).bytes).toBe(3);
  });

  test('no length and no body go with 204, 304 and HEAD, so that the connection can be used again', async () => {
    const { port } = server.entrance('rest-api');
    const ask = (method: string, path: string) => `${method} /prod${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const answer = await raw(port, [ask('GET', '/no-content'), ask('HEAD', '/x'), ask('GET', '/not-modified'), ask('GET', '/mock')].join(''), 1500);
    expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 204', 'HTTP/1.1 200', 'HTTP/1.1 304', 'HTTP/1.1 204']);
    expect(answer.split('HTTP/1.1').filter((each) => /^ (?:204|304)/.test(each)).every((each) => !/content-length|transfer-encoding/i.test(each))).toBe(true);
  });

  test('chunked bodies, and those announced with Expect, arrive', async () => {
    const { port } = server.entrance('http-api');
    const chunked = await raw(port, 'POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n');
    expect(chunked).toContain('"bytes":5');
    const expected = await raw(port, ['POST /x HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n', 'abcd']);
    expect(expected).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    expect(expected).toContain('"bytes":4');
    expect(expected).not.toContain('expect');
  });

  test('what can\'t be told is 501, with the reason', async () => {
    const answer = await send(`${local('cloudfront')}/pages/unknown?x`, { headers: { host: `a.pages.example.com.localhost:${server.port}` } });
    expect(answer.status).toBe(403); // S3 has no such file, and may say so
    const failing = await send(`${local('http-api')}/x?cdk-cors-failure=WAF_FILTERED`, { headers: { origin: PAGE } });
    expect(failing).toMatchObject({ status: 501, headers: { 'content-type': 'text/plain; charset=utf-8' } });
    expect(failing.headers['x-cdk-cors-unknown']).toContain('an HTTP API can\'t fail as WAF_FILTERED');
    expect(failing.body.toString()).toMatch(/^cdk-cors can't tell what AWS would answer here\.\n\nShop\/Http/);
    expect(entries().at(-1)).toMatchObject({ status: 501, unknown: { reason: expect.stringContaining('AWS WAF') } });
  });

  test('of another back end come from what stands in for it', async () => {
    seen.length = 0;
    const answer = await send(`${local('cloudfront')}/spring/a?b=1`, { method: 'POST', body: 'hello', headers: { 'origin': PAGE, 'content-type': 'text/plain' } });
    expect(answer).toMatchObject({ status: 201, headers: { 'access-control-allow-origin': PAGE } });
    expect(answer.body.toString()).toBe('from spring');
    expect(seen).toEqual([{
      method: 'POST', url: '/base/spring/a?b=1', body: 'hello', headers: expect.objectContaining({ host: 'spring.example.com', origin: 'https://app.example.com' }),
    }]);
  });

  test('hundreds at a time', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => send(`${local('http-api')}/x?n=${index}`)));
    expect(answers.map((each) => json(each).query)).toEqual(answers.map((_, index) => `n=${index}`));
  });
});

describe('a request can be asked to fail', () => {
  test('by a parameter that nobody else sees, and not in its preflight', async () => {
    const url = `${local('rest-api')}/x?a=1&cdk-cors-failure=INTEGRATION_TIMEOUT&b=2`;
    expect(await send(url, { headers: { origin: PAGE } })).toMatchObject({ status: 504 });
    expect(entries().at(-1)).toMatchObject({ failure: 'INTEGRATION_TIMEOUT', path: '/prod/x?a=1&b=2' });
    const preflight = { 'origin': PAGE, 'access-control-request-method': 'PUT' };
    expect(await send(`${local('rest-api')}/mock?cdk-cors-failure=THROTTLED`, { method: 'OPTIONS', headers: preflight })).toMatchObject({ status: 204 });
    expect(json(await send(`${local('rest-api')}/x?cdk-cors-failure=`)).query).toBeNull();
  });

  test('through a distribution', async () => {
    expect(await send(`${local('cloudfront')}/api/x?cdk-cors-failure=THROTTLED`)).toMatchObject({ status: 429 });
  });
});

describe('the log', () => {
  test('says who answered, how long it took and for which origin', async () => {
    await send(`${local('cloudfront')}/api/x?y=1`, { headers: { origin: PAGE } });
    expect(entries().at(-1)).toMatchObject({
      method: 'GET',
      path: '/api/x?y=1',
      status: 200,
      origin: 'https://app.example.com',
      preflight: false,
      entrance: expect.stringMatching(/^Web/),
      via: expect.arrayContaining([expect.objectContaining({ kind: 'behavior', name: '/api/*' }), expect.objectContaining({ kind: 'function' })]),
    });
    expect(entries().at(-1)!.duration).toBeGreaterThan(0);
  });

  test('has what functions write and throw', async () => {
    expect(await send(`${local('rest-api')}/throw`)).toMatchObject({ status: 502 });
    const lines = events.flatMap((event) => event.type === 'function' ? [event.line.text] : []);
    expect(lines.find((line) => line.includes('TypeError: on purpose'))).toMatch(/index\.(?:c?js|mjs)/);
  });
});
