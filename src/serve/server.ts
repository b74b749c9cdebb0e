import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EmulatedEntrance, Emulator } from '../emulator';
import { UserError } from '../errors';
import { declaredPages } from '../verify';
import { type AppOptions, ServedApp } from './app';
import { dispatch } from './dispatch';
import { EndOfTurn } from './end-of-turn';
import { Failures } from './failures';
import type { Tls } from './http-door';
import { Hub, type ServeListener } from './hub';
import { logRefused } from './log-request';
import { aliasHost, Names, type Reached } from './names';
import { Ports } from './ports';
import { Repeats } from './repeats';
import { type PlayedOrigin, playedOrigins, type Served, type ServedEntrance, servedEntrances, type ServerState } from './state';
import { watchApp } from './watch';
import { refuse } from './write-answer';

/** What is served, and how. */
export interface ServeOptions extends AppOptions {
  /**
   * The console's port; entrances have the following ones, in the order of the templates. 0 for any that are free.
   *
   * @default 4000
   */
  readonly port?: number;
  /**
   * Origins whose pages are played, besides those that the templates declare, such as `https://app.example.com`.
   *
   * @default - those that the templates declare
   */
  readonly origins?: readonly string[];
  /**
   * Speaks TLS with this key and certificate. A client that takes real names to this machine, such as Chromium with `--host-resolver-rules`, then meets
   * each entrance and each page at its true origin, and nothing is translated.
   *
   * @default - plain HTTP
   */
  readonly https?: Tls;
  /**
   * Whether a new synth is served as soon as it is there.
   *
   * @default true
   */
  readonly watch?: boolean;
  /**
   * Called with each event: requests, lines that functions write, reloads.
   *
   * @default - none
   */
  readonly listener?: ServeListener;
}

/**
 * Serves an app on this machine, and on no other.
 *
 * @throws a UserError where there is nothing to serve, a port is taken, or an option says something that can't be
 */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const server = new RunningServer(options);
  try {
    await server.open();
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** An app that is served, until it is closed. */
export class RunningServer {
  private readonly hub = new Hub();
  private readonly scheme: 'http' | 'https';
  private readonly ports: Ports;
  private state?: ServerState;
  private reloading: Promise<boolean> = Promise.resolve(true);
  private stopWatching?: () => void;

  /** @internal */
  constructor(private readonly options: ServeOptions) {
    this.scheme = options.https === undefined ? 'http' : 'https';
    if (options.listener !== undefined) {
      this.hub.listen(options.listener);
    }
    const wrong = (options.origins ?? []).find((origin) => aliasHost(origin) === undefined);
    if (wrong !== undefined) {
      throw new UserError('option', `${JSON.stringify(wrong)} isn't an origin; write it as browsers send it, such as https://app.example.com`);
    }
    this.ports = new Ports({
      first: options.port ?? 4000,
      https: options.https,
      handler: (incoming, reply, port) => this.answer(incoming, reply, port),
      problem: ({ status, message, error }) => this.report(status, message, error),
    });
  }

  /** The console: `http://localhost:4000`. */
  public get url(): string {
    return this.opened.console;
  }

  /** The console's port. */
  public get port(): number {
    return this.ports.consolePort;
  }

  /** What can be called, and where. */
  public get entrances(): readonly ServedEntrance[] {
    return this.opened.served.entrances;
  }

  /** Whose pages are played, and where. */
  public get origins(): readonly PlayedOrigin[] {
    return this.opened.served.origins;
  }

  /** What answers at the moment; another after a reload. */
  public get emulator(): Emulator {
    return this.opened.served.app.emulator;
  }

  /**
   * The entrance of a logical id, a path or a kind.
   *
   * @throws a UserError that lists what there is, where there isn't one of it
   */
  public entrance(name: string): ServedEntrance {
    const found = this.entrances.filter(({ logicalId, path, kind }) => name === logicalId || name === path || name === kind);
    if (found.length !== 1) {
      const known = this.entrances.map(({ path, kind }) => `${path} (${kind})`).join(', ') || 'none';
      throw new UserError('option', `${JSON.stringify(name)} ${found.length === 0 ? 'isn\'t an entrance' : 'is several entrances'} of the app; it has ${known}`);
    }
    return found[0];
  }

  /** Where pages of an origin are played: `http://app.example.com.localhost:4000`. Undefined for what has no name. */
  public urlOfOrigin(origin: string): string | undefined {
    return this.opened.served.names.aliasOf(origin);
  }

  /** Called with what happens from now on. What it returns ends it. */
  public listen(listener: ServeListener): () => void {
    return this.hub.listen(listener);
  }

  /**
   * Serves the app as it is on disk now. Where it can't be read, the one before goes on.
   *
   * @returns whether it could
   */
  public async reload(): Promise<boolean> {
    this.reloading = this.reloading.then(async () => this.replaceApp(this.opened));
    return this.reloading;
  }

  /** Takes no more requests, ends functions, and frees all ports. */
  public async close(): Promise<void> {
    this.stopWatching?.();
    await this.reloading;
    await this.ports.close();
    await this.state?.served.app.close();
  }

  /** @internal */
  public async open(): Promise<void> {
    const app = this.load();
    try {
      await this.ports.openConsole();
      await this.ports.openFor(pathsOf(app));
    } catch (error) {
      await app.close();
      throw error;
    }
    const console = `${this.scheme}://localhost:${this.port}`;
    const { app: source } = this.options;
    this.state = {
      console, source, hub: this.hub, failures: new Failures(), endOfTurn: new EndOfTurn(), served: this.serve(app), reloads: 0, problem: undefined,
    };
    if (this.options.watch !== false) {
      this.stopWatching = watchApp(this.options.app, () => void this.reload());
    }
  }

  private get opened(): ServerState {
    if (this.state === undefined) throw new Error('the server isn\'t open');
    return this.state;
  }

  private load(): ServedApp {
    return ServedApp.load(this.options, (line) => this.hub.tell({ type: 'function', line }));
  }

  private async replaceApp(state: ServerState): Promise<boolean> {
    const before = state.served.app;
    let app: ServedApp | undefined;
    try {
      app = this.load();
      await this.ports.openFor(pathsOf(app));
      state.served = this.serve(app);
    } catch (error) {
      await app?.close();
      this.ports.keep(pathsOf(before));
      state.problem = error instanceof Error ? error.message : String(error);
      this.hub.tell({ type: 'reload-failed', message: state.problem });
      return false;
    }
    state.problem = undefined;
    this.hub.tell({ type: 'reload', reloads: ++state.reloads });
    this.ports.keep(pathsOf(app));
    void before.retire();
    return true;
  }

  private serve(app: ServedApp): Served {
    const { emulator } = app;
    const reached = new Map<EmulatedEntrance, Reached>(emulator.entrances.map((entrance) =>
      [entrance, { host: new URL(entrance.url).hostname, port: this.ports.of(entrance.resource.path) }]));
    const ownerOf = (url: string): Reached | undefined => {
      const owner = emulator.entranceOf(url);
      return owner && reached.get(owner);
    };
    const origins = [...new Set([...this.options.origins ?? [], ...declaredPages(emulator)])];
    const names = new Names({ scheme: this.scheme, consolePort: this.port, entrances: [...reached.values()], ownerOf, origins });
    const entrances = servedEntrances(emulator, names, (entrance) => reached.get(entrance)!.port);
    return { app, names, repeats: new Repeats(), origins: playedOrigins(origins, names), entrances };
  }

  private answer(incoming: IncomingMessage, reply: ServerResponse, port: number): Promise<void> | void {
    if (this.state === undefined) return void refuse(reply, 503, 'cdk-cors serve is still starting.\n');
    return dispatch(this.state, incoming, reply, port);
  }

  private report(status: number, message: string, error: unknown): void {
    if (error === undefined) {
      logRefused(this.hub, { method: '', url: '' }, status, message);
    } else {
      this.hub.tell({ type: 'mistake', message: error instanceof Error && error.stack !== undefined ? error.stack : message });
    }
  }
}

function pathsOf({ emulator }: ServedApp): string[] {
  return emulator.entrances.map(({ resource }) => resource.path);
}
