/**
 * Functions that know nothing of CORS, run by the emulator with the layer laid out as in Lambda, behind a REST API that is served over TLS at its own name:
 * what pages of three origins may read in a real Chromium.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Browser, BrowserContext } from 'playwright-core';
import { OrdersStack } from '../../examples/function-cors/orders-stack';
import { type RunningServer, startServer } from '../../src/serve';
import { launchChromium } from '../support/headless-chromium';
import { hasPython } from './running';

const SHOP = 'https://shop.example.com';
const PREVIEW = 'https://pr-7.preview.example.com';
const FOREIGN = 'https://foreign.example';
const TOKEN = { Authorization: 'Bearer letmein' };
const TLS = join(__dirname, '../fixtures/tls');

let folder: string;
let server: RunningServer;
let browser: Browser;
let context: BrowserContext;
let api: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-cors-function-e2e-'));
  const app = new App({ outdir: join(folder, 'cdk.out') });
  new OrdersStack(app, 'Orders');
  app.synth();
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(join(TLS, name), 'utf8'));
  server = await startServer({ app: join(folder, 'cdk.out'), port: 0, watch: false, https: { key, cert }, origins: [SHOP, PREVIEW, FOREIGN] });
  api = server.entrances[0].awsUrl;
  browser = await launchChromium(folder, [`--host-resolver-rules=MAP * 127.0.0.1:${server.port}`, '--ignore-certificate-errors']);
  context = await browser.newContext({ ignoreHTTPSErrors: true });
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Read {
  readonly status?: number;
  readonly count?: string | null;
  readonly body?: string;
  readonly blocked?: true;
}

/** What a page reads of an answer. */
async function read(origin: string, path: string, init: RequestInit = {}): Promise<Read> {
  const page = await context.newPage();
  try {
    await page.goto(`${origin}/`);
    return await page.evaluate(async ([url, options]) => {
      try {
        const response = await fetch(url, options as RequestInit);
        return { status: response.status, count: response.headers.get('x-order-count'), body: await response.text() };
      } catch {
        return { blocked: true as const };
      }
    }, [`${api}${path}`, init] as const);
  } finally {
    await page.close();
  }
}

const post = (total: number): RequestInit => ({ method: 'POST', headers: { ...TOKEN, 'Content-Type': 'application/json' }, body: JSON.stringify({ total }) });

describe.each([['a listed origin', SHOP], ['an origin by its pattern', PREVIEW]])('a page of %s reads', (_name, origin) => {
  test('a GET, with the header that is exposed', async () => {
    expect(await read(origin, '/orders', { headers: TOKEN })).toMatchObject({ status: 200, count: '2', body: expect.stringContaining('1690') });
  });

  test('a GET with credentials', async () => {
    expect(await read(origin, '/orders', { headers: TOKEN, credentials: 'include' })).toMatchObject({ status: 200 });
  });

  test('a POST after its preflight', async () => {
    expect(await read(origin, '/orders', post(5))).toMatchObject({ status: 201, body: '{"id":"3","total":5}' });
  });

  test('the function\'s own 401', async () => {
    expect(await read(origin, '/orders', { credentials: 'include' })).toMatchObject({ status: 401, body: '{"message":"Show a token"}' });
  });

  test('the gateway\'s 502 when the function throws', async () => {
    expect(await read(origin, '/orders', post(0))).toMatchObject({ status: 502, body: expect.stringContaining('Internal server error') });
  });
});

test('the gateway\'s 502 when the function takes too long', async () => {
  expect(await read(SHOP, '/orders?slowly=1', { headers: TOKEN })).toMatchObject({ status: 502, body: expect.stringContaining('Internal server error') });
});

test.each<[string, string, RequestInit]>([
  ['a GET', '/orders', { headers: TOKEN }],
  ['a GET with credentials', '/orders', { credentials: 'include' }],
  ['a POST', '/orders', post(5)],
  ['the function\'s own 401', '/orders', {}],
])('a page elsewhere reads nothing: %s', async (_name, path, init) => {
  expect(await read(FOREIGN, path, init)).toEqual({ blocked: true });
});

if (hasPython) {
  test('an answer of Python, whose own header gives way to the policy\'s', async () => {
    expect(await read(SHOP, '/orders/7/invoice', { credentials: 'include' })).toMatchObject({ status: 200, body: 'Invoice of order 7' });
    expect(await read(FOREIGN, '/orders/7/invoice')).toEqual({ blocked: true });
  });
}
