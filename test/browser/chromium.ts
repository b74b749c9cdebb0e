import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { HttpResponse, PageRequest } from '../../src/browser';
import { launchChromium } from '../support/headless-chromium';
import { type RawRequest, rawResponse, readRequests } from '../support/raw-http';

/** A case for a real browser: what its page asks, and what its servers answer to whom. */
export interface LiveCase {
  readonly name: string;
  /** Its URLs are on `http://api.invalid`, `http://other.invalid` or `http://page.invalid`, which stand for the servers. */
  readonly request: PageRequest;
  /** Asked again after the first, if there. */
  readonly repeat?: PageRequest;
  /** By the path's last segment: `0` is where the request goes, `1` where a redirect may lead. */
  readonly steps: ReadonlyArray<{ readonly preflight: HttpResponse; readonly response: HttpResponse }>;
}

/** What the browser did. */
export interface LiveResult {
  readonly allowed: boolean;
  readonly type?: string;
  readonly status?: number;
  readonly exposedHeaders?: readonly string[];
  readonly error?: string;
  readonly parameter?: string;
  readonly netError?: string;
  readonly console: readonly string[];
  readonly hits: ReadonlyArray<{ readonly method: string; readonly path: string; readonly host: string; readonly headers: Record<string, string> }>;
}

const REQUESTS_IN_PAGE = readFileSync(join(__dirname, 'page-requests.js'), 'utf8');

const HOSTS = ['page', 'api', 'other'] as const;
/** What each name in a case's URLs stands for. */
export type Host = typeof HOSTS[number];

/** A headless Chromium, a page in it, and three servers on loopback that answer as the cases say. */
export class LiveBrowser {
  /** Starts an installed Chrome, or the Chromium that comes in a package. */
  public static async start(): Promise<LiveBrowser> {
    const servers = Object.fromEntries(await Promise.all(HOSTS.map(async (host) => [host, await listen()]))) as Record<Host, Server>;
    const folder = mkdtempSync(join(tmpdir(), 'live-chromium-'));
    try {
      const live = new LiveBrowser(await launchChromium(folder), servers, folder);
      await live.open();
      return live;
    } catch (error) {
      HOSTS.forEach((host) => servers[host].close());
      throw error;
    }
  }

  /** The browser's version. */
  public readonly version: string;
  private readonly cases = new Map<string, LiveCase>();
  private readonly seen = new Map<string, { console: string[]; failures: Failed[]; hits: LiveResult['hits'][number][] }>();
  private readonly pages = new Map<string, { readonly page: Page; readonly session: CDPSession }>();
  private nextId = 0;

  private constructor(private readonly browser: Browser, private readonly servers: Record<Host, Server>, private readonly folder: string) {
    this.version = browser.version();
    for (const host of HOSTS) {
      servers[host].on('connection', (socket: Socket) => readRequests(socket, (request) => this.serve(host, request)));
    }
  }

  /** The real origin of a host. */
  public origin(host: Host): string {
    const { port } = this.servers[host].address() as AddressInfo;
    return `http://${host === 'page' ? 'localhost' : '127.0.0.1'}:${port}`;
  }

  /** Puts the real origins, and where cases live, into a text. */
  public localize(text: string, id: string): string {
    return HOSTS.reduce((done, host) => done.replaceAll(`http://${host}.invalid`, this.origin(host)), text).replaceAll('/case', `/c/${id}`);
  }

  /** Runs cases, a batch at a time. */
  public async run(cases: readonly LiveCase[], batch = 40): Promise<ReadonlyArray<{ readonly live: LiveResult; readonly as: LiveCase }>> {
    const results: { live: LiveResult; as: LiveCase }[] = [];
    for (let start = 0; start < cases.length; start += batch) {
      results.push(...await this.runBatch(cases.slice(start, start + batch)));
    }
    return results;
  }

  /** Ends everything. */
  public async stop(): Promise<void> {
    await this.browser.close();
    await Promise.all(HOSTS.map(async (host) => new Promise((resolve) => {
      this.servers[host].close(resolve);
    })));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async open(): Promise<void> {
    const context = await this.browser.newContext();
    for (const origin of [this.origin('page'), 'null']) {
      const page = await context.newPage();
      await page.goto(origin === 'null' ? 'data:text/html,<title>opaque</title>' : `${origin}/`);
      const session = await context.newCDPSession(page);
      await this.listen(session);
      this.pages.set(origin, { page, session });
    }
  }

  private async listen(session: CDPSession): Promise<void> {
    const urls = new Map<string, string>();
    // a redirect is told under the same id: the first URL is the case's
    session.on('Network.requestWillBeSent', ({ requestId, request }) => urls.get(requestId) ?? urls.set(requestId, request.url));
    session.on('Network.loadingFailed', (event) => {
      const { corsErrorStatus: status, errorText } = event;
      this.of(urls.get(event.requestId))?.failures.push({ error: status?.corsError, parameter: status?.failedParameter, errorText });
    });
    session.on('Log.entryAdded', ({ entry }) => this.of(/\/c\/\d+/.exec(`${entry.text} ${entry.url ?? ''}`)?.[0])?.console.push(entry.text));
    await session.send('Network.enable');
    await session.send('Log.enable');
  }

  private of(url: string | undefined) {
    const id = /\/c\/(\d+)/.exec(url ?? '')?.[1];
    return id === undefined ? undefined : this.seen.get(id);
  }

  private async runBatch(cases: readonly LiveCase[]): Promise<ReadonlyArray<{ readonly live: LiveResult; readonly as: LiveCase }>> {
    const localized = cases.map((live) => {
      const id = String(this.nextId++);
      const as = JSON.parse(this.localize(JSON.stringify(live), id)) as LiveCase;
      this.cases.set(id, as);
      this.seen.set(id, { console: [], failures: [], hits: [] });
      return { id, as };
    });
    const outcomes = new Map<string, PageOutcome>();
    for (const [origin, { page }] of this.pages) {
      const mine = localized.filter(({ as }) => as.request.page === origin);
      const requests = mine.map(({ as }) => [as.request, ...as.repeat === undefined ? [] : [as.repeat]]);
      const got: PageOutcome[] = mine.length === 0 ? [] : await page.evaluate<PageOutcome[]>(asked(requests));
      mine.forEach(({ id }, index) => outcomes.set(id, got[index]));
    }
    await this.settle(localized.map(({ id }) => ({ id, outcome: outcomes.get(id)! })));
    return localized.map(({ id, as }) => ({ as, live: this.collect(id, outcomes.get(id)!) }));
  }

  /** Failures and console lines arrive on a way of their own, some after the page knows: waits for those that must come. */
  private async settle(batch: ReadonlyArray<{ readonly id: string; readonly outcome: PageOutcome }>): Promise<void> {
    const isPending = ({ id, outcome }: { id: string; outcome: PageOutcome }) => {
      const { console, failures } = this.seen.get(id)!;
      const named = failures.some(({ error }) => error !== undefined);
      const silent = outcome.message?.includes('Failed to fetch') === true && failures.length === 0 && console.length === 0;
      return silent || (named && !console.some((text) => text.includes('blocked by CORS policy')));
    };
    const until = Date.now() + 3000;
    do {
      for (const { session } of this.pages.values()) {
        await session.send('Runtime.evaluate', { expression: 'new Promise((done) => setTimeout(done, 20))', awaitPromise: true });
      }
    } while (Date.now() < until && batch.some(isPending));
  }

  private collect(id: string, outcome: PageOutcome): LiveResult {
    const { console, failures, hits } = this.seen.get(id)!;
    this.cases.delete(id);
    const failed = failures.find(({ error }) => error !== undefined) ?? failures[0];
    return { ...outcome, error: failed?.error, parameter: failed?.parameter, netError: failed?.errorText, console, hits };
  }

  private serve(host: Host, { method, path, headers }: RawRequest): string {
    const [, id, step = '0'] = /^\/c\/(\d+)(?:\/(\d+))?/.exec(path) ?? [];
    const live = this.cases.get(id);
    if (live === undefined) return rawResponse(200, [['Content-Type', 'text/html']], '<!doctype html><link rel=icon href=data:,>');
    this.seen.get(id)!.hits.push({ method, path, host, headers });
    const answers = live.steps[Math.min(Number(step), live.steps.length - 1)];
    const preflight = method === 'OPTIONS' && 'access-control-request-method' in headers;
    const answer = preflight ? answers.preflight : answers.response;
    return rawResponse(answer.status, answer.headers as [string, string][], method === 'HEAD' ? undefined : 'ok');
  }
}

interface Failed {
  readonly error: string | undefined;
  readonly parameter: string | undefined;
  readonly errorText: string;
}

interface PageOutcome {
  readonly allowed: boolean;
  readonly type?: string;
  readonly status?: number;
  readonly exposedHeaders?: string[];
  /** Of the exception that was thrown. */
  readonly message?: string;
}

async function listen(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return server;
}

/** What a page evaluates: the outcomes of the cases, which run side by side; the last request of each counts. */
function asked(requests: readonly PageRequest[][]): string {
  return `${REQUESTS_IN_PAGE}
    // what isn't an image, audio or video fails whatever CORS says: only errors that CORS made are looked at
    const orTimeout = (r) => r.api === 'element' ? Promise.race([ask(r), new Promise((done) => setTimeout(done, 1000, { allowed: false }))]) : ask(r);
    Promise.all(${JSON.stringify(requests)}.map((list) => list.reduce((before, r) => before.then(() => orTimeout(r)), Promise.resolve())))`;
}
