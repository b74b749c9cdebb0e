import { withoutDynamicReference } from './dynamic-reference';
import type { Resolved } from './model';
import { isUnknown, Unknown } from './unknown';
import { own, textOf } from './values';

/**
 * The value of a parameter: what was given, else its default.
 *
 * The default of an SSM parameter type is the name of a parameter in SSM, which doesn't tell the value.
 */
export function parameterValue(name: string, declaration: unknown, path: string, given: Resolved): Resolved {
  if (isUnknown(given)) return given;
  const type = String(own(declaration, 'Type') ?? 'String');
  if (given !== undefined && given !== null) return ofType(type, given) ?? new Unknown(path, `the value given for the parameter ${name} isn't a ${type}`, 'parameter');

  const fallback = own(declaration, 'Default');
  if (type.startsWith('AWS::SSM::Parameter::Value')) {
    const where = textOf(fallback) === undefined ? '' : ` (${textOf(fallback)})`;
    return new Unknown(path, `the parameter ${name} is read from SSM${where} when the stack is deployed; give it a value`, 'parameter');
  }
  if (fallback === undefined) return new Unknown(path, `the parameter ${name} has no default; give it a value`, 'parameter');
  return withoutDynamicReference(ofType(type, fallback), path) ?? new Unknown(path, `the default of the parameter ${name} isn't a ${type}`, 'parameter');
}

/** A text, or for list types a list of texts, which is how CloudFormation hands on a parameter. */
function ofType(type: string, value: unknown): string | string[] | undefined {
  const texts = (Array.isArray(value) ? value : [value]).map(textOf);
  if (!texts.every((text) => text !== undefined)) return undefined;
  const joined = texts.join(',');
  if (!/CommaDelimitedList|List</.test(type)) return joined;
  return joined === '' ? [] : joined.split(',').map((text) => text.trim());
}
