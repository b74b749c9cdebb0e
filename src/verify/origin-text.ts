import { APP_SCHEMES, originOfPage } from '../http';

/** An origin in a text, and how it is written there. */
export interface WrittenOrigin {
  /** As a browser may have it, with stars where any text may stand; `*` for any origin. */
  readonly origin: string;
  /** As the text has it, such as `https://app.example.com/`. */
  readonly written: string;
  /** Whether its stars stand for what has no dot: parts of labels, or whole ones. */
  readonly withinLabels?: boolean;
}

const SCHEMES = ['https?', ...APP_SCHEMES].join('|');
const AN_ORIGIN = new RegExp(String.raw`\b(?:${SCHEMES})://(?:\[[\da-f:]+\]|[\w*\x01.-]+)(?::(?:\d{1,5}|[*\x01]))?(?![\w:*\x01])(?:/[^\s'"\`,;)\\]*)?`, 'gi');
/** In a list of origins, any scheme may stand before a host. */
const WITH_SCHEME = /^([a-z][a-z\d+.-]*:\/\/[\w.-]+(?::\d{1,5})?)(?:\/\S*)?$/i;
const A_HOST = /^(?:\*\.)?(?:[a-z\d](?:[\w-]*[a-z\d])?\.)*(?:[a-z\d][\w-]*\.[a-z]{2,}|localhost)(?::\d{1,5})?(?:\/\S*)?$/i;
/** What a mapping expression takes from elsewhere. */
const MAPPED = /^(?:method\.request|integration\.(?:request|response)|context|stageVariables)\./;
/** Comments of functions and mapping templates, in which addresses are for reading. */
const COMMENT = /\/\*[^]*?\*\/|^\s*(?:\/\/|##).*$/gm;
/** A pattern of JavaScript up to the slash that ends it: `/^https:\/\/.*\.example\.com$/`. */
const END_OF_PATTERN = /(\/\^?https\??:(?:\\.|\[[^\]\n]*\]|[^\\/[\n])+)\/[dgimsuvy]*/g;
/** Comparisons with a part of an origin. */
const COMPARED_PART = /\.(?:endsWith|contains|includes|indexOf)\(\s*["'](?!https?:)\.?([^"'/\s]+)["']/g;

/** The origins of a value that is one or lists some: `'https://a.example,https://b.example'`, `*`, and also `app.example.com` where the scheme was forgotten. */
export function listedOrigins(value: string): WrittenOrigin[] {
  const text = value.trim().replace(/^'(.*)'$/s, '$1');
  return MAPPED.test(text) ? [] : text.split(/[\s,]+/).filter((each) => each !== '').flatMap(listedOrigin);
}

function listedOrigin(written: string): WrittenOrigin[] {
  if (written === '*' || written === 'null') return [{ origin: written, written }];
  const [found] = written.match(AN_ORIGIN) ?? [];
  if (found !== undefined) return [{ origin: withoutPath(found), written }];
  const [, shell] = WITH_SCHEME.exec(written) ?? [];
  if (shell !== undefined && originOfPage(shell) !== 'null') return [{ origin: shell, written }];
  return A_HOST.test(written) ? [{ origin: withoutPath(`https://${written}`), written }] : [];
}

/** The origins that a program or a mapping template compares with: literals, patterns, and parts such as `.endsWith(".example.com")`. */
export function comparedOrigins(code: string): WrittenOrigin[] {
  const text = withoutPatterns(code.replace(COMMENT, '').replace(END_OF_PATTERN, '$1 '));
  // what goes on with a path is a page, not an origin
  const literals = (text.match(AN_ORIGIN) ?? []).filter((written) => /^[^/]+\/\/[^/]*\/?$/.test(written)).map(literalOrigin);
  const parts = [...text.matchAll(COMPARED_PART)].filter(([, part]) => A_HOST.test(part)).map(([, part]) => ({ origin: `https://*.${part}`, written: part }));
  return [...literals, ...parts];
}

function literalOrigin(found: string): WrittenOrigin {
  const written = found.replaceAll(NO_DOT, '*');
  return { origin: withoutPath(written), written, ...found.includes(NO_DOT) && !found.includes('*') && { withinLabels: true } };
}

/** In the place of a star that stands for no dot. */
const NO_DOT = '\u0001';

/** A pattern's own signs as stars, and what it escapes as itself. */
function withoutPatterns(text: string): string {
  return text
    .replace(/\[\.\]/g, '.')
    .replace(/https\?(?=:)/g, 'https')
    .replace(/\[(?!\^)[\w-]*\](?:\+\??|\{[1-9]\d*(?:,\d*)?\})/g, NO_DOT)
    .replace(/(?:\[[^\]\s]*\]|(?<!\\)\.|\\+[wdS])(?:[*+]\??|\{\d+(?:,\d*)?\})/g, '*')
    .replace(/\((?:\?:)?([*\x01](?:\\*\.)?)\)(?:[?+*]|\{\d+(?:,\d*)?\})?/g, '$1')
    .replace(/\\+([./-])/g, '$1');
}

function withoutPath(url: string): string {
  return url.replace(/^([a-z\d+.-]+:\/\/[^/]*).*$/i, '$1');
}

/** Whether it stands for every origin, or every one of a scheme. */
export function isAnyOrigin(origin: string): boolean {
  return /^(?:\*|(?:\*|https?):\/\/\*)(?::\*)?$/.test(origin);
}
