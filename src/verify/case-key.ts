import type { Variant } from './app';

/** What decides a case: cases of one key can't come out differently, so one of them is asked. */
export type CaseKey = string & { readonly brand: 'case' };

/** @param group what decides the cases of a target and a page, whichever the variant */
export function caseKey(group: string, { headers, credentials, failure }: Variant): CaseKey {
  return `${group} ${headers} ${credentials} ${failure}` as CaseKey;
}
