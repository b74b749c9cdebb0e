import { isUnknown, type Maybe, Unknown } from './unknown';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const DYNAMIC = /\{\{resolve:(?:ssm-secure|ssm|secretsmanager):[^{}]{0,200}(?:\}\})?/;

/** What stands in for an expression; undefined where nothing does. */
type StandIn = (expression: string) => string | undefined;

/** The text, unless CloudFormation puts something into it that SSM or Secrets Manager has. */
export function withoutDynamicReference<T>(written: T, path: string, standIn: StandIn = () => undefined): Maybe<T> {
  const text = withStandIns(written, standIn);
  const [reference] = (typeof text === 'string' && text.includes('{{resolve:') ? DYNAMIC.exec(text) : null) ?? [];
  return reference === undefined || isUnknown(text) ? text
    : new Unknown(path, `CloudFormation reads a part of it from SSM or Secrets Manager (${reference}); write the value itself to have it emulated`);
}

/** The text with what stands in for values that only the deployment has. */
function withStandIns<T>(text: T, standIn: StandIn): T {
  if (typeof text !== 'string' || !text.includes('{{resolve:')) return text;
  return text.replace(new RegExp(DYNAMIC, 'g'), (reference) => standIn(reference) ?? reference) as T;
}
