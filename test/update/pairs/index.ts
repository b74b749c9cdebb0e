/** Pairs of apps, each with what comes of the update from the first to the second. */
import type { Pair } from './apps';
import { DOCUMENTS } from './documents';
import { HTTP_APIS } from './http-apis';
import { LEVEL_ONE } from './level-one';
import { REST_APIS } from './rest-apis';
import { SEVERAL_STACKS } from './several-stacks';

export const PAIRS: readonly Pair[] = [...REST_APIS, ...HTTP_APIS, ...DOCUMENTS, ...SEVERAL_STACKS, ...LEVEL_ONE];
