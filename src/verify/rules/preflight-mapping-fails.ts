import { isUnknown } from '../../emulator';
import type { Integration } from '../../emulator/rest-api';
import type { Rule } from '../app';
import { methodIn, nameOf, placeOf } from '../rest-method';
import { failedAtPreflight, lastStatus, preflightVia, routeName, stepOf } from './evidence';
import { PREFLIGHT, WITH_CORS } from './fixes';

/** A MOCK integration whose own configuration makes an error of every preflight (rules 29 to 33), or that answers with one. */
export const preflightMappingFails: Rule = {
  id: 'preflight-mapping-fails',
  severity: 'error',
  title: 'the MOCK integration that answers preflights fails by itself',
  fix: { cdk: WITH_CORS, cloudFormation: PREFLIGHT },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || !failedAtPreflight(trouble) || trouble.verdict.error !== 'PreflightInvalidStatus') return undefined;
    const found = methodIn(preflightVia(trouble));
    if (found?.method.integration?.type !== 'MOCK') return undefined;
    const gateway = stepOf(trouble, 'gateway-response')?.name;
    if (gateway !== undefined && gateway !== 'API_CONFIGURATION_ERROR' && gateway !== 'UNSUPPORTED_MEDIA_TYPE') return undefined;
    const { why, property, inDocument } = gateway === undefined ? ANSWERS_AN_ERROR : reasonOf(found.method.integration);
    return {
      ...placeOf(found.method, property, inDocument),
      message: `the MOCK integration of ${nameOf(found.method)} ${why}, so the preflight of ${routeName(trouble)} gets ${lastStatus(trouble)}; browsers take 200 to 299`,
    };
  },
};

interface Reason {
  readonly why: string;
  readonly property: string;
  readonly inDocument: string;
}

const TEMPLATES = { property: 'Integration/RequestTemplates', inDocument: 'x-amazon-apigateway-integration/requestTemplates' };
const RESPONSES = { property: 'Integration/IntegrationResponses', inDocument: 'x-amazon-apigateway-integration/responses' };
const ANSWERS_AN_ERROR: Reason = { why: 'answers with an error status', ...RESPONSES };

/** What stands out in an integration that fails; its templates are run by API Gateway before anything else. */
function reasonOf({ requestTemplates, responses }: Integration): Reason {
  if (requestTemplates.size === 0) return { why: 'has no request template that says a statusCode', ...TEMPLATES };
  const template = requestTemplates.get('application/json');
  if (template === undefined) return { why: 'has no request template for application/json, as which a preflight counts', ...TEMPLATES };
  if (responses.length === 0) return { why: 'has no integration response', ...RESPONSES };
  if (responses.every(({ selectionPattern }) => selectionPattern !== undefined)) {
    return { why: `has no integration response for its status; there are ${responses.map(({ selectionPattern }) => JSON.stringify(isUnknown(selectionPattern) ? '?' : selectionPattern)).join(', ')}`, ...RESPONSES };
  }
  return { why: 'has a mapping template that gives no whole number as statusCode', ...TEMPLATES };
}
