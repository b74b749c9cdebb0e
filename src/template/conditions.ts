import { resolve, type Scope } from './resolve';
import { isUnknown, type Maybe, Unknown } from './unknown';
import { isRecord, unknownIn } from './values';

/**
 * Whether a condition holds: an Fn::Equals, or And, Or, Not and Condition over others.
 *
 * Unknown only where it matters: an And with a condition that is false is false.
 */
export function evaluateCondition(condition: unknown, path: string, scope: Scope): Maybe<boolean> {
  const names = isRecord(condition) ? Object.keys(condition) : [];
  const [name] = names;
  const evaluate = names.length === 1 ? EVALUATORS.get(name) : undefined;
  if (evaluate === undefined) return new Unknown(path, 'it isn\'t a condition: Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition is expected');
  if (scope.nesting.depth > 300) return new Unknown(path, 'conditions are nested more than 300 levels deep');
  scope.nesting.depth += 1;
  try {
    return evaluate((condition as { [name: string]: unknown })[name], path, scope);
  } finally {
    scope.nesting.depth -= 1;
  }
}

type Evaluator = (argument: unknown, path: string, scope: Scope) => Maybe<boolean>;

const EVALUATORS: ReadonlyMap<string, Evaluator> = new Map<string, Evaluator>([
  ['Condition', (name, path, scope) =>
    (typeof name === 'string' ? scope.condition(name, path) : new Unknown(path, 'Condition takes the name of a condition'))],
  ['Fn::Not', not],
  ['Fn::And', (list, path, scope) => all(list, path, scope, true)],
  ['Fn::Or', (list, path, scope) => all(list, path, scope, false)],
  ['Fn::Equals', equals],
]);

function not(argument: unknown, path: string, scope: Scope): Maybe<boolean> {
  if (!Array.isArray(argument) || argument.length !== 1) return new Unknown(path, 'Fn::Not takes a list of one condition');
  const holds = evaluateCondition(argument[0], path, scope);
  return isUnknown(holds) ? holds : !holds;
}

/** What all must be for the whole to be it: true for And, false for Or. */
function all(list: unknown, path: string, scope: Scope, wanted: boolean): Maybe<boolean> {
  if (!Array.isArray(list) || list.length === 0) return new Unknown(path, `Fn::${wanted ? 'And' : 'Or'} takes a list of conditions`);
  let unknown: Unknown | undefined;
  for (const each of list) {
    const holds = evaluateCondition(each, path, scope);
    if (holds === !wanted) return !wanted;
    if (isUnknown(holds)) {
      unknown ??= holds;
    }
  }
  return unknown ?? wanted;
}

/** As texts, so that true equals "true". */
function equals(argument: unknown, path: string, scope: Scope): Maybe<boolean> {
  if (!Array.isArray(argument) || argument.length !== 2) return new Unknown(path, 'Fn::Equals takes a list of two values');
  const values = argument.map((each) => resolve(each, path, scope));
  const unknown = unknownIn(values);
  if (unknown !== undefined) return unknown;
  const [left, right] = values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
  return left === right;
}
