import { firstLine, UserError } from '../errors';
import { jsonMistake } from './json-mistake';
import { isRecord } from './values';

/** CloudFormation takes 1 MB; what is somewhat larger is still read, so that others may say that it is too large. */
const MAX_LENGTH = 8 * 1024 * 1024;

/**
 * A template as data, of its text (JSON, or YAML with the short form of intrinsics) or of an object; also of what `aws cloudformation get-template` prints.
 *
 * @param template which must not be changed by what is done with the result: an object is copied
 * @param name for messages
 * @throws a UserError that says what is wrong with it
 */
export function parseTemplate(template: unknown, name: string): { readonly [name: string]: unknown } {
  const parsed = unwrapped(typeof template === 'string' ? parseText(template, name) : copyOf(template, name), name);
  if (!isRecord(parsed)) {
    throw new UserError('input', `${name} isn't a CloudFormation template: it is ${kindOf(parsed)}, and an object with Resources is expected`);
  }
  if (!isRecord(parsed.Resources) && !isOutputsOnly(parsed)) {
    throw new UserError('input', `${name} isn't a CloudFormation template: its Resources are ${kindOf(parsed.Resources)}, and an object is expected`);
  }
  return parsed;
}

/**
 * An OpenAPI document as data, of its text in JSON or YAML; undefined where it isn't one.
 *
 * @param name for messages
 */
export function parseDocument(text: string, name: string): { readonly [name: string]: unknown } | undefined {
  try {
    const parsed = parseText(text, name);
    return isRecord(parsed) ? parsed : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** What `aws cloudformation get-template` prints has the template in `TemplateBody`: as an object, or as a text where it isn't JSON. */
function unwrapped(parsed: unknown, name: string): unknown {
  if (!isRecord(parsed) || parsed.TemplateBody === undefined || parsed.Resources !== undefined) return parsed;
  return parseTemplate(parsed.TemplateBody, `the TemplateBody of ${name}`);
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
    throw new UserError('input', `${name} can't be read as JSON: ${firstLine(error)}`);
  }
}

function parseText(text: string, name: string): unknown {
  if (text.length > MAX_LENGTH) {
    throw new UserError('input', `${name} has ${text.length} characters, and CloudFormation takes a template of at most 1,000,000 bytes`);
  }
  const trimmed = text.replace(/^\uFEFF/, '');
  return /^\s*\{/.test(trimmed) ? parseJsonOrFlow(trimmed, name) : parseYaml(trimmed, name);
}

/** A text that begins with a brace is JSON, or in a blue moon YAML in flow style. */
function parseJsonOrFlow(text: string, name: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (!/[!#]/.test(text)) throw new UserError('input', `${name} isn't valid JSON at ${jsonMistake(text)}: ${firstLine(error)}`);
    return parseYaml(text, name);
  }
}

/** CloudFormation takes line breaks and tabs within the strings of JSON as they stand, which JSON itself doesn't. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // eslint-disable-next-line no-control-regex -- what JSON wants escaped
    const escaped = text.replace(/"(?:[^"\\]|\\.)*"/gs, (each) => each.replace(/[\0-\x1f]/g, (control) => JSON.stringify(control).slice(1, -1)));
    if (escaped === text) throw error;
    return JSON.parse(escaped);
  }
}

function parseYaml(text: string, name: string): unknown {
  if (isTooDeep(text)) throw new UserError('input', `${name} isn't valid YAML: it is nested too deeply`);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the CDK writes JSON, and the reader of YAML takes long to load
  const { readYaml } = require('./read-yaml') as typeof import('./read-yaml');
  try {
    return readYaml(text);
  } catch (error) {
    throw new UserError('input', `${name} isn't valid YAML: ${firstLine(error)}`);
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
