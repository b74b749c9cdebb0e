import { isUnknown } from '../../emulator';
import type { App, Case, Rule } from '../app';
import { edgeOf, forwards } from '../edges';
import { flawOf } from '../origin-value';
import { routeName } from './evidence';
import { BUCKET_RULE, BUCKET_RULE_CDK } from './fixes';

/** Rule 116: the first rule with the origin, the method and the headers is used; one without the method is none. */
export const bucketCorsLacksMethod: Rule = {
  id: 'bucket-cors-lacks-method',
  severity: 'error',
  title: 'the CORS rules of a bucket leave out the method that pages use',
  fix: {
    cdk: BUCKET_RULE_CDK,
    cloudFormation: BUCKET_RULE,
  },
  explain(trouble, app) {
    const { expected, page, target, verdict } = trouble;
    const rules = rulesOf(trouble, app);
    if (expected !== 'allowed' || rules === undefined || isUnknown(rules) || rules.length === 0 || !/MissingAllowOriginHeader$/.test(verdict.error ?? '')) return undefined;
    if (rules.some(({ allowedMethods }) => isUnknown(allowedMethods) || allowedMethods.includes(target.method))) return undefined;
    if (page.written !== undefined && flawOf(page.written) !== undefined) return undefined;
    const { resource } = edgeOf(target, app)!.origin!.bucket!.bucket;
    const listed = [...new Set(rules.flatMap(({ allowedMethods }) => (isUnknown(allowedMethods) ? [] : allowedMethods)))];
    return {
      resource,
      property: 'Properties/CorsConfiguration/CorsRules',
      message: `the CORS rules of the bucket allow ${listed.join(', ')}, and ${page.origin} asks for ${routeName(trouble)}`,
    };
  },
};

/** The rules of the bucket behind, where Origin reaches it. */
function rulesOf({ target }: Case, app: App) {
  const edge = edgeOf(target, app);
  return edge?.origin?.bucket !== undefined && forwards(edge, 'origin') === true ? edge.origin.bucket.bucket.corsRules : undefined;
}
