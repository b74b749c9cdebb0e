import { both, type ConsoleLine, firstReason, type Reason } from './console-line';

/** What stands between "(Reason: " and ")", in today's words and those of some years ago. */
const REASONS: readonly Reason[] = [
  [/CORS header ‘Access-Control-Allow-Origin’ missing/, both('MissingAllowOriginHeader')],
  [/Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed/, both('MultipleAllowOriginValues', 'InvalidAllowOriginValue')],
  [/CORS header ‘Access-Control-Allow-Origin’ does not match ‘(.*?)’/, both('AllowOriginMismatch', 'MultipleAllowOriginValues', 'InvalidAllowOriginValue')],
  [/Credential is not supported if the CORS header/, both('WildcardOriginNotAllowed')],
  [/expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’/, both('InvalidAllowCredentials')],
  [/CORS request external redirect not allowed/, ['PreflightDisallowedRedirect', 'RedirectContainsCredentials']],
  [/CORS preflight response did not succeed/, ['PreflightInvalidStatus', 'PreflightDisallowedRedirect']],
  [/CORS preflight channel did not succeed/, ['PreflightInvalidStatus', 'PreflightDisallowedRedirect'], 'old'],
  [/invalid token ‘(.*?)’ in CORS header ‘Access-Control-Allow-Methods’/, ['InvalidAllowMethodsPreflightResponse']],
  [/invalid token ‘(.*?)’ in CORS header ‘Access-Control-Allow-Headers’/, ['InvalidAllowHeadersPreflightResponse']],
  [/Did not find method in CORS header/, ['MethodDisallowedByPreflightResponse', 'InvalidAllowHeadersPreflightResponse']],
  [/header ‘(.*?)’ is not allowed according to header ‘Access-Control-Allow-Headers’/, ['HeaderDisallowedByPreflightResponse']],
  [/missing token ‘(.*?)’ in CORS header ‘Access-Control-Allow-Headers’/, ['HeaderDisallowedByPreflightResponse'], 'old'],
  [/CORS request did not succeed/, ['RedirectContainsCredentials']],
  [/CORS request not http/i, ['CorsDisabledScheme']],
  [/downloadable font: download failed .*cross-site access not allowed/, both('MissingAllowOriginHeader')],
];

/** The column "Transferred" of the network tab, and the names of MDN's pages. devtools/client/netmonitor/src/constants.js, BLOCKED_REASON_MESSAGES */
const NETWORK_TAB: readonly Reason[] = [
  [/\bCORS ?Missing ?Allow ?Origin\b/i, both('MissingAllowOriginHeader')],
  [/\bCORS ?Multiple ?(?:Allow ?)?Origin ?Not ?Allowed\b/i, both('MultipleAllowOriginValues')],
  [/\bCORS ?Allow ?Origin ?Not ?Matching ?Origin\b/i, both('AllowOriginMismatch', 'MultipleAllowOriginValues', 'InvalidAllowOriginValue')],
  [/\bCORS ?(?:Not ?Supporting|No ?Allow) ?Credentials\b/i, both('WildcardOriginNotAllowed')],
  [/\bCORS ?Missing ?Allow ?Credentials\b/i, both('InvalidAllowCredentials')],
  [/\bCORS ?External ?Redirect ?Not ?Allowed\b/i, ['PreflightDisallowedRedirect', 'RedirectContainsCredentials']],
  [/\bCORS ?Preflight ?Did ?Not ?Succeed\b/i, ['PreflightInvalidStatus', 'PreflightDisallowedRedirect']],
  [/\bCORS ?Invalid ?Allow ?Methods?\b/i, ['InvalidAllowMethodsPreflightResponse']],
  [/\bCORS ?Invalid ?Allow ?Headers?\b/i, ['InvalidAllowHeadersPreflightResponse']],
  [/\bCORS ?Method ?Not ?Found\b/i, ['MethodDisallowedByPreflightResponse']],
  [/\bCORS ?Missing ?Allow ?Header(?: ?From ?Preflight)?\b/i, ['HeaderDisallowedByPreflightResponse']],
  [/\bCORS ?(?:Request ?)?Not ?HTTP\b/i, ['CorsDisabledScheme']],
];

/** What an English Firefox says in its console or its network tab. */
export function firefoxLine(line: string): ConsoleLine | undefined {
  // some editors make straight quotation marks of Firefox's
  const found = firstReason(REASONS, line, 'firefox') ?? firstReason(REASONS, line.replace(/'(.*?)'/g, '‘$1’'), 'firefox') ??
    firstReason(NETWORK_TAB, line, 'firefox');
  if (found === undefined) return undefined;
  const [, url] = /reading the remote resource at [‘']?(\S+?)[’']?\.? \(Reason/.exec(line) ?? [];
  return { browser: 'Firefox', url, status: firefoxStatus(line), ...found };
}

/** The status at the end of a line, which every language has there, or before the reason of the network tab. */
export function firefoxStatus(line: string): number | undefined {
  const [, last] = /[:：]\s*(\d{3})\s*[.。]?\s*$/.exec(line) ?? [];
  const [, named] = /Status code: (\d{3})/.exec(line) ?? [];
  const [, listed] = /^(?:\S+ )?([1-5]\d\d) (?:(?:OPTIONS|GET|HEAD|POST|PUT|PATCH|DELETE) )?/.exec(line) ?? [];
  const status = named ?? last ?? listed;
  return status === undefined ? undefined : Number(status);
}
