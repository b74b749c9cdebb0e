import { UserError } from '../../errors';
import { FORMATS } from '../../report';
import { suggestion } from '../../values';
import { type Finding, type QuestionOptions, RULES } from '../../verify';
import type { Args, Option } from '../command';
import { checkOrigin, oneOf, parametersOf } from '../option-values';

export type FormatName = keyof typeof FORMATS;
export type FailOn = Finding['severity'] | 'unknown' | 'never';

const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];
const FAIL_ON: readonly FailOn[] = ['error', 'warning', 'unknown', 'never'];

/** Formats by the ending of the file that is written. */
const ENDINGS: Readonly<Record<string, FormatName>> = { json: 'json', html: 'html', htm: 'html', sarif: 'sarif' };

export const OPTIONS: readonly Option[] = [
  { name: 'format', value: FORMAT_NAMES.join('|'), about: 'how the report is written; by default as the ending of --output says, else text' },
  { name: 'output', value: 'file', about: 'writes the report into a file' },
  { name: 'fail-on', value: FAIL_ON.join('|'), about: 'the least severe finding that gives exit code 1, or unknown: also what isn\'t known or wasn\'t asked; error by default' },
  { name: 'policy', value: 'file', about: 'what should be allowed, no more and no less: JSON with the properties of CorsPolicy' },
  { name: 'page-origin', value: 'origin', multiple: true, about: 'an origin whose pages may call, besides those that the template declares' },
  { name: 'entrance', value: 'id', multiple: true, about: 'asks this entrance only: a logical id, a path such as Shop/Api, or a kind such as rest-api' },
  { name: 'parameter', value: 'name=value', multiple: true, about: 'the value of a template\'s parameter; as Stack:Name=value for one stack' },
  {
    name: 'deployed',
    value: 'path',
    about: 'what is deployed: a cdk.out, a template, or what "aws cloudformation get-template" prints; - is standard input. Adds what the update does',
  },
  { name: 'rule', value: 'id', multiple: true, about: 'applies this rule only' },
  { name: 'no-rule', value: 'id', multiple: true, about: 'leaves a rule out' },
  { name: 'exhaustive', about: 'asks everything of every route, also where another that is configured alike has answered' },
  { name: 'quiet', about: 'no matrix, and nothing at all where nothing is wrong' },
];

/** What a check was asked to do. */
export interface CheckOptions {
  readonly format: FormatName;
  readonly output?: string;
  readonly failOn: FailOn;
  readonly policy?: string;
  readonly questions: QuestionOptions;
  readonly parameters: Readonly<Record<string, string>>;
  readonly deployed?: string;
  readonly rules: Readonly<Record<string, boolean>>;
  readonly quiet: boolean;
}

/** @throws a UserError that says which option is wrong */
export function checkOptions(args: Args): CheckOptions {
  const output = args.text('output');
  const entrances = [...new Set(args.all('entrance'))];
  return {
    format: oneOf(args, 'format', FORMAT_NAMES) ?? ENDINGS[/\.(\w+)$/.exec(output ?? '')?.[1].toLowerCase() ?? ''] ?? 'text',
    output,
    failOn: oneOf(args, 'fail-on', FAIL_ON) ?? 'error',
    policy: args.text('policy'),
    questions: {
      pages: args.all('page-origin').map((each) => (each === 'null' ? each : checkOrigin('page-origin', each))),
      exhaustive: args.has('exhaustive'),
      ...entrances.length > 0 && { entrances },
    },
    parameters: parametersOf(args),
    deployed: args.text('deployed'),
    rules: chosenRules(args.all('rule').map(checkRule), args.all('no-rule').map(checkRule)),
    quiet: args.has('quiet'),
  };
}

function checkRule(id: string): string {
  const known = RULES.map((rule) => rule.id);
  if (!known.includes(id)) throw new UserError('usage', `unknown rule ${JSON.stringify(id)}${suggestion(id, known) || `; there is ${known.join(', ')}`}`);
  return id;
}

function chosenRules(only: readonly string[], without: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(RULES.map(({ id }) => [id, (only.length === 0 || only.includes(id)) && !without.includes(id)]));
}
