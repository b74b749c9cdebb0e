/** What a header of a method response is called in mappings begins so. */
export const METHOD_RESPONSE_HEADER = 'method.response.header.';

/** The name of the header of a method response that a mapping's key is for; undefined where it is for something else. */
export function methodResponseHeader(key: string): string | undefined {
  return key.startsWith(METHOD_RESPONSE_HEADER) ? key.slice(METHOD_RESPONSE_HEADER.length) : undefined;
}

/** What a header of a gateway response is called in mappings begins so. */
export const GATEWAY_RESPONSE_HEADER = 'gatewayresponse.header.';
