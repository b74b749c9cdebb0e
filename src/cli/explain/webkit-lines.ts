import { both, CHECKS, type ConsoleLine, firstReason, type Reason } from './console-line';

/** WebKit looks at a preflight's status before anything else, and doesn't tell preflights from responses. */
const REASONS: readonly Reason[] = [
  [/Preflight response is not successful\. Status code: 3/, ['PreflightDisallowedRedirect', 'PreflightInvalidStatus', 'PreflightMissingAllowOriginHeader']],
  [/Preflight response is not successful/, ['PreflightMissingAllowOriginHeader', 'PreflightInvalidStatus', 'PreflightDisallowedRedirect', ...both(...CHECKS).filter((error) => error.startsWith('Preflight'))]],
  [/Header Access-Control-Allow-Methods has an invalid value: (.*)/, ['InvalidAllowMethodsPreflightResponse']],
  [/Header Access-Control-Allow-Headers has an invalid value: (.*)/, ['InvalidAllowHeadersPreflightResponse']],
  [/Method (\S+) is not allowed by Access-Control-Allow-Methods\b/, ['MethodDisallowedByPreflightResponse']],
  [/Request header field (\S+) is not allowed by Access-Control-Allow-Headers\b/, ['HeaderDisallowedByPreflightResponse']],
  [/Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true/, both('WildcardOriginNotAllowed')],
  [/Credentials flag is true, but Access-Control-Allow-Credentials is not "true"/, both('InvalidAllowCredentials')],
  [/Access-Control-Allow-Origin cannot contain more than one origin/, both('MultipleAllowOriginValues', 'AllowOriginMismatch', 'InvalidAllowOriginValue')],
  [/Origin \S+ is not allowed by Access-Control-Allow-Origin/, both('MissingAllowOriginHeader', 'AllowOriginMismatch', 'InvalidAllowOriginValue')],
  [/redirection URL (\S+) has credentials/, ['RedirectContainsCredentials']],
  [/not allowed to follow a cross-origin CORS redirection with non CORS scheme/, ['CorsDisabledScheme']],
  [/FTP URLs are disabled/, ['CorsDisabledScheme']],
  [/Cross-origin redirection (?:to \S+ )?denied by Cross-Origin Resource Sharing policy/, both('MissingAllowOriginHeader', 'AllowOriginMismatch', 'InvalidAllowOriginValue')],
  [/Not allowed to follow a redirection while loading|Load cannot follow more than 20 redirections/, []],
  [/due to access control checks/, []],
];

/** What WebKit says: Safari, and every browser of an iPhone. */
export function webkitLine(line: string): ConsoleLine | undefined {
  const found = firstReason(REASONS, line, 'webkit');
  if (found === undefined) return undefined;
  const [, origin] = /Origin (\S+) is not allowed by/.exec(line) ?? [];
  const [, to] = /redirection to (\S+) /.exec(line) ?? [];
  const [, loaded] = /cannot load (\S+?)[.:]? /.exec(line) ?? [];
  const [, status] = /Status code: (\d{3})/.exec(line) ?? [];
  return { browser: 'WebKit', url: to ?? loaded, origin, status: status === undefined ? undefined : Number(status), ...found };
}
