import { isUnknown } from '../../emulator';
import type { Method } from '../../emulator/rest-api';
import { methodsOf } from '../../emulator/rest-api';
import { sentenceList } from '../../values';
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
          message: `${nameOf(method)} maps ${sentenceList(missing.names)} for ${missing.status}, which its method responses don't declare, so API Gateway refuses the deployment`,
          fix: { ...headerNotDeclared.fix, cloudFormation: declaring(missing) },
        };
      }
    }
  },
};

interface Missing {
  readonly names: readonly string[];
  readonly status: string;
}

function declaring({ names, status }: Missing): string {
  const lines = names.map((name) => `      method.response.header.${name}: true`);
  return ['MethodResponses:', `  - StatusCode: '${status}'`, '    ResponseParameters:', ...lines].join('\n');
}

function undeclared({ declared, integration }: Method): Missing | undefined {
  if (isUnknown(declared)) return undefined;
  for (const { statusCode, parameters } of integration?.responses ?? []) {
    const names = [...parameters.keys()].filter((key) => KEY.test(key)).map((key) => key.replace(KEY, ''));
    if (isUnknown(statusCode)) continue;
    const missing = names.filter((name) => /^access-control-/i.test(name) && declared.get(statusCode)?.has(name.toLowerCase()) !== true);
    if (missing.length > 0) return { names: missing, status: statusCode };
  }
  return undefined;
}
