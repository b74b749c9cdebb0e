import { textOfBytes } from '../kernel/bytes';
import { known } from '../kernel/unknown-response';
import type { Integration } from './api';
import type { Exchange } from './exchange';
import { GatewayFault } from './fault';
import { contentTypeOf, isBinaryRequest } from './media';
import { render } from './templates';

/** What goes to the integration as the body: text that a template made or that was passed on, or bytes as they came. */
export type RequestBody = { readonly text: string; readonly templated: boolean } | { readonly bytes: Uint8Array };

/** Makes the body for an integration that isn't a proxy (rule 32, and the content conversion of rules 36 and 37). */
export function requestBody(integration: Integration, exchange: Exchange): RequestBody {
  const type = contentTypeOf(exchange);
  const template = integration.requestTemplates.get(type);
  const handling = integration.contentHandling === undefined ? undefined : known(integration.contentHandling);
  // As text, nothing is nothing, whatever counts as binary.
  const isBinary = (handling !== 'CONVERT_TO_TEXT' || exchange.request.body.length > 0) && isBinaryRequest(exchange);
  if (template === undefined) return passedThrough(integration, exchange, isBinary, handling !== 'CONVERT_TO_TEXT');
  if (isBinary && handling !== 'CONVERT_TO_TEXT') {
    // "Unable to transform request": a template can't read binary data.
    const reading = exchange.reading(36, `the body counts as binary data, and contentHandling ${handling === undefined ? 'isn\'t set' : `is ${handling}`}`);
    if (reading === 'breaks') throw new GatewayFault('API_CONFIGURATION_ERROR');
  }
  return { text: render(template, textOfBody(exchange, isBinary), exchange).trim(), templated: true };
}

function passedThrough(integration: Integration, exchange: Exchange, isBinary: boolean, asItIs: boolean): RequestBody {
  const behavior = known(integration.passthroughBehavior).toUpperCase();
  if (behavior === 'NEVER' || behavior === 'WHEN_NO_TEMPLATES' && integration.requestTemplates.size > 0) {
    throw new GatewayFault('UNSUPPORTED_MEDIA_TYPE');
  }
  return isBinary && asItIs ? { bytes: exchange.request.body } : { text: textOfBody(exchange, isBinary), templated: false };
}

function textOfBody({ request }: Exchange, isBinary: boolean): string {
  return isBinary ? base64(request.body) : textOfBytes(request.body);
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** The bytes of a text in base64; undefined where it isn't that. */
export function unbase64(text: string): Uint8Array | undefined {
  const trimmed = text.replace(/\s+/g, '');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(trimmed) && trimmed.length % 4 === 0 ? new Uint8Array(Buffer.from(trimmed, 'base64')) : undefined;
}
