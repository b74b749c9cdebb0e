import { UserError } from '../errors';
import { originOfPage } from '../http';
import { suggestion } from '../values';
import type { Args } from './command';

/** An origin of a page, where it is written as browsers send it. */
export function checkOrigin(option: string, given: string): string {
  const origin = originOfPage(given);
  if (origin === undefined || origin === 'null') {
    const instead = 'write it as browsers send it, such as https://app.example.com or capacitor://localhost';
    throw new UserError('usage', `--${option} ${JSON.stringify(given)} isn't an origin of a page; ${instead}`);
  }
  if (origin !== given) throw new UserError('usage', `--${option} ${JSON.stringify(given)} isn't as browsers send it; write ${origin}`);
  return given;
}

/** The values of parameters, by name; an empty one is a value. */
export function parametersOf(args: Pick<Args, 'all'>): Readonly<Record<string, string>> {
  return onceEach('parameter', args.all('parameter').map(readParameter));
}

/**
 * What names are given, by name.
 *
 * @throws a UserError where one is given two things, of which one would be lost in silence
 */
export function onceEach(option: string, pairs: ReadonlyArray<readonly [name: string, value: string]>): Readonly<Record<string, string>> {
  const given = new Map<string, string>();
  for (const [name, value] of pairs) {
    const before = given.get(name) ?? value;
    if (before !== value) {
      const both = `both ${JSON.stringify(before)} and ${JSON.stringify(value)}`;
      throw new UserError('usage', `--${option} gives ${JSON.stringify(name)} ${both}; write one of them`);
    }
    given.set(name, value);
  }
  return Object.fromEntries(given);
}

function readParameter(given: string): [name: string, value: string] {
  const [, name, value] = /^([^=]+)=([^]*)$/.exec(given) ?? [];
  if (name === undefined) {
    throw new UserError('usage', `--parameter ${JSON.stringify(given)} has no value; write --parameter ${given.replace(/=.*/, '') || 'Name'}=value`);
  }
  return [name, value];
}

/** The value of an option that has some names to choose from; undefined where it isn't given. */
export function oneOf<T extends string>(args: Args, option: string, known: readonly T[]): T | undefined {
  const given = args.text(option);
  const found = known.find((each) => each === given);
  if (given !== undefined && found === undefined) {
    throw new UserError('usage', `--${option} ${JSON.stringify(given)} isn't known${suggestion(given, known) || `; there is ${known.join(', ')}`}`);
  }
  return found;
}
