import type { Engine } from '../browser';
import type { Entrance } from '../emulator';
import type { Case, ExpectedPolicy, MatrixRow, Outcome, Page } from '../verify';
import { enginesOf, isOfMadeUpHeader, isUnexpected } from '../verify';
import type { Examined } from './examined';

/**
 * How a cell is to be taken. `right`: as it should be. `wrong`: otherwise, and a finding says why. `unknown`: the template doesn't tell.
 * `neutral`: nothing says how it should be, or nothing can change it.
 */
export type Mark = 'right' | 'wrong' | 'unknown' | 'neutral';

/** The worst first. */
export const MARKS: readonly Mark[] = ['wrong', 'unknown', 'neutral', 'right'];

/** What a page gets of a request that succeeds, or fails in one way. */
export interface Cell {
  /** A gateway response type; undefined for success. */
  readonly failure?: string;
  readonly outcome: Outcome;
  readonly mark: Mark;
  /** Browsers in which it fails all the same. */
  readonly notIn: readonly Engine[];
  /** A case that shows it. */
  readonly sample: Case;
}

/** Pages that get the same. */
export interface PageGroup {
  readonly pages: readonly string[];
  readonly kind: 'may call' | 'own page' | 'may not call';
  readonly cells: readonly Cell[];
}

/** Routes of which all pages get the same. */
export interface RouteGroup {
  readonly routes: ReadonlyArray<{ readonly path: string; readonly methods: readonly string[] }>;
  readonly pages: readonly PageGroup[];
}

/** An entrance with its routes. */
export interface Section {
  readonly entrance: Entrance;
  readonly groups: readonly RouteGroup[];
}

const KINDS: Readonly<Record<Page['role'], PageGroup['kind']>> = { declared: 'may call', site: 'own page', foreign: 'may not call', near: 'may not call' };

/** The matrix as people read it: what came out alike is said once. */
export function sectionsOf({ report, entrances, policy }: Examined): Section[] {
  const byEntrance = groupBy(report.matrix, ({ resource }) => resource);
  return entrances.map((entrance) => ({ entrance, groups: routeGroups(byEntrance.get(entrance.resource.path) ?? [], policy) }));
}

/** The cells of a row, success first. */
export function cellsOf({ cases }: MatrixRow, policy: ExpectedPolicy | undefined): Cell[] {
  return [...groupBy(cases.filter((each) => !isOfMadeUpHeader(each)), ({ variant }) => variant.failure ?? '').values()].map((group) => {
    const marked = group.map((sample) => ({ sample, mark: markOf(sample, policy) }));
    const { sample, mark } = MARKS.map((worst) => marked.find((each) => each.mark === worst)).find((found) => found !== undefined)!;
    return { failure: sample.variant.failure, outcome: sample.verdict.outcome, mark, notIn: notIn(sample), sample };
  });
}

/** A call that is allowed by the standard, and what browsers make of it. Errors are answered alike. */
function notIn(sample: Case): readonly Engine[] {
  const { verdict: { outcome }, variant: { failure }, page: { role } } = sample;
  return outcome === 'allowed' && failure === undefined && (role === 'declared' || role === 'site') ? enginesOf(sample).blocked : [];
}

function markOf(examined: Case, policy: ExpectedPolicy | undefined): Mark {
  if (isUnexpected(examined, policy)) return 'wrong';
  const { page: { role }, verdict: { outcome, status } } = examined;
  if (outcome === 'unknown' || (role === 'site' && status === undefined)) return 'unknown';
  return examined.verdict.outcome === examined.expected ? 'right' : 'neutral';
}

function routeGroups(rows: readonly MatrixRow[], policy: ExpectedPolicy | undefined): RouteGroup[] {
  const targets = [...groupBy(rows, ({ method, path }) => `${method} ${path}`).values()];
  const marked = targets.map((target) => ({ target, pages: pageGroups(target, policy) }));
  return [...groupBy(marked, ({ pages }) => pages.map(signature).join('\n')).values()].map((alike) => ({
    routes: [...groupBy(alike.map(({ target: [row] }) => row), ({ path }) => path)]
      .map(([path, same]) => ({ path, methods: same.map(({ method }) => method) })),
    pages: alike[0].pages,
  }));
}

function pageGroups(rows: readonly MatrixRow[], policy: ExpectedPolicy | undefined): PageGroup[] {
  const lines = rows.map((row) => ({ pages: [row.page], kind: KINDS[row.role], cells: cellsOf(row, policy) }));
  return [...groupBy(lines, ({ kind, cells }) => signature({ pages: [], kind, cells })).values()]
    .map((alike) => ({ ...alike[0], pages: alike.flatMap(({ pages }) => pages) }));
}

function signature({ pages, kind, cells }: PageGroup): string {
  return JSON.stringify([pages, kind, cells.map(({ failure, outcome, mark }) => [failure, outcome, mark])]);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return groups;
}
