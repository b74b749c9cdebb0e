import { type Emulator, standInKey } from '../emulator';
import type { StandIn } from './app';

/** An app in which the origins that only its deployment knows are given, and what was given for what. */
export interface Assumed {
  readonly emulator: Emulator;
  readonly standIns: readonly StandIn[];
}

const ALLOW_ORIGIN = /access-?control-?allow-?origins?|^allow(?:ed)?-?origins?$/i;
/** What a name has to do with nothing that is deployed: it can be told apart from every origin that a template names. */
const STAND_IN = 'stand-in.example';

/**
 * Origins that aren't known before the deployment (a parameter without a default, what SSM or another stack has) are asked by stand-ins: whatever they are, what is
 * wrong with preflights, errors and caches is wrong for them.
 */
export function withStandIns(emulator: Emulator): Assumed {
  const wanted = new Map<string, StandIn & { readonly value: string }>();
  for (const { name, template } of emulator.model.stacks) {
    for (const { expression, before, after } of holesIn(template, false)) {
      const key = standInKey(name, expression);
      if (!wanted.has(key)) {
        wanted.set(key, standInFor(expression, before, after));
      }
    }
  }
  if (wanted.size === 0) return { emulator, standIns: [] };
  const values = new Map([...wanted].map(([key, { value }]) => [key, value]));
  return { emulator: emulator.assuming(values), standIns: [...wanted.values()].map(({ origin, of }) => ({ origin, of })) };
}

/** An expression where an origin stands, and the text around it. */
interface Hole {
  readonly expression: unknown;
  readonly before: string;
  readonly after: string;
}

/** The expressions of a template that an origin, or a part of one, may come of. */
function* holesIn(value: unknown, isOrigin: boolean): Generator<Hole> {
  if (typeof value === 'string') {
    if (isOrigin) {
      yield* referencesIn(value);
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const each of value) {
      yield* holesIn(each, isOrigin);
    }
    return;
  }
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0 && name === 'Fn::Sub') {
    yield* substituted(argument, isOrigin);
  } else if (others.length === 0 && name === 'Fn::Join' && isOrigin) {
    yield* joined(argument);
  } else if (others.length === 0 && LEAVES.has(name)) {
    if (isOrigin) {
      yield { expression: value, before: '', after: '' };
    }
  } else {
    for (const [key, each] of Object.entries(value)) {
      yield* holesIn(each, isOrigin || ALLOW_ORIGIN.test(key));
    }
  }
}

/** Functions whose value only the deployment may know. */
const LEAVES: ReadonlySet<string> = new Set(['Ref', 'Fn::GetAtt', 'Fn::ImportValue']);

function* substituted(argument: unknown, isOrigin: boolean): Generator<Hole> {
  const [text, values] = Array.isArray(argument) ? argument as unknown[] : [argument, undefined];
  if (typeof text !== 'string' || !(isOrigin || ALLOW_ORIGIN.test(text))) return;
  for (const found of text.matchAll(/\$\{(?!!)\s*([\w:.]+)\s*\}/g)) {
    const [whole, name] = found;
    const around = { before: text.slice(0, found.index), after: text.slice(found.index + whole.length) };
    const given = typeof values === 'object' && values !== null ? (values as { readonly [name: string]: unknown })[name] : undefined;
    const [id, ...attribute] = name.split('.');
    const own = attribute.length === 0 ? { Ref: name } : { 'Fn::GetAtt': [id, attribute.join('.')] };
    // in a program, what stands between quotation marks or behind the scheme is an origin
    if (isOrigin || /["'](?:https?:\/\/)?$/.test(around.before)) {
      yield* given === undefined ? [{ expression: own, ...around }] : [...holesIn(given, true)].map((hole) => ({ ...hole, ...around }));
    }
  }
}

function* joined(argument: unknown): Generator<Hole> {
  const [separator, parts] = Array.isArray(argument) ? argument as unknown[] : [];
  if (typeof separator !== 'string' || !Array.isArray(parts)) return;
  const texts = parts.map((part: unknown) => (typeof part === 'string' ? part : ''));
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') {
      yield* referencesIn(part);
      continue;
    }
    const [before, after] = [texts.slice(0, index), texts.slice(index + 1)].map((each) => each.join(separator));
    yield* [...holesIn(part, true)].map((hole) => ({ ...hole, before, after }));
  }
}

function* referencesIn(text: string): Generator<Hole> {
  for (const found of text.matchAll(/\{\{resolve:(?:ssm-secure|ssm|secretsmanager):[^{}]{0,200}\}\}/g)) {
    yield { expression: found[0], before: text.slice(0, found.index), after: text.slice(found.index + found[0].length) };
  }
}

/** As much of an origin as the place takes: the whole, its host, or a label of its host. */
function standInFor(expression: unknown, before: string, after: string): StandIn & { readonly value: string } {
  const of = nameOf(expression);
  const label = of.replace(/^the \w+(?: \w+)? /, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || 'origin';
  if (!/:\/\/[^\s'",]*$/.test(before)) return { of, origin: `https://${label}.${STAND_IN}`, value: `https://${label}.${STAND_IN}` };
  const [, scheme = 'https', start = ''] = /(https?):\/\/([^\s'",]*)$/.exec(before) ?? [];
  const end = /^[^\s'",/]*/.exec(after)![0];
  const value = start !== '' || end.startsWith('.') ? label : `${label}.${STAND_IN}`;
  return { of, origin: `${scheme}://${start}${value}${end}`, value };
}

function nameOf(expression: unknown): string {
  if (typeof expression === 'string') return `the value of ${expression.replace(/[{}]/g, '')}`;
  const [[name, argument]] = Object.entries(expression as object);
  if (name === 'Ref') return `the parameter ${String(argument)}`;
  if (name === 'Fn::ImportValue') return `the export ${typeof argument === 'string' ? argument : JSON.stringify(argument)}`;
  return `the attribute ${Array.isArray(argument) ? argument.join('.') : String(argument)}`;
}
