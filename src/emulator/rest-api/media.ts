import { known } from '../kernel/unknown-response';
import type { Exchange } from './exchange';
import { valueOf } from './request';

/** The media type of the request without parameters; `application/json` where it has none (rule 32). */
export function contentTypeOf(exchange: Exchange): string {
  return mediaType(valueOf(exchange.request.headers, 'content-type') ?? '') || 'application/json';
}

function mediaType(value: string): string {
  return value.split(';')[0].trim().toLowerCase();
}

/** Whether the body of the request counts as binary data. Where every type is binary each body does, an empty one without type too (rule 36). */
export function isBinaryRequest(exchange: Exchange): boolean {
  return isBinaryType(contentTypeOf(exchange), exchange);
}

/** Whether the caller takes binary data: the first type in `Accept` counts, and it must be one of the binary types literally (rule 39). */
export function acceptsBinary(exchange: Exchange): boolean {
  return isBinaryType(mediaType((valueOf(exchange.request.headers, 'accept') ?? '').split(',')[0]), exchange);
}

function isBinaryType(type: string, exchange: Exchange): boolean {
  const types = exchange.api.binaryMediaTypes.map((each) => known(each).toLowerCase());
  if (types.includes('*/*')) {
    if (exchange.reading(38, 'what the binary media type */* covers differs between sources') === 'all') return true;
  }
  // `application/*` covers all of its kind; a star on the left covers nothing, even itself (rule 144).
  return type !== '' && !type.startsWith('*/') && (types.includes(type) || types.includes(`${type.split('/')[0]}/*`) && type.includes('/'));
}
