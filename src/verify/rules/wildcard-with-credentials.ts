import { isUnknown } from '../../emulator';
import type { App, Case, Cause, Rule } from '../app';
import { answeredInline, firstOfEach } from '../inline-code';
import { corsProperty } from './cors-property';
import { askedOf, lastHeader, ownerOf, routeName } from './evidence';
import { WITH_CREDENTIALS } from './fixes';

/** With credentials a star isn't a wildcard: not as an origin, a method or a header. */
export const wildcardWithCredentials: Rule = {
  id: 'wildcard-with-credentials',
  severity: 'error',
  title: 'a wildcard together with credentials',
  fix: {
    cdk: WITH_CREDENTIALS,
    cloudFormation: [
      'method.response.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
      'method.response.header.Access-Control-Allow-Credentials: "\'true\'"',
      'method.response.header.Access-Control-Allow-Methods: "\'GET,POST,PUT,DELETE\'"',
      'method.response.header.Access-Control-Allow-Headers: "\'Content-Type,Authorization\'"',
    ].join('\n'),
  },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || !trouble.variant.credentials) return undefined;
    const header = wildcardOf(trouble);
    if (header === undefined) return undefined;
    return { resource: ownerOf(trouble), message: `${askedOf(trouble)} has * as ${header}, which allows no page that sends credentials`, sameAs: header };
  },
  * inspect(app) {
    yield* inlineFunctions(app);
    // rule 69: an HTTP API with both isn't even made
    for (const { resource, api: { cors } } of app.httpApis) {
      if (cors === undefined || isUnknown(cors) || cors.allowCredentials !== true || !cors.allowOrigins.includes('*')) continue;
      yield {
        resource,
        property: corsProperty(resource, cors),
        message: 'AllowCredentials together with the origin *: the deployment of the API fails',
        evidence: [app.ask({ page: 'https://page.example', entrance: resource.path, credentials: 'include', answer: 'unspecified' })],
      };
    }
  },
};

/** Functions whose code is in the template, behind preflights that allow credentials. */
function* inlineFunctions(app: App): Generator<Cause> {
  const starred = answeredInline(app).filter(({ of: { page, variant }, answer: { allowOrigins } }) =>
    variant.credentials && allowOrigins.includes('*') && !allowOrigins.includes(page.origin));
  for (const { of, fn } of firstOfEach(starred)) {
    yield {
      resource: fn,
      property: 'Properties/Code/ZipFile',
      message: `the code of ${fn.logicalId} answers ${routeName(of)} with * as Access-Control-Allow-Origin, which allows no page that sends credentials`,
      evidence: [app.ask({ ...of.question, answer: { status: 200, headers: { 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' } } })],
    };
  }
}

const HEADERS: ReadonlyArray<readonly [RegExp, string]> = [
  [/WildcardOriginNotAllowed$/, 'Access-Control-Allow-Origin'],
  [/^MethodDisallowedByPreflightResponse$/, 'Access-Control-Allow-Methods'],
  [/^HeaderDisallowedByPreflightResponse$/, 'Access-Control-Allow-Headers'],
];

function wildcardOf(trouble: Case): string | undefined {
  const [, header] = HEADERS.find(([error]) => error.test(trouble.verdict.error ?? '')) ?? [];
  return header !== undefined && lastHeader(trouble, header)?.split(',').some((each) => each.trim() === '*') === true ? header : undefined;
}
