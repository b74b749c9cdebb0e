import { isUnknown } from '../../emulator';
import type { Method } from '../../emulator/rest-api';
import { methodsOf } from '../../emulator/rest-api';
import type { Rule } from '../app';
import { nameOf, placeOf } from '../rest-method';

const KEY = /^method\.response\.header\./;

/** API Gateway refuses an integration response that maps a header which the method's response doesn't declare (rule 46). */
export const headerNotDeclared: Rule = {
  id: 'header-not-declared',
  severity: 'error',
  title: 'a header is mapped that the method response doesn\'t declare',
  fix: {
    cdk: [
      "const declared = { 'method.response.header.Access-Control-Allow-Origin': true };",
      "const mapped = { 'method.response.header.Access-Control-Allow-Origin': \"'https://app.example.com'\" };",
      "const integration = new apigateway.HttpIntegration('https://backend.example.com', {",
      '  proxy: false,',
      "  options: { integrationResponses: [{ statusCode: '200', responseParameters: mapped }] },",
      '});',
      "api.root.addMethod('GET', integration, { methodResponses: [{ statusCode: '200', responseParameters: declared }] });",
    ].join('\n'),
    cloudFormation: [
      'MethodResponses:',
      "  - StatusCode: '200'",
      '    ResponseParameters:',
      '      method.response.header.Access-Control-Allow-Origin: true',
    ].join('\n'),
  },
  * inspect(app) {
    for (const method of app.restApis.flatMap(({ root }) => methodsOf(root))) {
      const missing = undeclared(method);
      if (missing !== undefined) {
        yield {
          ...placeOf(method, 'MethodResponses', 'responses'),
          message: `${nameOf(method)} maps ${missing.name} for ${missing.status}, which its method responses don't declare, so API Gateway refuses the deployment`,
        };
      }
    }
  },
};

function undeclared({ declared, integration }: Method): { readonly name: string; readonly status: string } | undefined {
  if (isUnknown(declared)) return undefined;
  for (const { statusCode, parameters } of integration?.responses ?? []) {
    const names = [...parameters.keys()].filter((key) => KEY.test(key)).map((key) => key.replace(KEY, ''));
    const missing = isUnknown(statusCode) ? undefined : names.find((name) => /^access-control-/i.test(name) && declared.get(statusCode)?.has(name.toLowerCase()) !== true);
    if (missing !== undefined) return { name: missing, status: String(statusCode) };
  }
  return undefined;
}
