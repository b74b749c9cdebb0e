import { isUnknown, type Maybe } from '../../template';
import { Budget, Input, Overrides, type ReadParameter, type RequestParameters, renderMappingTemplate, type Template, VelocityError } from '../../velocity';
import { known, Undecided } from '../kernel/unknown-response';
import { contextOf, stageVariablesOf } from './context';
import type { Exchange } from './exchange';
import { type Fault, GatewayFault } from './fault';

/**
 * Renders a mapping template for a request.
 *
 * Where it asks for a header that isn't there, both readings of rule 41 are tried, and only what they change makes a note. So does what Velocity
 * refuses (rule 134).
 */
export function render(template: Maybe<Template>, body: string, exchange: Exchange): string {
  const source = known(template);
  const rendering = exchange.overrides.areNone ? remembered(source, exchange) : undefined;
  const { result, overrides, restsOn41, doubt } = rendering ?? renderAnew(source, body, exchange);
  exchange.overrides.become(overrides);
  if (restsOn41) {
    exchange.reading(41, 'the template reads a header that the request hasn\'t got');
  }
  if (doubt !== undefined && exchange.reading(134, `Velocity 1.7 refuses the mapping template, so that AWS may answer 500: ${doubt}`) === 'refused') {
    throw new GatewayFault('API_CONFIGURATION_ERROR');
  }
  if (typeof result !== 'string') throw result;
  return result;
}

/** What came of a template. */
interface Rendering {
  readonly result: string | Fault;
  readonly overrides: Overrides;
  /** Whether the other reading of rule 41 gives something else. */
  readonly restsOn41: boolean;
  /** What Velocity 1.7 refuses in it. */
  readonly doubt: string | undefined;
}

/** A rendering that came of these parameters of the request and of nothing else. */
interface Remembered extends Rendering {
  readonly read: readonly ReadParameter[];
  readonly reading: string;
}

const NO_OVERRIDES = new Overrides();

/** Enough for the origins that an app is asked about. */
const RENDERINGS = 20;
const renderings = new WeakMap<Template, Remembered[]>();

/** What a template gave for a request that is the same in all that it read: that of a preflight reads `Origin`, whatever the path. */
function remembered(template: Template, exchange: Exchange): Rendering | undefined {
  const before = renderings.get(template);
  if (before === undefined) return undefined;
  const reading = exchange.reading(41);
  return before.find((each) => each.reading === reading && each.read.every(({ place, name, value }) => valueIn(place, name, exchange) === value));
}

function valueIn(place: ReadParameter['place'], name: string, exchange: Exchange): string | undefined {
  let value: string | undefined;
  for (const [each, own] of parametersAt(place, exchange)) {
    value = each === name ? own : value;
  }
  return value;
}

function renderAnew(template: Template, body: string, exchange: Exchange): Rendering {
  const reading = exchange.reading(41);
  const isFirst = exchange.overrides.areNone;
  const { read, asked, ...own } = attempt(template, body, exchange, reading);
  const other = asked ? attempt(template, body, exchange, reading === 'empty' ? 'null' : 'empty') : own;
  const restsOn41 = String(other.result) !== String(own.result) || !other.overrides.equals(own.overrides);
  const rendering = { ...own, overrides: own.overrides.areNone ? NO_OVERRIDES : own.overrides, restsOn41 };
  if (isFirst && read !== undefined && own.overrides.areScalars) {
    const before = renderings.get(template) ?? [];
    renderings.set(template, [{ ...rendering, read, reading }, ...before.slice(0, RENDERINGS - 1)]);
  }
  return rendering;
}

interface Attempt {
  readonly result: string | Fault;
  readonly overrides: Overrides;
  /** Whether the template asked for a parameter that isn't there. */
  readonly asked: boolean;
  /** What Velocity 1.7 refuses in it. */
  readonly doubt: string | undefined;
  /** What it read, where that were parameters only. */
  readonly read: readonly ReadParameter[] | undefined;
}

function attempt(template: Template, body: string, exchange: Exchange, missing: 'empty' | 'null'): Attempt {
  const input = new Input(body, parametersOf(exchange), missing);
  const overrides = exchange.overrides.copy();
  let readsMore = false;
  const made = (make: () => object) => () => {
    readsMore = true;
    return make();
  };
  const budget = new Budget();
  const result = resultOf(() => renderMappingTemplate(template, {
    input, context: made(() => contextOf(exchange)), stageVariables: made(() => stageVariablesOf(exchange)), overrides,
  }, budget));
  return { result, overrides, asked: input.askedForMissing, doubt: budget.doubt, read: readsMore ? undefined : input.read };
}

function resultOf(run: () => Maybe<string>): string | Fault {
  try {
    const text = run();
    return isUnknown(text) ? new Undecided(text) : text;
  } catch (error) {
    if (error instanceof VelocityError) return faultOf(error);
    throw error;
  }
}

/** What a template's failure is to the caller: 400 where the body isn't JSON, else 500 (rules 30, 42). */
function faultOf(error: VelocityError): GatewayFault {
  return error.kind === 'body-not-json' ? new GatewayFault('BAD_REQUEST_BODY', error.message) : new GatewayFault('API_CONFIGURATION_ERROR');
}

function parametersOf(exchange: Exchange): RequestParameters {
  return { path: parametersAt('path', exchange), querystring: parametersAt('querystring', exchange), header: parametersAt('header', exchange) };
}

function parametersAt(place: ReadParameter['place'], { request, pathParameters }: Exchange): ReadonlyArray<readonly [string, string]> {
  switch (place) {
    case 'path': return Object.entries(pathParameters);
    case 'querystring': return request.query;
    case 'header': return request.headers;
  }
}
