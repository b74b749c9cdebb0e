import type { Rule } from '../app';
import { restApiOf } from '../rest-method';
import { resourceOf } from './evidence';
import { GATEWAY_RESPONSES, WITH_CORS } from './fixes';
import { failedAs, kindOf, missingOf } from './gateway-response-without-headers';

/** What a REST API answers by itself has no CORS headers unless its gateway responses say so (rules 12, 15). */
export const gatewayErrorUnreadable: Rule = {
  id: 'gateway-error-unreadable',
  severity: 'error',
  title: 'pages can\'t read the errors that API Gateway makes itself',
  fix: { cdk: WITH_CORS, cloudFormation: GATEWAY_RESPONSES },
  explain(trouble) {
    const type = failedAs(trouble);
    if (type === undefined || !/MissingAllowOriginHeader$|InvalidAllowCredentials$/.test(trouble.verdict.error ?? '')) return undefined;
    const api = restApiOf(trouble.verdict.via);
    const resource = api?.resource ?? resourceOf(undefined, trouble);
    const without = (['DEFAULT_4XX', 'DEFAULT_5XX'] as const).filter((kind) => api?.gatewayResponses.has(kind) !== true);
    const which = without.length === 0 ? `its gateway response ${kindOf(type)}` : `its gateway responses (it has no ${without.join(' and no ')})`;
    return {
      resource,
      message: `when ${resource.logicalId} answers by itself, such as ${type}, pages get a CORS error instead: ${missingOf(trouble)} isn't set by ${which}`,
    };
  },
};
