import { createHash } from 'node:crypto';
import { isUnknown, type Maybe, Unknown, type TemplateModel, type TemplateResource } from '../../template';
import type { Circumstances, Machine, ObjectResult } from '../machine';
import { type HeaderList, type HttpRequest, type HttpResponse, type RuleNote, stepOf, withHeader } from '../message';
import { readingOf } from '../readings';
import { type Access, accessOf, type Caller } from './access';
import { conditionally } from './conditional';
import { contentTypeOf } from './content-type';
import { corsHeaders, type CorsRule, corsRulesOf } from './cors';
import {
  ACCESS_DENIED, corsForbidden, HOST_ID, INVALID_URI, methodNotAllowed, noSuchKey, ORIGIN_NEEDED, REQUEST_ID, type S3Error, xmlError,
} from './error-document';
import { READINGS } from './readings';
import { websiteAnswer } from './website-endpoint';

/** A bucket of the template with what its endpoints decide by. */
export interface Bucket {
  readonly resource: TemplateResource;
  readonly access: Access;
  readonly corsRules: Maybe<CorsRule[]>;
}

/** A request to a bucket's endpoint. */
export interface BucketRequest {
  readonly request: HttpRequest;
  readonly caller: Caller;
  readonly endpoint: 'rest' | 'website';
}

/** Reads a bucket from the template. */
export function bucketOf(resource: TemplateResource, model: TemplateModel): Bucket {
  return { resource, access: accessOf(resource, model), corsRules: corsRulesOf(resource.properties.CorsConfiguration) };
}

/** What a bucket answers. The objects come through the `object` effect; whatever CORS decides doesn't depend on them (rule 111). */
export function* askBucket(bucket: Bucket, asked: BucketRequest, circumstances: Circumstances): Machine {
  const { request } = asked;
  const notes: RuleNote[] = [];
  const cors = corsHeaders(bucket.corsRules, request);
  const answer = request.method === 'OPTIONS'
    ? preflight(bucket, request, cors, circumstances, notes)
    : asked.endpoint === 'website'
      ? yield* websiteAnswer(bucket, asked, circumstances, notes)
      : yield* restAnswer(bucket, asked, circumstances, notes);
  return {
    ...withCommonHeaders(withCors(conditionally(request, answer), cors), circumstances),
    via: [stepOf('bucket', bucket.resource.physicalId, bucket.resource)],
    notes,
  };
}

/** The key that a URL's path names; undefined where it is none. */
export function keyOf(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname.slice(1));
  } catch {
    return undefined;
  }
}

/** Rules 112 to 114; signed or not, a preflight needs no right to read (rule 118). */
function preflight(
  bucket: Bucket, request: HttpRequest, cors: Maybe<HeaderList> | undefined, circumstances: Circumstances, notes: RuleNote[],
): HttpResponse {
  const header = (name: string) => request.headers.find(([each]) => each.toLowerCase() === name)?.[1];
  if (header('origin') === undefined) return xmlError(ORIGIN_NEEDED, request.method);
  notes.push({ rule: 118, text: 'S3 answers a preflight to a private bucket without asking who signs it' });
  if (readingOf(READINGS, circumstances.rules, 118) === 'denied') return xmlError(ACCESS_DENIED, request.method);
  if (isUnknown(cors)) return undecided(cors);
  if (cors === undefined) {
    const isConfigured = isUnknown(bucket.corsRules) || bucket.corsRules.length > 0;
    const method = header('access-control-request-method') ?? request.method;
    return xmlError(corsForbidden(method, resourceType(request), isConfigured), request.method);
  }
  return { status: 200, headers: [['Content-Length', '0']] };
}

function* restAnswer(bucket: Bucket, asked: BucketRequest, circumstances: Circumstances, notes: RuleNote[]): Machine<HttpResponse> {
  const { request, caller } = asked;
  const key = keyOf(request.url);
  if (key === undefined) return xmlError(INVALID_URI, request.method);
  if (request.method === 'GET' || request.method === 'HEAD') {
    const found = key === '' ? listing(bucket, caller) : yield* readObject(bucket, key, caller, circumstances, notes);
    return 'error' in found ? xmlError(found.error, request.method) : found.response;
  }
  const action = request.method === 'PUT' ? 's3:PutObject' : request.method === 'DELETE' ? 's3:DeleteObject' : undefined;
  if (action === undefined || key === '') {
    return xmlError(methodNotAllowed(request.method, resourceType(request)), request.method);
  }
  const allowed = bucket.access(caller, action, key);
  if (isUnknown(allowed)) return undecided(allowed);
  // Nothing is stored: what is read comes from the assets of the assembly.
  return allowed ? { status: request.method === 'PUT' ? 200 : 204, headers: [] } : xmlError(ACCESS_DENIED, request.method);
}

/** An object, or why there is none. */
export type Found = { readonly response: HttpResponse } | { readonly error: S3Error };

function listing(bucket: Bucket, caller: Caller): Found {
  const allowed = bucket.access(caller, 's3:ListBucket');
  if (isUnknown(allowed)) return { response: undecided(allowed) };
  const body = new Unknown(bucket.resource.path, 'what a bucket lists isn\'t in the template');
  return allowed ? { response: { status: 200, headers: [['Content-Type', 'application/xml']], body } } : { error: ACCESS_DENIED };
}

/** Reads an object. Rule 110: who may list the bucket is told that a key is missing, who may not that access is denied. */
export function* readObject(bucket: Bucket, key: string, caller: Caller, circumstances: Circumstances, notes: RuleNote[]): Machine<Found> {
  const mayGet = bucket.access(caller, 's3:GetObject', key);
  if (mayGet === false) return { error: ACCESS_DENIED };
  const object = (yield { effect: 'object', bucket: bucket.resource, key }) as Maybe<ObjectResult>;
  if (isUnknown(mayGet) || isUnknown(object)) return { response: undecided([mayGet, object].find(isUnknown)!) };
  if (object !== undefined) return { response: objectResponse(key, object) };
  notes.push({ rule: 110, text: 'S3 says 404 for a missing key to who may list the bucket, 403 to others' });
  const mayList = readingOf(READINGS, circumstances.rules, 110) === 'not-found' ? true : bucket.access(caller, 's3:ListBucket');
  if (isUnknown(mayList)) return { response: undecided(mayList) };
  return { error: mayList ? noSuchKey(key) : ACCESS_DENIED };
}

/** An answer that isn't known, but for what CORS decides. */
export function undecided(because: Unknown): HttpResponse {
  return { status: because, headers: [], body: because, moreHeaders: { because, except: ['access-control-*', 'vary'] } };
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

function withCors(response: HttpResponse, cors: Maybe<HeaderList> | undefined): HttpResponse {
  if (isUnknown(cors)) {
    return { ...response, moreHeaders: { because: cors, except: response.headers.map(([name]) => name.toLowerCase()) } };
  }
  return { ...response, headers: [...response.headers, ...cors ?? []] };
}

function withCommonHeaders(response: HttpResponse, circumstances: Circumstances): HttpResponse {
  const headers = withHeader(response.headers, 'Date', new Date(circumstances.now).toUTCString());
  return { ...response, headers: [['x-amz-id-2', HOST_ID], ['x-amz-request-id', REQUEST_ID], ...headers, ['Server', 'AmazonS3']] };
}

function resourceType(request: HttpRequest): 'OBJECT' | 'BUCKET' {
  return keyOf(request.url) === '' ? 'BUCKET' : 'OBJECT';
}
