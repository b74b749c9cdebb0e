import { isUnknown } from '../../template';
import type { Circumstances, Machine } from '../machine';
import type { HttpResponse, RuleNote } from '../message';
import { type Bucket, type BucketRequest, type Found, keyOf, readObject, undecided } from './bucket';
import { htmlError, INVALID_URI, methodNotAllowed, type S3Error } from './error-document';
import { encodeKey, routingRedirect, type Website, websiteOf } from './website';

/**
 * What a bucket's website endpoint answers: index documents, redirects and the error document.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html
 */
export function* websiteAnswer(bucket: Bucket, asked: BucketRequest, circumstances: Circumstances, notes: RuleNote[]): Machine<HttpResponse> {
  const { request } = asked;
  const website = websiteOf(bucket.resource.properties.WebsiteConfiguration);
  if (isUnknown(website)) return undecided(website);
  if (website === undefined) {
    const error = { status: 404, code: 'NoSuchWebsiteConfiguration', message: 'The specified bucket does not have a website configuration' };
    return htmlError(error, request.method);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return htmlError({ ...methodNotAllowed(request.method, 'OBJECT'), headers: [['Allow', 'GET, HEAD']] }, request.method);
  }
  const key = keyOf(request.url);
  if (key === undefined) return htmlError(INVALID_URI, request.method);
  const url = new URL(request.url);
  if (website.redirectAllRequestsTo !== undefined) {
    const { protocol, hostName } = website.redirectAllRequestsTo;
    return redirect(301, `${protocol ?? url.protocol.slice(0, -1)}://${hostName}${url.pathname}${url.search}`);
  }
  const early = routingRedirect(website, key, url.host);
  if (early !== undefined) return redirect(early.status, early.location);
  const read = (each: string): Machine<Found> => readObject(bucket, each, asked.caller, circumstances, notes);
  const found = yield* indexed(website, key, read);
  return 'error' in found ? yield* errorAnswer(website, { key, host: url.host, method: request.method, error: found.error }, read) : found.response;
}

/** The object of a key or of the folder that it names; a folder without a slash at its end is redirected to the one with it. */
function* indexed(website: Website, key: string, read: (key: string) => Machine<Found>): Machine<Found> {
  const isFolder = key === '' || key.endsWith('/');
  const found = yield* read(isFolder ? `${key}${website.indexDocument ?? 'index.html'}` : key);
  if (isFolder || !('error' in found) || website.indexDocument === undefined) return found;
  const index = yield* read(`${key}/${website.indexDocument}`);
  if ('error' in index) return found;
  return isUnknown(index.response.status) ? index : { response: redirect(302, `/${encodeKey(key)}/`) };
}

interface Failure {
  readonly key: string;
  readonly host: string;
  readonly method: string;
  readonly error: S3Error;
}

function* errorAnswer(website: Website, failure: Failure, read: (key: string) => Machine<Found>): Machine<HttpResponse> {
  const redirected = routingRedirect(website, failure.key, failure.host, failure.error.status);
  if (redirected !== undefined) return redirect(redirected.status, redirected.location);
  const plain = htmlError(failure.error, failure.method);
  if (website.errorDocument === undefined) return plain;
  const document = yield* read(website.errorDocument);
  if ('error' in document) return plain;
  const { body } = document.response;
  // The status is the error's, whatever the document holds.
  return isUnknown(body) ? { ...undecided(body), status: failure.error.status } : { ...document.response, status: failure.error.status };
}

function redirect(status: number, location: string): HttpResponse {
  return { status, headers: [['Location', location], ['Content-Length', '0']] };
}
