// Where a template of a stack with a region of its own has it as text: hosts of APIs, and the addresses of integrations.
const WRITTEN = /\bexecute-api\.([a-z]{2}(?:-[a-z]+)+-\d)\.|:apigateway:([a-z]{2}(?:-[a-z]+)+-\d):lambda:/g;

/** The region that a template is for, as far as it is written in it; undefined where it names none, or several. */
export function writtenRegion(template: unknown): string | undefined {
  const found = new Set<string>();
  // a list of what is left, and no recursion: templates may be nested deeper than calls can
  const left: unknown[] = [template];
  const seen = new Set<object>();
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string' && /execute-api|:lambda:/.test(value)) {
      for (const [, ofHost, ofAddress] of value.matchAll(WRITTEN)) {
        found.add(ofHost ?? ofAddress);
      }
    }
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const each of Object.values(value)) {
      left.push(each);
    }
  }
  return found.size === 1 ? [...found][0] : undefined;
}
