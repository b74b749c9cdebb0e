import { createHash } from 'node:crypto';
import type { Maybe } from '../../template';
import type { Machine, ObjectResult } from '../kernel/machine';
import type { HttpResponse } from '../kernel/message';
import { known } from '../kernel/unknown-response';
import { contentTypeOf } from './content-type';
import { ACCESS_DENIED, noSuchKey, type S3Error } from './error-document';
import type { Exchange } from './exchange';

/** An object, or why there is none: an error, which may still become a page of the website. */
export type Found = { readonly response: HttpResponse } | { readonly error: S3Error };

/** The key that a URL's path names; undefined where it is none. */
export function keyOf(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname.slice(1));
  } catch {
    return undefined;
  }
}

/** Reads an object. Rule 110: a caller that may list the bucket gets 404 for a missing key, any other 403. */
export function* readObject(key: string, exchange: Exchange): Machine<Found> {
  const { bucket, caller } = exchange;
  const mayGet = bucket.access(caller, 's3:GetObject', key);
  if (mayGet === false) return { error: ACCESS_DENIED };
  const result = (yield { effect: 'object', bucket: bucket.resource, key }) as Maybe<ObjectResult>;
  known(mayGet);
  const object = known(result);
  if (object !== undefined) return { response: objectResponse(key, object) };
  const reading = exchange.reading(110, 'S3 says 404 for a missing key to who may list the bucket, 403 to others');
  const mayList = reading === 'not-found' || known(bucket.access(caller, 's3:ListBucket'));
  return { error: mayList ? noSuchKey(key) : ACCESS_DENIED };
}

function objectResponse(key: string, object: NonNullable<ObjectResult>): HttpResponse {
  const headers: [string, string][] = [
    ['Content-Type', object.contentType ?? contentTypeOf(key)],
    ['Content-Length', String(object.body.length)],
    ['ETag', `"${createHash('md5').update(object.body).digest('hex')}"`],
    ['Accept-Ranges', 'bytes'],
    ['x-amz-server-side-encryption', 'AES256'],
  ];
  if (object.cacheControl !== undefined) {
    headers.push(['Cache-Control', object.cacheControl]);
  }
  return { status: 200, headers, body: object.body };
}
