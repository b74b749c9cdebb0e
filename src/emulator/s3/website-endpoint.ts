import type { Machine } from '../kernel/machine';
import type { HttpResponse } from '../kernel/message';
import { known, unknownFrom } from '../kernel/unknown-response';
import { CORS_HEADERS } from './cors';
import { htmlError, INVALID_URI, methodNotAllowed, type S3Error } from './error-document';
import type { Exchange } from './exchange';
import { type Found, keyOf, readObject } from './read-object';
import { encodeKey, routingRedirect, type Website, websiteOf } from './website';

/**
 * What a bucket's website endpoint answers: index documents, redirects and the error document.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html
 */
export function* websiteAnswer(exchange: Exchange): Machine<HttpResponse> {
  const { bucket, request } = exchange;
  const website = known(websiteOf(bucket.resource.properties.WebsiteConfiguration));
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
  const read = (each: string): Machine<Found> => readObject(each, exchange);
  const found = yield* indexed(website, key, read);
  return 'error' in found ? yield* errorAnswer(website, { key, host: url.host, method: request.method, error: found.error }, read) : found.response;
}

/** The object of a key or of the folder that it names; a folder without a slash at its end is redirected to the one with it. */
function* indexed(website: Website, key: string, read: (key: string) => Machine<Found>): Machine<Found> {
  const isFolder = key === '' || key.endsWith('/');
  const found = yield* read(isFolder ? `${key}${website.indexDocument ?? 'index.html'}` : key);
  if (isFolder || !('error' in found) || website.indexDocument === undefined) return found;
  const index = yield* read(`${key}/${website.indexDocument}`);
  return 'error' in index ? found : { response: redirect(302, `/${encodeKey(key)}/`) };
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
  // The status is the error's, whatever the document holds.
  const { status } = failure.error;
  try {
    const document = yield* read(website.errorDocument);
    return 'error' in document ? plain : { ...document.response, status };
  } catch (error) {
    return { ...unknownFrom(error, CORS_HEADERS), status };
  }
}

function redirect(status: number, location: string): HttpResponse {
  return { status, headers: [['Location', location], ['Content-Length', '0']] };
}
