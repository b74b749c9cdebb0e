import { type Resolved, wholeListOf, numberOf, field, wholeTextsOf, matchesWildcard, isUnknown, type Maybe } from '../../template';
import { type HeaderList, headerOf, type HttpRequest } from '../kernel/message';

/** A rule of a bucket's `CorsConfiguration`. */
export interface CorsRule {
  readonly allowedOrigins: Maybe<string[]>;
  readonly allowedMethods: Maybe<string[]>;
  readonly allowedHeaders: Maybe<string[]>;
  readonly exposedHeaders: Maybe<string[]>;
  readonly maxAge: Maybe<number> | undefined;
}

/** The rules of a bucket in their order: the first that matches is used (rule 116). */
export function corsRulesOf(corsConfiguration: Resolved): Maybe<CorsRule[]> {
  const rules = wholeListOf(field(corsConfiguration, 'CorsRules'));
  if (isUnknown(rules)) return rules;
  return rules.map((rule) => ({
    allowedOrigins: wholeTextsOf(field(rule, 'AllowedOrigins')),
    allowedMethods: wholeTextsOf(field(rule, 'AllowedMethods')),
    allowedHeaders: wholeTextsOf(field(rule, 'AllowedHeaders')),
    exposedHeaders: wholeTextsOf(field(rule, 'ExposedHeaders')),
    maxAge: numberOf(field(rule, 'MaxAge')),
  }));
}

/** The headers that CORS decides, as in `MoreHeaders`: known whatever else of an answer isn't. */
export const CORS_HEADERS = ['access-control-*', 'vary'];

/** What a request asks the rules. */
interface Question {
  readonly origin: string;
  readonly method: string;
  /** The requested headers, in lower case. */
  readonly headers: string[];
}

/** The CORS headers of an answer: undefined where no rule matches, unknown where that isn't known. */
export function corsHeaders(rules: Maybe<CorsRule[]>, request: HttpRequest): Maybe<HeaderList> | undefined {
  const question = questionOf(request);
  if (question === undefined) return undefined;
  if (isUnknown(rules)) return rules;
  for (const rule of rules) {
    const matches = matchesRule(rule, question);
    if (isUnknown(matches)) return matches;
    if (matches) return headersOfRule(rule, question);
  }
  return undefined;
}

/** Rules 114, 115 and 135: a request asks for what it names, as preflights do, and else for its own method. */
function questionOf(request: HttpRequest): Question | undefined {
  const origin = headerOf(request.headers, 'Origin');
  if (origin === undefined) return undefined;
  return {
    origin,
    method: headerOf(request.headers, 'Access-Control-Request-Method') ?? (request.method === 'OPTIONS' ? '' : request.method),
    headers: (headerOf(request.headers, 'Access-Control-Request-Headers') ?? '')
      .split(',').map((name) => name.trim().toLowerCase()).filter((name) => name !== ''),
  };
}

/** Rule 116: one `*` in an origin or a header, headers in any case; a rule without AllowedHeaders allows no requested header. */
function matchesRule(rule: CorsRule, question: Question): Maybe<boolean> {
  const { allowedOrigins, allowedMethods, allowedHeaders } = rule;
  // What certainly doesn't match decides, whatever the rest is.
  if (!isUnknown(allowedMethods) && !allowedMethods.includes(question.method)) return false;
  if (!isUnknown(allowedOrigins) && !allowedOrigins.some((origin) => matchesWildcard(origin, question.origin, false))) {
    return false;
  }
  if (!isUnknown(allowedHeaders) && !question.headers.every((name) =>
    allowedHeaders.some((allowed) => matchesWildcard(allowed.toLowerCase(), name, false)))) {
    return false;
  }
  return [allowedMethods, allowedOrigins, question.headers.length > 0 ? allowedHeaders : undefined].find(isUnknown) ?? true;
}

/** Rule 114. */
function headersOfRule(rule: CorsRule, question: Question): Maybe<HeaderList> {
  const { allowedOrigins, allowedMethods, exposedHeaders, maxAge } = rule;
  if (isUnknown(allowedOrigins) || isUnknown(allowedMethods) || isUnknown(exposedHeaders) || isUnknown(maxAge)) {
    return [allowedOrigins, allowedMethods, exposedHeaders, maxAge].find(isUnknown)!;
  }
  const anyOrigin = allowedOrigins.includes('*');
  const headers: [string, string][] = [['Access-Control-Allow-Origin', anyOrigin ? '*' : question.origin]];
  if (question.headers.length > 0) {
    headers.push(['Access-Control-Allow-Headers', question.headers.join(', ')]);
  }
  headers.push(['Access-Control-Allow-Methods', allowedMethods.join(', ')]);
  if (exposedHeaders.length > 0) {
    headers.push(['Access-Control-Expose-Headers', exposedHeaders.join(', ')]);
  }
  if (maxAge !== undefined) {
    headers.push(['Access-Control-Max-Age', String(maxAge)]);
  }
  if (!anyOrigin) {
    headers.push(['Access-Control-Allow-Credentials', 'true']);
  }
  headers.push(['Vary', 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method']);
  return headers;
}
