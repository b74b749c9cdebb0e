import type { Rule } from '../app';
import { lastHeader, ownerOf, routeName } from './evidence';

/** The standard leaves Authorization out of the wildcard. */
export const wildcardDoesNotCoverAuthorization: Rule = {
  id: 'wildcard-does-not-cover-authorization',
  severity: 'error',
  title: '* in Access-Control-Allow-Headers doesn\'t cover Authorization',
  fix: {
    cdk: [
      'const cors = new CorsPolicy({',
      "  allowOrigins: [CorsOrigin.exact('https://app.example.com')],",
      "  allowHeaders: ['Authorization', 'Content-Type'],",
      '});',
      'api.with(new RestApiCors(cors));',
    ].join('\n'),
    cloudFormation: 'method.response.header.Access-Control-Allow-Headers: "\'Authorization,Content-Type\'"',
  },
  explain(trouble) {
    const { error, parameter } = trouble.verdict;
    if (trouble.expected !== 'allowed' || error !== 'HeaderDisallowedByPreflightResponse' || parameter?.toLowerCase() !== 'authorization') return undefined;
    if (lastHeader(trouble, 'access-control-allow-headers')?.split(',').some((each) => each.trim() === '*') !== true) return undefined;
    return {
      resource: ownerOf(trouble),
      message: `${routeName(trouble)} needs Authorization, and its preflight allows * headers: the wildcard covers every header but that one`,
    };
  },
};
