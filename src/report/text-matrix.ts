import { type Span, type Style, wrap } from '../terminal';
import { firstFew } from '../values';
import { exceptIn } from '../verify';
import type { Cell, Mark, PageGroup, RouteGroup, Section } from './matrix';
import { kindName, NO_PAGE_ASKS, plural } from './wording';

const MAX_ROUTES = 8;
const MAX_PAGES = 2;
const MAX_FAILURES = 6;
const MAX_REASONS = 3;
const WIDTH = 100;

export const SYMBOLS: Readonly<Record<Mark, readonly [symbol: string, style: Style]>> = {
  right: ['✓', 'green'], wrong: ['✗', 'red'], unknown: ['?', 'yellow'], neutral: ['·', 'dim'],
};

const OUTCOMES = { allowed: 'can read', blocked: 'can\'t read', unknown: 'unknown' } as const;

/** An entrance, as lines. */
export function sectionLines({ entrance, groups }: Section): Span[][] {
  const title: Span[] = [['bold', `${kindName(entrance.kind)} ${entrance.resource.path}`], '  ', ['dim', entrance.url]];
  if (groups.length === 0) return [title, ...wrap(noPageAsks(entrance.routes.length), WIDTH - 2).map((line): Span[] => [`  ${line}`])];
  return [title, ...groups.flatMap((group) => ['', ...groupLines(group)].map((line) => (line === '' ? [] : line as Span[])))];
}

/** What there is to say of an entrance that no page is meant to call. */
export function noPageAsks(routes: number): string {
  return routes === 0 ? 'it has no routes' : NO_PAGE_ASKS;
}

function groupLines({ routes, pages }: RouteGroup): Span[][] {
  return [
    ...routeLines(routes).map((line): Span[] => [`  ${line}`]),
    ...pages.flatMap(pageLines),
    ...reasonLines(pages.flatMap(({ cells }) => cells)),
  ];
}

function routeLines(routes: RouteGroup['routes']): string[] {
  const shown = routes.slice(0, MAX_ROUTES).map(({ path, methods }) => [methods.join(' '), path] as const);
  const width = Math.max(...shown.map(([methods]) => methods.length));
  const lines = shown.map(([methods, path]) => `${methods.padEnd(width)}  ${path}`);
  return routes.length > MAX_ROUTES ? [...lines, `and ${plural(routes.length - MAX_ROUTES, 'more path')} like these`] : lines;
}

function pageLines({ pages, kind, cells }: PageGroup): Span[][] {
  const names = firstFew(pages.map((page) => (page === 'null' ? 'null (a sandboxed frame or a file)' : page)), MAX_PAGES);
  return [
    [['dim', `      ${kind.padEnd(12)}  `], names],
    ...segments(kind, cells).map(([mark, text]): Span[] => {
      const [symbol, style] = SYMBOLS[mark];
      return [' '.repeat(20), [style, `${symbol} `], text];
    }),
  ];
}

/** What a page gets, in a few phrases: the same outcome with the same mark is said once. */
function segments(kind: PageGroup['kind'], cells: readonly Cell[]): [Mark, string][] {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = `${cell.mark} ${cell.outcome} ${cell.notIn.join()}`;
    groups.set(key, [...groups.get(key) ?? [], cell]);
  }
  return [...groups.values()].map((alike) => [alike[0].mark, phrase(kind, alike)]);
}

function phrase(kind: PageGroup['kind'], alike: readonly Cell[]): string {
  const [cell] = alike;
  if (kind === 'may not call') return foreignPhrase(cell);
  // an error page in the place of an answer is readable, and not what was asked for
  if (cell.mark === 'wrong' && cell.outcome === 'allowed') return `gets status ${cell.sample.verdict.status} instead of ${things(alike, cell.mark)}`;
  return `${OUTCOMES[cell.outcome]} ${things(alike, cell.mark)}${exceptIn(cell.notIn)}`;
}

function foreignPhrase({ outcome, mark }: Cell): string {
  if (outcome === 'blocked') return mark === 'wrong' ? 'can\'t read the answer, but its request is carried out' : 'blocked';
  if (outcome === 'unknown') return 'unknown whether it is blocked';
  return mark === 'wrong' ? 'can call it, and should not' : 'can call it, as any page';
}

function things(alike: readonly Cell[], mark: Mark): string {
  const failures = alike.flatMap(({ failure }) => failure ?? []);
  const named = mark === 'right' && failures.length > 3 ? plural(failures.length, 'kind of error', 'kinds of errors') : firstFew(failures, MAX_FAILURES);
  const success = alike.length > failures.length ? 'success' : '';
  return [success, named].filter((each) => each !== '').join(success !== '' && mark === 'right' && failures.length > 3 ? ' and ' : ', ');
}

/** What would decide what isn't known. */
function reasonLines(cells: readonly Cell[]): Span[][] {
  const reasons = reasonsOf(cells);
  const lines = reasons.slice(0, MAX_REASONS).flatMap((reason) => wrap(reason, WIDTH - 22));
  if (reasons.length > MAX_REASONS) {
    lines.push(`and ${plural(reasons.length - MAX_REASONS, 'more reason')}`);
  }
  return lines.map((line): Span[] => [['dim', `${' '.repeat(22)}${line}`]]);
}

/** Why cells are unknown, each reason once with where it comes from. */
export function reasonsOf(cells: readonly Cell[]): string[] {
  const places = new Map<string, Set<string>>();
  for (const { mark, sample: { verdict } } of cells) {
    if (mark !== 'unknown') continue;
    const { path: place = '', reason } = verdict.unknown ?? { reason: verdict.reason ?? 'the template doesn\'t tell' };
    places.set(reason, (places.get(reason) ?? new Set()).add(place));
  }
  return [...places].map(([reason, found]) => {
    const where = firstFew([...found].filter((each) => each !== ''), 2);
    return where === '' ? reason : `${reason} (${where})`;
  });
}
