import { isUnknown, type Maybe, Unknown } from './unknown';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const DYNAMIC = /\{\{resolve:(?:ssm-secure|ssm|secretsmanager):[^{}]{0,200}(?:\}\})?/;

/** The text, unless CloudFormation puts something into it that SSM or Secrets Manager has. */
export function withoutDynamicReference<T>(text: T, path: string): Maybe<T> {
  const [reference] = (typeof text === 'string' && text.includes('{{resolve:') ? DYNAMIC.exec(text) : null) ?? [];
  return reference === undefined || isUnknown(text) ? text
    : new Unknown(path, `CloudFormation reads a part of it from SSM or Secrets Manager (${reference}); write the value itself to have it emulated`);
}
