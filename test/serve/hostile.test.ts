import { connect } from 'node:net';
import type { RunningServer, ServeEvent } from '../../src/serve';
import { folders, json, raw, send, serving } from './world';

let server: RunningServer;
let web: number;
let rest: number;
let http: number;
const events: ServeEvent[] = [];

beforeAll(async () => {
  server = await serving(folders(), { listener: (event) => events.push(event) });
  [web, rest, http] = ['cloudfront', 'rest-api', 'http-api'].map((kind) => server.entrance(kind).port);
});

afterAll(async () => server?.close());

// Whatever was sent, the server answers the next one, and nothing in it was our own mistake.
afterEach(async () => {
  expect((await send(`http://localhost:${web}/`)).body.toString()).toContain('The site');
  expect(events.filter(({ type }) => type === 'mistake')).toEqual([]);
});

const lines = (...list: string[]) => `${list.join('\r\n')}\r\n\r\n`;

describe('what isn\'t HTTP gets an error and the end of the connection', () => {
  test.each<[string, string, RegExp]>([
    ['nothing like it', 'hello\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['bytes', Buffer.from([0, 1, 2, 255, 13, 10, 13, 10]).toString('latin1'), /^HTTP\/1\.1 400 /],
    ['TLS', Buffer.from([22, 3, 1, 0, 165, 1, 0, 0, 161]).toString('latin1'), /^HTTP\/1\.1 400 /],
    ['no Host', lines('GET / HTTP/1.1'), /^HTTP\/1\.1 400 /],
    ['a header without a colon', lines('GET / HTTP/1.1', 'Host: localhost', 'broken'), /^HTTP\/1\.1 400 /],
    ['a folded header', lines('GET / HTTP/1.1', 'Host: localhost', 'A: b', ' c'), /^HTTP\/1\.1 400 /],
    ['a space before the colon', lines('GET / HTTP/1.1', 'Host: localhost', 'A : b'), /^HTTP\/1\.1 400 /],
    ['a NUL in a header', lines('GET / HTTP/1.1', 'Host: localhost', 'A: b\0c'), /^HTTP\/1\.1 400 /],
    ['two lengths', lines('POST / HTTP/1.1', 'Host: localhost', 'Content-Length: 1', 'Content-Length: 2'), /^HTTP\/1\.1 400 /],
    ['a length and chunks, the way to smuggle', `${lines('POST / HTTP/1.1', 'Host: localhost', 'Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`, /^HTTP\/1\.1 400 /],
    ['a length that is none', lines('POST / HTTP/1.1', 'Host: localhost', 'Content-Length: -1'), /^HTTP\/1\.1 400 /],
    ['a chunk of no size', `${lines('POST / HTTP/1.1', 'Host: localhost', 'Transfer-Encoding: chunked')}xyz\r\n`, /^HTTP\/1\.1 400 /],
    ['a method that there isn\'t', lines('HACK / HTTP/1.1', 'Host: localhost'), /^HTTP\/1\.1 400 /],
    ['another protocol', lines('GET / HTTP/9.9', 'Host: localhost'), /^HTTP\/1\.1 (?:400|505) /],
    ['HTTP/2 without TLS', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', /^HTTP\/1\.1 (?:400|505) /],
  ])('%s', async (_, text, expected) => expect(await raw(web, text)).toMatch(expected));

  test('a tunnel isn\'t opened', async () => {
    expect(await raw(web, lines('CONNECT example.com:443 HTTP/1.1', 'Host: example.com:443'))).not.toMatch(/^HTTP\/1\.1 2/);
  });

  test('an upgrade is answered as the request that it is', async () => {
    const answer = await raw(http, lines('GET /x HTTP/1.1', 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).not.toMatch(/"upgrade":/i);
  });
});

describe('too much', () => {
  test('of headers for API Gateway is refused as API Gateway does', async () => {
    const answer = await send(`http://localhost:${http}/x`, { headers: { 'x-large': 'a'.repeat(11_000) } });
    expect(answer.status).toBe(431);
  });

  test('of headers for CloudFront is refused as CloudFront does', async () => {
    expect(await send(`http://localhost:${web}/`, { headers: { 'x-large': 'a'.repeat(21_000) } })).toMatchObject({ status: 413, headers: { server: 'CloudFront' } });
  });

  test('of headers for anyone ends the connection', async () => {
    const flood = lines('GET / HTTP/1.1', 'Host: localhost', ...Array.from({ length: 20_000 }, (_, index) => `X-${index}: ${'a'.repeat(20)}`));
    expect(await raw(web, flood)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('of small headers is seen to the last one', async () => {
    const many = Array.from({ length: 1100 }, (_, index) => `a${index}: 1`);
    expect(await raw(rest, lines('GET /prod/x HTTP/1.1', 'Host: localhost', ...many))).toMatch(/^HTTP\/1\.1 (?:200|4\d\d) /);
  });

  test('of a URL', async () => {
    expect(await raw(web, lines(`GET /${'a'.repeat(9000)} HTTP/1.1`, 'Host: localhost'))).toMatch(/^HTTP\/1\.1 414 /);
  });

  test.each(['rest-api', 'http-api'])('of a body for a %s is the 413 that it answers', async (kind) => {
    const { port } = server.entrance(kind);
    const path = kind === 'rest-api' ? '/prod/x' : '/x';
    const announced = await raw(port, lines(`POST ${path} HTTP/1.1`, 'Host: localhost', `Content-Length: ${11 * 1024 * 1024}`));
    expect(announced).toMatch(/^HTTP\/1\.1 413 /);
    expect(announced).toMatch(kind === 'rest-api' ? /Request Too Long/ : /Request Entity Too Large/);
  });

  test('of a body in chunks, which nobody announces', async () => {
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 'a'), Buffer.from('\r\n')]);
    const answer = await raw(rest, [lines('POST /prod/x HTTP/1.1', 'Host: localhost', 'Transfer-Encoding: chunked'), ...Array.from({ length: 12 }, () => chunk), '0\r\n\r\n'], 3000);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('of a body for any edge', async () => {
    expect(await raw(web, lines('POST /spring/x HTTP/1.1', 'Host: localhost', `Content-Length: ${65 * 1024 * 1024}`))).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('a body of exactly 10 MB passes the gateway, and is too large an event for the function', async () => {
    const answer = await send(`http://localhost:${http}/x`, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024) });
    expect([answer.status, answer.body.toString()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });
});

describe('nothing outside the site is read', () => {
  const SECRETS = /top secret|root:.*:0:0/;
  const up = ['../secret.txt', '../../../../../../etc/passwd'];

  test.each([
    ...up.map((path) => `/${path}`),
    ...up.map((path) => `/${path.replaceAll('..', '%2e%2e')}`),
    ...up.map((path) => `/${path.replaceAll('/', '%2f')}`),
    ...up.map((path) => `/${path.replaceAll('/', '\\')}`),
    ...up.map((path) => `/${path.replaceAll('/', '%5c')}`),
    ...up.map((path) => `/a/b/${path.replaceAll('../', '..%252f')}`),
    '/..;/secret.txt', '/....//secret.txt', '//../secret.txt', '/./../secret.txt', '/%00../secret.txt', '/index.html%00', '/index.html/..%2f..%2fsecret.txt',
    '/etc/passwd', '//etc/passwd', '/file:///etc/passwd', '/C:/Windows/win.ini', '/%c0%ae%c0%ae/secret.txt', '/.cdk-cors/../../names.ts', '/.cdk-cors/..%2f..%2fnames.ts',
  ])('%s', async (path) => {
    const answer = await raw(web, lines(`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close'));
    expect(answer).toMatch(/^HTTP\/1\.1 (?:[34]\d\d|200 OK[^]*(?:The site|played by))/);
    expect(answer).not.toMatch(SECRETS);
    expect(answer).not.toContain('export class');
  });

  test.each(['/../index.ts', '/%2e%2e/index.ts', '/..%2findex.ts', '/console.css/../../names.ts', '/constructor', '/__proto__', '/index.html/', '/package.json'])('of the console: %s', async (path) => {
    const answer = await raw(server.port, lines(`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close'));
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe('names that mean something to JavaScript mean nothing here', () => {
  const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'];

  test.each(NAMES)('%s, as header, query, path and host', async (name) => {
    const url = `http://localhost:${http}/${name}?${name}=1&${name}[polluted]=1`;
    const answer = await send(url, { headers: { [name]: 'polluted', cookie: `${name}=1` } });
    expect(answer.status).toBe(200);
    expect(json(answer).path).toBe(`/${name}`);
    expect((await raw(rest, lines(`GET /prod/${name}?${name}=1 HTTP/1.1`, 'Host: localhost', `${name}: 1`, 'Connection: close')))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await raw(web, lines('GET / HTTP/1.1', `Host: ${name}`))).toMatch(/^HTTP\/1\.1 421 /);
    expect(({} as any).polluted).toBeUndefined();
  });

  test('also in what the console is told', async () => {
    const body = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"page":"https://app.example.com","entrance":"rest-api"}';
    await send(`${server.url}/api/ask`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    await send(`${server.url}/api/failure`, { method: 'POST', body: '{"__proto__":{"failure":"THROTTLED"}}', headers: { 'content-type': 'application/json' } });
    expect(({} as any).polluted).toBeUndefined();
    expect((await send(`http://localhost:${http}/x`)).status).toBe(200);
  });
});

describe('code that goes on for ever ends', () => {
  test('a function, when its time is up; others are answered meanwhile', async () => {
    const looping = send(`http://localhost:${rest}/prod/loop`);
    expect((await send(`http://localhost:${rest}/prod/x`)).status).toBe(200);
    expect((await looping).status).toBe(502);
  });

  test('a mapping template', async () => {
    expect(await send(`http://localhost:${rest}/prod/mock/loop`)).toMatchObject({ status: 500 });
  });
});

describe('an answer of a function that HTTP can\'t carry', () => {
  test.each([['line-break', /stolen/], ['unicode', /\u2603/], ['status', /^$/]])('%s', async (name, forbidden) => {
    for (const url of [`http://localhost:${rest}/prod/${name}`, `http://localhost:${http}/${name}`]) {
      const answer = await send(url);
      expect(answer.status).toBeGreaterThanOrEqual(200);
      expect(answer.headers['set-cookie'] ?? '').not.toMatch(forbidden.source === '^$' ? /./ : forbidden);
    }
  });
});

describe('clients that go away', () => {
  test('before their body is sent, and before the answer', async () => {
    const before = events.length;
    for (const text of [lines('POST /x HTTP/1.1', 'Host: localhost', 'Content-Length: 100'), lines('GET /loop HTTP/1.1', 'Host: localhost')]) {
      await new Promise<void>((resolve) => {
        const socket = connect(http, '127.0.0.1', () => socket.write(text, () => setTimeout(() => socket.destroy(), 50)));
        socket.on('close', () => resolve());
      });
    }
    const gone = () => events.slice(before).flatMap((event) => event.type === 'request' && event.entry.status === undefined ? [event.entry.problem] : []);
    for (let tries = 0; tries < 100 && gone().length < 2; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(gone()).toEqual(['before all of it was sent', 'before the answer']);
  }, 20_000);
});

test('a request for nothing here is told what there is', async () => {
  const answer = await send(`http://localhost:${web}/`, { headers: { host: 'rebound.example' } });
  expect(answer).toMatchObject({ status: 421 });
  expect(answer.body.toString()).toContain(`nothing here is called "rebound.example"; the console at ${server.url}`);
});

test.each([['//[', 404], ['//', 404], ['///[x]?a=%', 404], ['//app.example.com/api/app', 404], ['/%', 404], ['/api/%5B', 404]])('the console has no %s', async (path, status) => {
  expect(await raw(server.port, lines(`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close'))).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

test.each([
  ['http://localhost/prod/mock', 204],
  ['http://api.example.com.localhost/x', 200],
  ['http://elsewhere.example/', 421],
  ['*', 400],
  ['file:///etc/passwd', 400],
])('a request for %s, as to a proxy: %d', async (target, status) => {
  expect(await raw(rest, lines(`GET ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close'))).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});
