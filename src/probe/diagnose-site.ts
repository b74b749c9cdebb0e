import type { PageRequest } from '../browser';
import type { Diagnosis } from './diagnosis';
import { answererOf, askedName, header, headersOf, isSitePage, type Scene, says } from './scene';
import { isBucketHost } from './who-answered';

/** Where a call to an API is answered by the site beside it: S3's words, or a page instead of data. For preflights and for the requests themselves. */
export const SITE_DIAGNOSES: readonly Diagnosis[] = [
  {
    rule: 'behavior-refuses-method',
    also: ['api-path-falls-to-site'],
    when: ({ answer }) => says(answer, /not configured to allow the HTTP request method|supports only cach?eable requests/i),
    says: (scene) => `${askedName(scene)} gets 403 from CloudFront: the cache behavior of that path doesn't allow ${scene.exchange.request.method}`,
  },
  {
    rule: 'error-page-hides-api-error',
    also: ['behavior-refuses-method', 'api-path-falls-to-site'],
    when: (scene) => isPageOfSite(scene) && /^Error from cloudfront/i.test(header(scene, 'x-cache') ?? ''),
    says: (scene) => `${askedName(scene)} gets a page of the site, with status ${scene.answer.status}: an error page of the distribution takes the place of an error`,
  },
  {
    rule: 'api-path-falls-to-site',
    also: ['error-page-hides-api-error', 'site-function-on-api'],
    when: isPageOfSite,
    says: (scene) => `${askedName(scene)} gets a page of the site, with status ${scene.answer.status}: the path is taken by the site's behavior`,
  },
  {
    rule: 'origin-not-forwarded',
    when: ({ answer }) => says(answer, /Insufficient information\. Origin request header needed/i),
    says: (scene) => `${askedName(scene)} reaches the bucket without Origin: the distribution doesn't forward it`,
  },
  {
    rule: 'bucket-without-cors',
    also: ['api-path-falls-to-site'],
    when: (scene) => says(scene.answer, /CORSResponse: CORS is not enabled/i) && isOfBucket(scene),
    says: (scene) => `${askedName(scene)} reaches an S3 bucket that has no CORS rules`,
  },
  {
    rule: 'bucket-cors-lacks-method',
    when: ({ answer }) => says(answer, /CORSResponse: This CORS request is not allowed/i),
    says: (scene) => `${askedName(scene)} reaches an S3 bucket, and none of its CORS rules has this origin, this method and these headers`,
  },
  {
    rule: 'api-path-falls-to-site',
    also: ['behavior-refuses-method'],
    when: ({ by, answer, exchange }) => by.layer === 's3' && by.isOwn && !isBucketHost(new URL(exchange.request.url).hostname)
      && says(answer, /<Code>(?:MethodNotAllowed|AccessDenied|AccessForbidden|NoSuchKey)</),
    says: (scene) => `${askedName(scene)} gets ${scene.answer.status} from an S3 bucket: a call to an API is taken by the site's behavior`,
  },
  {
    rule: 'bucket-cors-lacks-method',
    when: ({ by, answer }) => by.layer === 's3' && says(answer, /<Code>MethodNotAllowed</),
    says: (scene) => `${askedName(scene)} gets ${scene.answer.status} from the bucket, which has no such method`,
  },
];

/** A page instead of data: what stands at the root too, or what S3 and CloudFront's error handling wrote. */
function isPageOfSite(scene: Scene): boolean {
  const { answer, root, by, exchange: { request }, heard: { page } } = scene;
  if (!isSitePage(answer) || isAskedForHtml(page) || new URL(request.url).pathname === '/') return false;
  const isIndex = root !== undefined && root.body === answer.body && root.body !== '';
  return isIndex || (by.isBehindCloudFront && (by.layer === 's3' || /^Error from cloudfront/i.test(header(scene, 'x-cache') ?? '')));
}

function isAskedForHtml(page: PageRequest): boolean {
  return headersOf(page).some(([name, value]) => name.toLowerCase() === 'accept' && /text\/html/i.test(value));
}

/** Whether pages are meant to ask the bucket itself: by its own name, or for what it has. */
function isOfBucket(scene: Scene): boolean {
  const { direct, exchange: { request } } = scene;
  if (isBucketHost(new URL(request.url).hostname)) return true;
  return direct !== undefined && direct.status === 200 && answererOf(direct, scene).layer === 's3' && !isSitePage(direct);
}
