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

/** The table of scripts/oracle-velocity: what Velocity 1.7 made of templates, null where it refused one. */
export interface Table {
  readonly request: Seen;
  readonly rows: ReadonlyArray<readonly [kind: string, template: string, text: string | null]>;
}

export function readTable(): Table {
  return JSON.parse(gunzipSync(readFileSync(join(__dirname, '../fixtures/velocity-1.7.json.gz'))).toString()) as Table;
}
