import type { CorsCheckError } from '../../browser';
import { type ConsoleLine, firstReason, type Reason } from './console-line';

const HEADER_NAME = '\'Access-Control-Allow-Origin\'';

/** Of what Chromium says of responses and, behind other words, of preflights. A group is the parameter. */
const CHECK_REASONS: ReadonlyArray<readonly [RegExp, CorsCheckError, old?: 'old']> = [
  [new RegExp(`No ${HEADER_NAME} header is present`), 'MissingAllowOriginHeader'],
  [new RegExp(`${HEADER_NAME} header contains multiple values '(.*?)'`), 'MultipleAllowOriginValues'],
  [new RegExp(`${HEADER_NAME} header contains the invalid value '(.*?)'`), 'InvalidAllowOriginValue'],
  [new RegExp(`${HEADER_NAME} header has a value '(.*?)' that is not equal`), 'AllowOriginMismatch'],
  [new RegExp(`value of the ${HEADER_NAME} header in the response must not be the wildcard`), 'WildcardOriginNotAllowed'],
  [new RegExp(`wildcard '\\*' cannot be used in the ${HEADER_NAME} header when the credentials flag is true`), 'WildcardOriginNotAllowed', 'old'],
  [/value of the 'Access-Control-Allow-Credentials' header in the response is '(.*?)' which must be 'true'/, 'InvalidAllowCredentials'],
  [/Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is '(.*?)'/, 'InvalidAllowCredentials', 'old'],
  [/No 'Access-Control-Allow-Credentials' header is present/, 'InvalidAllowCredentials', 'old'],
];

const REASONS: readonly Reason[] = [
  [/It does not have HTTP ok status/, ['PreflightInvalidStatus']],
  [/Response for preflight does not have HTTP ok status/i, ['PreflightInvalidStatus'], 'old'],
  [/Response for preflight is invalid \(redirect\)/i, ['PreflightDisallowedRedirect'], 'old'],
  [/invalid HTTP status code 3\d\d/i, ['PreflightDisallowedRedirect'], 'old'],
  [/invalid HTTP status code \d{3}/i, ['PreflightInvalidStatus'], 'old'],
  [/Redirect is not allowed for a preflight request/, ['PreflightDisallowedRedirect']],
  [/(?:Request requires preflight, which is disallowed to follow cross-origin redirects?|disallowed for cross-origin requests that require preflight)/i,
    ['PreflightDisallowedRedirect'], 'old'],
  [/Cannot parse Access-Control-Allow-Methods response header/, ['InvalidAllowMethodsPreflightResponse']],
  [/Cannot parse Access-Control-Allow-Headers response header/, ['InvalidAllowHeadersPreflightResponse']],
  [/Method (\S+) is not allowed by Access-Control-Allow-Methods in preflight response/, ['MethodDisallowedByPreflightResponse']],
  [/Request header field (\S+) is not allowed by Access-Control-Allow-Headers in preflight response/, ['HeaderDisallowedByPreflightResponse']],
  [/Request header field (\S+) is not present in the Access-Control-Allow-Headers list/i, ['HeaderDisallowedByPreflightResponse'], 'old'],
  [/Redirect location '(.*?)' contains a username and password/, ['RedirectContainsCredentials']],
  [/Redirect location '(.*?)' has a disallowed scheme for cross-origin requests/, ['CorsDisabledScheme'], 'old'],
  [/Cross origin requests are only supported for protocol schemes/, ['CorsDisabledScheme']],
  [/Cross origin requests are only supported for HTTP/, ['CorsDisabledScheme'], 'old'],
  [/Fetch API cannot load \S+ URL scheme "(.*?)" is not supported/, ['CorsDisabledScheme']],
  ...CHECK_REASONS.flatMap(([pattern, error, old]): Reason[] => [
    [new RegExp(`Response to preflight request .*${pattern.source}`, 's'), [`Preflight${error}`], old],
    [pattern, [error], old],
  ]),
];

/** What Chromium says, today or some years ago. */
export function chromiumLine(line: string): ConsoleLine | undefined {
  const found = firstReason(REASONS, line, 'chromium');
  return found === undefined ? undefined : { browser: 'Chromium', ...placesIn(line), status: statusIn(line), ...found };
}

const ACCESS = /Access to [\w ]+ at '(.*?)' (?:\(redirected from '(.*?)'\) )?from origin '(.*?)' has been blocked/;
const REDIRECT = /Redirect (?:from '(.*?)' to '(.*?)'|at '(.*?)' from origin '(.*?)') has been blocked/;

function placesIn(line: string): Pick<ConsoleLine, 'url' | 'origin' | 'redirectedFrom'> {
  const [access, at, from, origin] = ACCESS.exec(line) ?? [];
  if (access !== undefined) return { url: at, redirectedFrom: from, origin };
  const [redirect, source, target, place, page] = REDIRECT.exec(line) ?? [];
  const [, named] = /Origin '([^']*)' is therefore not allowed access/.exec(line) ?? [];
  if (redirect !== undefined) return { url: target, redirectedFrom: source ?? place, origin: page ?? named };
  const [, url] = /(?:cannot load|Failed to load) (\S+?)[.:,]? (?![a-z])/.exec(line) ?? [];
  const [, to] = /The request was redirected to '(.*?)'/.exec(line) ?? [];
  return to === undefined ? { url, origin: named } : { url: to, redirectedFrom: url, origin: named };
}

function statusIn(line: string): number | undefined {
  const [, status] = /(?:HTTP status code|net::ERR_FAILED) (\d{3})/i.exec(line) ?? [];
  return status === undefined ? undefined : Number(status);
}
