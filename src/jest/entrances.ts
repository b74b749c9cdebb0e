import type { EmulatedEntrance } from '../emulator';
import { entranceNamed } from '../verify';
import type { Subject } from './received';

/** The entrances of a stack where a stack was given, else of the app. */
export function entrancesOf({ emulator: { entrances }, stack }: Subject): readonly EmulatedEntrance[] {
  return stack === undefined ? entrances : entrances.filter(({ resource }) => isIn(stack, resource.path));
}

/** Whether what has a path is in a stack, or in one that is nested in it. */
export function isIn(stack: string, path: string): boolean {
  return path.startsWith(`${stack}/`);
}

/** @throws an Error that lists what there is, where the name says none or several */
export function entranceWithin(subject: Subject, name: string | undefined): EmulatedEntrance {
  return entranceNamed({ entrances: entrancesOf(subject) }, name);
}
