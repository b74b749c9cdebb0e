import type { Machine } from '../kernel/machine';
import { known } from '../kernel/unknown-response';
import type { ApiFunctions } from '../lambda/find-function';
import type { Method } from './api';
import type { DraftResponse } from './draft-response';
import type { Exchange } from './exchange';
import { failAt } from './failures';
import { GatewayFault } from './fault';
import { answerHttp, answerHttpProxy } from './http';
import { answerAws, answerLambdaProxy } from './lambda';
import { answerMock } from './mock';

/** Has the integration of a method answer. */
export function* integrate(method: Method, exchange: Exchange, functions: ApiFunctions): Machine<DraftResponse> {
  const { integration } = method;
  if (integration === undefined) throw new GatewayFault('API_CONFIGURATION_ERROR');
  failAt('integration', exchange);
  const type = known(integration.type);
  exchange.step('integration', type, method.resource);
  switch (type) {
    case 'MOCK':
      return answerMock(integration, exchange);
    case 'AWS_PROXY':
      return yield* answerLambdaProxy(integration, exchange, functions);
    case 'AWS':
      return yield* answerAws(integration, exchange, functions);
    case 'HTTP':
      return yield* answerHttp(integration, exchange);
    case 'HTTP_PROXY':
      return yield* answerHttpProxy(integration, exchange);
  }
}
