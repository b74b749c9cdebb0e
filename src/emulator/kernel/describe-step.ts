import type { Step } from './step';

/** Steps whose name says what they are. */
const NAMED: ReadonlySet<Step['kind']> = new Set(['behavior', 'method', 'route']);

/** A step as people call it: `OPTIONS /{proxy+}`, `gateway response UNAUTHORIZED`. */
export function stepName(step: Pick<Step, 'kind' | 'name'>): string {
  return NAMED.has(step.kind) ? step.name : nameWithKind(step);
}

/** A step with its kind and its resource: `method OPTIONS /{proxy+} (ApiOPTIONS0BD2F1A4)`. */
export function stepTitle(step: Pick<Step, 'kind' | 'name' | 'logicalId'>): string {
  const { name, logicalId } = step;
  return logicalId === undefined || logicalId === name ? nameWithKind(step) : `${nameWithKind(step)} (${logicalId})`;
}

function nameWithKind({ kind, name }: Pick<Step, 'kind' | 'name'>): string {
  return `${kind.replaceAll('-', ' ')} ${name}`;
}
