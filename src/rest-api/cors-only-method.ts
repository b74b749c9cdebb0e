import { Stack } from 'aws-cdk-lib';
import type { CfnMethod } from 'aws-cdk-lib/aws-apigateway';

interface Mock {
  readonly type?: string;
  readonly requestTemplates?: { readonly [contentType: string]: unknown };
  readonly integrationResponses?: ReadonlyArray<{
    readonly responseParameters?: { readonly [key: string]: unknown };
    readonly responseTemplates?: { readonly [contentType: string]: unknown };
  }>;
}

const CORS_HEADER = /^method\.response\.header\.(access-control-[a-z-]+|vary)$/i;

/**
 * Whether an OPTIONS method does nothing but CORS: a MOCK that answers with headers of CORS and without a body. `defaultCorsPreflightOptions`,
 * `addCorsPreflight` and the console's "Enable CORS" make such methods; a policy can take their place. One with a back end, or with something of its own to
 * say, can't be replaced.
 */
export function doesCorsOnly(method: CfnMethod): boolean {
  const { type, requestTemplates, integrationResponses: responses = [] }: Mock = Stack.of(method).resolve(method.integration) ?? {};
  const headers = responses.flatMap(({ responseParameters }) => Object.keys(responseParameters ?? {}));
  return type?.toUpperCase() === 'MOCK'
    && headers.some((key) => /access-control-allow-origin$/i.test(key)) && headers.every((key) => CORS_HEADER.test(key))
    && textsOf(requestTemplates).every((text) => /^\{\s*["']?statusCode["']?\s*:\s*"?\d+"?\s*\}$/.test(text))
    && responses.every(({ responseTemplates }) => textsOf(responseTemplates).every((text) => text === ''));
}

/** What templates print besides directives, which stand on lines of their own. A template that isn't a text prints something. */
function textsOf(templates: { readonly [contentType: string]: unknown } = {}): string[] {
  return Object.values(templates).map((template) => (typeof template === 'string' ? template.replace(/^\s*#.*$/gm, '').trim() : 'unknown'));
}
