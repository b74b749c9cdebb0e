import type { Rule } from '../app';
import { methodIn, nameOf, placeOf } from '../rest-method';
import { preflightFailedAs, preflightVia, routeName, stepOf } from './evidence';
import { PREFLIGHT, WITH_CORS } from './fixes';

/** A preflight has none of the request's headers and no body, so that a validator refuses it (rule 25). */
export const preflightNeedsParameters: Rule = {
  id: 'preflight-needs-parameters',
  severity: 'error',
  title: 'a request validator refuses the preflight',
  fix: { cdk: WITH_CORS, cloudFormation: PREFLIGHT },
  explain(trouble) {
    const found = preflightFailedAs(trouble, 'BAD_REQUEST_PARAMETERS', 'BAD_REQUEST_BODY') ? methodIn(preflightVia(trouble)) : undefined;
    if (found === undefined) return undefined;
    const { method } = found;
    const required = [...method.requestParameters].filter(([, isRequired]) => isRequired === true).map(([name]) => name.replace(/^method\.request\.\w+\./, ''));
    const what = stepOf(trouble, 'gateway-response')?.name === 'BAD_REQUEST_BODY' ? 'a body' : required.join(' and ');
    return {
      ...placeOf(method, 'RequestValidatorId', 'x-amazon-apigateway-request-validator'),
      message: `the request validator of ${nameOf(method)} asks for ${what}, so the preflight of ${routeName(trouble)} gets 400: browsers send none with it`,
    };
  },
};
