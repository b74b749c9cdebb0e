import { originOfPage } from '../http';
import type { ExpectedPolicy, Page } from './app';
import type { DeclaredOrigin } from './declared-origins';
import { isAnyOrigin } from './origin-text';

/** An origin that no template is about: its name is reserved. */
export const FOREIGN = 'https://foreign.example';
export const ANY_PAGE = 'https://page.example';

type Named = Pick<DeclaredOrigin, 'origin' | 'written' | 'path' | 'withinLabels'>;

const FOREIGN_PAGES: readonly Page[] = [
  { origin: FOREIGN, role: 'foreign', because: 'a page that nothing names' },
  { origin: 'null', role: 'foreign', because: 'a sandboxed frame or a file' },
];

/** The pages that ask an app. */
export class Pages {
  private readonly similar = new Map<string, readonly Page[]>();

  /** Those that may call, and some that may not. */
  public for(declared: readonly Named[], sites: readonly string[], more: readonly string[], policy: ExpectedPolicy | undefined): Page[] {
    const own = sites.map((origin): Page => ({ origin, role: 'site', because: 'a page of the distribution itself' }));
    const named = policy?.allowOrigins.map(({ value }): Named => ({ origin: value, written: value, path: 'policy', withinLabels: true })) ?? declared;
    const allowedPages = [...samplesOf(named, declaredPage), ...more.map((origin) => declaredPage(origin, { path: 'asked for' }))];
    // what the template lets in besides what the policy says is asked as a foreign page
    const foreignPages = policy === undefined ? [] : samplesOf(declared, (origin, { path }) => ({ origin, role: 'foreign', because: path }));
    const near = allowedPages.filter(({ origin }) => origin !== 'null').flatMap(({ origin }) => this.similarTo(origin)).slice(0, MAX_SIMILAR);
    return distinct([...own, ...allowedPages, ...FOREIGN_PAGES, ...foreignPages, ...near]);
  }

  private similarTo(origin: string): readonly Page[] {
    const known = this.similar.get(origin) ?? similarOrigins(origin);
    this.similar.set(origin, known);
    return known;
  }
}

const MAX_SIMILAR = 8;

function samplesOf(named: readonly Named[], make: (origin: string, named: Named) => Page): Page[] {
  return named.flatMap((each) => {
    const sample = sampleOf(each);
    return sample === undefined ? [] : [make(sample, each)];
  });
}

/** The pages of origins that are named: one of each pattern, and each once. */
export function pagesNamed(named: readonly Named[]): Page[] {
  return distinct(samplesOf(named, declaredPage));
}

function declaredPage(origin: string, { path, written }: Pick<Named, 'path'> & Partial<Named>): Page {
  return { origin, role: 'declared', because: path, ...(written !== undefined && { written }) };
}

/** A page of an origin, or of a pattern of origins; undefined where no page has such an origin. */
function sampleOf({ origin: pattern, withinLabels }: Named): string | undefined {
  if (isAnyOrigin(pattern)) return pattern.startsWith('http://') ? ANY_PAGE.replace('https:', 'http:') : ANY_PAGE;
  const sample = pattern.replace(/^\*:\/\//, 'https://').replace(/:\*$/, ':8080').replace('**.', 'a.b.').replace(/(?<=\/)\*\./g, 'any.');
  // a policy's star is a part of a label, that of a program mostly any text
  const origin = originOfPage((withinLabels === true ? sample : sample.replace(/\*\./g, 'any.').replace(/\/\/\*(?=\w)/, '//any.')).replace(/\*/g, 'any'));
  return origin === 'null' ? undefined : origin;
}

/** Origins that a careless pattern takes for another: its suffix, its end without the dot before it, and a dot that stands for any character. */
export function similarOrigins(origin: string): Page[] {
  const { protocol, host, hostname } = new URL(origin);
  if (!/^[a-z].*\.[a-z]+$/i.test(hostname)) return [];
  const unanchored = host.replace(/(?:[^.]+\.)?[^.]+$/, (end) => `foreign${end}`);
  // a dot less may leave no name at all, such as one that isn't written in ASCII
  return [`${protocol}//${hostname}.foreign.example`, `${protocol}//${unanchored}`, `${protocol}//${host.replace('.', 'x')}`].filter((each) => URL.canParse(each))
    .map((each): Page => ({ origin: each, role: 'near', because: `looks like ${origin}` }));
}

function distinct(pages: readonly Page[]): Page[] {
  const first = new Map<string, Page>();
  for (const page of pages) {
    if (!first.has(page.origin)) {
      first.set(page.origin, page);
    }
  }
  return [...first.values()];
}
