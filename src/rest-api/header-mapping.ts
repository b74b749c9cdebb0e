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
  /** Headers that the user set to something else, which the policy's take the place of. */
  readonly replaced: ReplacedHeader[];
}

export interface ReplacedHeader {
  readonly header: string;
  readonly theirs: string;
}

/** What browsers take for an answer to CORS on a response, so that it has one owner. */
const OWNED = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials'];

/**
 * Adds our headers to those that a user mapped. A header has one owner: an equal value is kept, another one that the policy may replace gives way to ours, and so
 * does an origin or a permission of credentials that the policy doesn't have. `Vary` is a list, so ours is appended.
 *
 * @param isOurs whether the policy may replace a value; what a user takes from the back end is left alone by default
 */
export function mergeMappings(
  theirs: HeaderMappings, keyPrefix: string, ours: HeaderValues, isOurs: (value: unknown) => boolean = (value) => !isTaken(value),
): MergedMappings {
  const mappings = { ...theirs };
  const replaced: ReplacedHeader[] = [];
  for (const header of new Set([...Object.keys(ours), ...OWNED])) {
    const key = findKey(mappings, keyPrefix + header);
    const current = key === undefined ? undefined : mappings[key];
    const value = ours[header];
    if (key === undefined) {
      if (value !== undefined) {
        mappings[keyPrefix + header] = value;
      }
    } else if (current !== value && isOurs(current)) {
      if (header === 'Vary') {
        mappings[key] = isLiteral(current) ? withOrigin(current) : current!;
        continue;
      }
      replaced.push({ header, theirs: textOf(current) });
      delete mappings[key];
      if (value !== undefined) {
        mappings[key] = value;
      }
    }
  }
  return { mappings, replaced };
}

/** A mapped value as it is shown: it may be a function of CloudFormation. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The key of a header that may be written in another case. */
export function findKey(mappings: object, key: string): string | undefined {
  return Object.keys(mappings).find((candidate) => candidate.toLowerCase() === key.toLowerCase());
}

/** Whether a value is taken from what the back end sends, or from the request's circumstances, and isn't written in the mapping. */
export function isTaken(expression: unknown): boolean {
  return typeof expression === 'string' && /^(integration\.response|context|stageVariables)\./.test(expression);
}

function isLiteral(expression: unknown): expression is string {
  return typeof expression === 'string' && expression.startsWith("'");
}

function withOrigin(vary: string): string {
  const names = vary.slice(1, -1).split(',').map((name) => name.trim()).filter((name) => name !== '');
  const covered = names.some((name) => name === '*' || name.toLowerCase() === 'origin');
  return covered ? vary : `'${[...names, 'Origin'].join(', ')}'`;
}
