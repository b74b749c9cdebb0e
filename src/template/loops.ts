import { isRecord, record, textOf } from './values';

/** What makes a collection of a loop: its values, or undefined where they aren't known. */
export type CollectionReader = (collection: unknown) => readonly string[] | undefined;

const LOOP = 'Fn::ForEach::';
/** Of all that loops write, which is more than any stack may have. What would make more stays as it is. */
const MAX_SIZE = 8 * 1024 * 1024;
/** More levels than any template has. */
const MAX_DEPTH = 200;

/**
 * A section of a template with each `Fn::ForEach` written out, as the transform `AWS::LanguageExtensions` does it. A loop over what isn't known stays.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
 */
export function withLoopsWritten(section: unknown, read: CollectionReader): unknown {
  return new Writer(read).written(section);
}

class Writer {
  private room = MAX_SIZE;

  constructor(private readonly read: CollectionReader) {}

  public written(value: unknown, depth = 0): unknown {
    if (depth > MAX_DEPTH) return value;
    if (Array.isArray(value)) return value.map((each) => this.written(each, depth + 1));
    if (!isRecord(value)) return value;
    return record(Object.entries(value).flatMap(([name, each]) =>
      (name.startsWith(LOOP) ? this.turns(each, depth) : undefined) ?? [[name, this.written(each, depth + 1)] as const]));
  }

  /** The entries that a loop makes; undefined where it is none, or isn't known. */
  private turns(loop: unknown, depth: number): (readonly [string, unknown])[] | undefined {
    if (!Array.isArray(loop) || loop.length !== 3) return undefined;
    const [identifier, collection, body] = loop as unknown[];
    const values = typeof identifier === 'string' && isRecord(body) ? this.read(collection) : undefined;
    if (values === undefined || (this.room -= values.length * sizeOf(body)) < 0) return undefined;
    return values.flatMap((each) => Object.entries(this.written(replaced(body, identifier as string, each), depth + 1) as object));
  }
}

/** A loop's body for one value: `${X}` and `Ref: X` are it, `&{X}` is it without anything but letters and digits. */
function replaced(body: unknown, identifier: string, value: string): unknown {
  const inText = (text: string) => text.replaceAll(`\${${identifier}}`, () => value).replaceAll(`&{${identifier}}`, () => value.replace(/[^A-Za-z0-9]/g, ''));
  const inside = (each: unknown): unknown => {
    if (typeof each === 'string') return inText(each);
    if (Array.isArray(each)) return each.map(inside);
    if (!isRecord(each)) return each;
    const entries = Object.entries(each);
    if (entries.length === 1 && entries[0][0] === 'Ref' && entries[0][1] === identifier) return value;
    return record(entries.map(([name, inner]) => [inText(name), inside(inner)] as const));
  };
  return inside(body);
}

/** About as many characters as something has when it is written, and without end where it is too deep. */
function sizeOf(value: unknown, depth = 0): number {
  if (depth > MAX_DEPTH) return Infinity;
  if (typeof value !== 'object' || value === null) return String(value).length;
  return Object.entries(value).reduce((size, [name, each]) => size + name.length + sizeOf(each, depth + 1), 1);
}

/** The texts of a list. */
export function textsIn(list: unknown): string[] | undefined {
  const texts = Array.isArray(list) ? list.map(textOf) : [undefined];
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
