import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { RunningServer } from '../../src/serve';
import { folders, json, raw, send, serving } from './world';

const JSON_TYPE = { 'content-type': 'application/json' };
let server: RunningServer;

beforeAll(async () => {
  server = await serving(folders());
});

afterAll(async () => server?.close());

const api = (path: string) => `${server.url}/api/${path}`;
const post = (path: string, body: unknown, headers: { readonly [name: string]: string } = {}) =>
  send(api(path), { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { ...JSON_TYPE, ...headers } });

describe('only its own page gets answers', () => {
  test.each<[string, { readonly [name: string]: string }, number]>([
    ['its own page', {}, 200],
    ['its own page, at another name of this machine', { host: '127.0.0.1:PORT', origin: 'http://127.0.0.1:PORT' }, 200],
    ['its own page, which says so', { 'origin': 'http://localhost:PORT', 'sec-fetch-site': 'same-origin' }, 200],
    ['somebody who types the address', { 'sec-fetch-site': 'none' }, 200],
    ['a page elsewhere', { origin: 'https://evil.example' }, 403],
    ['a page of an origin that is played', { origin: 'http://app.example.com.localhost:PORT' }, 403],
    ['a page of another port', { origin: 'http://localhost:3000' }, 403],
    ['its own page, over another scheme', { origin: 'https://localhost:PORT' }, 403],
    ['an opaque page', { origin: 'null' }, 403],
    ['a page elsewhere, without saying from where', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of a neighbour', { 'sec-fetch-site': 'same-site' }, 403],
    ['a page whose name was made to lead here', { host: 'evil.example:PORT', origin: 'http://evil.example:PORT' }, 421],
    ['a page whose name was made to lead here, with a trick', { host: 'localhost.evil.example:PORT' }, 421],
  ])('%s: %j', async (_, headers, status) => {
    const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', String(server.port))]));
    for (const path of ['app', 'log']) {
      const answer = await send(api(path), { headers: filled });
      expect(answer.status).toBe(status);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect((await post('failure', { failure: null }, filled)).status).toBe(status);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a', 'application/jsonp', ''])('what a form can send as %j isn\'t taken', async (type) => {
    const answer = await post('failure', { failure: 'THROTTLED' }, { 'content-type': type });
    expect(answer.status).toBe(415);
    expect(json(await send(api('app'))).failing).toEqual([]);
  });

  test('a preflight gets no permission', async () => {
    const answer = await send(api('failure'), { method: 'OPTIONS', headers: { 'origin': 'https://evil.example', 'access-control-request-method': 'POST' } });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('its files', () => {
  test('the page loads nothing from elsewhere, and no page may frame it', async () => {
    const { status, headers, body } = await send(server.url);
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';.*frame-ancestors 'none'$/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(body.toString()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test('each is there, with its type', async () => {
    for (const file of readdirSync(join(__dirname, '../../src/serve/console')).filter((name) => /\.(?:css|js|html|svg)$/.test(name))) {
      const { status, headers } = await send(`${server.url}/${file}`);
      expect({ file, status }).toEqual({ file, status: 200 });
      expect(headers['content-type']).toMatch(/^text\/(?:html|css|javascript); charset=utf-8$|^image\/svg\+xml$/);
    }
  });

  test.each([['GET', '/nothing', 404], ['POST', '/', 415], ['DELETE', '/', 405], ['HEAD', '/', 200]])('%s %s: %d', async (method, path, status) => {
    const answer = await send(server.url + path, { method });
    expect(answer.status).toBe(status);
  });
});

describe('the API', () => {
  test('tells what is served', async () => {
    const app = json(await send(api('app')));
    expect(app).toMatchObject({ console: server.url, reloads: 0, origins: server.origins, failing: [] });
    expect(app.entrances).toEqual(JSON.parse(JSON.stringify(server.entrances)));
    expect(app.unsupported).toEqual([]);
    expect(app.failures).toContain('UNAUTHORIZED');
  });

  test('tells where pages of any origin are played', async () => {
    const url = `http://foreign.example.localhost:${server.port}`;
    expect(json(await send(api('origin?origin=https://foreign.example')))).toEqual({ origin: 'https://foreign.example', url });
    for (const wrong of ['null', '', 'https://foreign.example/path']) {
      expect(await send(api(`origin?origin=${wrong}`))).toMatchObject({ status: 400 });
    }
  });

  test('answers questions as ask does; with run, functions run', async () => {
    // the function's answer has the header
    const question = { page: 'https://app.example.com', entrance: 'rest-api', path: '/x', method: 'GET' };
    expect(json(await post('ask', question))).toMatchObject({ outcome: 'unknown' });
    const run = json(await post('ask?run', question));
    expect(run).toMatchObject({ outcome: 'allowed', status: 200, via: expect.arrayContaining([expect.objectContaining({ kind: 'function' })]) });
    const foreign = { page: 'https://foreign.example', entrance: 'http-api', path: '/x', method: 'PUT' };
    expect(json(await post('ask', foreign))).toMatchObject({ outcome: 'blocked', error: 'PreflightMissingAllowOriginHeader' });
  });

  // the HTTP API allows no header: Firefox alone makes a preflight for a Content-Type with a comma
  test('answers what each browser does and prints', async () => {
    const question = { page: 'https://app.example.com', entrance: 'http-api', path: '/x', method: 'POST', headers: { 'Content-Type': 'text/plain;a=b, c' }, body: 'x', answer: {} };
    const { outcomeText, browsers } = json(await post('ask', question));
    expect(outcomeText).toBe('allowed, not in Firefox');
    expect(browsers).toMatchObject({ chromium: { outcome: 'allowed', console: [] }, firefox: { outcome: 'blocked', reason: expect.any(String) }, webkit: { outcome: 'allowed', console: [] } });
    expect(browsers.firefox.console).toEqual([expect.stringContaining('header ‘content-type’ is not allowed'), expect.stringContaining('did not succeed')]);
  });

  test.each<[string, unknown, number, RegExp]>([
    ['ask', { page: 'https://app.example.com', entrance: 'nothing' }, 400, /nothing.* isn't an entrance of the app/],
    ['ask', { page: 7 }, 400, /./],
    ['ask', {}, 400, /./],
    ['ask', [], 400, /must be a JSON object/],
    ['ask', 'null', 400, /must be a JSON object/],
    ['ask', '{', 400, /isn't valid JSON/],
    ['ask', '', 400, /isn't valid JSON/],
    ['failure', { failure: 'NOTHING' }, 400, /failure must be null or one of ACCESS_DENIED/],
    ['failure', { failure: 'THROTTLED', page: 7 }, 400, /page must be the origin of pages/],
    ['nothing', {}, 404, /there is GET \/api\/app/],
    ['app', {}, 405, /takes GET/],
    ['ask', `"${'a'.repeat(1024 * 1024)}"`, 413, /at most 1 MB/],
  ])('POST /api/%s of %j: %d', async (path, body, status, message) => {
    const answer = await post(path, body);
    expect({ status: answer.status, body: answer.body.toString() }).toEqual({ status, body: expect.stringMatching(message) });
  });

  test('has requests fail, all or those of a page, until told otherwise', async () => {
    const { url } = server.entrance('rest-api');
    const page = 'https://app.example.com';
    const ask = async (origin: string) => (await send(`${url}/x`, { headers: { origin: `http://${origin}.localhost:4000` } })).status;
    expect(json(await post('failure', { failure: 'THROTTLED', page }))).toEqual({ failing: [{ failure: 'THROTTLED', page }] });
    expect([await ask('app.example.com'), await ask('foreign.example')]).toEqual([429, 200]);
    await post('failure', { failure: 'INTEGRATION_TIMEOUT' });
    expect([await ask('app.example.com'), await ask('foreign.example')]).toEqual([429, 504]);
    await post('failure', { failure: null, page });
    expect([await ask('app.example.com'), await ask('foreign.example')]).toEqual([504, 504]);
    expect(json(await post('failure', {}))).toEqual({ failing: [] });
    expect(await ask('app.example.com')).toBe(200);
  });

  test('remembers the last requests, oldest first', async () => {
    const { url } = server.entrance('rest-api');
    for (let count = 0; count < 3; count++) {
      await send(`${url}/mock?${count}`);
    }
    const log = json(await send(api('log')));
    expect(log.slice(-3).map(({ path, status }: any) => [path, status])).toEqual([['/prod/mock?0', 204], ['/prod/mock?1', 204], ['/prod/mock?2', 204]]);
  });

  test('streams what happens', async () => {
    let received = '';
    const outgoing = request(api('events'), { headers: { host: `localhost:${server.port}` }, agent: false });
    const opened = new Promise<void>((resolve) => {
      outgoing.on('response', (incoming) => incoming.on('data', (chunk: Buffer) => {
        received += chunk.toString();
        resolve();
      }));
    });
    outgoing.on('error', () => undefined);
    outgoing.end();
    await opened;
    await send(`${server.entrance('rest-api').url}/mock?streamed`);
    await server.reload();
    for (let tries = 0; tries < 50 && !received.includes('event: reload'); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    outgoing.destroy();
    expect(received).toMatch(/^event: hello\ndata: \{"reloads":0\}\n\nevent: request\ndata: \{"id":\d+.*"path":"\/prod\/mock\?streamed".*\}\n\nevent: reload\ndata: \{"reloads":1\}\n\n/);
  });
});

describe('a page that is played', () => {
  test('is there on every path of its origin, and says whom it obeys', async () => {
    for (const path of ['/', '/any/path?x', '/api/app', '/constructor']) {
      const { status, headers, body } = await send(`http://app.example.com.localhost:${server.port}${path}`);
      expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
      expect(headers['content-security-policy']).toContain(`frame-ancestors ${server.url};`);
      expect(body.toString()).toContain(`data-console="${server.url}"`);
    }
  });

  test('is there on an entrance too, where no app has anything', async () => {
    const { url, awsUrl } = server.entrance('cloudfront');
    expect((await send(`${url}/.cdk-cors/`)).body.toString()).toContain('played by');
    expect((await send(`${url}/.cdk-cors/page.js`)).headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect((await send(url)).body.toString()).not.toContain('played by');
    expect(awsUrl).toMatch(/^https:/);
  });

  test('takes no orders over HTTP', async () => {
    expect(await raw(server.port, 'POST / HTTP/1.1\r\nHost: app.example.com.localhost\r\nContent-Length: 0\r\n\r\n')).toMatch(/^HTTP\/1\.1 405 /);
  });
});
