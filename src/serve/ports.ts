import { UserError } from '../errors';
import { type Door, type Handler, openDoor, type Tls } from './http-door';

/** What ports are opened with. */
export interface PortsOptions {
  /** The console's port. 0 for any that is free, for all of them. */
  readonly first: number;
  readonly https?: Tls;
  readonly handler: Handler;
  readonly problem: Parameters<typeof openDoor>[0]['problem'];
}

/** The ports of a server: the console has the first, and entrances the following ones. An entrance keeps its port as long as it is there. */
export class Ports {
  private console?: Door;
  private readonly doors = new Map<string, Door>();

  constructor(private readonly options: PortsOptions) {}

  public get consolePort(): number {
    return this.console!.port;
  }

  /** The port of an entrance, by its path in the app. */
  public of(path: string): number {
    return this.doors.get(path)!.port;
  }

  /** @throws an Error that names the port, and says what to do, where it can't be had */
  public async openConsole(): Promise<void> {
    this.console = await this.open(this.options.first, 'the console');
  }

  /** Opens a port for each entrance that has none, by its path in the app. */
  public async openFor(paths: readonly string[]): Promise<void> {
    for (const path of paths.filter((each) => !this.doors.has(each))) {
      this.doors.set(path, await this.open(this.next(), path));
    }
  }

  /** Closes the ports of entrances that don't exist any more. */
  public keep(paths: readonly string[]): void {
    for (const [path, door] of [...this.doors].filter(([each]) => !paths.includes(each))) {
      this.doors.delete(path);
      void door.close();
    }
  }

  public async close(): Promise<void> {
    const doors = [...this.doors.values(), ...this.console === undefined ? [] : [this.console]];
    this.doors.clear();
    await Promise.all(doors.map((door) => door.close()));
  }

  private next(): number {
    const { first } = this.options;
    if (first === 0) return 0;
    const taken = new Set([...this.doors.values()].map(({ port }) => port));
    let port = first + 1;
    while (taken.has(port)) {
      port++;
    }
    return port;
  }

  private async open(port: number, purpose: string): Promise<Door> {
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new UserError('option', `a port is a whole number from 0 to 65535, got ${port} for ${purpose}; begin lower, such as --port 4000`);
    }
    const { https, handler, problem } = this.options;
    return openDoor({ port, https, handler, problem }).catch((error: NodeJS.ErrnoException) => {
      throw new UserError('option', whyClosed(error, port, purpose));
    });
  }
}

function whyClosed({ code, message }: NodeJS.ErrnoException, port: number, purpose: string): string {
  const elsewhere = port < 60_000 ? port + 1000 : 4000;
  if (code === 'EADDRINUSE') return `port ${port}, for ${purpose}, is taken by another program; end it, or begin elsewhere: --port ${elsewhere}`;
  if (code === 'EACCES') return `port ${port}, for ${purpose}, is reserved for administrators; begin at 1024 or above, such as --port 4000`;
  return `port ${port}, for ${purpose}, can't be opened: ${message}`;
}
