// Where a template of a stack with a region of its own has it as text: hosts of APIs, and the addresses of integrations.
const WRITTEN = /\bexecute-api\.([a-z]{2}(?:-[a-z]+)+-\d)\.|:apigateway:([a-z]{2}(?:-[a-z]+)+-\d):lambda:/g;

/** The region that a template is for, as far as it is written in it; undefined where it names none, or several. */
export function writtenRegion(template: unknown): string | undefined {
  const found = new Set([...JSON.stringify(template).matchAll(WRITTEN)].map(([, ofHost, ofAddress]) => ofHost ?? ofAddress));
  return found.size === 1 ? [...found][0] : undefined;
}
