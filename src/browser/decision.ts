import { DEPARTURES, type Browser, type Departure, type DepartureName } from './departures';

/** Collects what a verdict rests on while it is being made: whose it is, and where browsers differ on the way. */
export class Decision {
  private readonly met = new Set<DepartureName>();
  private readonly others = new Set<string>();

  /**
   * @param browser whose verdict it is
   * @param libsoup whether WebKit runs on libsoup
   */
  public constructor(public readonly browser: Browser, public readonly libsoup = false) {}

  /**
   * Whether this browser departs from the standard here. Call it only where the answer changes something: the departure
   * is noted whichever browser the verdict is for.
   */
  public departs(name: DepartureName): boolean {
    this.met.add(name);
    return this.does(name);
  }

  /** The same without a note: where only words depend on it. */
  public does(name: DepartureName): boolean {
    if (this.browser === 'standard') return false;
    const { browsers }: Departure = DEPARTURES[name];
    return browsers[this.browser] !== undefined || (this.libsoup && browsers.libsoup !== undefined);
  }

  /** Notes something that isn't a departure. */
  public note(text: string): void {
    this.others.add(text);
  }

  /** The departures that came into it: without any, every browser decides the same. */
  public get departures(): readonly DepartureName[] {
    return [...this.met];
  }

  /** The notes so far. */
  public get notes(): readonly string[] {
    return this.met.size === 0 && this.others.size === 0 ? [] : [...[...this.met].map((name) => DEPARTURES[name].note), ...this.others];
  }
}
