import { isUnknown, type Maybe } from '../../template';
import { claimsOf } from '../kernel/jwt-claims';
import type { HeaderList } from '../kernel/message';
import { known } from '../kernel/unknown-response';
import type { Authorization, Authorizer } from './api';
import type { Exchange } from './exchange';
import { GATEWAY_ERRORS, GatewayFault } from './gateway-errors';

/** What a token says. */
export interface JwtClaims {
  readonly claims: { readonly [name: string]: unknown };
  readonly scopes: readonly string[] | null;
}

/** The `www-authenticate` of a 401, as documented (rule 72). */
export function bearerChallenge(problem?: string): HeaderList {
  return [['www-authenticate', problem === undefined ? 'Bearer' : `Bearer scope="" error="invalid_token" error_description="${problem}"`]];
}

/**
 * Checks a token as a JWT authorizer does (rule 77): form, time, issuer, audience, scopes. Its signature can't be checked without asking the issuer
 * for its keys: the answer notes that it rests on it.
 */
export function checkJwt(token: string, authorizer: Authorizer, { scopes }: Authorization, exchange: Exchange): JwtClaims {
  const claims = claimsOf(token);
  if (claims === undefined) throw refused('the token is malformed');
  const problem = known(claimProblem(claims, authorizer, exchange.circumstances.now / 1000));
  if (problem !== undefined) throw refused(problem);
  const reading = exchange.reading(77, 'the signature of the token was not checked, since that needs the keys of its issuer');
  if (reading === 'refused') throw refused('signature is invalid');
  const granted = scopesOf(claims);
  if (scopes.length === 0 || scopes.some((scope) => !isUnknown(scope) && granted.includes(scope))) {
    return { claims, scopes: granted.length === 0 ? null : granted };
  }
  scopes.forEach(known);
  throw new GatewayFault(GATEWAY_ERRORS.forbidden);
}

function refused(problem: string): GatewayFault {
  return new GatewayFault({ ...GATEWAY_ERRORS.unauthorized, headers: bearerChallenge(problem) });
}

function claimProblem(claims: { [name: string]: unknown }, { issuer, audience }: Authorizer, now: number): Maybe<string> | undefined {
  const { exp, nbf, iat, iss, aud, client_id: clientId } = claims;
  if (typeof exp !== 'number' || exp <= now) return 'the token has expired';
  if ([nbf, iat].some((time) => typeof time === 'number' && time > now + 1)) return 'the token is not valid yet';
  if (!isUnknown(issuer) && iss !== issuer) return 'the token has an invalid issuer';
  // The client_id counts only without an audience.
  const audiences = [aud ?? clientId].flat();
  if (audience.every((each) => isUnknown(each) || !audiences.includes(each))) {
    return audience.find(isUnknown) ?? 'the token has an invalid audience';
  }
  return isUnknown(issuer) ? issuer : undefined;
}

function scopesOf({ scope, scp }: { [name: string]: unknown }): string[] {
  const value = scope ?? scp;
  const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(' ') : [];
  return list.filter((each): each is string => typeof each === 'string' && each !== '');
}
