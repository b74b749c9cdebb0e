import type { Rule } from '../app';
import { lastHeader, ownerOf, routeName } from './evidence';

/** The preflight of a path leaves out a method that the path has. It may be meant so, hence a warning where it lists others, or where the route names no method. */
export const methodNotAllowed: Rule = {
  id: 'method-not-allowed',
  severity: 'error',
  title: 'the preflight of a path leaves out one of its methods',
  fix: {
    cdk: [
      'const cors = new CorsPolicy({',
      "  allowOrigins: [CorsOrigin.exact('https://app.example.com')],",
      "  allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],",
      '});',
      'api.with(new RestApiCors(cors));',
    ].join('\n'),
    cloudFormation: 'method.response.header.Access-Control-Allow-Methods: "\'GET,POST,PUT,DELETE\'"',
  },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || !/^(?:MethodDisallowedByPreflightResponse|InvalidAllowMethodsPreflightResponse)$/.test(trouble.verdict.error ?? '')) return undefined;
    const listed = lastHeader(trouble, 'access-control-allow-methods');
    const says = listed === undefined ? 'has no Access-Control-Allow-Methods' : `allows ${JSON.stringify(listed)}`;
    return { resource: ownerOf(trouble), message: `the preflight of ${routeName(trouble)} ${says}, so no page can use ${trouble.target.method}`, ...((listed || trouble.target.route.method === '*') && { severity: 'warning' as const }) };
  },
};
