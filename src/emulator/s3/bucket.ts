import { isUnknown, type Maybe, Unknown, type TemplateModel, type TemplateResource } from '../../template';
import type { Circumstances, Machine } from '../kernel/machine';
import { type HeaderList, type HttpRequest, type HttpResponse, withHeader } from '../kernel/message';
import { known, orUnknown } from '../kernel/unknown-response';
import { accessOf } from './access';
import { conditionally } from './conditional';
import { CORS_HEADERS, corsHeaders, corsRulesOf } from './cors';
import { ACCESS_DENIED, corsForbidden, HOST_ID, INVALID_URI, methodNotAllowed, ORIGIN_NEEDED, REQUEST_ID, xmlError } from './error-document';
import { type Bucket, type BucketRequest, Exchange } from './exchange';
import { type Found, keyOf, readObject } from './read-object';
import { websiteAnswer } from './website-endpoint';

/** Reads a bucket from the template. */
export function bucketOf(resource: TemplateResource, model: TemplateModel): Bucket {
  return { resource, access: accessOf(resource, model), corsRules: corsRulesOf(resource.properties.CorsConfiguration) };
}

/** What a bucket answers. The objects come through the `object` effect; whatever CORS decides doesn't depend on them (rule 111). */
export function* askBucket(bucket: Bucket, asked: BucketRequest, circumstances: Circumstances): Machine {
  const { request } = asked;
  const exchange = new Exchange(bucket, asked, circumstances);
  exchange.step('bucket', bucket.resource.physicalId, bucket.resource);
  const cors = corsHeaders(bucket.corsRules, request);
  const answer = yield* orUnknown(answerOf(asked.endpoint, cors, exchange), CORS_HEADERS);
  return { ...withCommonHeaders(withCors(conditionally(request, answer), cors), circumstances), via: exchange.via, notes: exchange.notes };
}

function* answerOf(endpoint: BucketRequest['endpoint'], cors: Maybe<HeaderList> | undefined, exchange: Exchange): Machine<HttpResponse> {
  if (exchange.request.method === 'OPTIONS') return preflight(cors, exchange);
  return endpoint === 'website' ? yield* websiteAnswer(exchange) : yield* restAnswer(exchange);
}

/** Rules 112 to 114; signed or not, a preflight needs no right to read (rule 118). */
function preflight(cors: Maybe<HeaderList> | undefined, exchange: Exchange): HttpResponse {
  const { bucket, request } = exchange;
  const header = (name: string) => request.headers.find(([each]) => each.toLowerCase() === name)?.[1];
  if (header('origin') === undefined) return xmlError(ORIGIN_NEEDED, request.method);
  const reading = exchange.reading(118, 'S3 answers a preflight to a private bucket without asking who signs it');
  if (reading === 'denied') return xmlError(ACCESS_DENIED, request.method);
  if (known(cors) === undefined) {
    const isConfigured = isUnknown(bucket.corsRules) || bucket.corsRules.length > 0;
    const method = header('access-control-request-method') ?? request.method;
    return xmlError(corsForbidden(method, resourceType(request), isConfigured), request.method);
  }
  return { status: 200, headers: [['Content-Length', '0']] };
}

function* restAnswer(exchange: Exchange): Machine<HttpResponse> {
  const { bucket, request, caller } = exchange;
  const key = keyOf(request.url);
  if (key === undefined) return xmlError(INVALID_URI, request.method);
  if (request.method === 'GET' || request.method === 'HEAD') {
    const found = key === '' ? listing(exchange) : yield* readObject(key, exchange);
    return 'error' in found ? xmlError(found.error, request.method) : found.response;
  }
  const action = request.method === 'PUT' ? 's3:PutObject' : request.method === 'DELETE' ? 's3:DeleteObject' : undefined;
  if (action === undefined || key === '') {
    return xmlError(methodNotAllowed(request.method, resourceType(request)), request.method);
  }
  // Nothing is stored: what is read comes from the assets of the assembly.
  return known(bucket.access(caller, action, key)) ? { status: request.method === 'PUT' ? 200 : 204, headers: [] }
    : xmlError(ACCESS_DENIED, request.method);
}

function listing({ bucket, caller }: Exchange): Found {
  if (!known(bucket.access(caller, 's3:ListBucket'))) return { error: ACCESS_DENIED };
  const body = new Unknown(bucket.resource.path, 'what a bucket lists isn\'t in the template');
  return { response: { status: 200, headers: [['Content-Type', 'application/xml']], body } };
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
