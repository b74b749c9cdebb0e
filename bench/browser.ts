/**
 * Verdicts a second, and how many of them are right: fetchFromPage against jsdom's XMLHttpRequest and happy-dom's fetch.
 *
 * Each is given the recorded cases that it can express (a page with an origin, CORS mode, no cache), and its verdict is compared
 * with what Chromium did. The two others talk to a server on loopback; fetchFromPage is called with the recorded answers.
 *
 * `npx tsx bench/browser.ts` runs it alone.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { fetchFromPage, type PageRequest, type Verdict } from '../src/browser';
import { pageRequest, recordedAnswer, recordedCases, type RecordedCase, type RecordedResponse } from '../test/browser/recorded';
import { median, type Result, rounded } from './result';

const RECORDED_PAGE = 'http://localhost:18101';
const RECORDED_API = 'http://127.0.0.1:18102';
const RECORDED_OTHER = 'http://127.0.0.1:18103';

/** Recorded cases that a library can be asked: from a page with an origin, answered by a server on loopback, once. */
function comparableCases(): readonly RecordedCase[] {
  return recordedCases().filter(({ corsVerdict, request, repeat, response, preflightResponse }) =>
    corsVerdict !== 'failed-for-another-reason' && repeat === undefined && request.context === 'window' && request.api !== 'element' && request.mode === 'cors'
    && request.url.startsWith(RECORDED_API) && request.bodyType === undefined && response !== null && ![response, preflightResponse].some((answer) => answer !== null && 'destroy' in answer));
}

interface Measurement {
  readonly perSecond: number;
  readonly right: number;
  readonly of: number;
}

const WARM_UP_SECONDS = 2;
const SECONDS = 3;
const TURNS = 3;

interface Prepared {
  readonly recorded: RecordedCase;
  readonly request: PageRequest;
  readonly answer: ReturnType<typeof recordedAnswer>;
}

const verdictOf = ({ request, answer }: Prepared): Verdict => fetchFromPage(request, answer, { browser: 'chromium' });

function measureVerdicts(prepared: readonly Prepared[]): Measurement {
  const right = prepared.filter((each) => (verdictOf(each).outcome === 'allowed') === each.recorded.outcome.allowed).length;
  return { perSecond: rateOf(prepared, verdictOf), right, of: prepared.length };
}

/** What saying it for all three browsers adds where none departs, in those of a verdict: medians of turns. */
function costOfBrowsers(prepared: readonly Prepared[]): { readonly share: number; readonly of: number } {
  const alike = prepared.filter((each) => {
    const { chromium, firefox, webkit } = verdictOf(each).browsers;
    return chromium === firefox && firefox === webkit;
  });
  const turns = Array.from({ length: TURNS }, () => rateOf(alike, verdictOf) / rateOf(alike, (each) => verdictOf(each).browsers));
  return { share: rounded(median(turns)), of: alike.length };
}

/** On one core: by the processor time used, so that a busy machine doesn't count. */
function rateOf(prepared: readonly Prepared[], ask: (each: Prepared) => unknown): number {
  const round = () => prepared.forEach(ask);
  for (const start = process.hrtime.bigint(); secondsSince(start) < WARM_UP_SECONDS;) {
    round();
  }
  const before = process.cpuUsage();
  let verdicts = 0;
  for (const start = process.hrtime.bigint(); secondsSince(start) < SECONDS; verdicts += prepared.length) {
    round();
  }
  const { user, system } = process.cpuUsage(before);
  return verdicts / ((user + system) / 1e6);
}

function secondsSince(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1e9;
}

type Ask = (url: string, recorded: RecordedCase) => Promise<boolean>;

/** By the clock: these wait for a server. */
async function measureLibrary(cases: readonly RecordedCase[], servers: Servers, ask: Ask): Promise<Measurement> {
  let right = 0;
  const start = process.hrtime.bigint();
  for (const recorded of cases) {
    servers.current = recorded;
    const allowed = await ask(servers.localize(recorded.request.url), recorded);
    if (allowed === recorded.outcome.allowed) {
      right += 1;
    }
  }
  return { perSecond: cases.length / secondsSince(start), right, of: cases.length };
}

/** Servers on loopback that answer the current case. */
class Servers {
  public static async start(): Promise<Servers> {
    const servers = new Servers();
    await Promise.all(servers.all.map(async (server) => new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))));
    return servers;
  }

  public current!: RecordedCase;
  private readonly all: readonly Server[];

  private constructor() {
    this.all = [0, 1, 2].map(() => createServer((request, response) => {
      request.resume();
      const preflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
      const side = request.url!.endsWith(`/${this.current.case}`) ? this.current : this.current.redirectTarget ?? this.current;
      const answer: RecordedResponse | null = preflight ? side.preflightResponse : side.response;
      const { status, headers } = answer === null || 'destroy' in answer ? { status: 404, headers: [] } : answer;
      response.writeHead(status, headers.flatMap(([name, value]) => [name, this.localize(value)]));
      response.end(status === 204 || status === 304 ? undefined : 'ok');
    }));
  }

  /** A text with the recorder's origins, with the real ones instead. */
  public localize(text: string): string {
    const [page, api, other] = this.all.map((server) => (server.address() as AddressInfo).port);
    return text.replaceAll(RECORDED_PAGE, `http://localhost:${page}`).replaceAll(RECORDED_API, `http://127.0.0.1:${api}`).replaceAll(RECORDED_OTHER, `http://127.0.0.1:${other}`);
  }

  public get page(): string {
    return this.localize(RECORDED_PAGE);
  }

  public stop(): void {
    this.all.forEach((server) => {
      server.closeAllConnections();
      server.close();
    });
  }
}

interface Library {
  readonly ask: Ask;
  readonly close: () => void;
}

async function jsdomAsks(page: string): Promise<Library> {
  // @ts-expect-error jsdom comes without types
  const { JSDOM, VirtualConsole } = await import('jsdom');
  const dom = new JSDOM('', { url: `${page}/`, virtualConsole: new VirtualConsole() });
  const ask: Ask = async (url, { request }) => new Promise((resolve) => {
    const xhr = new dom.window.XMLHttpRequest();
    xhr.onload = () => resolve(true);
    xhr.onerror = xhr.onabort = () => resolve(false);
    try {
      xhr.open(request.method ?? 'GET', url);
      xhr.withCredentials = request.credentials === 'include';
      for (const [name, value] of request.headers as [string, string][]) {
        xhr.setRequestHeader(name, value);
      }
      if (request.uploadListener) {
        xhr.upload.onprogress = () => undefined;
      }
      xhr.send(request.body ?? null);
    } catch {
      resolve(false);
    }
  });
  return { ask, close: () => dom.window.close() };
}

async function happyDomAsks(page: string): Promise<Library> {
  const { Window } = await import('happy-dom');
  const window = new Window({ url: `${page}/` });
  const ask: Ask = async (url, { request }) => {
    // it throws out of an event handler on some redirects, and leaves its promise pending
    let thrown!: (error: Error) => void;
    const outside = new Promise<never>((_, reject) => { thrown = reject; });
    process.once('uncaughtException', thrown);
    try {
      const { method, credentials, redirect, body } = request;
      const headers = request.headers as [string, string][];
      const init = { method, headers, credentials, redirect, ...body === undefined || body === null ? {} : { body } };
      await Promise.race([window.fetch(url, init).then(async (response) => response.text()), outside]);
      return true;
    } catch {
      return false;
    } finally {
      process.off('uncaughtException', thrown);
    }
  };
  return { ask, close: () => { window.close(); } };
}

/** Measures, in well under a minute. */
export async function run(): Promise<Result> {
  const cases = comparableCases();
  const prepared = cases.map((recorded) => ({ recorded, request: pageRequest(recorded), answer: recordedAnswer(recorded) }));
  const ours = measureVerdicts(prepared);
  const browsers = costOfBrowsers(prepared);
  const servers = await Servers.start();
  const libraries: (readonly [string, Measurement])[] = [];
  for (const [name, open] of [['jsdom XMLHttpRequest', jsdomAsks], ['happy-dom fetch', happyDomAsks]] as const) {
    const { ask, close } = await open(servers.page);
    libraries.push([name, await measureLibrary(cases, servers, ask)]);
    close();
  }
  servers.stop();
  const rows = [['cdk-cors fetchFromPage', ours] as const, ...libraries].map(([name, { perSecond, right, of }]) => ({
    'what': name,
    'verdicts a second': Math.round(perSecond),
    'fetchFromPage is faster by': name.startsWith('cdk-cors') ? '1' : `${Math.round(ours.perSecond / perSecond)} x`,
    'right about allowed or blocked': `${(100 * right / of).toFixed(1)} %`,
    'of cases': of,
  }));
  return {
    title: 'A browser\'s verdict on a cross-origin request',
    rows,
    notes: [
      `${cases.length} cases recorded from Chromium 156: CORS mode, from a page with an origin, by fetch and XMLHttpRequest. jsdom's XMLHttpRequest is asked all of them, happy-dom's fetch too.`,
      'fetchFromPage: by the processor time of one core, answers given from memory. The others: by the clock, one request after another, to a server on loopback in the same process.',
      `What all three browsers do is asked of the ${browsers.of} cases in which they decide alike.`,
      `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}.`,
    ],
    figures: { 'verdicts a second': Math.round(ours.perSecond), 'what all three browsers do, in those of a verdict': browsers.share },
  };
}

if (require.main === module) {
  void run().then(({ title, rows, notes }) => {
    process.stdout.write(`${title}\n`);
    console.table(rows);
    process.stdout.write(`${notes.join('\n')}\n`);
    process.exit(0);
  });
}
