import { type Resolved, field, textOf, wholeTextsOf, isUnknown, type Maybe, Unknown } from '../../template';

/** Some of the headers, cookies or query strings of a request. Header names are in lower case. */
export type Items =
  | { readonly kind: 'none' | 'all' }
  | { readonly kind: 'list' | 'allExcept'; readonly names: readonly string[] };

export const NONE: Items = { kind: 'none' };
export const ALL: Items = { kind: 'all' };

export function these(...names: string[]): Items {
  return { kind: 'list', names };
}

export function allExcept(...names: string[]): Items {
  return { kind: 'allExcept', names };
}

/** Whether a name is one of the items. */
export function includes(items: Items, name: string): boolean {
  switch (items.kind) {
    case 'none': return false;
    case 'all': return true;
    case 'list': return items.names.includes(name);
    case 'allExcept': return !items.names.includes(name);
  }
}

/** The headers, cookies and query strings that a policy names. */
export interface Selection {
  readonly headers: Items;
  readonly cookies: Items;
  readonly queryStrings: Items;
}

const KINDS = ['Headers', 'Cookies', 'QueryStrings'] as const;
type Kind = typeof KINDS[number];

/**
 * Reads `HeadersConfig`, `CookiesConfig` and `QueryStringsConfig`, which cache and origin request policies write alike.
 *
 * @param path where the policy stands, for what isn't known
 */
export function selectionOf(config: Resolved, path: string): Maybe<Selection> {
  const [headers, cookies, queryStrings] = KINDS.map((kind) => itemsOf(config, kind, path));
  const unknown = [headers, cookies, queryStrings].find(isUnknown);
  return unknown ?? { headers: headers as Items, cookies: cookies as Items, queryStrings: queryStrings as Items };
}

function itemsOf(config: Resolved, kind: Kind, path: string): Maybe<Items> {
  const section = field(config, `${kind}Config`);
  const behavior = textOf(field(section, `${kind.slice(0, -1)}Behavior`));
  const texts = wholeTextsOf(field(section, kind));
  if (isUnknown(section) || isUnknown(behavior) || isUnknown(texts)) return [section, behavior, texts].find(isUnknown)!;
  const names = kind === 'Headers' ? texts.map((name) => name.toLowerCase()) : texts;
  switch (behavior ?? 'none') {
    case 'none': return NONE;
    case 'all': case 'allViewer': return ALL;
    // The names are headers of CloudFront's own, which no viewer sends; all of the viewer's come besides.
    case 'allViewerAndWhitelistCloudFront': return ALL;
    case 'whitelist': return these(...names);
    case 'allExcept': return allExcept(...names);
    default: return new Unknown(`${path}/${kind}Config`, `CloudFront has no ${kind.slice(0, -1)}Behavior "${behavior}"`);
  }
}
