import { refuse, shown } from './refusal';

/** What registries of countries sell names below, in most countries: `co.uk`, `com.au`, `ac.jp`. */
const SECOND_LEVEL = ['ac', 'co', 'com', 'edu', 'gob', 'gov', 'govt', 'mil', 'ne', 'net', 'or', 'org'];

/**
 * Whether names directly below a host are sold to everybody, as far as its name tells: a country, and below it what such names are sold under.
 *
 * The whole list of such hosts (https://publicsuffix.org) has more than a bundle should, and changes weekly; this is what a person would notice.
 */
export function isPublicSuffix(host: string): boolean {
  const [second, country, ...more] = host.split('.');
  return more.length === 0 && /^[a-z]{2}$/.test(country ?? '') && SECOND_LEVEL.includes(second);
}

/** Refuses a pattern for all names below a host that everybody can have a name below. */
export function refusePublicSuffix(origin: string, host: string): void {
  if (isPublicSuffix(host)) {
    refuse('subdomainsOfTopLevel',
      `CorsOrigin.subdomainsOf(${shown(origin)}) would allow every domain under ${shown(host)}, where everybody can register one; name a domain of yours, such as https://example.${host}`);
  }
}
