const SPACE = /[ \t\r\n]*/y;
const TOKEN = /[{}[\],:]|"[^"\\\0-\x1f]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\0-\x1f]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** What may come next, by what is awaited: a token's first character, with `"` for texts and `0` for other scalars. */
const AWAITED = {
  value: '{["0', element: '{["0]', member: '"}', name: '"', colon: ':', more: ',', end: '',
} as const;

/**
 * Where the first mistake in a text is that should be JSON, since not every version of Node.js tells.
 *
 * @returns such as `line 3, column 14`
 */
export function jsonMistake(text: string): string {
  const before = text.slice(0, firstMistake(text));
  const line = before.split('\n').length;
  return `line ${line}, column ${before.length - before.lastIndexOf('\n')}`;
}

function firstMistake(text: string): number {
  const open: string[] = [];
  let awaited: keyof typeof AWAITED = 'value';
  for (let at = 0; ;) {
    SPACE.lastIndex = at;
    SPACE.test(text);
    at = TOKEN.lastIndex = SPACE.lastIndex;
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined) return at;
    const kind = /^[{}[\],:"]/.test(token) ? token[0] : '0';
    const closes = awaited === 'more' && kind === open.at(-1);
    if (!closes && !AWAITED[awaited].includes(kind)) return at;
    at += token.length;
    awaited = after(kind, awaited, open);
  }
}

function after(kind: string, awaited: keyof typeof AWAITED, open: string[]): keyof typeof AWAITED {
  switch (kind) {
    case '{': open.push('}'); return 'member';
    case '[': open.push(']'); return 'element';
    case ':': return 'value';
    case ',': return open.at(-1) === '}' ? 'name' : 'value';
    case '}': case ']': open.pop(); break;
    case '"': if (awaited === 'member' || awaited === 'name') return 'colon';
  }
  return open.length === 0 ? 'end' : 'more';
}
