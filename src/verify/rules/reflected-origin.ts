import type { App, Case, Rule } from '../app';
import { headerValue } from '../exchange-headers';
import { resourceOf, routeName } from './evidence';
import { WITH_CORS } from './fixes';

/** Any origin is let in by its own name. With credentials that opens the user's session to every page there is. */
export const reflectedOrigin: Rule = {
  id: 'reflected-origin',
  severity: 'error',
  title: 'whatever origin asks is allowed',
  fix: {
    cdk: WITH_CORS,
    cloudFormation: [
      'ResponseTemplates:',
      '  application/json: |',
      '    #set($origin = $input.params().header.get("origin"))',
      '    #if($origin == "https://app.example.com")',
      '    #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
      '    #end',
    ].join('\n'),
  },
  explain(trouble, app) {
    if (trouble.expected !== 'blocked' || !isReflected(trouble) || !foreignToo(trouble, app)) return undefined;
    const { page, verdict: { exchanges: [{ response }], viaOf } } = trouble;
    const withCredentials = headerValue(response, 'access-control-allow-credentials') === 'true';
    const listed = app.cases.some((each) => each.target === trouble.target && each.page.role === 'declared');
    return {
      resource: resourceOf(viaOf[0]?.filter(({ kind }) => kind === 'method' || kind === 'function').at(-1), trouble),
      severity: withCredentials || listed ? 'error' : 'warning',
      sameAs: '',
      message: `${page.origin} gets its own name as Access-Control-Allow-Origin from ${routeName(trouble)}, as any other page does`
        + (withCredentials ? ', with credentials: every page on the web can read what the user can' : ''),
    };
  },
};

function isReflected({ page, verdict }: Case): boolean {
  return headerValue(verdict.exchanges[0]?.response, 'access-control-allow-origin') === page.origin;
}

/** Whether a page that nothing names is let in as well; else it is a pattern that is too wide. */
function foreignToo({ target, page }: Case, { cases }: App): boolean {
  return page.role === 'foreign' && page.origin !== 'null' || cases.some((each) => each.target === target && each.page.role === 'foreign' && each.page.origin !== 'null' && isReflected(each));
}
