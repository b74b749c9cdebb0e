import { ORIGIN_DIAGNOSES } from './diagnose-origin';
import { SITE_DIAGNOSES } from './diagnose-site';
import type { Diagnosis } from './diagnosis';
import { askedName, header, isOk, originOf, type Scene, says } from './scene';

const MISSING_TOKEN = /"[mM]essage":\s*"Missing Authentication Token"/;
const FORBIDDEN = /"[mM]essage":\s*"Forbidden"/;

/** What is wrong with an answer that the page can't read, the more particular first. */
export const RESPONSE_DIAGNOSES: readonly Diagnosis[] = [
  ...SITE_DIAGNOSES,
  {
    rule: 'stage-or-prefix-mismatch',
    also: ['preflight-behind-authorizer', 'gateway-error-unreadable'],
    when: ({ answer, by }) => by.isBehindCloudFront && says(answer, MISSING_TOKEN),
    says: (scene) => `the REST API has no ${scene.exchange.request.method} at the path that CloudFront asks it for: ${askedName(scene)} gets 403 "Missing Authentication Token"`,
  },
  {
    rule: 'host-forwarded-to-api',
    also: ['stage-or-prefix-mismatch'],
    when: ({ answer, by }) => by.isBehindCloudFront && by.layer !== 'http-api' && says(answer, FORBIDDEN) && !isReadable(answer),
    says: (scene) => `API Gateway answers ${askedName(scene)} with 403 "Forbidden", as it does where CloudFront forwards the viewer's Host`,
  },
  {
    rule: 'authorization-not-forwarded',
    also: ['gateway-error-unreadable'],
    when: (scene) => scene.by.isBehindCloudFront && scene.answer.status === 401 && isSent(scene, 'authorization'),
    says: (scene) => `${askedName(scene)} gets 401 though it has Authorization: the distribution may keep that header from the API`,
  },
  {
    rule: 'gateway-error-unreadable',
    also: ['gateway-response-without-headers'],
    when: (scene) => (scene.by.layer === 'rest-api' || scene.by.layer === 'http-api') && scene.by.isOwn && isBare(scene),
    says: (scene) => `${askedName(scene)} gets ${scene.answer.status} from ${scene.by.name}, without Access-Control-Allow-Origin: the page sees a CORS error and not the reason`,
  },
  {
    rule: 'edge-headers-missing-on-errors',
    when: (scene) => scene.by.layer === 'cloudfront' && scene.by.isOwn && isBare(scene) && scene.answer.status >= 400,
    says: (scene) => `${askedName(scene)} gets ${scene.answer.status} from ${scene.by.name}, without Access-Control-Allow-Origin`,
  },
  ...ORIGIN_DIAGNOSES,
  {
    rule: 'bucket-without-cors',
    also: ['origin-not-forwarded'],
    when: (scene) => scene.by.layer === 's3' && isBare(scene),
    says: (scene) => `S3 answers ${askedName(scene)} without CORS headers: the bucket has no rule for ${originOf(scene.heard)}, or CloudFront doesn't forward Origin to it`,
  },
  {
    rule: 'api-without-cors',
    also: ['origin-never-matches', 'response-without-headers'],
    when: (scene) => scene.by.layer === 'http-api' && isBare(scene) && isOk(scene.answer),
    says: (scene) => `the HTTP API answers ${askedName(scene)} without CORS headers: it has no CORS configuration, or ${originOf(scene.heard)} isn't among its AllowOrigins`,
  },
  {
    rule: 'response-without-headers',
    also: ['origin-not-forwarded'],
    when: (scene) => isBare(scene) && (scene.by.layer === 'rest-api' || scene.by.layer === 'function-url' || (isAllowedBefore(scene) && isOk(scene.answer))),
    says: (scene) => `${scene.by.name} answers ${askedName(scene)} with ${scene.answer.status} and without Access-Control-Allow-Origin${isAllowedBefore(scene) ? ', though the preflight passes' : ''}`,
  },
  {
    rule: 'response-unreadable',
    when: () => true,
    says: (scene) => `a page of ${originOf(scene.heard)} can't read what ${scene.by.name} answers to ${askedName(scene)}: ${scene.heard.verdict.reason ?? 'a browser keeps it from the page'}`,
  },
];

function isReadable({ headers }: Scene['answer']): boolean {
  return headers.some(([name]) => name.toLowerCase() === 'access-control-allow-origin');
}

function isBare(scene: Scene): boolean {
  return header(scene, 'access-control-allow-origin') === undefined;
}

function isSent({ exchange: { request } }: Scene, name: string): boolean {
  return request.headers.some(([each]) => each.toLowerCase() === name);
}

function isAllowedBefore({ heard: { exchanges } }: Scene): boolean {
  return exchanges[0]?.request.preflight === true;
}
