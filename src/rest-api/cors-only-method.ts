import { Stack } from 'aws-cdk-lib';
import type { CfnMethod } from 'aws-cdk-lib/aws-apigateway';

interface Templates {
  readonly [contentType: string]: unknown;
}

/** An answer of a MOCK, in the words that CloudFormation and OpenAPI documents share. */
interface MockResponse {
  readonly responseParameters?: { readonly [key: string]: unknown };
  readonly responseTemplates?: Templates;
}

/** An integration that may be a MOCK. */
export interface Mock {
  readonly type?: unknown;
  readonly requestTemplates?: Templates;
  readonly responses: readonly MockResponse[];
}

/** Headers that a preflight's answer has for CORS, or that mean nothing on it: browsers read no body, cache or page of it. */
const FURNITURE = ['vary', 'content-type', 'content-length', 'cache-control', 'timing-allow-origin', 'x-requested-with', 'x-content-type-options', 'x-frame-options',
  'x-xss-protection', 'referrer-policy', 'permissions-policy', 'strict-transport-security', 'content-security-policy'];
const HEADER = /^method\.response\.header\.(.+)$/i;

/**
 * Whether an OPTIONS method does nothing but CORS, or nothing at all: a MOCK that answers with no other headers and without a body.
 * `defaultCorsPreflightOptions`, `addCorsPreflight`, the console's "Enable CORS" and exports of API Gateway have such methods; a policy can take their place. One
 * with a back end, or with something of its own to say, can't be replaced.
 */
export function doesCorsOnly({ type, requestTemplates, responses }: Mock): boolean {
  const headers = responses.flatMap(({ responseParameters }) => Object.keys(responseParameters ?? {}));
  return typeof type === 'string' && type.toUpperCase() === 'MOCK'
    && headers.every(isForCors)
    && textsOf(requestTemplates).every((text) => /^\{\s*["']?statusCode["']?\s*:\s*"?\d+"?\s*\}$/.test(text))
    && responses.every(({ responseTemplates }) => textsOf(responseTemplates).every((text) => /^(\{\s*\})?$/.test(text)));
}

/** The same of a method of CloudFormation. */
export function methodDoesCorsOnly(method: CfnMethod): boolean {
  const { type, requestTemplates, integrationResponses } = Stack.of(method).resolve(method.integration) ?? {};
  return doesCorsOnly({ type, requestTemplates, responses: integrationResponses ?? [] });
}

function isForCors(key: string): boolean {
  const name = HEADER.exec(key)?.[1].toLowerCase() ?? '';
  return name.startsWith('access-control-') || FURNITURE.includes(name);
}

/** What templates print besides directives, which stand on lines of their own. A template that isn't a text prints something. */
function textsOf(templates: Templates = {}): string[] {
  return Object.values(templates).map((template) => (typeof template === 'string' ? template.replace(/^\s*#.*$/gm, '').trim() : 'unknown'));
}
