import type { Maybe } from '../template';
import { Budget } from './budget';
import type { Input } from './input';
import { LazyMap } from './lazy-map';
import type { Overrides } from './overrides';
import type { Template } from './template';
import { UTIL } from './util';
import { fromJson, type Value } from './values';

/** What a mapping template sees. */
export interface MappingInput {
  readonly input: Input;
  /** `$context` without the overrides. Made only if the template looks at it. */
  readonly context: () => object;
  readonly stageVariables: () => object;
  readonly overrides: Overrides;
}

/** Renders an API Gateway mapping template. Throws a `VelocityError` where it fails. */
export function renderMappingTemplate(
  template: Template, { input, overrides, context, stageVariables }: MappingInput, budget = new Budget(),
): Maybe<string> {
  const json = (make: () => object) => fromJson(make(), budget) as Map<string, Value>;
  const variables = new Map<string, Value>();
  variables.set('input', input);
  variables.set('util', UTIL);
  variables.set('stageVariables', new LazyMap([], () => json(stageVariables)));
  if (template.mayNameContext) {
    variables.set('context', new LazyMap([['responseOverride', overrides.response]], () => json(context).set('requestOverride', overrides.request)));
  }
  return template.render(variables, budget);
}
