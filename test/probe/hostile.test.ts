import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { probe, type ProbeOptions, type ProbeReport } from '../../src/probe';
import { connect } from '../../src/probe/connect';
import { isPrivateAddress } from '../../src/probe/private-addresses';
import { goodAnswer, goodPreflight, PAGE } from './answers';
import { type Behaviour, byMethod, ZooServer } from './zoo-keeper';

const TLS = Object.fromEntries(['key', 'cert'].map((name) => [name, readFileSync(join(__dirname, '..', 'fixtures', 'tls', `${name}.pem`))]));

async function probed(lives: Behaviour, options: Partial<ProbeOptions> = {}): Promise<{ report: ProbeReport; server: ZooServer }> {
  const server = new ZooServer(lives);
  try {
    return { report: await probe({ url: `${await server.url()}/items`, pages: [PAGE], timeout: 60_000, totalTimeout: 600_000, ...options }), server };
  } finally {
    await server.close();
  }
}

const CHUNK = Buffer.alloc(65_536, 97);

const raw = (text: string) => () => (socket: Socket) => {
  socket.end(text, 'latin1');
};

describe('no answer', () => {
  test.each<[name: string, lives: Behaviour, kind: string, message: RegExp]>([
    ['closed at once', () => (socket) => socket.destroy(), 'closed', /closed the connection without an answer/],
    ['not HTTP', raw('220 mail.example.com ESMTP\r\n'), 'malformed', /isn't HTTP that a browser can read \(HPE_/],
    ['a status line alone', raw('HTTP/1.1 200 OK\r\n'), 'closed', /closed the connection/],
    ['a line break in a header', raw('HTTP/1.1 200 OK\r\nA: b\rc: d\r\n\r\n'), 'malformed', /HPE_/],
    ['a status of letters', raw('HTTP/1.1 abc OK\r\n\r\n'), 'malformed', /HPE_/],
    ['headers without end', () => (socket) => void socket.write(`HTTP/1.1 200 OK\r\n${'X-Filler: 0123456789abcdef0123456789abcdef\r\n'.repeat(8000)}`), 'malformed', /HPE_HEADER_OVERFLOW/],
  ])('%s', async (_, lives, kind, message) => {
    const { report } = await probed(lives);
    expect(report.failure?.kind).toBe(kind);
    expect(report.failure?.message).toMatch(message);
    expect(report.findings).toEqual([]);
  });

  test('silence ends at the time limit', async () => {
    const { report } = await probed(() => () => undefined, { timeout: 100 });
    expect(report.failure).toEqual({ kind: 'timeout', message: expect.stringMatching(/^127\.0\.0\.1:\d+ doesn't answer within 0\.1 s$/) });
  });

  test('an interruption ends it', async () => {
    const interrupted = new AbortController();
    const { report } = await probed(() => () => interrupted.abort(), { interrupted: interrupted.signal });
    expect(report.failure).toEqual({ kind: 'interrupted', message: 'it was interrupted' });
  });

  test.each([
    ['a name that there isn\'t', 'http://cdk-cors.invalid/', 'dns', /cdk-cors\.invalid/],
    ['a closed port', 'http://127.0.0.1:1/', 'refused', /nothing listens at 127\.0\.0\.1:1/],
  ])('%s', async (_, url, kind, message) => {
    const { failure } = await probe({ url, pages: [PAGE] });
    expect(failure?.kind).toBe(kind);
    expect(failure?.message).toMatch(message);
  });

  test('http where https is asked', async () => {
    const server = createHttpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { failure } = await probe({ url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`, pages: [PAGE], timeout: 60_000 });
      expect(failure?.kind).toBe('tls');
      expect(failure?.message).toMatch(/isn't a https server; try http:\/\/127\.0\.0\.1/);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('answers that don\'t end well', () => {
  const head = `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: ${PAGE}\r\nVary: Origin\r\nContent-Type: application/json\r\n`;

  test.each<[name: string, lives: Behaviour]>([
    ['a body that is cut', raw(`${head}Content-Length: 1000\r\n\r\n{"a":`)],
    ['a broken chunk', raw(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`)],
    ['what isn\'t gzip', raw(`${head}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc`)],
    ['a body of a bomb', () => (socket) => {
      const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
      socket.end(Buffer.concat([Buffer.from(`${head}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`), bomb]));
    }],
    ['a body without end', () => (socket) => {
      socket.write(`${head}\r\n`);
      const more = () => {
        while (!socket.destroyed && socket.write(CHUNK)) {
          // until it must wait
        }
      };
      socket.on('drain', more);
      more();
    }],
  ])('%s: the headers count', async (_, lives) => {
    const { report } = await probed(byMethod(goodPreflight([PAGE]), lives));
    expect(report.failure).toBeUndefined();
    expect(report.asked[0].verdict.outcome).toBe('allowed');
  });

  test('a body that comes too slowly is cut at the time limit', async () => {
    const { report } = await probed(byMethod(goodPreflight([PAGE]), () => (socket) => void socket.write(`${head}Content-Length: 1000\r\n\r\n{`)), { timeout: 200, maxRequests: 1 });
    expect(report.asked[0].verdict.outcome).toBe('allowed');
    expect(report.asked[0].exchanges[0].answer).toMatchObject({ isCut: true, body: '{' });
  });
});

describe('bounds', () => {
  test('no more requests than are allowed, and it says so', async () => {
    const { report, server } = await probed(byMethod(goodPreflight([PAGE]), goodAnswer([PAGE])), { maxRequests: 3 });
    expect(server.seen).toHaveLength(3);
    expect(report).toMatchObject({ requests: 3, cutShort: { kind: 'budget', message: 'no more than 3 requests are sent' } });
  });

  test('redirects in a circle end', async () => {
    const { report, server } = await probed(() => ({ status: 302, headers: ['Location: /again', `Access-Control-Allow-Origin: ${PAGE}`] }), { method: 'HEAD' });
    expect(report.asked[0].verdict.outcome).toBe('blocked');
    expect(server.seen.length).toBeLessThanOrEqual(60);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s goes out once where it is named', async (method) => {
    const { server } = await probed(byMethod(goodPreflight([PAGE]), goodAnswer([PAGE])), { method, all: true });
    expect(server.seen.filter((seen) => !['GET', 'HEAD', 'OPTIONS'].includes(seen.method)).map((seen) => seen.method)).toEqual([method]);
  });

  test('nothing but harmless methods goes out unless one is named', async () => {
    const { server, report } = await probed(byMethod(goodPreflight([PAGE]), goodAnswer([PAGE])), { all: true });
    expect(new Set(server.seen.map((seen) => seen.method))).toEqual(new Set(['GET', 'HEAD', 'OPTIONS']));
    expect(report.methods).toEqual([
      { method: 'GET', outcome: 'allowed' }, { method: 'HEAD', outcome: 'allowed' },
      ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ method, outcome: 'preflight passes' })),
    ]);
  });

  test('no cookies and no credentials go along', async () => {
    const { server } = await probed((seen) => ({ ...goodAnswer([PAGE])(seen) as { status: number }, headers: ['Set-Cookie: session=1', `Access-Control-Allow-Origin: ${PAGE}`, 'Access-Control-Allow-Credentials: true'] }), { credentials: true });
    expect(server.seen.length).toBeGreaterThan(5);
    expect(server.seen.filter(({ headers }) => 'cookie' in headers || 'authorization' in headers || 'proxy-authorization' in headers)).toEqual([]);
  });

  test('it sends what a browser sends, under a name of its own', async () => {
    const { server } = await probed(byMethod(goodPreflight([PAGE]), goodAnswer([PAGE])), { method: 'PUT', headers: [['content-type', 'application/json'], ['X-Tenant', 'a']], maxRequests: 1 });
    expect(server.seen[0]).toMatchObject({
      method: 'OPTIONS',
      path: '/items',
      origin: PAGE,
      headers: {
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type,x-tenant',
        'sec-fetch-mode': 'cors',
        'sec-fetch-site': 'cross-site',
        'referer': `${PAGE}/`,
        'user-agent': expect.stringMatching(/cdk-cors probe/),
      },
    });
  });
});

describe('private addresses', () => {
  test.each(['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '::1', '::', 'fd00::1', 'fe80::1', '::ffff:10.0.0.1'])('%s is one', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each(['8.8.8.8', '172.32.0.1', '172.15.255.255', '100.128.0.1', '192.0.1.1', '2600:1f18::1', '::ffff:8.8.8.8'])('%s isn\'t one', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });

  test.each(['http://127.0.0.1:1/', 'http://[::1]:1/', 'http://localhost:1/', 'https://169.254.169.254/latest/meta-data'])('a public URL\'s redirect to %s isn\'t followed', async (url) => {
    const options = { mayBePrivate: false, insecure: false, signal: new AbortController().signal };
    await expect(connect(new URL(url), options)).rejects.toMatchObject({ kind: 'private', message: expect.stringMatching(/private address.*nothing is sent there$/) });
  });
});

describe('TLS and HTTP/2', () => {
  async function served<T>(server: Server | Http2SecureServer, run: (url: string) => Promise<T>): Promise<T> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      return await run(`https://127.0.0.1:${(server.address() as AddressInfo).port}/items`);
    } finally {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    }
  }
  const listener = (_request: unknown, response: { writeHead(status: number, headers: object): unknown; end(body: string): unknown }) => {
    response.writeHead(200, { 'access-control-allow-origin': PAGE, 'vary': 'Origin', 'content-type': 'application/json' });
    response.end('{}');
  };
  const over1 = () => createHttpsServer(TLS, listener as never);
  const over2 = () => createSecureServer(TLS, listener as never);

  test.each([['HTTP/1.1', over1], ['HTTP/2', over2]])('a self-signed certificate over %s is a failure that says so', async (_, server) => {
    const { failure } = await served(server(), (url) => probe({ url, pages: [PAGE] }));
    expect(failure).toEqual({ kind: 'tls', message: expect.stringMatching(/^the certificate of 127\.0\.0\.1:\d+ is self-signed \(DEPTH_ZERO_SELF_SIGNED_CERT\): browsers refuse it before CORS matters$/) });
  });

  test.each([['HTTP/1.1', over1, '1.1'], ['HTTP/2', over2, '2']])('%s', async (_, server, httpVersion) => {
    const report = await served(server(), (url) => probe({ url, pages: [PAGE], insecure: true }));
    expect(report.asked[0].verdict.outcome).toBe('allowed');
    expect(report.asked[0].exchanges[0].answer).toMatchObject({ status: 200, httpVersion, body: '{}' });
  });

  test('two lines of one header stay two over HTTP/2', async () => {
    const twice = createSecureServer(TLS);
    twice.on('stream', (stream) => {
      stream.respond({ ':status': 200, 'access-control-allow-origin': [PAGE, '*'] } as never);
      stream.end('{}');
    });
    const { findings } = await served(twice, (url) => probe({ url, pages: [PAGE], insecure: true }));
    expect(findings.map(({ rule }) => rule)).toContain('several-allow-origin-values');
  });

  test('a stream that is reset is no answer', async () => {
    const reset = createSecureServer(TLS);
    reset.on('stream', (stream) => {
      stream.on('error', () => undefined);
      stream.close(2);
    });
    const { failure } = await served(reset, (url) => probe({ url, pages: [PAGE], insecure: true }));
    expect(failure?.kind).toMatch(/^(?:closed|malformed)$/);
  });
});
