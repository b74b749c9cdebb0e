import { readFileSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import type { Emulator, TemplateResource } from '../../emulator';
import type { Place } from '../../report';
import type { Finding } from '../../verify';

interface Parsed {
  readonly contents: unknown;
  readonly lines: LineCounter;
}

/** Finds what a finding is about in the files of its templates, each of which is read when it is first needed. */
export class Places {
  private readonly parsed = new Map<string, Parsed | undefined>();

  /**
   * @param file the template, where it is a single one
   * @param cwd what the places' files are relative to
   */
  constructor(private readonly emulator: Emulator, private readonly file: string | undefined, private readonly cwd: string) {}

  /** Undefined where the template wasn't read from a file, or is another one meanwhile. */
  public of({ path }: Pick<Finding, 'path'>): Place | undefined {
    const resource = this.resourceAt(path);
    const file = resource && (this.file ?? this.emulator.model.fileOf(resource));
    if (resource === undefined || file === undefined) return undefined;
    const document = this.document(file);
    const offset = document && deepest(document.contents, ['Resources', resource.logicalId, ...path.slice(resource.path.length + 1).split('/')]);
    if (document === undefined || offset === undefined) return undefined;
    const { line, col } = document.lines.linePos(offset);
    return { file: shortName(file, this.cwd), line, column: col };
  }

  /** The resource that a path begins with, the longest: names of stacks have slashes too. */
  private resourceAt(path: string): TemplateResource | undefined {
    return this.emulator.model.resources.filter((each) => path === each.path || path.startsWith(`${each.path}/`)).sort((a, b) => b.path.length - a.path.length)[0];
  }

  private document(file: string): Parsed | undefined {
    if (!this.parsed.has(file)) {
      this.parsed.set(file, parse(file));
    }
    return this.parsed.get(file);
  }
}

/** JSON is YAML, and its parser knows where everything is. */
function parse(file: string): Parsed | undefined {
  try {
    const lines = new LineCounter();
    return { contents: parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, keepSourceTokens: false, logLevel: 'silent' }).contents, lines };
  } catch {
    // it was read before: somebody has changed it since
    return undefined;
  }
}

/** Where the last of some names stands that there is; what a finding says is missing has a place all the same. Undefined where not even the resource is there. */
function deepest(contents: unknown, names: readonly string[]): number | undefined {
  let node = contents;
  let offset: number | undefined;
  for (let at = 0; at < names.length;) {
    const [pair, taken] = child(node, names, at);
    if (pair === undefined) return at < 2 ? undefined : offset;
    offset = startOf(pair.key) ?? startOf(pair.value);
    node = pair.value;
    at += taken;
  }
  return offset;
}

/** The entry of the next name; a name that has slashes itself, such as a path in an OpenAPI document, takes several. */
function child(node: unknown, names: readonly string[], at: number): [pair: Pair | { key: unknown; value: unknown } | undefined, taken: number] {
  if (isSeq(node)) return [{ key: undefined, value: node.items[Number(names[at])] }, 1];
  if (!isMap(node)) return [undefined, 0];
  for (let taken = names.length - at; taken > 0; taken--) {
    const name = names.slice(at, at + taken).join('/');
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === name);
    if (pair !== undefined) return [pair, taken];
  }
  return [undefined, 0];
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] } | undefined | null)?.range?.[0];
}

function shortName(file: string, cwd: string): string {
  const below = relative(cwd, file);
  return (below.startsWith('..') || isAbsolute(below) ? file : below).split(sep).join('/');
}
