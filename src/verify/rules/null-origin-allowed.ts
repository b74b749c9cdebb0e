import type { Rule } from '../app';
import { headerValue } from '../exchange-headers';
import { resourceOf, routeName } from './evidence';
import { WITH_CORS } from './fixes';

/** `null` is what any sandboxed frame, local file and data: document sends; it names no page. */
export const nullOriginAllowed: Rule = {
  id: 'null-origin-allowed',
  severity: 'error',
  title: 'the origin null is allowed',
  fix: { cdk: WITH_CORS, cloudFormation: 'method.response.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"' },
  explain(trouble) {
    const { expected, page, verdict } = trouble;
    if (expected !== 'blocked' || page.origin !== 'null' || headerValue(verdict.exchanges[0]?.response, 'access-control-allow-origin') !== 'null') return undefined;
    return {
      resource: resourceOf(verdict.viaOf[0]?.filter(({ kind }) => kind === 'method' || kind === 'function').at(-1) ?? verdict.viaOf[0]?.at(-1), trouble),
      message: `${routeName(trouble)} lets the origin null in, which every sandboxed frame on any page has`,
    };
  },
};
