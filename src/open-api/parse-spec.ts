import type { ScalarTag, Tags } from 'yaml';
import { firstLine } from '../errors';
import { refuse, shown } from '../policy';
import { isObject, type JsonObject } from './json';

/** A document of its text, or an error that says what is wrong with it. */
export function parseSpec(text: string, name: string): JsonObject {
  const trimmed = text.replace(/^\uFEFF/, '');
  const value = /^\s*\{/.test(trimmed) ? parseJson(trimmed, name) : parseYaml(trimmed, name);
  if (!isObject(value)) {
    refuse('specDocument', `${shown(name)} holds ${value === null ? 'nothing' : shown(value)}; an OpenAPI document is an object with openapi, info and paths`);
  }
  return value;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    refuse('specDocument', `${shown(name)} isn't valid JSON: ${firstLine(error)}`);
  }
}

function parseYaml(text: string, name: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- most apps have no YAML document, and importing the library loads no reader
  const yaml = require('yaml') as typeof import('yaml');
  // Keys such as 200 stay text, and so does a date.
  const document = yaml.parseDocument(text, { schema: 'core', merge: true, customTags: shortForms(yaml), logLevel: 'silent' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const advice = isTooFarLeft(problem) ? '; a value that is continued on the next line must be indented further than its key, its closing quote or bracket too' : '';
    refuse('specDocument', `${shown(name)} isn't valid YAML: ${firstLine(problem).replace(/:$/, '')}${advice}`);
  }
  // Each use of an anchor is a value of its own.
  return JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 1000 })) ?? 'null');
}

/** What the reader says of a text, list or map whose continuation starts where the next key would. Other readers take some of these. */
function isTooFarLeft({ code, message }: import('yaml').YAMLError): boolean {
  return code === 'BAD_INDENT' || code === 'MULTILINE_IMPLICIT_KEY' || (code === 'MISSING_CHAR' && /closing/.test(message));
}

const FUNCTIONS = ['Ref', 'Sub', 'GetAtt', 'Join', 'Select', 'Split', 'If', 'FindInMap', 'ImportValue', 'Base64'];

/** `!Sub text` and the like, as CloudFormation has them in documents that stand in its templates. */
function shortForms(yaml: typeof import('yaml')): Tags {
  return FUNCTIONS.flatMap((name): (ScalarTag | import('yaml').CollectionTag)[] => {
    const call = (argument: unknown) => {
      const map = new yaml.YAMLMap();
      map.items.push(new yaml.Pair(name === 'Ref' ? name : `Fn::${name}`, argument));
      return map;
    };
    return [
      { tag: `!${name}`, resolve: (text: string) => call(name === 'GetAtt' ? text.split(/\.(.*)/s).slice(0, 2) : text) },
      { tag: `!${name}`, collection: 'seq', resolve: (list) => call(list) },
      { tag: `!${name}`, collection: 'map', resolve: (map) => call(map) },
    ];
  });
}
