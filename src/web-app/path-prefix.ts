import { Token } from 'aws-cdk-lib';
import { refuse, shown } from '../policy';

// What a path may have that means itself in a CloudFront path pattern, in a URL and in a construct id alike. Others would
// need escaping, and a browser's way of escaping isn't CloudFront's (rule 81: patterns are compared as they are written).
const PREFIX = /^(\/[A-Za-z0-9._~-]+)+$/;

/** The prefix of an API that has the whole distribution. */
export const ROOT = '/';

/** Refuses what can't be the path prefix of an API beside a site. */
export function checkPathPrefix(prefix: string): void {
  if (typeof prefix !== 'string' || Token.isUnresolved(prefix)) {
    refuse('invalidPathPrefix', `a path prefix must be a text that is known at synth, got ${shown(prefix)}; write "/api"`);
  }
  if (prefix === '' || prefix === '/') {
    refuse('rootPathPrefix', `path prefix ${shown(prefix)} would take the whole distribution; give the API a path of its own, such as "/api"`);
  }
  if (prefix.includes('*') || prefix.includes('?')) {
    refuse('pathPrefixWithWildcard',
      `path prefix ${shown(prefix)} contains a wildcard; both "/api" and "/api/*" are made from "/api", so write ${shown(withoutWildcards(prefix))}`);
  }
  if (!prefix.startsWith('/')) {
    refuse('pathPrefixWithoutSlash', `path prefix ${shown(prefix)} doesn't start with a slash; write ${shown(`/${prefix}`)}`);
  }
  if (prefix.endsWith('/')) {
    refuse('pathPrefixWithTrailingSlash', `path prefix ${shown(prefix)} ends with a slash; write ${shown(prefix.replace(/\/+$/, '') || '/api')}`);
  }
  if (!PREFIX.test(prefix) || prefix.split('/').some((segment) => segment === '.' || segment === '..')) {
    refuse('invalidPathPrefix',
      `path prefix ${shown(prefix)} isn't one that browsers and CloudFront write alike; use segments of letters, digits, ".", "_", "~" and "-", such as "/api/v1"`);
  }
}

/**
 * Refuses a prefix that another one covers: of two behaviors that match, CloudFront takes the one that was listed first (rule 81), so the
 * other would be reached or not, depending on the order of the calls.
 */
export function checkPrefixIsFree(prefix: string, taken: Iterable<string>): void {
  for (const other of taken) {
    if (other === prefix) {
      refuse('duplicatePathPrefix', `path prefix ${shown(prefix)} is given twice; give each API a prefix of its own`);
    }
    if (prefix.startsWith(`${other}/`) || other.startsWith(`${prefix}/`)) {
      refuse('overlappingPathPrefix',
        `path prefixes ${shown(other)} and ${shown(prefix)} overlap: CloudFront would send the requests of one to the other; ` +
        'use prefixes beside each other, such as "/api" and "/auth"');
    }
  }
}

/** A construct id for what belongs to a prefix: unique, since a prefix has no colon. */
export function prefixId(prefix: string): string {
  return prefix === ROOT ? 'root' : prefix.slice(1).replace(/\//g, ':');
}

function withoutWildcards(prefix: string): string {
  const literal = prefix.replace(/[*?].*$/, '').replace(/\/+$/, '');
  return PREFIX.test(literal) ? literal : '/api';
}
