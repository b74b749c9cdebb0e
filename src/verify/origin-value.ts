import { originOfPage } from '../http';

/** What is wrong with a value that is meant to be an origin; undefined where a browser could send just that, or it is none at all. */
export function flawOf(written: string): { readonly flaw: string; readonly instead?: string } | undefined {
  if (written === '*' || written === 'null') return undefined;
  const [, , quoted] = /^(['"])(.*)\1$/.exec(written) ?? [];
  if (quoted !== undefined) return { flaw: 'is in quotation marks, which are a part of the value there', instead: originOf(quoted) };
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(written)) return { flaw: 'has no scheme', instead: originOf(`https://${written}`) };
  if (written.includes('*')) return { flaw: 'has a wildcard, which browsers take for a letter' };
  const instead = originOf(written);
  if (instead === undefined || instead === written) return undefined;
  const { pathname, search, hash } = new URL(written);
  const flaw = pathname.length > 1 || search !== '' || hash !== '' ? 'has a path'
    : written.endsWith('/') ? 'ends with a slash'
      : written.toLowerCase() === instead ? 'has upper case' : /:\d+$/.test(written) ? 'has the default port' : 'isn\'t written as browsers write it';
  return { flaw, instead };
}

function originOf(url: string): string | undefined {
  const origin = originOfPage(url);
  return origin === 'null' ? undefined : origin;
}
