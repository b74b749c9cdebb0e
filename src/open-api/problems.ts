const CODE = /\[cdk-cors:\w+\]$/;
const MAX_OF_KIND = 20;

/** What is wrong with a document, all of it in one text: grouped by kind, the first twenty of each. Undefined where nothing is. */
export function toldTogether(problems: readonly string[]): string | undefined {
  const kinds = new Map<string, string[]>();
  for (const problem of new Set(problems)) {
    const code = CODE.exec(problem)?.[0] ?? '';
    kinds.set(code, [...kinds.get(code) ?? [], problem]);
  }
  const lines = [...kinds].flatMap(([code, each]) => (each.length > MAX_OF_KIND
    ? [...each.slice(0, MAX_OF_KIND), `and ${each.length - MAX_OF_KIND} more like these ${code}`.trimEnd()]
    : each));
  return lines.length > 0 ? lines.join('\n') : undefined;
}

/** Throws an error that names all problems, if there are any. */
export function throwAny(problems: readonly string[]): void {
  const text = toldTogether(problems);
  if (text !== undefined) throw new Error(text);
}
