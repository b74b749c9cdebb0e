import { isUnknown } from '../../template';

/** By what mapping templates tell paths apart. */
const READS_PATH = /context\.(?:path|resourcePath|resourceId)\b|params\(\)\.path/;

/** How a route is configured, without its method, its path and the addresses behind it: the same for routes that give the same answers. */
export class RouteFingerprint {
  /** @param without the names of properties that don't count */
  public static of(configured: unknown, without: readonly string[]): RouteFingerprint {
    return new RouteFingerprint(() => textOf(configured, without));
  }

  private made?: string;
  private reads?: boolean;

  /**
   * @param make the text, which is long and not always needed: it is made when it is first read
   * @param behavior the path pattern of the cache behavior in front, at a distribution
   */
  constructor(private readonly make: () => string, public readonly behavior?: string) {}

  /** The configuration as a text. */
  public get text(): string {
    return this.made ??= this.make();
  }

  /** The text together with the behavior in front. */
  public get key(): string {
    return this.behavior === undefined ? this.text : `behavior ${this.behavior} ${this.text}`;
  }

  /** Whether a mapping template tells paths apart, so that routes of other paths may answer otherwise. */
  public get readsPath(): boolean {
    return this.reads ??= READS_PATH.test(this.text);
  }

  /** The same route behind a cache behavior. */
  public through(behavior: string): RouteFingerprint {
    return new RouteFingerprint(() => this.text, behavior);
  }

  public toJSON(): string {
    return this.key;
  }
}

function textOf(configured: unknown, without: readonly string[]): string {
  return JSON.stringify(configured, (name, value: unknown) => {
    if (without.includes(name)) return undefined;
    if (value instanceof Map) return [...value];
    return isUnknown(value) ? `unknown ${value.reason}` : value;
  });
}
