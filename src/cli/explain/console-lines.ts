import { type CorsError, type Engine, RECORDED, type CorsCheckError } from '../../browser';

/** A line of a browser's console, understood. */
export interface ConsoleLine {
  readonly browser: 'Chromium' | 'Firefox' | 'WebKit';
  /** Which versions say it so: the one that was recorded, or older ones. */
  readonly versions: string;
  /** What may be wrong, by Chromium's names, the likeliest first: not every browser tells preflights from responses. Empty where it isn't CORS. */
  readonly errors: readonly CorsError[];
  /** What was asked for. */
  readonly url?: string;
  /** The page's origin. */
  readonly origin?: string;
  /** The value, method or header at fault, as the browser names it. */
  readonly parameter?: string;
  readonly status?: number;
}

const CHECKS: readonly CorsCheckError[] = [
  'MissingAllowOriginHeader', 'AllowOriginMismatch', 'WildcardOriginNotAllowed', 'InvalidAllowCredentials', 'MultipleAllowOriginValues', 'InvalidAllowOriginValue',
];

/** The same for preflights and responses. */
function both(...errors: readonly CorsCheckError[]): CorsError[] {
  return errors.flatMap((error): CorsError[] => [`Preflight${error}`, error]);
}

/** `old` are words that the recorded version no longer has. */
type Reason = readonly [pattern: RegExp, errors: readonly CorsError[], old?: 'old'];

const HEADER_NAME = '\'Access-Control-Allow-Origin\'';
/** Of what Chromium says of responses and, behind other words, of preflights. A group is the parameter. */
const CHROMIUM_CHECKS: ReadonlyArray<readonly [RegExp, CorsCheckError]> = [
  [new RegExp(`No ${HEADER_NAME} header is present`), 'MissingAllowOriginHeader'],
  [new RegExp(`${HEADER_NAME} header contains multiple values '(.*?)'`), 'MultipleAllowOriginValues'],
  [new RegExp(`${HEADER_NAME} header contains the invalid value '(.*?)'`), 'InvalidAllowOriginValue'],
  [new RegExp(`${HEADER_NAME} header has a value '(.*?)' that is not equal`), 'AllowOriginMismatch'],
  [new RegExp(`value of the ${HEADER_NAME} header in the response must not be the wildcard`), 'WildcardOriginNotAllowed'],
  [/value of the 'Access-Control-Allow-Credentials' header in the response is '(.*?)' which must be 'true'/, 'InvalidAllowCredentials'],
];

const CHROMIUM: readonly Reason[] = [
  [/It does not have HTTP ok status/, ['PreflightInvalidStatus']],
  [/Redirect is not allowed for a preflight request/, ['PreflightDisallowedRedirect']],
  [/Cannot parse Access-Control-Allow-Methods response header/, ['InvalidAllowMethodsPreflightResponse']],
  [/Cannot parse Access-Control-Allow-Headers response header/, ['InvalidAllowHeadersPreflightResponse']],
  [/Method (\S+) is not allowed by Access-Control-Allow-Methods in preflight response/, ['MethodDisallowedByPreflightResponse']],
  [/Request header field (\S+) is not allowed by Access-Control-Allow-Headers in preflight response/, ['HeaderDisallowedByPreflightResponse']],
  [/Redirect location '(.*?)' contains a username and password/, ['RedirectContainsCredentials']],
  [/Cross origin requests are only supported for protocol schemes/, ['CorsDisabledScheme']],
  [/Fetch API cannot load \S+ URL scheme "(.*?)" is not supported/, ['CorsDisabledScheme']],
  ...CHROMIUM_CHECKS.flatMap(([pattern, error]): Reason[] => [
    [new RegExp(`Response to preflight request .*${pattern.source}`, 's'), [`Preflight${error}`]],
    [pattern, [error]],
  ]),
];

/** What stands between "(Reason: " and ")", in today's words and those of some years ago. */
const FIREFOX: readonly Reason[] = [
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
];

/** WebKit looks at a preflight's status before anything else, and doesn't tell preflights from responses. */
const WEBKIT: readonly Reason[] = [
  [/Preflight response is not successful\. Status code: 3/, ['PreflightDisallowedRedirect', 'PreflightInvalidStatus', 'PreflightMissingAllowOriginHeader']],
  [/Preflight response is not successful/, ['PreflightMissingAllowOriginHeader', 'PreflightInvalidStatus', 'PreflightDisallowedRedirect', ...both(...CHECKS).filter(isPreflight)]],
  [/Header Access-Control-Allow-Methods has an invalid value: (.*)/, ['InvalidAllowMethodsPreflightResponse']],
  [/Header Access-Control-Allow-Headers has an invalid value: (.*)/, ['InvalidAllowHeadersPreflightResponse']],
  [/Method (\S+) is not allowed by Access-Control-Allow-Methods\./, ['MethodDisallowedByPreflightResponse']],
  [/Request header field (\S+) is not allowed by Access-Control-Allow-Headers\./, ['HeaderDisallowedByPreflightResponse']],
  [/Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true/, both('WildcardOriginNotAllowed')],
  [/Credentials flag is true, but Access-Control-Allow-Credentials is not "true"/, both('InvalidAllowCredentials')],
  [/Access-Control-Allow-Origin cannot contain more than one origin/, both('MultipleAllowOriginValues', 'AllowOriginMismatch', 'InvalidAllowOriginValue')],
  [/Origin \S+ is not allowed by Access-Control-Allow-Origin/, both('MissingAllowOriginHeader', 'AllowOriginMismatch', 'InvalidAllowOriginValue')],
  [/redirection URL (\S+) has credentials/, ['RedirectContainsCredentials']],
  [/not allowed to follow a cross-origin CORS redirection with non CORS scheme/, ['CorsDisabledScheme']],
  [/FTP URLs are disabled/, ['CorsDisabledScheme']],
  [/Not allowed to follow a redirection while loading|Load cannot follow more than 20 redirections/, []],
  [/due to access control checks/, []],
];

function isPreflight(error: CorsError): boolean {
  return error.startsWith('Preflight');
}

/** What a browser's console says; undefined where it is none of their lines. */
export function readConsoleLine(text: string): ConsoleLine | undefined {
  const line = text.replace(/\s+/g, ' ').trim();
  return chromium(line) ?? firefox(line) ?? webkit(line);
}

function chromium(line: string): ConsoleLine | undefined {
  const found = firstReason(CHROMIUM, line, 'chromium');
  const [, url, origin] = /Access to [\w ]+ at '(.*?)' (?:\(redirected from '.*?'\) )?from origin '(.*?)' has been blocked/.exec(line) ?? [];
  return found === undefined ? undefined : { browser: 'Chromium', url, origin, ...found };
}

function firefox(line: string): ConsoleLine | undefined {
  // some editors make straight quotation marks of Firefox's
  const found = firstReason(FIREFOX, line, 'firefox') ?? firstReason(FIREFOX, line.replace(/'(.*?)'/g, '‘$1’'), 'firefox');
  if (found === undefined) return undefined;
  const [, url] = /reading the remote resource at [‘']?(\S+?)[’']?\.? \(Reason/.exec(line) ?? [];
  return { browser: 'Firefox', url, status: statusIn(line), ...found };
}

function webkit(line: string): ConsoleLine | undefined {
  const found = firstReason(WEBKIT, line, 'webkit');
  if (found === undefined) return undefined;
  const [, origin] = /Origin (\S+) is not allowed by/.exec(line) ?? [];
  const [, url] = /(?:redirection to|cannot load) (\S+) /.exec(line) ?? [];
  return { browser: 'WebKit', url, origin, status: statusIn(line), ...found };
}

function firstReason(reasons: readonly Reason[], line: string, engine: Engine): Pick<ConsoleLine, 'errors' | 'parameter' | 'versions'> | undefined {
  for (const [pattern, errors, old] of reasons) {
    const [whole, parameter] = pattern.exec(line) ?? [];
    if (whole !== undefined) return { errors: [...new Set(errors)], parameter, versions: old === undefined ? RECORDED[engine] : `before ${RECORDED[engine]}` };
  }
  return undefined;
}

function statusIn(line: string): number | undefined {
  const [, status] = /Status code: (\d{3})/.exec(line) ?? [];
  return status === undefined ? undefined : Number(status);
}
