import { Outgoing } from './outgoing';
import { Maybe } from '../unknown';

const ALWAYS = new Set(['connection', 'content-length', 'date', 'server']);
const UNLESS_PROXY = new Set(['authorization', 'content-md5', 'expect', 'host', 'max-forwards', 'proxy-authenticate', 'trailer', 'upgrade', 'user-agent',
  'www-authenticate']);

const BREAKS = /[\r\n\0]/g;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Adds a header to an answer under the name that API Gateway gives it: some are remapped to `x-amzn-Remapped-…`, and `Transfer-Encoding` is
 * dropped. CORS headers stay as they are (rule 48).
 */
export function appendRemapped(name: string, value: Maybe<string>, kind: 'proxy' | 'mapped', outgoing: Outgoing): void {
  const lower = name.toLowerCase();
  if (lower === 'transfer-encoding' || !TOKEN.test(name)) {
    return;
  }
  const remapped = ALWAYS.has(lower) || kind === 'mapped' && UNLESS_PROXY.has(lower);
  outgoing.append(remapped ? `x-amzn-Remapped-${name}` : name, typeof value === 'string' ? value.replace(BREAKS, ' ') : value);
}
