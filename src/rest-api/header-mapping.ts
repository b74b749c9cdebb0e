/** Headers with their values, as they go over the wire. */
export interface HeaderValues {
  [name: string]: string;
}

/** Mapping expressions as API Gateway stores them: a key such as `method.response.header.Vary`, a value such as `'Origin'`. */
export interface HeaderMappings {
  [key: string]: string;
}

/** API Gateway takes a literal in single quotes; anything else is the place that a value is taken from (rule 46). */
export function quoted(headers: HeaderValues): HeaderValues {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `'${value}'`]));
}

export interface MergedMappings {
  readonly mappings: HeaderMappings;
  /** Headers that the user set to another literal. */
  readonly conflicts: HeaderConflict[];
}

export interface HeaderConflict {
  readonly header: string;
  readonly theirs: string;
  readonly ours: string;
}

/**
 * Adds our headers to those that a user mapped. A header has one owner: what the user takes from the back end is left alone, an equal
 * literal is kept, another literal is a conflict. `Vary` is a list, so ours is appended.
 */
export function mergeMappings(theirs: HeaderMappings, keyPrefix: string, ours: HeaderValues): MergedMappings {
  const mappings = { ...theirs };
  const conflicts: HeaderConflict[] = [];
  for (const [header, value] of Object.entries(ours)) {
    const key = findKey(mappings, keyPrefix + header);
    const current = key === undefined ? undefined : mappings[key];
    if (key === undefined) {
      mappings[keyPrefix + header] = value;
    } else if (isLiteral(current) && current !== value) {
      if (header === 'Vary') {
        mappings[key] = withOrigin(current);
      } else {
        conflicts.push({ header, theirs: current, ours: value });
      }
    }
  }
  return { mappings, conflicts };
}

/** The key of a header that may be written in another case. */
export function findKey(mappings: object, key: string): string | undefined {
  return Object.keys(mappings).find((candidate) => candidate.toLowerCase() === key.toLowerCase());
}

export function isLiteral(expression: unknown): expression is string {
  return typeof expression === 'string' && expression.startsWith("'");
}

function withOrigin(vary: string): string {
  const names = vary.slice(1, -1).split(',').map((name) => name.trim()).filter((name) => name !== '');
  const covered = names.some((name) => name === '*' || name.toLowerCase() === 'origin');
  return covered ? vary : `'${[...names, 'Origin'].join(', ')}'`;
}
