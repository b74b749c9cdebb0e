import { isRecord } from './values';

/** Deeper than CloudFormation lets anything be; what is deeper still refers to itself. */
const MAX_DEPTH = 100;

/** The names that a value of a template refers to, as it is written there: logical ids, and parameters. */
export function referencesIn(value: unknown, depth = 0): string[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((each) => referencesIn(each, depth + 1));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    if (name === 'Ref' && typeof each === 'string') return [each];
    if (name === 'Fn::GetAtt') return [String(Array.isArray(each) ? each[0] : each).split('.')[0]];
    if (name === 'Fn::Sub') return [...inText(Array.isArray(each) ? each[0] : each), ...referencesIn(Array.isArray(each) ? each.slice(1) : [], depth + 1)];
    return referencesIn(each, depth + 1);
  });
}

/** What a value of a template imports from other stacks, each as it is written there. */
export function importsIn(value: unknown, depth = 0): unknown[] {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => (name === 'Fn::ImportValue' ? [each] : importsIn(each, depth + 1)));
}

function inText(text: unknown): string[] {
  return typeof text === 'string' ? [...text.matchAll(/\$\{([^!{}][^{}]*)\}/g)].map(([, name]) => name.trim().split('.')[0]) : [];
}
