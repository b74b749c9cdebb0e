import { parseDocument, Pair, type ScalarTag, type Tags, YAMLMap, YAMLParseError, YAMLSeq } from 'yaml';
import { withFlowIndented } from './flow-indent';

/** A text of YAML as data, with the short form of intrinsics written out. */
export function readYaml(text: string): unknown {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError) || !TOO_FAR_LEFT.test(error.message)) throw error;
    return read(withFlowIndented(text));
  }
}

function read(text: string): unknown {
  // the schema that the CDK reads templates with; a date such as 2012-10-17 stays a text in it
  // of a key that stands twice CloudFormation takes the last, as of JSON
  const document = parseDocument(text, { schema: 'core', merge: true, uniqueKeys: false, customTags: SHORT_FORMS, logLevel: 'silent' });
  // a tag that isn't known is a warning to the reader, and refused by CloudFormation
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw problem;
  return JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 100 })) ?? 'null');
}

const TOO_FAR_LEFT = /^Flow (?:sequence|map) in block collection must be sufficiently indented/;

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
