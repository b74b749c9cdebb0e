import { createHash } from 'node:crypto';

/** The characters that AWS makes ids of. */
export const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
export const HEX = '0123456789abcdef';

/**
 * Characters that look random and are always the same for the same seed.
 *
 * Ids of different resources are different as surely as digests are: the seed of each holds its stack and its logical id.
 */
export function mint(seed: string, alphabet: string, length: number): string {
  let minted = '';
  for (let block = 0; minted.length < length; block++) {
    const digest = createHash('sha256').update(`${seed}\0${block}`).digest();
    for (const byte of digest) {
      minted += alphabet[byte % alphabet.length];
    }
  }
  return minted.slice(0, length);
}

export function mintUuid(seed: string): string {
  const hex = mint(seed, HEX, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}
