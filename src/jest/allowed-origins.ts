import { takes } from '../api-gateway';
import { originOfPage } from '../http';
import { firstFew } from '../values';
import { type AskVerdict, verify } from '../verify';
import type { CorsQuestion } from './cors-question';
import type { Subject } from './received';

const MAX_NAMED = 6;

/** What a browser says where a page's origin isn't allowed. The edge may refuse such a preflight by its status. */
const OF_ORIGINS = /^(?:Preflight)?(?:MissingAllowOriginHeader|AllowOriginMismatch)$|^PreflightInvalidStatus$/;

/**
 * That a page isn't among those that may call; undefined where it is, or where something else is wrong.
 *
 * The others must get what they ask for: where none does, the policy isn't the cause.
 */
export function notAmongAllowed({ emulator }: Subject, { from, method = 'GET' }: CorsQuestion, { error, outcome, exchanges }: AskVerdict): string[] | undefined {
  const url = exchanges[0]?.request.url ?? '';
  const entrance = emulator.entranceOf(url);
  const page = originOfPage(from);
  if (outcome !== 'blocked' || !OF_ORIGINS.test(error ?? '') || entrance === undefined) return undefined;
  const { matrix } = verify(emulator, { questions: { entrances: [entrance.resource.path] } });
  const rows = matrix.filter(({ role }) => role === 'declared');
  const ofRoute = rows.filter((row) => row.method === method && takes(row.path, url.slice(entrance.url.length)));
  const allowed = (ofRoute.length > 0 ? ofRoute : rows).filter(({ success }) => success !== 'blocked')
    .map(({ cases: [{ page: { origin, written, because } }] }) => ({ origin, name: written ?? origin, because }));
  if (allowed.length === 0 || allowed.some(({ origin, name }) => origin === page || name === '*')) return undefined;
  const names = [...new Set(allowed.map(({ name }) => name))];
  return [`${from} isn't among the allowed origins: ${firstFew(names, MAX_NAMED)}`, `as ${allowed[0].because} says; a page that may call is to be named there`];
}
