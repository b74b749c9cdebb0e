import { ORIGIN_DIAGNOSES } from './diagnose-origin';
import { SITE_DIAGNOSES } from './diagnose-site';
import type { Diagnosis } from './diagnosis';
import { askedName, header, isOk, isSitePage, originOf, quoted, type Scene, says } from './scene';

const MISSING_TOKEN = /"[mM]essage":\s*"Missing Authentication Token"/;
const FORBIDDEN = /"[mM]essage":\s*"Forbidden"/;
const UNAUTHORIZED = /"[mM]essage":\s*"(?:Unauthorized|The incoming token[^"]*)"/;
const NOT_AUTHORIZED = /"[mM]essage":\s*"User is not authorized/;
const POLICY_DENIES = /not authorized to perform: execute-api/;

/** What is wrong with a preflight that fails, the more particular first. The last resort is for whatever is left. */
export const PREFLIGHT_DIAGNOSES: readonly Diagnosis[] = [
  {
    rule: 'preflight-redirected',
    when: ({ answer: { status } }) => status >= 300 && status < 400,
    says: (scene) => `${askedName(scene)} is answered with a redirect, ${scene.answer.status} to ${quoted(header(scene, 'location'))}, which no browser follows`,
  },
  ...SITE_DIAGNOSES,
  {
    rule: 'stage-or-prefix-mismatch',
    also: ['preflight-without-method'],
    when: ({ answer, direct, by }) => says(answer, MISSING_TOKEN) && by.isBehindCloudFront && says(direct, MISSING_TOKEN),
    says: (scene) => `the REST API has neither OPTIONS nor ${scene.heard.page.method ?? 'GET'} at the path that CloudFront asks it for: the prefix or the stage is another`,
  },
  {
    rule: 'preflight-without-method',
    also: ['stage-or-prefix-mismatch', 'preflight-behind-authorizer', 'stale-deployment'],
    when: ({ answer }) => says(answer, MISSING_TOKEN),
    says: (scene) => `no method of the REST API answers ${askedName(scene)}: it gets 403 "Missing Authentication Token"`,
  },
  {
    rule: 'preflight-captured-by-route',
    when: ({ answer, by }) => by.layer === 'http-api' && (says(answer, UNAUTHORIZED) || says(answer, FORBIDDEN) || answer.status === 401),
    says: (scene) => `a route of the HTTP API, with its authorizer, takes ${askedName(scene)} before the CORS configuration: it gets ${scene.answer.status}`,
  },
  {
    rule: 'host-forwarded-to-api',
    also: ['preflight-needs-api-key', 'stage-or-prefix-mismatch'],
    when: ({ answer, direct, by }) => by.isBehindCloudFront && says(answer, FORBIDDEN) && (direct === undefined || says(direct, FORBIDDEN)),
    says: (scene) => `API Gateway answers ${askedName(scene)} with 403 "Forbidden", as it does where CloudFront forwards the viewer's Host`,
  },
  {
    rule: 'preflight-needs-api-key',
    also: ['stage-or-prefix-mismatch'],
    when: ({ answer }) => says(answer, FORBIDDEN),
    says: (scene) => `${askedName(scene)} gets 403 "Forbidden": the method asks for an API key, which no browser sends with a preflight`,
  },
  {
    rule: 'preflight-behind-resource-policy',
    when: ({ answer }) => says(answer, POLICY_DENIES),
    says: (scene) => `the resource policy of the API refuses ${askedName(scene)}, which nothing signs`,
  },
  {
    rule: 'preflight-behind-authorizer',
    when: ({ answer, by }) => (by.layer === 'rest-api' && by.isOwn && answer.status === 401) || says(answer, UNAUTHORIZED) || says(answer, NOT_AUTHORIZED),
    says: (scene) => `an authorizer refuses ${askedName(scene)} with ${scene.answer.status}: browsers send no token with it`,
  },
  {
    rule: 'preflight-needs-parameters',
    when: ({ answer }) => says(answer, /Missing required request parameters|Invalid request body/),
    says: (scene) => `a request validator refuses ${askedName(scene)}: ${quoted(scene.answer.body)}`,
  },
  {
    rule: 'preflight-fails-on-binary-types',
    also: ['preflight-mapping-fails'],
    when: (scene) => scene.answer.status === 500 && scene.by.layer === 'rest-api' && scene.by.isOwn,
    says: (scene) => `the MOCK integration of ${askedName(scene)} fails with 500, as it does with binary media types of */* or a template without a status`,
  },
  {
    rule: 'preflight-mapping-fails',
    when: ({ answer, by }) => answer.status === 415 && by.layer === 'rest-api' && by.isOwn,
    says: (scene) => `the MOCK integration of ${askedName(scene)} has no template for a request without a body: it gets 415`,
  },
  {
    rule: 'stage-or-prefix-mismatch',
    also: ['stage-not-deployed'],
    when: ({ answer, by }) => by.layer === 'http-api' && by.isOwn && answer.status === 404,
    says: (scene) => `the HTTP API has no such path: ${askedName(scene)} gets 404 "Not Found"`,
  },
  {
    rule: 'preflight-refused',
    when: ({ answer }) => !isOk(answer),
    says: (scene) => `${askedName(scene)} gets ${scene.answer.status} from ${scene.by.name}: a preflight needs a status from 200 to 299`,
  },
  {
    rule: 'api-without-cors',
    also: ['origin-never-matches', 'origin-pattern-unsupported'],
    when: (scene) => scene.by.layer === 'http-api' && header(scene, 'access-control-allow-origin') === undefined,
    says: (scene) => `the HTTP API answers ${askedName(scene)} without CORS headers: it has no CORS configuration, or ${originOf(scene.heard)} isn't among its AllowOrigins`,
  },
  {
    rule: 'stale-deployment',
    also: ['first-origin-only', 'origin-never-matches'],
    when: isOfOldPolicy,
    says: (scene) => `${askedName(scene)} lets ${header(scene, 'access-control-allow-origin')} in, while the request itself lets ${originOf(scene.heard)} in: the stage serves an older deployment of its preflights`,
  },
  ...ORIGIN_DIAGNOSES,
  {
    rule: 'wildcard-with-credentials',
    when: (scene) => scene.heard.page.credentials === 'include' && (isMethodRefused(scene) || isHeaderRefused(scene))
      && header(scene, isMethodRefused(scene) ? 'access-control-allow-methods' : 'access-control-allow-headers') === '*',
    says: (scene) => `${askedName(scene)} allows *, which is the name of a header or method, and no wildcard, where credentials go along`,
  },
  {
    rule: 'method-name-in-wrong-case',
    when: (scene) => isMethodRefused(scene) && listed(scene, 'access-control-allow-methods').some((each) => each.toUpperCase() === scene.heard.page.method?.toUpperCase()),
    says: (scene) => `${askedName(scene)} allows ${quoted(header(scene, 'access-control-allow-methods'))}: names of methods are case-sensitive`,
  },
  {
    rule: 'method-not-allowed',
    when: isMethodRefused,
    says: (scene) => `${askedName(scene)} allows ${quoted(header(scene, 'access-control-allow-methods'))}, without ${scene.heard.page.method ?? 'GET'}`,
  },
  {
    rule: 'wildcard-does-not-cover-authorization',
    when: (scene) => isHeaderRefused(scene) && scene.heard.verdict.parameter?.toLowerCase() === 'authorization' && listed(scene, 'access-control-allow-headers').includes('*'),
    says: (scene) => `${askedName(scene)} allows the headers *, which doesn't cover Authorization`,
  },
  {
    rule: 'header-not-allowed',
    when: isHeaderRefused,
    says: (scene) => `${askedName(scene)} allows the headers ${quoted(header(scene, 'access-control-allow-headers'))}, without ${scene.heard.verdict.parameter ?? ''}`,
  },
  {
    rule: 'preflight-refused',
    when: () => true,
    says: (scene) => `${askedName(scene)} fails: ${scene.heard.verdict.reason ?? 'a browser takes it for no permission'}`,
  },
];

function isMethodRefused({ heard: { verdict } }: Scene): boolean {
  return verdict.error === 'MethodDisallowedByPreflightResponse' || verdict.error === 'InvalidAllowMethodsPreflightResponse';
}

function isHeaderRefused({ heard: { verdict } }: Scene): boolean {
  return verdict.error === 'HeaderDisallowedByPreflightResponse' || verdict.error === 'InvalidAllowHeadersPreflightResponse';
}

function listed(scene: Scene, name: string): string[] {
  return (header(scene, name) ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '');
}

/** A REST API's own preflight that names another origin, before a back end that names the page's. */
function isOfOldPolicy(scene: Scene): boolean {
  const { answer, direct, by, heard } = scene;
  const allowed = header(scene, 'access-control-allow-origin');
  const isExact = allowed !== undefined && URL.canParse(allowed) && new URL(allowed).origin === allowed && allowed !== originOf(heard);
  return isOk(answer) && !isSitePage(answer) && by.layer === 'rest-api' && isExact && direct !== undefined
    && direct.headers.some(([name, value]) => name.toLowerCase() === 'access-control-allow-origin' && value === originOf(heard));
}
