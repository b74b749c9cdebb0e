import { AspectPriority, Aspects, type IAspect } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { refusal, shown } from '../policy';

/**
 * Adds an aspect that changes the tree: early, as the CDK's own that do, so that other people's aspects see what it makes.
 *
 * Where an aspect applies a mixin, aspects of its priority have visited the tree already, and the CDK refuses one that comes before them. There it comes as late as the latest.
 */
export function addMutatingAspect(scope: IConstruct, aspect: IAspect): void {
  Aspects.of(scope).add(aspect, { priority: isWithinAspect() ? latestPriority(scope) : AspectPriority.MUTATING });
}

/** Why an aspect that a mixin added has visited nothing: the CDK passes over those that aspects add, unless a feature flag is set. */
export function notVisited(construct: IConstruct, mixin: string): string {
  return refusal('appliedByAspect', `${mixin} was applied to ${shown(construct.node.path)} by an aspect, and this app leaves out what aspects add while it is synthesized; ` +
    'set "@aws-cdk/core:aspectStabilization": true in the context of cdk.json, or apply it without an aspect');
}

function latestPriority(scope: IConstruct): number {
  const around = [...scope.node.scopes, ...scope.node.findAll()];
  return Math.max(AspectPriority.MUTATING, ...around.flatMap((each) => Aspects.of(each).applied.map(({ priority }) => priority)));
}

/** Deeper than calls through the bridge of another language are. */
const FRAMES = 200;

/** Whether aspects are visiting. The CDK has no other sign of it than who calls. */
function isWithinAspect(): boolean {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return /\binvokeAspects/.test(stack);
}
