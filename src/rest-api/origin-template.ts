import type { CorsPolicy } from '../policy';

/**
 * A Velocity text that sets `Access-Control-Allow-Origin` to the request's origin when the policy allows it, and leaves no other trace.
 *
 * Header names are case-sensitive in API Gateway, and browsers send `origin` over HTTP/2 but `Origin` over HTTP/1.1 (rules 20, 21), so both
 * are read. They are read from the header map alone, because `$input.params("Origin")` would take a query parameter of that name
 * first (rule 40). An override set here reaches the client without being declared on the method response (rule 43).
 */
export function allowOriginTemplate(policy: CorsPolicy): string {
  const conditions = policy.allowOrigins.map((origin) =>
    origin._exact === undefined ? `$origin.matches("${origin._pattern}")` : `$origin == "${origin._exact}"`,
  );
  return [
    '#set($origin = $input.params().header.get("Origin"))',
    '#if(!$origin || $origin == "")#set($origin = $input.params().header.get("origin"))#end',
    `#if($origin && (${conditions.join(' || ')}))#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end`,
  ].join('\n');
}
