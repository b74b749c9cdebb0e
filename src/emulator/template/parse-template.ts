import { parseDocument, Pair, ScalarTag, Tags, YAMLMap, YAMLSeq } from 'yaml';
import { jsonMistake } from './json-mistake';
import { isRecord } from './values';

/** CloudFormation takes 1 MB; what is somewhat larger is still read, so that others may say that it is too large. */
const MAX_LENGTH = 8 * 1024 * 1024;

/**
 * A template as data, of its text (JSON, or YAML with the short form of intrinsics) or of an object.
 *
 * @param template which must not be changed by what is done with the result: an object is copied
 * @param name for messages
 * @throws an Error that says what is wrong with it
 */
export function parseTemplate(template: unknown, name: string): { readonly [name: string]: unknown } {
  const parsed = typeof template === 'string' ? parseText(template, name) : copyOf(template, name);
  if (!isRecord(parsed)) {
    throw new Error(`${name} is no CloudFormation template: it is ${kindOf(parsed)}, and an object with Resources is expected`);
  }
  if (!isRecord(parsed.Resources) && !isOutputsOnly(parsed)) {
    throw new Error(`${name} is no CloudFormation template: its Resources are ${kindOf(parsed.Resources)}, and an object is expected`);
  }
  return parsed;
}

/** The CDK writes a stack without resources, which can't be deployed but may stand in an assembly. */
function isOutputsOnly(template: { readonly [name: string]: unknown }): boolean {
  return template.Resources === undefined && ['Outputs', 'Parameters', 'Rules'].some((section) => isRecord(template[section]));
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** JSON once around, which leaves nothing but data: no cycle, no getter, no prototype. */
function copyOf(template: unknown, name: string): unknown {
  try {
    return JSON.parse(JSON.stringify(template) ?? 'null');
  } catch (error) {
    throw new Error(`${name} can't be read as JSON: ${firstLine(error)}`);
  }
}

function parseText(text: string, name: string): unknown {
  if (text.length > MAX_LENGTH) {
    throw new Error(`${name} has ${text.length} characters, and CloudFormation takes a template of at most 1,000,000 bytes`);
  }
  const trimmed = text.replace(/^\uFEFF/, '');
  return /^\s*\{/.test(trimmed) ? parseJsonOrFlow(trimmed, name) : parseYaml(trimmed, name);
}

/** A text that begins with a brace is JSON, or in a blue moon YAML in flow style. */
function parseJsonOrFlow(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/[!#]/.test(text)) throw new Error(`${name} is no valid JSON at ${jsonMistake(text)}: ${firstLine(error)}`);
    return parseYaml(text, name);
  }
}

function parseYaml(text: string, name: string): unknown {
  if (isTooDeep(text)) throw new Error(`${name} is no valid YAML: it is nested too deeply`);
  try {
    // the schema that the CDK reads templates with; a date such as 2012-10-17 stays a text in it
    const document = parseDocument(text, { schema: 'core', merge: true, customTags: SHORT_FORMS, logLevel: 'silent' });
    // a tag that isn't known is a warning to the reader, and refused by CloudFormation
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    return JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 100 })) ?? 'null');
  } catch (error) {
    throw new Error(`${name} is no valid YAML: ${firstLine(error)}`);
  }
}

/** More levels than any template has. The reader would take more memory for a megabyte of brackets than there is. */
const MAX_DEPTH = 1000;

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) return true;
  }
  return new RegExp(`(?:[-?:] ){${MAX_DEPTH}}`).test(text);
}

function firstLine(error: unknown): string {
  if (error instanceof RangeError && error.message.includes('call stack')) return 'it is nested too deeply';
  return String((error as Error)?.message ?? error).split('\n')[0].replace(/:$/, '');
}

const FUNCTIONS = [
  'And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'GetAtt', 'GetAZs', 'GetStackOutput', 'If', 'ImportValue', 'Join', 'Length', 'Not', 'Or',
  'Select', 'Split', 'Sub', 'ToJsonString', 'Transform',
];

/** `!Sub text` → `{ Fn::Sub: text }`, and so for a list and a map. */
const SHORT_FORMS: Tags = [...FUNCTIONS.map((name) => [name, `Fn::${name}`]), ['Ref', 'Ref'], ['Condition', 'Condition']].flatMap(([tag, key]) => [
  { tag: `!${tag}`, resolve: (text: string) => callOf(key, key === 'Fn::GetAtt' ? splitAttribute(text) : text) } satisfies ScalarTag,
  { tag: `!${tag}`, collection: 'seq' as const, resolve: (list: unknown) => callOf(key, list) },
  { tag: `!${tag}`, collection: 'map' as const, resolve: (map: unknown) => callOf(key, map) },
]);

function callOf(key: string, argument: unknown): YAMLMap {
  const call = new YAMLMap();
  call.items.push(new Pair(key, argument));
  return call;
}

function splitAttribute(text: string): YAMLSeq {
  const dot = text.indexOf('.');
  const list = new YAMLSeq();
  list.items.push(...(dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)]));
  return list;
}
