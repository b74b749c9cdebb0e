import { readFileSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import type { Emulator, TemplateResource } from '../../emulator';
import type { Place } from '../../report';
import type { Finding } from '../../verify';
import type { ReadDocument } from './document';

/** Finds what a finding is about in the files of its templates, each of which is read when it is first needed. */
export class Places {
  private readonly parsed = new Map<string, ReadDocument | undefined>();

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
    const position = this.document(file)?.positionOf(['Resources', resource.logicalId, ...path.slice(resource.path.length + 1).split('/')]);
    return position && { file: shortName(file, this.cwd), ...position };
  }

  /** The resource that a path begins with, the longest: names of stacks have slashes too. */
  private resourceAt(path: string): TemplateResource | undefined {
    return this.emulator.model.resources.filter((each) => path === each.path || path.startsWith(`${each.path}/`)).sort((a, b) => b.path.length - a.path.length)[0];
  }

  private document(file: string): ReadDocument | undefined {
    if (!this.parsed.has(file)) {
      this.parsed.set(file, parse(file));
    }
    return this.parsed.get(file);
  }
}

/** Undefined where it can't be read any more: it was read before, and changed since. */
function parse(file: string): ReadDocument | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- where nothing is wrong no place is looked for, and the parser takes long to load
  const { readDocument } = require('./document') as typeof import('./document');
  try {
    return readDocument(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function shortName(file: string, cwd: string): string {
  const below = relative(cwd, file);
  return (below.startsWith('..') || isAbsolute(below) ? file : below).split(sep).join('/');
}
