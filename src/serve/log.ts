import { type Answer, isUnknown, type RuleNote, type Step, stepName, type Unknown } from '../emulator';

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
  /** Rules that the answer rests on and that nobody recorded. */
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

type Colour = 'grey' | 'red' | 'green' | 'yellow' | 'cyan';
const CODES: { readonly [colour in Colour]: number } = { grey: 90, red: 31, green: 32, yellow: 33, cyan: 36 };

/** A line of the log for a person. */
export function lineOf(entry: LogEntry, coloured: boolean): string {
  const paint = (text: string, colour: Colour) => coloured ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
  const { method, path, status, origin, duration, problem, unknown, failure } = entry;
  const shown = path.length > 200 ? `${path.slice(0, 200)}…` : path;
  const told = status === undefined ? paint('went away', 'yellow')
    : paint(unknown === undefined ? String(status) : `${status} unknown`, unknown !== undefined ? 'yellow' : status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green');
  return [
    paint(clock(entry.time), 'grey'),
    `${method.padEnd(7)} ${printable(shown)}`,
    told,
    paint(`${duration < 10 ? duration.toFixed(1) : duration.toFixed(0)} ms`, 'grey'),
    ...origin === undefined ? [] : [`from ${printable(origin)}${entry.preflight ? ', preflight' : ''}`],
    ...failure === undefined ? [] : [paint(`asked to fail: ${printable(failure)}`, 'yellow')],
    ...entry.via.length === 0 ? [] : [paint(entry.via.map(stepName).join(' > '), 'cyan')],
    ...problem === undefined ? [] : [paint(printable(problem), 'red')],
    ...unknown === undefined ? [] : [paint(`${unknown.path}: ${unknown.reason}`, 'yellow')],
  ].join('  ');
}

function clock(time: number): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** What a client sent may move the cursor of a terminal, or worse. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
