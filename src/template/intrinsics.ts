import { cidr } from './cidr';
import { evaluateCondition } from './conditions';
import { withoutDynamicReference } from './dynamic-reference';
import type { Resolved } from './model';
import { resolve, type Scope } from './resolve';
import { isUnknown, type Maybe, Unknown } from './unknown';
import { isRecord, textOf, unknownIn } from './values';

/** An intrinsic function as it stands in a template. */
export interface Call {
  readonly name: string;
  /** Not yet resolved. */
  readonly argument: unknown;
  readonly path: string;
  readonly scope: Scope;
}

type Intrinsic = (call: Call) => Resolved;

/** CloudFormation takes templates of 1 MB; a text that grows beyond was made to do harm. */
const MAX_TEXT = 1024 * 1024;

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
export const FUNCTIONS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::Sub', sub],
  ['Fn::Join', join],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::If', ifElse],
  ...['Fn::And', 'Fn::Or', 'Fn::Not', 'Fn::Equals'].map((name): [string, Intrinsic] => [name, condition]),
  ['Fn::FindInMap', findInMap],
  ['Fn::ImportValue', importValue],
  ['Fn::GetStackOutput', getStackOutput],
  ['Fn::Base64', base64],
  ['Fn::Cidr', cidrBlocks],
  ['Fn::GetAZs', getAZs],
  ['Fn::Length', length],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::Transform', transform],
]);

function wrong({ name, path }: Call, takes: string): Unknown {
  return new Unknown(path, `${name} takes ${takes}; CloudFormation refuses what is written here`);
}

/** The arguments of a function that takes a list of them, each resolved. */
function argumentsOf(call: Call, least: number, most: number, takes: string): Resolved[] | Unknown {
  const { argument, path, scope } = call;
  if (!Array.isArray(argument) || argument.length < least || argument.length > most) return wrong(call, takes);
  return argument.map((each) => resolve(each, path, scope));
}

function tooLong({ name, path }: Call): Unknown {
  return new Unknown(path, `${name} makes a text of more than ${MAX_TEXT} characters`);
}

function limited(text: string, call: Call): Maybe<string> {
  return text.length > MAX_TEXT ? tooLong(call) : withoutDynamicReference(text, call.path, (expression) => call.scope.standIn(expression));
}

function ref(call: Call): Resolved {
  if (typeof call.argument !== 'string') return wrong(call, 'the name of a parameter or the logical id of a resource');
  return call.scope.ref(call.argument, call.path);
}

function getAtt(call: Call): Resolved {
  const takes = 'a logical id and the name of an attribute';
  const { argument, path, scope } = call;
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return dot < 1 ? wrong(call, takes) : scope.attribute(argument.slice(0, dot), argument.slice(dot + 1), path);
  }
  if (!Array.isArray(argument) || argument.length < 2) return wrong(call, takes);
  const [logicalId, ...names] = argument;
  const attribute = names.map((each) => resolve(each, path, scope));
  const unknown = attribute.find(isUnknown);
  if (unknown !== undefined) return unknown;
  if (typeof logicalId !== 'string' || !attribute.every((each) => typeof each === 'string')) return wrong(call, takes);
  return scope.attribute(logicalId, attribute.join('.'), path);
}

function sub(call: Call): Resolved {
  const takes = 'a text, or a list of a text and an object with its variables';
  const { argument, path, scope } = call;
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isRecord(variables) || (Array.isArray(argument) && argument.length !== 2)) return wrong(call, takes);

  let unknown: Unknown | undefined;
  let room = MAX_TEXT;
  const result = text.replace(/\$\{([^{}]*)\}/g, (placeholder, name: string) => {
    if (unknown !== undefined) return placeholder;
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const value = Object.hasOwn(variables, name) ? resolve(variables[name], path, scope) : substitute(name, call);
    const written = isUnknown(value) ? value : textOf(value) ?? wrong(call, `variables that are texts, and ${name} isn't one`);
    if (isUnknown(written)) {
      unknown = written;
    } else if ((room -= written.length) < 0) {
      unknown = tooLong(call);
    } else {
      return written;
    }
    return placeholder;
  });
  return unknown ?? limited(result, call);
}

function substitute(name: string, call: Call): Resolved {
  if (!/^[A-Za-z0-9_.:]+$/.test(name)) return wrong(call, `names of letters, digits, "_", "." and ":" in braces, and not \${${name}}`);
  const dot = name.indexOf('.');
  return dot < 0 ? call.scope.ref(name, call.path) : call.scope.attribute(name.slice(0, dot), name.slice(dot + 1), call.path);
}

function join(call: Call): Resolved {
  const takes = 'a delimiter and a list of texts';
  const list = argumentsOf(call, 2, 2, takes);
  if (isUnknown(list)) return list;
  const [delimiter, values] = list;
  if (isUnknown(values)) return values;
  if (typeof delimiter !== 'string' || !Array.isArray(values)) return wrong(call, takes);
  const unknown = values.find(isUnknown);
  if (unknown !== undefined) return unknown;
  const texts = values.map(textOf);
  if (!texts.every((text) => text !== undefined)) return wrong(call, takes);
  const size = texts.reduce((sum, text) => sum + text.length + delimiter.length, 0);
  return size - delimiter.length > MAX_TEXT ? tooLong(call) : limited(texts.join(delimiter), call);
}

function select(call: Call): Resolved {
  const takes = 'an index and a list that has as many values';
  const list = argumentsOf(call, 2, 2, takes);
  if (isUnknown(list)) return list;
  const [index, values] = list;
  if (isUnknown(index)) return index;
  if (isUnknown(values)) return values;
  const at = textOf(index);
  if (at === undefined || !/^\d{1,9}$/.test(at) || !Array.isArray(values)) return wrong(call, takes);
  return values[Number(at)] ?? wrong(call, `${takes}: there are ${values.length}, and number ${at} is asked for`);
}

function split(call: Call): Resolved {
  const takes = 'a delimiter and a text';
  const list = argumentsOf(call, 2, 2, takes);
  if (isUnknown(list)) return list;
  const [delimiter, value] = list;
  if (isUnknown(value)) return value;
  const text = textOf(value);
  return typeof delimiter !== 'string' || delimiter === '' || text === undefined ? wrong(call, takes) : text.split(delimiter);
}

function ifElse(call: Call): Resolved {
  const takes = 'the name of a condition and two values';
  const { argument, path, scope } = call;
  if (!Array.isArray(argument) || argument.length !== 3) return wrong(call, takes);
  const [name, then, otherwise] = argument;
  const holds = typeof name === 'string' ? scope.condition(name, path) : evaluateCondition(name, path, scope);
  return isUnknown(holds) ? holds : resolve(holds ? then : otherwise, path, scope);
}

/** Where a value may be a condition. */
function condition({ name, argument, path, scope }: Call): Resolved {
  return evaluateCondition({ [name]: argument }, path, scope);
}

function findInMap(call: Call): Resolved {
  const takes = 'the name of a mapping and the two keys of a value in it';
  const { argument, path, scope } = call;
  const hasDefault = Array.isArray(argument) && argument.length === 4 && isRecord(argument[3]) && Object.hasOwn(argument[3], 'DefaultValue');
  const keys = argumentsOf(hasDefault ? { ...call, argument: (argument as unknown[]).slice(0, 3) } : call, 3, 3, takes);
  if (isUnknown(keys)) return keys;
  const unknown = keys.find(isUnknown);
  if (unknown !== undefined) return unknown;
  const [mapping, top, second] = keys.map(textOf);
  if (mapping === undefined || top === undefined || second === undefined) return wrong(call, takes);
  const found = scope.mapped(mapping, top, second);
  if (found !== undefined) return resolve(found, path, scope);
  if (hasDefault) return resolve((argument as [unknown, unknown, unknown, { DefaultValue: unknown }])[3].DefaultValue, path, scope);
  return new Unknown(path, `the mapping ${mapping} has nothing under ${top} and ${second}`);
}

function importValue(call: Call): Resolved {
  const name = resolve(call.argument, call.path, call.scope);
  if (isUnknown(name)) return name;
  return typeof name === 'string' ? call.scope.imported(name, call.path) : wrong(call, 'the name of an export');
}

/** The CDK writes it for references that are to be weak. */
function getStackOutput(call: Call): Resolved {
  const takes = 'an object with StackName, OutputName and perhaps Region and RoleArn';
  const { path, scope } = call;
  const found = resolve(call.argument, path, scope);
  if (isUnknown(found)) return found;
  if (!isRecord(found)) return wrong(call, takes);
  const { StackName: stack, OutputName: output, Region: region } = found as { [name: string]: Resolved };
  const unknown = [stack, output, region].find(isUnknown);
  if (unknown !== undefined) return unknown;
  if (typeof stack !== 'string' || typeof output !== 'string' || (region !== undefined && typeof region !== 'string')) return wrong(call, takes);
  return scope.stackOutput(stack, output, region, path);
}

function base64(call: Call): Resolved {
  const value = resolve(call.argument, call.path, call.scope);
  if (isUnknown(value)) return value;
  const text = textOf(value);
  return text === undefined ? wrong(call, 'a text') : limited(Buffer.from(text, 'utf8').toString('base64'), call);
}

function cidrBlocks(call: Call): Resolved {
  const takes = 'a block of addresses, a number of blocks (1 to 256) and the number of bits of each';
  const list = argumentsOf(call, 2, 3, takes);
  if (isUnknown(list)) return list;
  const unknown = list.find(isUnknown);
  if (unknown !== undefined) return unknown;
  const [block, count, bits] = list.map(textOf);
  return cidr(block ?? '', Number(count), bits === undefined ? undefined : Number(bits)) ?? wrong(call, takes);
}

/** Which zones an account has, a template doesn't tell; three stand for them, as a minted id stands for the one that AWS mints. */
function getAZs(call: Call): Resolved {
  const region = resolve(call.argument, call.path, call.scope);
  if (isUnknown(region)) return region;
  if (typeof region !== 'string') return wrong(call, 'the name of a region, or an empty text');
  return ['a', 'b', 'c'].map((zone) => `${region || call.scope.region}${zone}`);
}

function length(call: Call): Resolved {
  const value = resolve(call.argument, call.path, call.scope);
  if (isUnknown(value)) return value;
  return Array.isArray(value) ? value.length : wrong(call, 'a list');
}

function toJsonString(call: Call): Resolved {
  const value = resolve(call.argument, call.path, call.scope);
  if (typeof value !== 'object' || value === null) return wrong(call, 'an object or a list');
  return unknownIn(value) ?? limited(JSON.stringify(value), call);
}

function transform({ argument, path, name }: Call): Resolved {
  const macro = isRecord(argument) && typeof argument.Name === 'string' ? argument.Name : name;
  return new Unknown(path, `the macro ${macro} decides it when the stack is deployed; give the template as it is after the macro`);
}
