import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './assembly';

/** What stands in front of a line of evidence. */
export const GRADES = ['recorded', 'documented', 'reported', 'inferred', 'contradicted'] as const;

/** A line of evidence of docs/aws-rules.md, with its grade. */
export interface Evidence {
  readonly grade: string;
  readonly source: string;
}

/** What a layer may take a rule for, in the order of the page. */
export interface DescribedReadings {
  readonly layer: string;
  /** Each with what stands in brackets behind its name, `default`, `true` or `false`, and what it means. */
  readonly readings: ReadonlyArray<{ readonly name: string; readonly mark: string | undefined; readonly meaning: string }>;
}

/** A rule of docs/aws-rules.md. */
export interface DescribedRule {
  readonly number: number;
  /** What AWS does. */
  readonly text: string;
  readonly evidence: readonly Evidence[];
  readonly readings: readonly DescribedReadings[];
}

export const PAGE = readFileSync(join(ROOT, 'docs', 'aws-rules.md'), 'utf8');

/** The rules of the page, in its order. */
export function describedRules(page: string): DescribedRule[] {
  return page.split(/^#### Rule (?=\d+$)/m).slice(1).map((entry) => describedRule(entry.split(/^(?:#|\[)/m, 1)[0]));
}

function describedRule(entry: string): DescribedRule {
  const [, number, text, list] = /^(\d+)\n\n([^]*?)\n\n(?=- )([^]*)$/.exec(entry.trim()) ?? [entry, entry.split('\n', 1)[0], '', ''];
  const items = list.split(/\n(?=- )/).map((item) => item.slice(2));
  const isReading = (item: string) => item.startsWith('reading ');
  return {
    number: Number(number),
    text,
    evidence: items.filter((item) => !isReading(item)).map((item) => {
      const [, grade, source] = /^(\w+): ([^]*)$/.exec(item) ?? ['', item, ''];
      return { grade, source: source.replace(/\s+/g, ' ') };
    }),
    readings: items.filter(isReading).map((item) => ({
      layer: /^reading in `([^`]+)`: \S/.exec(item)?.[1] ?? item,
      readings: [...item.matchAll(/^  - `([^`]+)`(?: \((\w+)\))?: (.*)$/gm)].map(([, name, mark, meaning]) => ({ name, mark, meaning })),
    })),
  };
}

/** The files below a folder that people write, with their text: `path` is relative to the folder. */
export function textsBelow(folder: string): { readonly path: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(?:[cm]?[jt]s|py|md|html|css)$/.test(path)).sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}

/** The numbers that prose names: `rule 46`, `rules 36, 37`, `rules 83 to 85 and 88`. */
export function rulesNamedIn(prose: string): number[] {
  return [...prose.matchAll(/\brules? (\d+(?:(?:, and |, or |, | and | or | to )\d+)*)/gi)]
    .flatMap(([, list]) => [...list.matchAll(/(\d+)(?: to (\d+))?/g)])
    .flatMap(([, from, to = from]) => Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => Number(from) + index));
}

/** The numbers that a source file cites: in its comments and texts, and as the argument of what notes or reads a rule. */
export function rulesCitedIn(source: string): number[] {
  const inOneLine = source.replace(/\n\s*(?:\*(?!\/)|\/\/|#)?\s*/g, ' ');
  const asArgument = [...source.matchAll(/\b(?:(?:note|remark|reading)\(\s*|rule(?::| ===) )(\d+)\b/g)].map(([, number]) => Number(number));
  return [...new Set([...rulesNamedIn(inOneLine), ...asArgument])];
}
