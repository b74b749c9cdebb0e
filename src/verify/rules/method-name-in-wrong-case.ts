import type { Rule } from '../app';
import { lastHeader, ownerOf, routeName } from './evidence';
import { WITH_CORS } from './fixes';

/** Method names are compared byte for byte, and fetch sends PUT and DELETE in upper case. */
export const methodNameInWrongCase: Rule = {
  id: 'method-name-in-wrong-case',
  severity: 'error',
  title: 'a method in Access-Control-Allow-Methods is in the wrong case',
  fix: { cdk: WITH_CORS, cloudFormation: 'method.response.header.Access-Control-Allow-Methods: "\'GET,POST,PUT,DELETE\'"' },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || trouble.verdict.error !== 'MethodDisallowedByPreflightResponse') return undefined;
    const listed = lastHeader(trouble, 'access-control-allow-methods') ?? '';
    const wrong = listed.split(',').map((each) => each.trim()).find((each) => each.toUpperCase() === trouble.target.method);
    if (wrong === undefined) return undefined;
    return { resource: ownerOf(trouble), message: `the preflight of ${routeName(trouble)} allows ${JSON.stringify(wrong)}; method names are in upper case, and case counts` };
  },
};
