import { type Step, stepTitle } from '../emulator';
import type { AskVerdict } from '../verify';
import { corsLines, exchangesOf, type SeenExchange, statusText } from './exchanges';

/** What went over the wire, as a sequence diagram has it. */
export interface Sequence {
  /** Who takes part, from the left. */
  readonly lanes: readonly string[];
  readonly events: readonly SequenceEvent[];
}

export type SequenceEvent =
  /** A message from one lane to another. */
  | { readonly kind: 'message'; readonly from: number; readonly to: number; readonly text: string; readonly headers: readonly string[]; readonly preflight: boolean }
  /** What a lane does by itself. */
  | { readonly kind: 'note'; readonly lane: number; readonly text: string; readonly blocked?: true };

const LANES: Readonly<Partial<Record<Step['kind'], string>>> = {
  'behavior': 'CloudFront',
  'edge-function': 'CloudFront',
  'origin': 'CloudFront',
  'error-page': 'CloudFront',
  'redirect': 'CloudFront',
  'cache': 'CloudFront',
  'response-headers-policy': 'CloudFront',
  'function': 'Lambda',
  'bucket': 'S3',
  'backend': 'Back end',
};
const BROWSER = 'Browser';

/** The sequence of a verdict: each request on its way in, each answer on its way back, and what the browser makes of it. */
export function sequenceOf(verdict: AskVerdict): Sequence {
  const exchanges = exchangesOf(verdict);
  const lanes = [BROWSER, ...new Set(exchanges.flatMap(({ via }) => (via.length === 0 ? ['Elsewhere'] : via.map(laneOf))))];
  return { lanes, events: [...exchanges.flatMap((exchange) => eventsOf(exchange, lanes)), conclusion(verdict)] };
}

function laneOf({ kind }: Step): string {
  return LANES[kind] ?? 'API Gateway';
}

function eventsOf(exchange: SeenExchange, lanes: readonly string[]): SequenceEvent[] {
  const { method, url, requestHeaders, responseHeaders = [], preflight } = exchange;
  const stops = stopsOf(exchange, lanes);
  const inwards = stops.flatMap(({ lane, names }, index): SequenceEvent[] => {
    const message = index === 0
      ? { text: `${method} ${url}`, headers: corsLines(requestHeaders) }
      : { text: lane > stops[index - 1].lane ? method : 'what it answers', headers: [] };
    const note: SequenceEvent[] = names.length === 0 ? [] : [{ kind: 'note', lane, text: names.join(', ') }];
    return [{ kind: 'message', from: index === 0 ? 0 : stops[index - 1].lane, to: lane, preflight, ...message }, ...note];
  });
  return [...inwards, { kind: 'message', from: stops[stops.length - 1].lane, to: 0, text: statusText(exchange), headers: corsLines(responseHeaders), preflight }];
}

/** The lanes that a request went through, with the steps that it took in each. */
function stopsOf({ via }: SeenExchange, lanes: readonly string[]): { lane: number; names: string[] }[] {
  const stops: { lane: number; names: string[] }[] = [];
  for (const step of via) {
    const lane = lanes.indexOf(laneOf(step));
    const last = stops.at(-1);
    if (last?.lane === lane) {
      last.names.push(stepTitle(step));
    } else {
      stops.push({ lane, names: [stepTitle(step)] });
    }
  }
  return stops.length > 0 ? stops : [{ lane: lanes.indexOf('Elsewhere'), names: [] }];
}

function conclusion({ outcome, console, reason, status }: AskVerdict): SequenceEvent {
  if (outcome === 'allowed') return { kind: 'note', lane: 0, text: status !== undefined ? `the page reads the answer, status ${status}` : 'the page reads the answer' };
  if (outcome === 'unknown') return { kind: 'note', lane: 0, text: `unknown: ${reason ?? 'the template doesn\'t tell'}` };
  return { kind: 'note', lane: 0, text: console.chromium ?? reason ?? 'blocked', blocked: true };
}
