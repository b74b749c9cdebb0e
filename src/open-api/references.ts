import { Problems, shown } from '../policy';
import { isObject, type JsonObject } from './json';

/** Follows the local references of a document. API Gateway resolves few of them, so what isn't a schema is written out. */
export class References {
  private readonly found = new Problems();

  constructor(private readonly document: JsonObject) {}

  /** References that lead nowhere, in the user's terms. */
  public get problems(): string[] {
    return this.found.all;
  }

  /** What a value is, whether it stands here or is referred to; undefined where a reference leads nowhere. */
  public follow(value: unknown, where: string): JsonObject | undefined {
    const seen = new Set<string>();
    let current = value;
    while (isObject(current) && typeof current.$ref === 'string') {
      const reference = current.$ref;
      if (seen.has(reference)) {
        this.report(`${where} refers to ${shown(reference)}, which leads back to itself; write the value there`);
        return undefined;
      }
      seen.add(reference);
      if (!reference.startsWith('#')) {
        this.report(`${where} refers to ${shown(reference)}, but API Gateway reads no other files; put all into one document first (npx @redocly/cli bundle)`);
        return undefined;
      }
      current = this.at(reference);
      if (current === undefined) {
        this.report(`${where} refers to ${shown(reference)}, which the document doesn't have`);
        return undefined;
      }
    }
    return isObject(current) ? current : undefined;
  }

  /** The value at a local reference such as `#/components/schemas/Pet`. */
  public at(reference: string): unknown {
    return reference.split('/').slice(1).map(unescaped).reduce<unknown>((value, key) =>
      ((isObject(value) || Array.isArray(value)) && Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined), this.document);
  }

  private report(message: string): void {
    this.found.add('specReference', message);
  }
}

function unescaped(key: string): string {
  const text = key.replace(/~1/g, '/').replace(/~0/g, '~');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
