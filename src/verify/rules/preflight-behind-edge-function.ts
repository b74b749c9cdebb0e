import type { Rule } from '../app';
import { gateOf } from '../edge-gate';
import { edgeName, edgeOf } from '../edges';
import { failedAtPreflight, lastStatus, preflightVia, routeName } from './evidence';

/** A function at the edge that asks for a password, or for a token, asks preflights as well, which have none (rule 103). */
export const preflightBehindEdgeFunction: Rule = {
  id: 'preflight-behind-edge-function',
  severity: 'error',
  title: 'a function at the viewer\'s request answers preflights before the API sees them',
  fix: {
    cdk: [
      "new cloudfront.Function(this, 'Gate', {",
      '  runtime: cloudfront.FunctionRuntime.JS_2_0,',
      '  code: cloudfront.FunctionCode.fromInline(`function handler(event) {',
      "    if (event.request.method === 'OPTIONS') return event.request; // browsers send no credentials with a preflight",
      '    return event.request.headers.authorization === undefined ? { statusCode: 401 } : event.request;',
      '  }`),',
      '});',
    ].join('\n'),
    cloudFormation: [
      'FunctionCode: |',
      '  function handler(event) {',
      "    if (event.request.method === 'OPTIONS') return event.request; // browsers send no credentials with a preflight",
      '    return event.request.headers.authorization === undefined ? { statusCode: 401 } : event.request;',
      '  }',
    ].join('\n'),
  },
  explain(trouble, app) {
    if (trouble.expected !== 'allowed' || !failedAtPreflight(trouble)) return undefined;
    const gate = gateOf(preflightVia(trouble));
    const edge = edgeOf(trouble.target, app);
    if (gate?.resource === undefined || edge === undefined) return undefined;
    return {
      resource: gate.resource,
      property: gate.resource.type === 'AWS::CloudFront::Function' ? 'Properties/FunctionCode' : undefined,
      sameAs: 'gate',
      message: `the function ${gate.resource.logicalId} at ${edgeName(edge)} answers OPTIONS with ${lastStatus(trouble) ?? 'an error'} itself, so the preflight of ${routeName(trouble)} fails: `
        + 'browsers send no credentials with it; let OPTIONS through in the function',
    };
  },
};
