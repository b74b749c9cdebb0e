import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { type RawRequest, rawResponse, readRequests } from '../../test/support/raw-http';
import type { OpenCase, Origins } from './cases';

/** What the page saw of a request of its own. */
export interface Outcome {
  readonly allowed: boolean | null;
  readonly type?: string;
  readonly status?: number;
  readonly exposedHeaders?: string[];
}

/** A request that reached a server. */
export type Hit = Record<string, string | boolean>;

/** How a case went. */
export interface Recording {
  readonly outcomes: readonly Outcome[];
  readonly hits: readonly Hit[];
}

const PAGE = readFileSync(join(__dirname, 'page.html'), 'latin1');
const REQUESTS = readFileSync(join(__dirname, '..', '..', 'test', 'browser', 'page-requests.js'), 'latin1');

/** How long the page waits for console lines after each case, in milliseconds. */
const PAUSE_MS = 30;

/** Three servers on loopback: one with the page that records, two with APIs. They answer as the cases say, and write down what they are asked. */
export class RecordingServers {
  /** Listens. */
  public static async start(): Promise<RecordingServers> {
    return new RecordingServers(await listen(), await listen(), await listen());
  }

  /** Where they listen. */
  public readonly origins: Origins;
  private readonly recordings = new Map<string, Recording>();
  private hits: Hit[] = [];
  private cases: readonly OpenCase[] = [];
  private next = 0;
  private done: (() => void) | undefined;

  private constructor(private readonly page: Server, private readonly api: Server, private readonly other: Server) {
    this.origins = { page: originOf(page, 'localhost'), api: originOf(api, '127.0.0.1'), other: originOf(other, '127.0.0.1') };
    for (const [name, server] of Object.entries({ page, api, other })) {
      server.on('connection', (socket) => readRequests(socket, (request) => this.serve(this.origins[name as keyof Origins], request)));
    }
  }

  /** Has the page record cases; `open` opens it. */
  public async record(cases: readonly OpenCase[], open: (url: string) => Promise<void>): Promise<ReadonlyMap<string, Recording>> {
    this.cases = cases;
    const finished = new Promise<void>((resolve) => {
      this.done = resolve;
    });
    await open(`${this.origins.page}/page.html`);
    await finished;
    return this.recordings;
  }

  /** Ends the servers. */
  public stop(): void {
    for (const server of [this.page, this.api, this.other]) {
      server.close();
    }
  }

  private serve(origin: string, request: RawRequest): string | undefined {
    const { path } = request;
    const name = /^\/c\/([^/?#]+)/.exec(path)?.[1];
    if (name !== undefined) return this.answer(name, origin, request);
    if (origin === this.origins.page && path === '/next') return json(this.following());
    if (origin === this.origins.page && path === '/result') return json(this.keep(JSON.parse(request.body)));
    if (path === '/page-requests.js') return rawResponse(200, [['Content-Type', 'text/javascript']], REQUESTS);
    return path.startsWith('/page.html') ? rawResponse(200, [['Content-Type', 'text/html']], PAGE) : notFound();
  }

  private following(): unknown {
    const next = this.cases[this.next];
    if (next === undefined) {
      this.done?.();
      return null;
    }
    this.next += 1;
    this.hits = [];
    const { context, ...request } = next.request;
    return { name: next.case, context, pause: PAUSE_MS, requests: [request, ...next.repeat === undefined ? [] : [{ ...request, ...next.repeat }]] };
  }

  private keep({ name, outcomes }: { name: string; outcomes: Outcome[] }): null {
    this.recordings.set(name, { outcomes, hits: this.hits });
    if (process.stderr.isTTY) {
      process.stderr.write(`\r${this.recordings.size} of ${this.cases.length}`);
    }
    return null;
  }

  private answer(name: string, origin: string, { method, path, headers }: RawRequest): string | undefined {
    const asked = this.cases[this.next - 1];
    // a late request of the case before
    if (asked?.case !== name) return notFound();
    const preflight = method === 'OPTIONS' && 'access-control-request-method' in headers;
    this.hits.push({ preflight, method, url: origin + path, ...headers });
    const place = path.replace(/[?#].*/, '').endsWith('/1') ? asked.redirectTarget ?? asked : asked;
    const response = preflight ? place.preflightResponse : place.response;
    if (response === null) return notFound();
    if ('destroy' in response) return undefined;
    return rawResponse(response.status, [...response.headers, ['Connection', 'keep-alive']], method === 'HEAD' ? undefined : 'ok');
  }
}

function notFound(): string {
  return rawResponse(404, [['Connection', 'keep-alive']], 'no');
}

function json(value: unknown): string {
  // beyond ASCII it is escaped, since the text goes as latin1
  const text = JSON.stringify(value).replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return rawResponse(200, [['Content-Type', 'application/json'], ['Cache-Control', 'no-store']], text);
}

async function listen(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function originOf(server: Server, host: string): string {
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}
