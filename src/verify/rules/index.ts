import { foreignPageAllowed } from './foreign-page-allowed';
import { preflightRefused } from './preflight-refused';
import { preflightWithoutMethod } from './preflight-without-method';
import { responseUnreadable } from './response-unreadable';
import type { Rule } from '../app';

/** The catalogue, in the order in which rules are asked: the more particular first, the last resorts last. */
export const RULES: readonly Rule[] = [
  preflightWithoutMethod,
  preflightRefused,
  responseUnreadable,
  foreignPageAllowed,
];
