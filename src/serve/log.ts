import { type Answer, isUnknown, type RuleNote, type Step, stepName, type Unknown } from '../emulator';
import { renderLine, type Span } from '../terminal';

/** A request that was answered. */
export interface LogEntry {
  /** Counts requests since the start. */
  readonly id: number;
  /** When it came, in milliseconds since 1970. */
  readonly time: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** The logical id of the entrance; undefined where none was reached. */
  readonly entrance?: string;
  /** As AWS would see it. */
  readonly url?: string;
  /** The page's origin, as AWS would see it. */
  readonly origin?: string;
  readonly preflight: boolean;
  /** As it was sent; undefined where the client went away before. */
  readonly status?: number;
  /** Who answered, from the outside in. */
  readonly via: ReadonlyArray<Pick<Step, 'kind' | 'name' | 'logicalId' | 'resource'>>;
  /** Rules that the answer rests on and that aren't recorded from AWS. */
  readonly notes: readonly RuleNote[];
  /** Why the answer, or a part of it, isn't known. */
  readonly unknown?: { readonly path: string; readonly reason: string };
  /** The failure that was asked for. */
  readonly failure?: string;
  /** Milliseconds. */
  readonly duration: number;
  /** What went wrong with the request itself, such as HTTP that is none. */
  readonly problem?: string;
}

/** Why an answer isn't known, or not all of it. */
export function unknownIn({ status, body, moreHeaders }: Answer): Unknown | undefined {
  return isUnknown(status) ? status : isUnknown(body) ? body : moreHeaders?.because;
}

/** A line of the log for a person. */
export function lineOf(entry: LogEntry, coloured: boolean): string {
  const { method, path, origin, duration, problem, unknown, failure } = entry;
  const shown = path.length > 200 ? `${path.slice(0, 200)}…` : path;
  const parts: Span[] = [
    ['gray', clock(entry.time)],
    `${method.padEnd(7)} ${shown}`,
    outcomeOf(entry),
    ['gray', `${duration < 10 ? duration.toFixed(1) : duration.toFixed(0)} ms`],
    ...origin === undefined ? [] : [`from ${origin}${entry.preflight ? ', preflight' : ''}`],
    ...failure === undefined ? [] : [['yellow', `asked to fail: ${failure}`] as const],
    ...entry.via.length === 0 ? [] : [['cyan', entry.via.map(stepName).join(' > ')] as const],
    ...problem === undefined ? [] : [['red', problem] as const],
    ...unknown === undefined ? [] : [['yellow', `${unknown.path}: ${unknown.reason}`] as const],
  ];
  return parts.map((part) => renderLine([part], coloured)).join('  ');
}

function outcomeOf({ status, unknown }: LogEntry): Span {
  if (status === undefined) return ['yellow', 'went away'];
  if (unknown !== undefined) return ['yellow', `${status} unknown`];
  return [status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green', String(status)];
}

function clock(time: number): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
