import { isRecord } from '../../template';
import { Remembered } from '../../values';
import type { Integration } from './api';
import type { DraftResponse } from './draft-response';
import type { Exchange } from './exchange';
import { GatewayFault } from './fault';
import { requestBody } from './integration-request';
import { chooseResponse, mapResponse } from './integration-response';
import { contentTypeOf } from './media';
import { relaxedJson } from './relaxed-json';

/** What templates render to: the same few texts, over and over. */
const rendered = new Remembered<string, unknown>(100);

function renderedJson(text: string): unknown {
  return rendered.of(text, () => relaxedJson(text));
}

/** Answers as a MOCK integration: the request template says the status, which chooses the integration response (rules 29 to 37). */
export function answerMock(integration: Integration, exchange: Exchange): DraftResponse {
  const status = mockStatus(integration, exchange);
  return mapResponse(chooseResponse(integration, status), { headers: [], body: '' }, exchange);
}

function mockStatus(integration: Integration, exchange: Exchange): string | undefined {
  if (integration.requestTemplates.size === 0) {
    if (exchange.reading(31, 'the MOCK integration has no request template') === 'default') return undefined;
  }
  const body = requestBody(integration, exchange);
  if (!('templated' in body) || !body.templated) {
    const reading = exchange.reading(32, `no template is for ${contentTypeOf(exchange)}, so that the body itself would have to have a statusCode`);
    if (reading === 'default') return undefined;
  }
  const json = 'text' in body ? renderedJson(body.text) : undefined;
  const status = isRecord(json) && Object.hasOwn(json, 'statusCode') ? json.statusCode : undefined;
  if (typeof status !== 'number' || !Number.isInteger(status)) {
    // "statusCode should be an integer which defined in request template" (rule 30).
    throw new GatewayFault('API_CONFIGURATION_ERROR');
  }
  return String(status);
}
