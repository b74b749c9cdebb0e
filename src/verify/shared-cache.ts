import { CloudFrontCache } from '../emulator';
import type { AskVerdict } from './answers';
import type { App } from './app';
import { ask, type Question } from './ask';

/** A file, whichever is asked for. */
export const FILE = { body: new TextEncoder().encode('file'), contentType: 'application/octet-stream' };

/**
 * The verdict on a question that comes after another one, where a distribution has kept what it answered to that and gives it again, and where the page is blocked for
 * no other reason; else undefined.
 */
export function blockedAfter(app: App, first: Question, second: Question): AskVerdict | undefined {
  const world = () => app.emulator.with({ cache: new CloudFrontCache(), objects: () => FILE });
  if (ask(world(), second).outcome !== 'allowed') return undefined;
  const edge = world();
  ask(edge, first);
  const verdict = ask(edge, second);
  return verdict.outcome === 'blocked' && verdict.via.some(({ kind }) => kind === 'cache') ? verdict : undefined;
}
