import { firstFew } from '../values';

const MAX_PLACES = 20;

/** What was changed of a document, by kind: told once, with the first places. */
export class Notes {
  private readonly places = new Map<string, Set<string>>();

  /** @param what in the past tense: `left out parameters whose names API Gateway refuses` */
  public add(what: string, place: string): void {
    const known = this.places.get(what);
    if (known === undefined) {
      this.places.set(what, new Set([place]));
    } else {
      known.add(place);
    }
  }

  /** One sentence a kind. */
  public get all(): string[] {
    return [...this.places].map(([what, places]) => `${what}: ${firstFew([...places], MAX_PLACES)}`);
  }
}
