import { CaseMaker, random } from '../../test/browser/live-cases';
import type { EngineCase } from '../../test/browser/recorded-engines';

/** The origins that a recording is made on. */
export interface Origins {
  readonly page: string;
  readonly api: string;
  readonly other: string;
}

/** A case before it is recorded. */
export type OpenCase = Pick<EngineCase, 'case' | 'family' | 'request' | 'preflightResponse' | 'response' | 'redirectTarget' | 'repeat'>;

/** Random cases of every kind, the same ones for the same seed. */
export function makeCases(count: number, seed: number, origins: Origins): readonly OpenCase[] {
  const maker = new CaseMaker(random(seed));
  return Array.from({ length: count }, (_, index) => {
    const made = maker.make(index);
    const name = `${made.name}-s${seed}`;
    const text = JSON.stringify(made).replaceAll('/case', `/c/${name}`);
    const { request, repeat, steps: [first, second] } = JSON.parse(localize(text, origins));
    const isOpaque = request.page === 'null';
    return {
      case: name,
      family: made.name.replace(/-\d+$/, ''),
      request: { ...request, page: isOpaque ? 'null' : origins.page, context: isOpaque ? 'sandbox' : 'window' },
      preflightResponse: first.preflight,
      response: first.response,
      ...second !== undefined && { redirectTarget: { url: `${origins.api}/c/${name}/1`, preflightResponse: second.preflight, response: second.response } },
      ...repeat !== undefined && { repeat },
    };
  });
}

function localize(text: string, origins: Origins): string {
  return Object.entries(origins).reduce((done, [host, origin]) => done.replaceAll(`http://${host}.invalid`, origin), text);
}
