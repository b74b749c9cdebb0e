import { segmentsOf } from '../api-gateway';

/** A path and where its user wrote it. */
export interface PlacedPath {
  readonly path: string;
  readonly where: string;
}

/** Two variables of different names at one place in the paths of an API. */
export interface VariableConflict {
  readonly where: string;
  readonly variable: string;
  readonly other: { readonly where: string; readonly variable: string };
  /** The path that both stand below. */
  readonly below: string;
}

/**
 * Where paths have differently named variables below the same path. API Gateway takes one (rule 6).
 *
 * @param isCounted which segments may not stand beside each other under different names
 */
export function variableConflicts(paths: readonly PlacedPath[], isCounted: (segment: string) => boolean): VariableConflict[] {
  const variables = new Map<string, { variable: string; where: string }>();
  const conflicts: VariableConflict[] = [];
  for (const { path, where } of paths) {
    let parent = '';
    for (const segment of segmentsOf(path)) {
      const other = variables.get(parent);
      if (isCounted(segment) && other === undefined) {
        variables.set(parent, { variable: segment, where });
      } else if (isCounted(segment) && other!.variable !== segment) {
        conflicts.push({ where, variable: segment, other: other!, below: parent === '' ? '/' : parent });
        break;
      }
      parent = `${parent}/${segment}`;
    }
  }
  return conflicts;
}
