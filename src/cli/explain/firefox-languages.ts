import type { CorsError } from '../../browser';
import { both, type ConsoleLine, versionsOf } from './console-line';
import { firefoxStatus } from './firefox-lines';

/** Firefox translates its lines, and leaves the names of headers and their values as they are. */
interface TranslatedReason {
  /** Empty where no answer came. */
  readonly errors: readonly CorsError[];
  readonly parameter?: string;
}

/** "(Reason: …)" in any language: a word, a colon, and what isn't an address. French has no brackets. */
const REASON = /(?:^|[(（]|[.。]\s?)\s*\p{L}+\s?[:：]\s*(?!\/\/)(.*)$/su;
const NON_ENGLISH = /[^\u0000-\u007f‘’“”…–—]/; // eslint-disable-line no-control-regex

/** The quotation marks of Firefox's languages; those that can't be an apostrophe come first. */
const QUOTES = [
  /«\s*([^«»]*?)\s*»/g, /»([^«»]*)«/g, /„([^„“”]*)[“”]/g, /「([^「」]*)」/g, /『([^『』]*)』/g, /《([^《》]*)》/g, /“([^“”]*)”/g, /‘([^‘’]*)’/g, /‚([^‚‘’]*)[‘’]/g,
  /”([^”]*)”/g, /’([^’]*)’/g, /"([^"]*)"/g, /'([^']*)'/g, /`([^`]*)`/g,
];

const PREFLIGHT_WORDS = /pre-?flight|prefli|pré-?v|pré-?vol|prélim|prelim|previa|pré-?verif|comprova|vorab|vorflug|voorafga|vooraf|предварит|попередн|wstępn|předb|předl|förhand|forhånd|ön |elő|预检|預檢|プリフライト|事前|사전|프리플라이트|prueba/i;
const REDIRECT_WORDS = /redirec|redirig|redire[cz]|weiterleit|umleit|перенаправ|переадрес|重定向|重新導向|転送|リダイレクト|przekierow|reindirizz|omleid|yönlendir|přesměr|omdiriger|omdirig|리디렉션|리다이렉트|átirány/i;
const SEVERAL_WORDS = /m[uú]lt[ip]|mehrere|нескольк|більше|более|多个|多個|複数|여러|다중|wiele|wielu|více|meerdere|fler|birden|più|varios|plusieurs|több/i;

/** What Firefox says in a language other than English. */
export function translatedFirefoxLine(line: string): ConsoleLine | undefined {
  const reason = reasonIn(line);
  if (reason === undefined) return undefined;
  const [, url] = /((?:https?|file|ftp):\/\/[^\s‘’“”「」«»（）]+?)(?:['"]|[.。]?(?:[\s‘’“”「」«»（）]|$))/.exec(line) ?? [];
  return { browser: 'Firefox', versions: versionsOf('firefox'), url, status: firefoxStatus(line), ...reason };
}

function reasonIn(line: string): TranslatedReason | undefined {
  if (!/CORS/.test(line)) return undefined;
  const [, said = NON_ENGLISH.test(line) ? line : undefined] = REASON.exec(line) ?? [];
  if (said?.includes('CORS') !== true) return undefined;
  // an English reason is one of those that are known by heart
  return NON_ENGLISH.test(line) || !/\breason: /i.test(line) ? readReason(said) : undefined;
}

function readReason(said: string): TranslatedReason | undefined {
  const quoted = quotedIn(said);
  const header = /access-control-allow-(?:headers|methods|credentials)/i.exec(said)?.[0].toLowerCase() ?? /access-control-allow-origin/i.exec(said)?.[0].toLowerCase();
  const parameter = quoted.find((each) => each.toLowerCase() !== header);
  switch (header) {
    case 'access-control-allow-headers':
      return { errors: ['HeaderDisallowedByPreflightResponse', 'InvalidAllowHeadersPreflightResponse'], parameter };
    case 'access-control-allow-methods':
      return { errors: parameter === undefined ? ['MethodDisallowedByPreflightResponse'] : ['InvalidAllowMethodsPreflightResponse'], parameter };
    case 'access-control-allow-credentials':
      return { errors: both('InvalidAllowCredentials') };
    case 'access-control-allow-origin':
      return { errors: originErrors(said, parameter), parameter };
    default:
      return readWithoutHeader(said);
  }
}

function originErrors(said: string, value: string | undefined): CorsError[] {
  if (value === undefined) return both(SEVERAL_WORDS.test(said) ? 'MultipleAllowOriginValues' : 'MissingAllowOriginHeader');
  return value === '*' ? both('WildcardOriginNotAllowed') : both('AllowOriginMismatch', 'MultipleAllowOriginValues', 'InvalidAllowOriginValue');
}

function readWithoutHeader(said: string): TranslatedReason {
  if (REDIRECT_WORDS.test(said)) return { errors: ['PreflightDisallowedRedirect', 'RedirectContainsCredentials'] };
  if (PREFLIGHT_WORDS.test(said)) return { errors: ['PreflightInvalidStatus', 'PreflightDisallowedRedirect'] };
  return { errors: /(?<![\w/])https?(?![\w:/])/i.test(said) ? ['CorsDisabledScheme'] : [] };
}

function quotedIn(said: string): string[] {
  const marks = QUOTES.find((pattern) => [...said.matchAll(pattern)].some(([, each]) => /^access-control-/i.test(each)));
  return marks === undefined ? [] : [...said.matchAll(marks)].map(([, each]) => each.trim());
}
