/** A piece of JavaScript, as far as it must be told apart to find keywords and brackets. */
export interface Token {
  readonly kind: 'space' | 'word' | 'punctuator' | 'literal' | 'template';
  readonly text: string;
}

/** After these words a slash begins a pattern; after other words it divides. */
const BEFORE_PATTERN = new Set([
  'return', 'typeof', 'case', 'in', 'of', 'delete', 'void', 'throw', 'new', 'else', 'do', 'instanceof', 'await', 'yield', 'default',
]);

const SPACE = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/)+/y;
const WORD = /[\p{ID_Start}$_\\][\p{ID_Continue}$\u200c\u200d\\]*/uy;
const NUMBER = /\.?\d(?:[\w.]|(?<=[eE])[+-])*/y;
const TEXT = /'(?:[^'\\\n\r]|\\[\s\S])*'|"(?:[^"\\\n\r]|\\[\s\S])*"/y;
const PATTERN = /\/(?![*/])(?:[^\\/[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+\/[a-z]*/y;
const PUNCTUATOR = /=>|\?\.(?!\d)|[\s\S]/y;

/** The tokens of a code. Together they are the code again, whatever it is. */
export function tokensOf(code: string): Token[] {
  const tokens: Token[] = [];
  let previous: Token | undefined;
  for (let at = 0; at < code.length;) {
    const token = tokenAt(code, at, previous);
    tokens.push(token);
    at += token.text.length;
    previous = token.kind === 'space' ? previous : token;
  }
  return tokens;
}

function tokenAt(code: string, at: number, previous: Token | undefined): Token {
  const matched = (expression: RegExp): string | undefined => {
    expression.lastIndex = at;
    return expression.exec(code)?.[0];
  };
  const kinds: ReadonlyArray<[Token['kind'], () => string | undefined]> = [
    ['space', () => matched(SPACE)],
    ['word', () => matched(WORD)],
    ['literal', () => matched(NUMBER) ?? matched(TEXT) ?? (beginsPattern(previous) ? matched(PATTERN) : undefined)],
    ['template', () => code[at] === '`' ? code.slice(at, endOfTemplate(code, at)) : undefined],
  ];
  for (const [kind, read] of kinds) {
    const text = read();
    if (text !== undefined) return { kind, text };
  }
  return { kind: 'punctuator', text: matched(PUNCTUATOR)! };
}

function beginsPattern(previous: Token | undefined): boolean {
  if (previous === undefined || previous.kind === 'punctuator') return previous === undefined || !/^[)\]}]$/.test(previous.text);
  return previous.kind === 'word' && BEFORE_PATTERN.has(previous.text);
}

/** Where a template ends that begins at a place. The expressions in it are code, which may have templates again. */
function endOfTemplate(code: string, start: number): number {
  let at = start + 1;
  while (at < code.length && code[at] !== '`') {
    if (code.startsWith('${', at)) {
      at = endOfExpression(code, at + 2);
    } else {
      at += code[at] === '\\' ? 2 : 1;
    }
  }
  return Math.min(at + 1, code.length);
}

/** Where the brace stands that ends an expression of a template, plus one. */
export function endOfExpression(code: string, start: number): number {
  let depth = 0;
  let previous: Token | undefined;
  for (let at = start; at < code.length;) {
    const token = tokenAt(code, at, previous);
    at += token.text.length;
    previous = token.kind === 'space' ? previous : token;
    if (token.kind === 'punctuator' && token.text === '}' && depth-- === 0) return at;
    depth += token.kind === 'punctuator' && token.text === '{' ? 1 : 0;
  }
  return code.length;
}
