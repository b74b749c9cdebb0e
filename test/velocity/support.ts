import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Budget, Input, Overrides, renderMappingTemplate, Template, VelocityError } from '../../src/velocity';

/** What a mapping template sees of a request. */
export interface Seen {
  readonly body?: string;
  readonly params?: { readonly [place in 'path' | 'querystring' | 'header']?: { readonly [name: string]: string } };
  readonly context?: object;
  readonly stageVariables?: object;
}

export interface Outcome {
  /** Undefined where the template fails. */
  readonly text?: string;
  readonly error?: string;
  /** What Velocity 1.7 would have refused. */
  readonly doubt?: string;
}

/** Renders as API Gateway does, a missing header read as null. */
export function outcomeOf(template: string, { body = '', params = {}, context = {}, stageVariables = {} }: Seen = {}): Outcome {
  const budget = new Budget();
  const pairs = (place: 'path' | 'querystring' | 'header') => Object.entries(params[place] ?? {});
  const input = new Input(body, { path: pairs('path'), querystring: pairs('querystring'), header: pairs('header') }, 'null');
  try {
    const text = renderMappingTemplate(
      Template.of(template), { input, overrides: new Overrides(), context: () => context, stageVariables: () => stageVariables }, budget);
    return { text: String(text), doubt: budget.doubt };
  } catch (error) {
    if (error instanceof VelocityError) return { error: `${error.kind}: ${error.message}` };
    throw error;
  }
}

/** A template, and what Velocity 1.7 made of it: null where it refused it. */
export type Row = readonly [kind: string, template: string, text: string | null];

/** A table of scripts/oracle-velocity. */
export interface Table {
  readonly request: Seen;
  readonly rows: readonly Row[];
}

export function generatedTable(): Table {
  return read('velocity-1.7.json.gz') as Table;
}

/** Kinds of published templates, in groups with a request each. */
export function publishedTables(): ReadonlyArray<Table & { readonly about: string }> {
  return (read('velocity-1.7-published.json.gz') as { groups: (Table & { about: string })[] }).groups;
}

function read(fixture: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(join(__dirname, '../fixtures', fixture))).toString());
}

/** Whether a template gives what Velocity gave, and is refused or doubted where Velocity refuses it. */
export function isEqual(text: string | null, outcome: Outcome): boolean {
  return text === null ? outcome.text === undefined || outcome.doubt !== undefined : outcome.text === text && outcome.doubt === undefined;
}
