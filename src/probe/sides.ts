import type { EmulatedEntrance, Step } from '../emulator';
import { headerLines } from '../http';
import type { Aspect } from './aspects';
import type { LiveAnswer, LiveExchange } from './live-answer';
import type { Answerer } from './who-answered';

/** Where the live app is another than the template's. */
export type Side = 'network' | 'server' | 'cache' | 'distribution' | 'stage' | 'api' | 'function-url' | 'function';

/** An answer that isn't as predicted, and what is known of both. */
export interface Discrepancy {
  readonly entrance: EmulatedEntrance;
  readonly exchange: LiveExchange;
  /** The layers that would have answered, by the template, from the outside in. */
  readonly via: readonly Step[];
  readonly aspects: readonly Aspect[];
  /** The status that the template makes sure of. */
  readonly predictedStatus?: number;
  /** Whether the same request gets what is predicted where no cache has it. */
  readonly isRightUncached: boolean;
}

interface Seen extends Discrepancy {
  readonly answer: LiveAnswer;
  readonly by: Answerer;
  /** What stands behind a distribution, or the entrance itself. */
  readonly layer: 'rest-api' | 'http-api' | 'function-url' | 'other';
}

interface Sign {
  readonly side: Side;
  readonly when: (seen: Seen) => boolean;
  readonly says: (seen: Seen) => string;
}

/** What a difference in a header that only a layer writes says of that layer. */
const wroteIt = (kind: Step['kind'], { via }: Discrepancy) => via.some((step) => step.kind === kind);
const nameOf = (kind: Step['kind'], { via }: Discrepancy) => via.filter((step) => step.kind === kind).at(-1)?.name ?? '';
const differsIn = ({ aspects }: Discrepancy, name: string) => aspects.find((each) => each.name === name);
const asks = ({ exchange: { request } }: Discrepancy) => `${request.method} ${new URL(request.url).pathname}`;
/** Whether another layer answers, or the same one for another reason: not only its headers are other. */
const isOtherAnswer = (discrepancy: Discrepancy) => ['status', 'answered by', 'x-amzn-errortype'].some((name) => differsIn(discrepancy, name) !== undefined);
const hasMissingToken = (seen: Seen) => isOtherAnswer(seen) && /"[mM]essage":\s*"Missing Authentication Token"/.test(seen.answer.body);
const isForbidden = ({ answer }: Seen) => answer.status === 403 && /^\{"message":\s*"Forbidden"\}$/.test(answer.body.trim());
const isNotFound = ({ answer }: Seen) => answer.status === 404 && /^\{"message":\s*"Not Found"\}$/.test(answer.body.trim());
const isAtEdge = ({ entrance }: Discrepancy) => entrance.kind === 'cloudfront';
/** Whether a function has made the answer: REST APIs add a header to what one says (rule 34), and no layer writes a body into the answer to a preflight. */
const ranFunction = ({ answer, by, layer, exchange: { request } }: Seen) => !by.isOwn && (layer === 'rest-api'
  ? headerLines(answer.headers, 'x-amzn-trace-id').length > 0
  : request.preflight && answer.body !== '');
const isAnswerOfFunction = ({ via }: Discrepancy) => via.some(({ kind }) => kind === 'function' || kind === 'backend');

/** Which side is another, the surer first. The last one of a layer is for whatever is left. */
const SIGNS: readonly Sign[] = [
  {
    side: 'cache',
    when: ({ isRightUncached }) => isRightUncached,
    says: (seen) => `a cache still gives what it kept of ${asks(seen)} from before: invalidate the path`,
  },
  {
    side: 'server',
    when: (seen) => isAtEdge(seen) && !seen.by.isBehindCloudFront,
    says: ({ by }) => `${by.name} answers, not CloudFront: the name leads elsewhere`,
  },
  {
    side: 'server',
    when: ({ entrance, by }) => (entrance.kind === 'rest-api' || entrance.kind === 'http-api') && by.layer !== entrance.kind && !by.isBehindCloudFront,
    says: ({ by, entrance }) => `${by.name} answers, not ${entrance.kind === 'rest-api' ? 'a REST API' : 'an HTTP API'}: the name leads elsewhere`,
  },
  {
    side: 'function',
    when: ({ answer }) => headerLines(answer.headers, 'access-control-allow-origin').length > 1 || (headerLines(answer.headers, 'access-control-allow-origin')[0] ?? '').includes(','),
    says: () => 'the function answers with CORS headers of its own, beside those of the layer before it: Access-Control-Allow-Origin is there twice',
  },
  {
    side: 'distribution',
    when: (seen) => isAtEdge(seen) && seen.by.layer === 'cloudfront' && isOtherAnswer(seen),
    says: (seen) => `the distribution isn't updated yet: ${seen.by.name} answers ${asks(seen)} with ${seen.answer.status}`,
  },
  {
    side: 'distribution',
    when: (seen) => isAtEdge(seen) && seen.by.layer === 's3' && !wroteIt('bucket', seen),
    says: (seen) => `the distribution isn't updated yet: it sends ${asks(seen)} to a bucket, and the template has ${nameOf('behavior', seen)} for another origin`,
  },
  {
    side: 'distribution',
    when: (seen) => isAtEdge(seen) && isOtherAnswer(seen) && (wroteIt('redirect', seen) || wroteIt('error-page', seen) || seen.via.every(({ kind }) => EDGE.has(kind))),
    says: (seen) => `the distribution isn't updated yet: it lets ${asks(seen)} through, which its behavior ${nameOf('behavior', seen)} would answer by itself`,
  },
  {
    side: 'distribution',
    when: (seen) => isAtEdge(seen) && isForbidden(seen),
    says: (seen) => `the distribution isn't updated yet: the API refuses the host name that it is asked by, so another origin request policy is in use at ${nameOf('behavior', seen)}`,
  },
  {
    side: 'distribution',
    when: (seen) => isAtEdge(seen) && hasMissingToken(seen),
    says: (seen) => `the distribution sends ${asks(seen)} on under another path, or the stage behind it serves another deployment: the API has no such method`,
  },
  {
    side: 'distribution',
    when: (seen) => isAtEdge(seen) && wroteIt('response-headers-policy', seen) && !isOtherAnswer(seen),
    says: (seen) => `the distribution isn't updated yet: the response headers policy of ${nameOf('behavior', seen)} is another`,
  },
  {
    side: 'function',
    when: (seen) => ranFunction(seen) && !isAnswerOfFunction(seen),
    says: (seen) => `the function answers itself: ${asks(seen)} reaches it, and in the template ${answererName(seen)} answers`,
  },
  {
    side: 'function',
    when: (seen) => ranFunction(seen),
    says: () => 'the function answers itself: its code is another than the template\'s, or what it runs behind is',
  },
  {
    side: 'stage',
    when: (seen) => seen.layer === 'rest-api' && hasMissingToken(seen),
    says: (seen) => `the stage serves another deployment: it has no method for ${asks(seen)}, or one that asks for a signature`,
  },
  {
    side: 'stage',
    when: (seen) => seen.layer === 'rest-api' && isForbidden(seen) && seen.entrance.kind === 'rest-api',
    says: (seen) => `the stage serves another deployment, or there is no such stage: ${asks(seen)} gets 403 "Forbidden", as without an API key or at a stage's name that isn't known`,
  },
  {
    side: 'stage',
    when: (seen) => seen.layer === 'rest-api' && seen.by.isOwn && wroteIt('gateway-response', seen) && !isOtherAnswer(seen),
    says: (seen) => `the stage serves another deployment: its gateway response ${nameOf('gateway-response', seen)} is another`,
  },
  {
    side: 'stage',
    when: (seen) => seen.layer === 'rest-api' && seen.by.isOwn,
    says: (seen) => `the stage serves another deployment: the API itself answers ${asks(seen)} with ${seen.answer.status}, and in the template ${answererName(seen)} answers`,
  },
  {
    side: 'stage',
    when: ({ layer }) => layer === 'rest-api',
    says: (seen) => `the stage serves another deployment: its ${answererName(seen)} is another`,
  },
  {
    side: 'api',
    when: (seen) => seen.layer === 'http-api' && isNotFound(seen),
    says: (seen) => (seen.exchange.request.preflight
      ? `the API isn't updated yet: it has no CORS configuration, so that ${asks(seen)} is looked for among its routes`
      : `the stage serves another deployment: it has no route for ${asks(seen)}`),
  },
  {
    side: 'api',
    when: (seen) => seen.layer === 'http-api' && seen.by.isOwn,
    says: (seen) => `the stage serves another deployment: the API itself answers ${asks(seen)} with ${seen.answer.status}, and in the template ${answererName(seen)} answers`,
  },
  {
    side: 'api',
    when: ({ layer }) => layer === 'http-api',
    says: () => 'the API isn\'t updated yet: its CORS configuration is another, or it has none',
  },
  {
    side: 'function-url',
    when: ({ layer }) => layer === 'function-url',
    says: () => 'the function URL isn\'t updated yet: its CORS configuration is another, or it has none',
  },
  {
    side: 'distribution',
    when: isAtEdge,
    says: (seen) => `the distribution isn't updated yet: its behavior ${nameOf('behavior', seen)} is another, or what answers behind it`,
  },
  {
    side: 'server',
    when: () => true,
    says: ({ by }) => `${by.name} answers otherwise`,
  },
];

/** Steps by which a distribution answers without asking an origin. */
const EDGE: ReadonlySet<Step['kind']> = new Set(['behavior', 'edge-function', 'response-headers-policy', 'redirect', 'error-page', 'cache']);

/** As people call what would have answered: `method OPTIONS /{proxy+}`. */
function answererName({ via }: Discrepancy): string {
  const step = via.filter(({ kind }) => NAMED.has(kind)).at(-1) ?? via.at(-1);
  if (step === undefined) return 'nothing';
  return step.kind === 'preflight' ? 'the CORS configuration' : `${step.kind.replaceAll('-', ' ')} ${step.name}`;
}

const NAMED: ReadonlySet<Step['kind']> = new Set(['method', 'route', 'preflight', 'gateway-response', 'function-url', 'behavior']);

/** Which side is another, and in what way. */
export function sideOf(discrepancy: Discrepancy, by: Answerer | undefined): { readonly side: Side; readonly message: string } {
  const { exchange: { answer, failure }, via } = discrepancy;
  if (answer === undefined || by === undefined) return { side: 'network', message: `no answer comes: ${failure?.message ?? 'nothing was sent'}` };
  const seen: Seen = { ...discrepancy, answer, by, layer: layerOf(discrepancy.entrance, via, by) };
  const { side, says } = SIGNS.find(({ when }) => when(seen))!;
  return { side, message: says(seen) };
}

/** The API that is asked, behind a distribution or by itself: as the template has it, else as the answer says. */
function layerOf({ kind }: EmulatedEntrance, via: readonly Step[], { layer }: Answerer): Seen['layer'] {
  if (kind !== 'cloudfront') return kind;
  if (via.some((step) => step.kind === 'method')) return 'rest-api';
  if (via.some((step) => step.kind === 'route' || step.kind === 'preflight')) return 'http-api';
  if (via.some((step) => step.kind === 'function-url')) return 'function-url';
  return layer === 'rest-api' || layer === 'http-api' || layer === 'function-url' ? layer : 'other';
}
