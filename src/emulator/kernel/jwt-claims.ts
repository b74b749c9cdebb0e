import { isRecord } from '../../template';

/** What a token says, whether or not it is signed rightly; undefined where a text isn't a JWT. */
export function claimsOf(token: string): { readonly [name: string]: unknown } | undefined {
  const parts = token.split('.');
  try {
    const claims = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    return parts.length === 3 && isRecord(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}
