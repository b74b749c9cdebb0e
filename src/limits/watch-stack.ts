import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { shown } from '../policy';
import { STACK_RESOURCES, TEMPLATE_BYTES } from './quotas';
import { grouped, warnOfQuota } from './warn';

const WATCHED = Symbol.for('cdk-cors.limits');
const GUIDE = 'see https://github.com/cdk-cors/cdk-cors/blob/main/docs/guides/outgrowing-a-stack.md';

/** A construct that takes a large part of a template. */
interface Large {
  readonly construct: IConstruct;
  /** About how many bytes it takes. */
  readonly bytes: () => number;
}

/** Tells of a stack that comes near the limits of a template, once it has all that it will have. */
export function watchStack(construct: IConstruct, bytes?: () => number): void {
  const stack = Stack.of(construct);
  let watch = (stack as { [WATCHED]?: StackWatch })[WATCHED];
  if (watch === undefined) {
    watch = new StackWatch(stack);
    Object.defineProperty(stack, WATCHED, { value: watch });
    whenComplete(stack, () => watch!.tell());
  }
  if (bytes !== undefined) {
    watch.large.push({ construct, bytes });
  }
}

/** Does something when all aspects have added what they add: validation comes after them, whatever their order. */
export function whenComplete(construct: IConstruct, act: () => void): void {
  construct.node.addValidation({
    validate: () => {
      act();
      return [];
    },
  });
}

class StackWatch {
  public readonly large: Large[] = [];

  constructor(private readonly stack: Stack) {}

  public tell(): void {
    const resources = this.stack.node.findAll().filter((each) => CfnResource.isCfnResource(each) && each.stack === this.stack).length;
    warnOfQuota(this.stack, STACK_RESOURCES, resources, `the stack ${shown(this.stack.node.path)} has ${grouped(resources)} resources`,
      `make the API from a document or a table of routes (CorsSpecRestApi), or split the stack: ${GUIDE}`);
    const bytes = this.large.reduce((sum, each) => sum + each.bytes(), 0);
    warnOfQuota(this.stack, TEMPLATE_BYTES, bytes, `${this.large.map(({ construct }) => shown(construct.node.path)).join(' and ')} take about ${grouped(bytes)} bytes ` +
      'of the template', `set suppressTemplateIndentation: true on the stack, leave documentation out (parameters: { ignore: "documentation" }), or split the API: ${GUIDE}`);
  }
}
