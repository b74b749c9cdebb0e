import { type CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Lets a deployment wait for what its copy of the API is to have.
 *
 * Within a stack, and for a deployment in a nested stack of it (the CDK's pattern of a stack for the deployment), that is a DependsOn. What stands in a nested
 * stack is waited for where the deployment waits for something in there already: an order of our own could make a circle. Between stacks that are deployed by
 * themselves the CDK orders by reference.
 */
export function awaitParts(deployment: IConstruct, parts: readonly CfnResource[]): void {
  const own = enclosing(Stack.of(deployment));
  const awaited = new Set(deployment.node.dependencies.map((each) => Stack.of(each)));
  deployment.node.addDependency(...parts.filter((part) => own.includes(Stack.of(part)) || awaited.has(Stack.of(part))));
}

/** A stack, and those that it is nested in. */
function enclosing(stack: Stack): Stack[] {
  return stack.nestedStackParent === undefined ? [stack] : [stack, ...enclosing(stack.nestedStackParent)];
}
