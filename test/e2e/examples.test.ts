/**
 * Every example, served over TLS under the names that AWS and DNS would give it, and asked by pages in a real Chromium at their true origins. What the browser
 * makes of it, and what `ask` says of the same app with its functions running, is the same in every case.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type RunningServer, startServer } from '../../src/serve';
import { type AskVerdict, askAsync, type MatrixRow, type Question, verify } from '../../src/verify';
import { exampleApp, STACKS } from '../support/examples';
import { launchChromium } from '../support/headless-chromium';

const TLS = join(__dirname, '../fixtures/tls');
const FAILURES = ['UNAUTHORIZED', 'ACCESS_DENIED', 'EXPIRED_TOKEN', 'THROTTLED', 'WAF_FILTERED', 'INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT', 'REQUEST_TOO_LARGE'];
const FOREIGN = 'https://foreign.example';

/** What the browser did, as far as `ask` says it too. */
interface Outcome {
  readonly outcome: 'allowed' | 'blocked';
  readonly status: number;
}

type Asked = Question & { readonly what: string };

let folder: string;
let backend: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-cors-e2e-'));
  // stands for a back end that knows nothing of CORS
  backend = createServer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  backend.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Their routes differ in nothing but their names, and there are hundreds of them. */
const ALIKE = ['openapi', 'thousand-routes'];

describe.each(Object.keys(STACKS).filter((example) => !ALIKE.includes(example)))('%s', (example) => {
  let server: RunningServer;
  let browser: Browser;
  let context: BrowserContext;
  const pages = new Map<string, Page>();

  beforeAll(async () => {
    const app = exampleApp(example, mkdtempSync(join(folder, 'app-')));
    // A machine that is busy makes functions slow; their time-outs aren't what is tested here.
    for (const fn of app.node.findAll().filter((each) => each instanceof CfnFunction)) {
      fn.timeout = 900;
    }
    const { directory } = app.synth();
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(join(TLS, name), 'utf8'));
    const url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
    const backends: Record<string, string> = example.startsWith('spring') ? { 'https://spring.internal.example.com': url } : {};
    server = await startServer({ app: directory, port: 0, watch: false, https: { key, cert }, backends, origins: [FOREIGN] });
    browser = await launchChromium(mkdtempSync(join(folder, 'browser-')), [`--host-resolver-rules=MAP * 127.0.0.1:${server.port}`, '--ignore-certificate-errors']);
    context = await browser.newContext({ ignoreHTTPSErrors: true });
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** A page of an origin, which is there once. */
  async function pageOf(origin: string): Promise<Page> {
    const known = pages.get(origin);
    if (known !== undefined) return known;
    const page = await context.newPage();
    // what isn't https has no server here; its page is made up, its requests are as real
    if (origin.startsWith('http:')) {
      await page.route(`${origin}/`, async (route) => route.fulfill({ contentType: 'text/html', body: '<title>page</title>' }));
    }
    const isEntrance = server.entrances.some(({ awsUrl }) => new URL(awsUrl).origin === origin);
    await page.goto(origin === 'null' ? 'data:text/html,<title>opaque</title>' : `${origin}/${isEntrance ? '.cdk-cors/' : ''}`);
    pages.set(origin, page);
    return page;
  }

  async function really({ page, entrance, path, method, headers, credentials, body, failure }: Asked): Promise<Outcome> {
    const { url: base } = server.emulator.entrances.find(({ resource }) => resource.path === entrance)!;
    const url = `${base}${path}${failure === undefined ? '' : `?cdk-cors-failure=${failure}`}`;
    return (await pageOf(page)).evaluate(async ([address, init]) => {
      try {
        const { status } = await fetch(address, init);
        return { outcome: 'allowed' as const, status };
      } catch {
        return { outcome: 'blocked' as const, status: 0 };
      }
    }, [url, { method, headers: headers as Record<string, string>, credentials, body: body ?? undefined }] as const);
  }

  /** Every method of every route, from the pages that `verify` asks from; every failure of two routes of each entrance. */
  function questions(): Asked[] {
    const rows = verify(server.emulator).matrix.filter(({ role }) => role !== 'near');
    const asked = (row: MatrixRow, more: Partial<Question> = {}): Asked => {
      const { target: { entrance, method, path, headers: named } } = row.cases[0];
      const headers = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, /^authorization$/i.test(name) ? `Bearer ${token(server)}` : value]));
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? '{}' : undefined;
      const what = [method, path, 'from', row.page, more.failure, more.credentials].filter(Boolean).join(' ');
      return { page: row.page, entrance: entrance.resource.path, path, method, headers, body, credentials: 'same-origin', ...more, what };
    };
    const friendly = rows.filter(({ role }) => role !== 'foreign');
    const failing = server.entrances.flatMap(({ logicalId }) => friendly.filter(({ entrance }) => entrance === logicalId).slice(0, 2));
    const foreign = rows.filter(({ page }) => page === FOREIGN);
    return [
      ...rows.map((row) => asked(row)),
      ...[...friendly.slice(0, 4), ...foreign.slice(0, 2)].map((row) => asked(row, { credentials: 'include' })),
      ...[...failing, ...foreign.slice(0, 1)].flatMap((row) => FAILURES.map((failure) => asked(row, { failure }))),
    ];
  }

  test('the browser does what ask says', async () => {
    const asked = questions();
    const answered: { what: string; real: Outcome; verdict: AskVerdict }[] = [];
    for (const question of asked) {
      const { what, ...rest } = question;
      const verdict = await askAsync(server.emulator, { ...rest, browser: 'chromium' });
      if (verdict.outcome !== 'unknown') {
        answered.push({ what, real: await really(question), verdict });
      }
    }
    const different = answered.filter(({ real, verdict: { outcome, status } }) =>
      real.outcome !== outcome || (status !== undefined && real.status !== status));
    expect(different.map(({ what, real, verdict: { outcome, status, error } }) => ({ what, real, outcome, status, error }))).toEqual([]);
    expect(new Set(answered.map(({ real }) => real.outcome))).toEqual(new Set(['allowed', 'blocked']));
    expect(answered.length / asked.length).toBeGreaterThan(LEAST_KNOWN[example] ?? 0.9);
  }, 300_000);
});

/** A token that the JWT authorizer of an app takes, as far as it looks. */
function token({ emulator: { model } }: RunningServer): string {
  const [authorizer] = model.ofType('AWS::ApiGatewayV2::Authorizer');
  const { Issuer: iss, Audience: aud } = (authorizer?.properties.JwtConfiguration ?? {}) as { Issuer?: string; Audience?: string[] };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'RS256' }), part({ sub: 'somebody', iss, aud, exp: Math.floor(Date.now() / 1000) + 3600, scope: 'tasks/write' }), part({})].join('.');
}

/** Where less is known than nearly all: HTTP APIs don't tell what their own errors carry (rule 72). */
const LEAST_KNOWN: { readonly [example: string]: number } = { 'http-api': 0.6, 'existing-stack': 0.8 };
