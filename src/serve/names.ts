import { Remembered } from '../values';

/** Names under which a machine reaches itself; which port they are asked on decides who answers. */
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const SUFFIX = '.localhost';

/** An entrance as it is reached on this machine. */
export interface Reached {
  /** The host that AWS gives it, and the one that a name of this machine by itself stands for. */
  readonly host: string;
  readonly port: number;
}

/** Where a request has arrived. */
export interface Arrival {
  /** The origin as AWS would see it: `https://d111111abcdef8.cloudfront.net`. */
  readonly real: string;
  /** The origin as the client sees it: `http://localhost:4001`. */
  readonly local: string;
}

/** What names are made of. */
export interface NamesOptions {
  readonly scheme: 'http' | 'https';
  readonly consolePort: number;
  readonly entrances: readonly Reached[];
  /** The entrance that a URL belongs to. */
  readonly ownerOf: (url: string) => Reached | undefined;
  /** Origins whose pages are played on this machine. */
  readonly origins: readonly string[];
}

/**
 * The names of this machine for the names of the world, and back. `https://app.example.com` is played at `http://app.example.com.localhost:4000`, since
 * whatever ends with `.localhost` is this machine. Only origins are translated, never paths.
 */
export class Names {
  private readonly byPort: ReadonlyMap<number, Reached>;
  private readonly origins: ReadonlySet<string>;
  private readonly real = new Remembered<string, string>();
  private readonly arrivals = new Remembered<string, Arrival | undefined>();

  constructor(private readonly options: NamesOptions) {
    this.byPort = new Map(options.entrances.map((each) => [each.port, each]));
    this.origins = new Set(options.origins);
  }

  /**
   * The entrance that a request is for. The host decides; a name of this machine by itself leaves it to the port.
   *
   * @param host of the request, as the Host header has it
   * @param port that it came in on
   */
  public arrivalAt(host: string, port: number): Arrival | undefined {
    return this.arrivals.of(`${port} ${host}`, () => this.findArrival(host.toLowerCase(), port));
  }

  /** The origin that a page of this machine stands for; the same where it stands for itself. */
  public realOf(origin: string): string {
    return this.real.of(origin, () => this.findReal(origin));
  }

  /** Where an origin is reached on this machine; the same where it isn't. */
  public localOf(origin: string): string {
    if (parseOrigin(origin) === undefined) return origin;
    const owner = this.options.ownerOf(origin);
    if (owner !== undefined && origin === `https://${owner.host}`) return `${this.options.scheme}://localhost:${owner.port}`;
    return owner !== undefined || this.origins.has(origin) ? this.aliasOf(origin) ?? origin : origin;
  }

  /** Where an origin's pages are played, whether it is one of the app's or not; undefined for one that has no name, such as an opaque one. */
  public aliasOf(origin: string): string | undefined {
    const host = aliasHost(origin);
    return host && `${this.options.scheme}://${host}:${this.options.ownerOf(origin)?.port ?? this.options.consolePort}`;
  }

  private findReal(origin: string): string {
    const parsed = parseOrigin(origin);
    if (parsed === undefined || this.origins.has(origin)) return origin;
    const { scheme, host, port } = parsed;
    if (LOOPBACK.has(host)) {
      const entrance = scheme === this.options.scheme ? this.byPort.get(Number(port)) : undefined;
      return entrance === undefined ? origin : `https://${entrance.host}`;
    }
    return originOfAlias(host) ?? origin;
  }

  private findArrival(authority: string, port: number): Arrival | undefined {
    const host = authority.replace(/:\d*$/, '');
    const local = `${this.options.scheme}://${authority}`;
    if (LOOPBACK.has(host)) {
      const entrance = this.byPort.get(port);
      return entrance && { real: `https://${entrance.host}`, local };
    }
    const real = originOfAlias(host) ?? `https://${host}`;
    return host !== '' && this.options.ownerOf(real) !== undefined ? { real, local } : undefined;
  }
}

/** Whether a host is this machine by itself, and not under the name of something that it plays. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase());
}

/** `app.example.com.localhost`; what isn't https on its usual port has one label more: `app.example.com.http-8080.localhost`. */
export function aliasHost(origin: string): string | undefined {
  const parsed = parseOrigin(origin);
  if (parsed === undefined || parsed.host.startsWith('[')) return undefined;
  const { scheme, host, port } = parsed;
  return `${host}${scheme === 'https' && port === undefined ? '' : `.${scheme}${port === undefined ? '' : `-${port}`}`}${SUFFIX}`;
}

/** The origin that a host under `.localhost` stands for. */
export function originOfAlias(host: string): string | undefined {
  if (!host.endsWith(SUFFIX)) return undefined;
  const [, name, scheme = 'https', port] = /^(.+?)(?:\.(https?)(?:-(\d{1,5}))?)?$/.exec(host.slice(0, -SUFFIX.length)) ?? [];
  return name && `${scheme}://${name}${port === undefined ? '' : `:${port}`}`;
}

function parseOrigin(origin: string): { scheme: string; host: string; port: string | undefined } | undefined {
  const [, scheme, host, port] = /^(https?):\/\/([a-z\d._-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/.exec(origin) ?? [];
  return host === undefined ? undefined : { scheme, host, port };
}
