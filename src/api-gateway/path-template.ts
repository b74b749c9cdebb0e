/** The segments of a path or a path template such as `/items/{id}`; `/` has none. A slash at the end makes an empty last one. */
export function segmentsOf(path: string): string[] {
  return path === '/' || path === '' ? [] : path.replace(/^\//, '').split('/');
}

/** Whether a segment stands for any text: `{id}` or `{proxy+}`. */
export function isVariable(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
}

/** Whether a segment stands for all the rest of a path: `{proxy+}`. */
export function isGreedy(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('+}');
}

/** `id` for `{id}` and `{id+}`. */
export function variableName(segment: string): string {
  return segment.replace(/^\{|\+?\}$/g, '');
}

/** The names of the variables of a path template. */
export function variableNames(template: string): string[] {
  return segmentsOf(template).filter(isVariable).map(variableName);
}

const SEGMENT = /^([a-zA-Z0-9._:,$-]+|\{[a-zA-Z0-9._:$-]+\+?\})$/;

/**
 * Whether API Gateway takes a segment of a path template: letters, digits and a few signs, or one variable.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function isSegment(segment: string): boolean {
  return SEGMENT.test(segment);
}

/** The greedy segment that something follows, which API Gateway refuses (rule 6). */
export function misplacedGreedy(segments: readonly string[]): string | undefined {
  return segments.find((segment, index) => isGreedy(segment) && index < segments.length - 1);
}

/** Whether a path template takes all the URLs that another template or a path does. A greedy segment needs one segment at least (rule 5). */
export function takes(template: string, path: string): boolean {
  const wanted = segmentsOf(template);
  const given = segmentsOf(path);
  if (isGreedy(wanted.at(-1) ?? '') ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, index) => isVariable(segment) || segment === given[index]);
}

/** What stands for the variables of a path template in the segments of a path. */
export function variablesOf(template: string, segments: readonly string[]): [name: string, value: string][] {
  return segmentsOf(template).flatMap((segment, index): [string, string][] =>
    isVariable(segment) ? [[variableName(segment), isGreedy(segment) ? segments.slice(index).join('/') : segments[index]]] : []);
}

/** The template without the names of its variables: API Gateway takes `/items/{id}` and `/items/{key}` for the same. */
export function shapeOf(template: string): string {
  return template.replace(/\{[^{}+]*(\+?)\}/g, '{$1}');
}

/** A segment without percent encoding; as it is where its encoding is broken. */
export function decoded(segment: string): string {
  try {
    return segment.includes('%') ? decodeURIComponent(segment) : segment;
  } catch {
    return segment;
  }
}
