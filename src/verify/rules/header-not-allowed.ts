import type { Rule } from '../app';
import { lastHeader, ownerOf, routeName } from './evidence';

/** What the route itself asks its callers for must be in the preflight's list. */
export const headerNotAllowed: Rule = {
  id: 'header-not-allowed',
  severity: 'error',
  title: 'a header that the route asks for isn\'t allowed',
  fix: {
    cdk: [
      'const cors = new CorsPolicy({',
      "  allowOrigins: [CorsOrigin.exact('https://app.example.com')],",
      "  allowHeaders: ['Authorization', 'Content-Type', 'X-Api-Key'],",
      '});',
      'api.with(new RestApiCors(cors));',
    ].join('\n'),
    cloudFormation: 'method.response.header.Access-Control-Allow-Headers: "\'Authorization,Content-Type,X-Api-Key\'"',
  },
  explain(trouble) {
    const { error, parameter = '' } = trouble.verdict;
    if (trouble.expected !== 'allowed' || (error !== 'HeaderDisallowedByPreflightResponse' && error !== 'InvalidAllowHeadersPreflightResponse')) return undefined;
    const listed = lastHeader(trouble, 'access-control-allow-headers');
    const says = listed === undefined ? 'has no Access-Control-Allow-Headers' : `allows ${JSON.stringify(listed)}`;
    // a body may be something else than JSON, where the route itself says nothing
    const isGuessed = listed !== undefined && !trouble.target.route.headers.some((name) => name.toLowerCase() === parameter.toLowerCase());
    return { resource: ownerOf(trouble), ...(isGuessed && { severity: 'warning' as const }), message: `${routeName(trouble)} is called with the header ${parameter}, and its preflight ${says}`, sameAs: parameter.toLowerCase() };
  },
};
