import type { DeclaredResource } from './resource';

/** What a text means, or a part of it: the resources of an app by their names. */
export class Referents {
  private readonly byIdentifier = new Map<string, DeclaredResource[]>();
  /** Identifiers that may be a part of a text, by their rarest word, so that a text is compared with few of them. */
  private readonly byWord = new Map<string, string[]>();

  constructor(resources: readonly DeclaredResource[]) {
    const inTexts = new Set<string>();
    for (const resource of resources) {
      const { isNamed } = resource;
      for (const identifier of resource.identifiers()) {
        this.add(identifier, resource);
        // a name such as `api`, which its template gives to a function, means nothing in the middle of a text; in an ARN it is found by the ARN
        if (!isNamed || /[:/.]/.test(identifier)) {
          inTexts.add(identifier);
        }
      }
    }
    this.indexWords(inTexts);
  }

  private add(identifier: string, resource: DeclaredResource): void {
    const known = this.byIdentifier.get(identifier);
    if (known === undefined) {
      this.byIdentifier.set(identifier, [resource]);
    } else if (!known.includes(resource)) {
      known.push(resource);
    }
  }

  private indexWords(identifiers: ReadonlySet<string>): void {
    const counts = new Map<string, number>();
    const words = [...identifiers].map((identifier) => ({ identifier, words: wordsOf(identifier) })).filter((each) => each.words.length > 0);
    for (const each of words) {
      for (const word of each.words) {
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    }
    for (const { identifier, words: own } of words) {
      const rarest = own.reduce((rare, word) => (counts.get(word)! < counts.get(rare)! ? word : rare));
      const known = this.byWord.get(rarest);
      if (known === undefined) {
        this.byWord.set(rarest, [identifier]);
      } else {
        known.push(identifier);
      }
    }
  }

  /** The resources that a value names as a whole. */
  public named(value: string): readonly DeclaredResource[] {
    return this.byIdentifier.get(value) ?? [];
  }

  /** The resources that a text names, in the order in which they stand in it. */
  public within(text: string): DeclaredResource[] {
    const found = new Set(this.named(text));
    for (const word of wordsOf(text)) {
      for (const identifier of this.byWord.get(word) ?? []) {
        if (contains(text, identifier)) {
          this.named(identifier).forEach((resource) => found.add(resource));
        }
      }
    }
    return [...found];
  }
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[A-Za-z0-9_-]+/g) ?? [];
}

/** Whether a text has an identifier that isn't a part of a longer one. */
function contains(text: string, identifier: string): boolean {
  for (let at = text.indexOf(identifier); at >= 0; at = text.indexOf(identifier, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + identifier.length] ?? ' ';
    if (!/[A-Za-z0-9_.-]/.test(before) && !/[A-Za-z0-9_-]/.test(after)) return true;
  }
  return false;
}
