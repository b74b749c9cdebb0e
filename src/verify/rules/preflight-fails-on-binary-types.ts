import type { App, Case, Rule } from '../app';
import { methodIn, nameOf, placeOf } from '../rest-method';
import { preflightFailedAs, preflightVia, routeName } from './evidence';
import { WITH_CORS } from './fixes';

/** The reading of rule 38 by which the binary type of everything covers nothing. */
const NOTHING_BINARY = { 38: 'none' };

/** With every type binary, a MOCK integration can't read its own template: "Unable to transform request" (rules 36, 37). */
export const preflightFailsOnBinaryTypes: Rule = {
  id: 'preflight-fails-on-binary-types',
  severity: 'error',
  title: 'binary media types break the preflight',
  fix: {
    cdk: [
      WITH_CORS,
      '// or with plain CDK',
      "api.root.addMethod('OPTIONS', new apigateway.MockIntegration({",
      '  contentHandling: apigateway.ContentHandling.CONVERT_TO_TEXT,',
      "  requestTemplates: { 'application/json': '{\"statusCode\": 204}' },",
      '  integrationResponses: [{',
      "    statusCode: '204',",
      '    contentHandling: apigateway.ContentHandling.CONVERT_TO_TEXT,',
      "    responseParameters: { 'method.response.header.Access-Control-Allow-Origin': \"'https://app.example.com'\" },",
      '  }],',
      "}), { methodResponses: [{ statusCode: '204', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': true } }] });",
    ].join('\n'),
    cloudFormation: [
      'Integration:',
      '  Type: MOCK',
      '  ContentHandling: CONVERT_TO_TEXT',
      '  IntegrationResponses:',
      "    - StatusCode: '204'",
      '      ContentHandling: CONVERT_TO_TEXT',
    ].join('\n'),
  },
  explain(trouble, app) {
    const found = preflightFailedAs(trouble, 'API_CONFIGURATION_ERROR') ? methodIn(preflightVia(trouble)) : undefined;
    if (found === undefined || !found.api.binaryMediaTypes.includes('*/*') || !worksWithout(trouble, app)) return undefined;
    const { method } = found;
    const [where, property, inDocument] = method.integration?.contentHandling === undefined
      ? ['the integration', 'Integration/ContentHandling', 'x-amazon-apigateway-integration/contentHandling']
      : ['its integration response', 'Integration/IntegrationResponses', 'x-amazon-apigateway-integration/responses'];
    return {
      ...placeOf(method, property, inDocument),
      message: `the API takes every media type as binary (*/*), and ${where} of ${nameOf(method)} doesn't convert to text, so the preflight of ${routeName(trouble)} gets 500`,
    };
  },
};

function worksWithout({ question }: Case, app: App): boolean {
  return app.ask({ ...question, rules: { ...question.rules, ...NOTHING_BINARY } }).viaOf[0]?.at(-1)?.kind !== 'gateway-response';
}
