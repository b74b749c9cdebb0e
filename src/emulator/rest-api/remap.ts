import { isToken } from '../../http';
import type { Maybe } from '../../template';
import type { DraftResponse } from './draft-response';

const ALWAYS = new Set(['connection', 'content-length', 'date', 'server', 'x-amzn-requestid']);
const UNLESS_PROXY = new Set(['authorization', 'content-md5', 'expect', 'host', 'max-forwards', 'proxy-authenticate', 'trailer', 'upgrade', 'user-agent',
  'www-authenticate']);

const BREAKS = /[\r\n\0]/g;

/**
 * Adds a header to an answer under the name that API Gateway gives it: some are remapped to `x-amzn-Remapped-…`, and `Transfer-Encoding` is
 * dropped. CORS headers stay as they are (rule 48).
 */
export function appendRemapped(name: string, value: Maybe<string>, kind: 'proxy' | 'mapped', draft: DraftResponse): void {
  const sentAs = remappedName(name, kind);
  if (sentAs !== undefined) {
    draft.append(sentAs, typeof value === 'string' ? inOneLine(value) : value);
  }
}

/** The name under which a header goes out; undefined where it doesn't. */
export function remappedName(name: string, kind: 'proxy' | 'mapped'): string | undefined {
  const lower = name.toLowerCase();
  if (lower === 'transfer-encoding' || !isToken(name)) return undefined;
  return ALWAYS.has(lower) || kind === 'mapped' && UNLESS_PROXY.has(lower) ? `x-amzn-Remapped-${name}` : name;
}

/** A text as the value of a header. */
export function inOneLine(value: string): string {
  return value.replace(BREAKS, ' ');
}
