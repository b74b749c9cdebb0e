import { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { refusal, shown } from '../policy';
import type { ApiTarget } from './api-target';
import { allowedMethodsFinding, cachePolicyFinding, originRequestPolicyFinding } from './behavior-guards';
import { takenBy } from './pattern-order';

const GUARDED = new WeakMap<cloudfront.Distribution, Map<string, ApiTarget>>();

/**
 * Checks at synth what the whole distribution does to an API behind it, also what is written past `ApiBehavior`.
 *
 * @param scope where CloudFront's origin was bound: inside of the distribution
 * @param originId the id that the distribution knows the API by
 */
export function guardDistribution(scope: Construct, originId: string, target: ApiTarget): void {
  const distribution = scope.node.scopes.find((one): one is cloudfront.Distribution => one instanceof cloudfront.Distribution);
  if (distribution === undefined) return;
  const guarded = GUARDED.get(distribution);
  if (guarded !== undefined) {
    guarded.set(originId, target);
    return;
  }
  const targets = new Map([[originId, target]]);
  GUARDED.set(distribution, targets);
  distribution.node.addValidation({ validate: () => findings(distribution, targets) });
}

function findings(distribution: cloudfront.Distribution, targets: Map<string, ApiTarget>): string[] {
  const stack = Stack.of(distribution);
  const resource = distribution.node.defaultChild as cloudfront.CfnDistribution;
  const config = stack.resolve(resource.distributionConfig) as DistributionConfig;
  const found = [errorPageFinding(config, targets)];
  for (const behavior of [config.defaultCacheBehavior, ...config.cacheBehaviors ?? []]) {
    const target = targets.get(behavior.targetOriginId);
    if (target !== undefined) {
      found.push(...behaviorFindings(behavior, target));
    }
  }
  found.push(...orderFindings(config.cacheBehaviors ?? [], targets));
  for (const target of targets.values()) {
    found.push(cycleFinding(stack, stack.resolve(resource.logicalId), target));
  }
  return found.filter((finding) => finding !== undefined);
}

// Rules 84 and 102: error pages are the distribution's, whichever behavior an answer came from.
function errorPageFinding(config: DistributionConfig, targets: Map<string, ApiTarget>): string | undefined {
  const replaced = (config.customErrorResponses ?? []).filter((page) => page.responsePagePath !== undefined || page.responseCode !== undefined);
  return replaced.length === 0 ? undefined : refusal('errorResponsesWithApi',
    `errorResponses for ${replaced.map((page) => page.errorCode).join(', ')} apply to the whole distribution: a page would get ` +
    `${shown(replaced[0].responsePagePath)} in place of the errors of ${[...targets.values()].map((target) => target.name).join(' and ')}; ` +
    'remove errorResponses, and route a single-page application by a viewer-request function on the default behavior, as WebApp does');
}

function behaviorFindings(behavior: CacheBehavior, target: ApiTarget): (string | undefined)[] {
  const where = (finding: string | undefined) => finding && `behavior ${shown(behavior.pathPattern ?? '*')}: ${finding}`;
  return [
    where(allowedMethodsFinding(behavior.allowedMethods ?? ['GET', 'HEAD'])),
    where(typeof behavior.cachePolicyId === 'string' ? cachePolicyFinding(behavior.cachePolicyId, target.needsOwnHost) : undefined),
    where(target.needsOwnHost && typeof behavior.originRequestPolicyId === 'string'
      ? originRequestPolicyFinding(behavior.originRequestPolicyId) : undefined),
  ];
}

/** Behaviors of an API that CloudFront never comes to, or not for all of their paths. */
function orderFindings(behaviors: readonly CacheBehavior[], targets: Map<string, ApiTarget>): string[] {
  const patterns = behaviors.map(({ pathPattern = '*' }) => pathPattern);
  return behaviors.flatMap(({ targetOriginId }, index) => {
    const target = targets.get(targetOriginId);
    const before = patterns.slice(0, index).find((earlier) => takenBy(earlier, patterns[index]) !== 'none');
    if (target === undefined || before === undefined || patterns[index] === '/*') return [];
    const takes = takenBy(before, patterns[index]) === 'all' ? 'all of its paths' : 'some of its paths';
    return [refusal('behaviorTaken', `behavior ${shown(patterns[index])} of ${target.name} comes after ${shown(before)}, which takes ${takes}: CloudFront uses the first ` +
      'behavior that matches; add this one first, or give the API a path that the other has not')];
  });
}

// A REST API's preflights are resources of their own, but an HTTP API's CORS and a REST API's policy are properties of the API itself,
// whose id the distribution needs.
function cycleFinding(stack: Stack, distributionId: string, target: ApiTarget): string | undefined {
  const properties = JSON.stringify(stack.resolve(target.ownProperties?.() ?? {}));
  return !properties.includes(JSON.stringify(distributionId)) ? undefined : refusal('dependencyCycle',
    `${target.name} names the distribution in its own properties, and the distribution needs the API's id first; ` +
    'a page of the distribution needs no CORS for /api, so leave its domain out, or give the distribution a domain name of its own and name that');
}

interface DistributionConfig {
  readonly defaultCacheBehavior: CacheBehavior;
  readonly cacheBehaviors?: CacheBehavior[];
  readonly customErrorResponses?: { readonly errorCode: number; readonly responsePagePath?: string; readonly responseCode?: number }[];
}

interface CacheBehavior {
  readonly pathPattern?: string;
  readonly targetOriginId: string;
  readonly allowedMethods?: string[];
  readonly cachePolicyId?: unknown;
  readonly originRequestPolicyId?: unknown;
}
