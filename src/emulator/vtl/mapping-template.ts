import { Budget } from './budget';
import { Input, MissingParameter, RequestParameters } from './input';
import { Overrides } from './overrides';
import { Template } from './template';
import { Util } from './util';
import { fromJson, Value } from './values';
import { Maybe } from '../unknown';

/** What a mapping template sees. */
export interface MappingInput {
  readonly body: Maybe<string>;
  readonly parameters: RequestParameters;
  /** `$context` without the overrides. */
  readonly context: unknown;
  readonly stageVariables: unknown;
  readonly overrides: Overrides;
  readonly missing: MissingParameter;
}

/** What became of a template. */
export interface Mapped {
  readonly text: Maybe<string>;
  readonly askedForMissing: boolean;
}

/** Renders an API Gateway mapping template. Throws a `VelocityError` where it fails. */
export function renderMappingTemplate(template: Template, input: MappingInput): Mapped {
  const budget = new Budget();
  const context = fromJson(input.context, budget) as Map<string, Value>;
  context.set('requestOverride', input.overrides.request);
  context.set('responseOverride', input.overrides.response);
  const body = new Input(input.body, input.parameters, input.missing, budget);
  const text = template.render(new Map<string, Value>([
    ['input', body], ['util', new Util(budget)], ['context', context], ['stageVariables', fromJson(input.stageVariables, budget)],
  ]), budget);
  return { text, askedForMissing: body.askedForMissing };
}
