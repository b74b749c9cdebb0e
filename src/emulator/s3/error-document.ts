import { bytesOfText } from '../kernel/bytes';
import type { HeaderList, HttpResponse } from '../kernel/message';

/** An error as S3's REST endpoint says it. */
export interface S3Error {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Elements after the message, such as `Method` and `ResourceType`. */
  readonly details?: ReadonlyArray<readonly [name: string, value: string]>;
  readonly headers?: HeaderList;
}

export const ACCESS_DENIED: S3Error = { status: 403, code: 'AccessDenied', message: 'Access Denied' };
export const INVALID_URI: S3Error = { status: 400, code: 'InvalidURI', message: 'Couldn\'t parse the specified URI.' };

/** Rule 110. */
export function noSuchKey(key: string): S3Error {
  return { status: 404, code: 'NoSuchKey', message: 'The specified key does not exist.', details: [['Key', key]] };
}

/** Rule 111. */
export function methodNotAllowed(method: string, resourceType: 'OBJECT' | 'BUCKET'): S3Error {
  return {
    status: 405,
    code: 'MethodNotAllowed',
    message: 'The specified method is not allowed against this resource.',
    details: [['Method', method], ['ResourceType', resourceType]],
    headers: [['Allow', 'GET, DELETE, HEAD, PUT']],
  };
}

/** Rule 112. */
export const ORIGIN_NEEDED: S3Error = {
  status: 400, code: 'BadRequest', message: 'Insufficient information. Origin request header needed.',
};

/** Rule 113. S3 spells "evalution" so. */
export function corsForbidden(method: string, resourceType: 'OBJECT' | 'BUCKET', isConfigured: boolean): S3Error {
  return {
    status: 403,
    code: 'AccessForbidden',
    message: isConfigured
      ? 'CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / ' +
        'Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource\'s CORS spec.'
      : 'CORSResponse: CORS is not enabled for this bucket.',
    details: [['Method', method], ['ResourceType', isConfigured ? resourceType : 'BUCKET']],
  };
}

/** The REST endpoint's answer to an error: XML, and none of it to HEAD. */
export function xmlError(error: S3Error, method: string): HttpResponse {
  const elements = [['Code', error.code], ['Message', error.message], ...error.details ?? [], ['RequestId', REQUEST_ID], ['HostId', HOST_ID]];
  const xml = '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<Error>${elements.map(([name, value]) => `<${name}>${escapeMarkup(value)}</${name}>`).join('')}</Error>`;
  return {
    status: error.status,
    headers: [['Content-Type', 'application/xml'], ...error.headers ?? []],
    body: method === 'HEAD' ? undefined : bytesOfText(xml),
  };
}

/** The website endpoint's answer to an error: HTML. */
export function htmlError(error: S3Error, method: string): HttpResponse {
  const title = `${error.status} ${STATUS_TEXT[error.status] ?? error.code}`;
  const items = [['Code', error.code], ['Message', error.message], ...error.details ?? [], ['RequestId', REQUEST_ID], ['HostId', HOST_ID]];
  const html = `<html>\n<head><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n<ul>\n` +
    `${items.map(([name, value]) => `<li>${name}: ${escapeMarkup(value)}</li>`).join('\n')}\n</ul>\n<hr/>\n</body>\n</html>\n`;
  return {
    status: error.status,
    headers: [['Content-Type', 'text/html; charset=utf-8'], ...error.headers ?? []],
    body: method === 'HEAD' ? undefined : bytesOfText(html),
  };
}

/** Stand for the ids that S3 gives each request; the same each time, so that answers can be compared. */
export const REQUEST_ID = 'EXAMPLE123456789';
export const HOST_ID = 'EXAMPLE123/5678abcdefghijklambda=';

const STATUS_TEXT: { [status: number]: string } = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed' };

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd');
}
