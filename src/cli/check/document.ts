import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';

/** A template's text, which knows where everything in it is. */
export interface ReadDocument {
  /** Where the last of some names stands that there is; undefined where not even the first two are there. Lines and columns begin at 1. */
  positionOf(names: readonly string[]): { readonly line: number; readonly column: number } | undefined;
}

/** JSON is YAML, and its parser knows where everything is. */
export function readDocument(text: string): ReadDocument {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines, keepSourceTokens: false, logLevel: 'silent' });
  return {
    positionOf: (names) => {
      const offset = deepest(contents, names);
      if (offset === undefined) return undefined;
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    },
  };
}

/** Where the last of some names stands that there is; what a finding says is missing has a place all the same. Undefined where not even the resource is there. */
function deepest(contents: unknown, names: readonly string[]): number | undefined {
  let node = contents;
  let offset: number | undefined;
  for (let at = 0; at < names.length;) {
    const [pair, taken] = child(node, names, at);
    if (pair === undefined) return at < 2 ? undefined : offset;
    offset = startOf(pair.key) ?? startOf(pair.value);
    node = pair.value;
    at += taken;
  }
  return offset;
}

/** The entry of the next name; a name that has slashes itself, such as a path in an OpenAPI document, takes several. */
function child(node: unknown, names: readonly string[], at: number): [pair: Pair | { key: unknown; value: unknown } | undefined, taken: number] {
  if (isSeq(node)) return [{ key: undefined, value: node.items[Number(names[at])] }, 1];
  if (!isMap(node)) return [undefined, 0];
  for (let taken = names.length - at; taken > 0; taken--) {
    const name = names.slice(at, at + taken).join('/');
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === name);
    if (pair !== undefined) return [pair, taken];
  }
  return [undefined, 0];
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] } | undefined | null)?.range?.[0];
}
