import { UserError } from '../errors';
import { READINGS as CLOUDFRONT } from './cloudfront';
import { READINGS as FUNCTION_URL } from './function-url';
import { READINGS as HTTP_API } from './http-api';
import type { RuleSwitches } from './kernel/machine';
import type { Question, Questions } from './kernel/readings';
import { READINGS as REST_API } from './rest-api';
import { READINGS as S3 } from './s3';

/** What a rule leaves open, and which layer it is about. */
export interface SwitchableRule extends Question {
  readonly rule: number;
  readonly layer: 'rest-api' | 'http-api' | 'function-url' | 'cloudfront' | 's3';
}

/**
 * The rules that can be switched, by number: those that are inferred, reported or contradicted. A rule that several layers have leaves something open
 * in each of them.
 */
export const SWITCHABLE_RULES: ReadonlyMap<number, readonly SwitchableRule[]> = byNumber([
  ...listed('rest-api', REST_API), ...listed('http-api', HTTP_API), ...listed('function-url', FUNCTION_URL), ...listed('cloudfront', CLOUDFRONT), ...listed('s3', S3),
]);

function listed(layer: SwitchableRule['layer'], questions: Questions): SwitchableRule[] {
  return Object.entries(questions).map(([rule, question]: [string, Question]) => ({ ...question, rule: Number(rule), layer }));
}

function byNumber(rules: readonly SwitchableRule[]): ReadonlyMap<number, readonly SwitchableRule[]> {
  const numbers = [...new Set(rules.map(({ rule }) => rule))].sort((a, b) => a - b);
  return new Map(numbers.map((number) => [number, rules.filter(({ rule }) => rule === number)]));
}

/**
 * Refuses what switches nothing.
 *
 * @throws an Error that names the rules that can be switched, or the readings that the rule has
 */
export function checkSwitches(switches: RuleSwitches): void {
  for (const [name, choice] of Object.entries(switches)) {
    const rules = SWITCHABLE_RULES.get(Number(name));
    if (rules === undefined) {
      throw new UserError('option', `rules has ${JSON.stringify(name)}, which isn't a rule that can be switched; those are ${[...SWITCHABLE_RULES.keys()].join(', ')}`);
    }
    const readings = rules.flatMap((rule) => rule.readings.map(([reading]) => reading));
    if (choice !== undefined && typeof choice !== 'boolean' && !readings.includes(choice)) {
      throw new UserError('option', `rule ${name} can't be read as ${JSON.stringify(choice)}; ${rules.map(said).join('; ')}`);
    }
  }
}

function said({ about, layer, readings }: SwitchableRule): string {
  const written = readings.map(([reading, meaning], index) => `${JSON.stringify(reading)} (${meaning}${index === 0 ? '; the default' : ''})`);
  return `its readings, about ${about} (${layer}), are ${written.join(', ')}`;
}
