import { endOfExpression, type Token, tokensOf } from './function-tokens';

/**
 * A function's code with its promises settled at once: what it may wait for (a key value store) is there already.
 *
 * `async` bodies become `__async(() => { … })` and `await x` becomes `__await(x)`, with the prelude's promises. Promises of the engine would run the
 * function's code in jobs, where stopping a loop breaks the bookkeeping of Node.js and ends the process.
 */
export function withoutJobs(code: string): string {
  const rewritten = rewrite(tokensOf(code));
  // Where the word is a text or a name it means the same so; as the keyword, should one have been missed, it is a syntax error.
  return rewritten.replace(/\basync\b/g, '\\u0061sync');
}

function rewrite(tokens: readonly Token[]): string {
  let out = '';
  for (let at = 0; at < tokens.length;) {
    const { text, end } = rewriteAt(tokens, at);
    out += text;
    at = end;
  }
  return out;
}

interface Rewritten {
  readonly text: string;
  readonly end: number;
}

function rewriteAt(tokens: readonly Token[], at: number): Rewritten {
  const token = tokens[at];
  const isMember = /^\??\.$/.test(significant(tokens, at, -1)?.text ?? '');
  if (token.kind === 'word' && !isMember && token.text === 'async') {
    return asyncFunction(tokens, at) ?? { text: token.text, end: at + 1 };
  }
  if (token.kind === 'word' && !isMember && token.text === 'await') return awaited(tokens, at);
  return { text: token.kind === 'template' ? template(token.text) : token.text, end: at + 1 };
}

/** An async function, arrow function or method; undefined where `async` is a name. */
function asyncFunction(tokens: readonly Token[], at: number): Rewritten | undefined {
  const first = next(tokens, at + 1);
  if (tokens[first] === undefined || tokens.slice(at + 1, first).some(({ text }) => /[\n\r]/.test(text))) return undefined;
  const isFunction = tokens[first].text === 'function';
  const isName = tokens[first].kind === 'word' && !isFunction;
  const isArrowOfName = isName && tokens[next(tokens, first + 1)]?.text === '=>';
  const open = isArrowOfName ? first : tokens.findIndex((token, index) => index >= first && token.text === '(');
  const isOpen = isFunction || isArrowOfName || open === (isName ? next(tokens, first + 1) : first);
  if (open === -1 || !isOpen) return undefined;
  const parametersEnd = isArrowOfName ? first + 1 : closing(tokens, open) + 1;
  const arrow = next(tokens, parametersEnd);
  const isArrow = tokens[arrow]?.text === '=>';
  if (!isFunction && !isArrow && tokens[arrow]?.text !== '{') return undefined;
  const body = isArrow ? next(tokens, arrow + 1) : arrow;
  const head = rewrite(tokens.slice(first, body));
  const isGenerator = isFunction && tokens[next(tokens, first + 1)]?.text === '*';
  if (tokens[body]?.text !== '{' || isGenerator) return { text: head, end: body };
  const end = closing(tokens, body);
  return { text: `${head}{ return __async(() => {${rewrite(tokens.slice(body + 1, end))}\n}); }`, end: end + 1 };
}

function awaited(tokens: readonly Token[], at: number): Rewritten {
  const before = significant(tokens, at, -1)?.text;
  if (before === 'for') return { text: '', end: at + 1 };
  const end = endOfOperand(tokens, at + 1);
  return end === next(tokens, at + 1) ? { text: 'await', end: at + 1 } : { text: `__await(${rewrite(tokens.slice(at + 1, end))})`, end };
}

/** Where the operand of a unary operator ends: prefixes, one expression, and what is called or taken of it. */
function endOfOperand(tokens: readonly Token[], start: number): number {
  let at = next(tokens, start);
  while (tokens[at] !== undefined && /^(?:new|typeof|void|delete|await|[!~+-])$/.test(tokens[at].text)) {
    at = next(tokens, at + 1);
  }
  const primary = tokens[at];
  if (primary === undefined || (primary.kind === 'punctuator' && !/^[([{]$/.test(primary.text))) return next(tokens, start);
  if (primary.text === 'function' || primary.text === 'async') {
    const body = tokens.findIndex((token, index) => index > at && token.text === '{');
    at = body === -1 ? tokens.length : closing(tokens, body) + 1;
  } else {
    at = primary.kind === 'punctuator' ? closing(tokens, at) + 1 : at + 1;
  }
  for (;;) {
    const suffix = next(tokens, at);
    const { text, kind } = tokens[suffix] ?? {};
    if (text === '.' || text === '?.') {
      const member = next(tokens, suffix + 1);
      at = /^[([]$/.test(tokens[member]?.text ?? '') ? member : member + 1;
    } else if (text === '(' || text === '[') {
      at = closing(tokens, suffix) + 1;
    } else if (kind === 'template') {
      at = suffix + 1;
    } else {
      return at;
    }
  }
}

/** The index of the bracket that closes one; the last index where none does. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at].kind === 'punctuator') {
      depth += /^[([{]$/.test(tokens[at].text) ? 1 : /^[)\]}]$/.test(tokens[at].text) ? -1 : 0;
      if (depth === 0) return at;
    }
  }
  return tokens.length - 1;
}

/** The index of the first token from a place on that isn't space. */
function next(tokens: readonly Token[], from: number): number {
  let at = from;
  while (tokens[at]?.kind === 'space') {
    at++;
  }
  return at;
}

function significant(tokens: readonly Token[], from: number, step: 1 | -1): Token | undefined {
  let at = from + step;
  while (tokens[at]?.kind === 'space') {
    at += step;
  }
  return tokens[at];
}

/** A template with the expressions in it rewritten. */
function template(text: string): string {
  let out = '';
  for (let at = 0; at < text.length;) {
    if (text.startsWith('${', at)) {
      const end = endOfExpression(text, at + 2);
      out += `\${${rewrite(tokensOf(text.slice(at + 2, end - 1)))}}`;
      at = end;
    } else {
      const length = text[at] === '\\' ? 2 : 1;
      out += text.slice(at, at + length);
      at += length;
    }
  }
  return out;
}
