import { modelOf, resourceOf } from '../support/emulator';

const TOPIC = { Type: 'AWS::SNS::Topic' };
const EXTENSIONS = 'AWS::LanguageExtensions';

interface Sections { readonly [name: string]: unknown }

function idsOf(Resources: object, more: Sections = {}): string[] {
  return modelOf({ Transform: EXTENSIONS, Resources, ...more }).resources.map(({ logicalId }) => logicalId);
}

describe('Fn::ForEach is written out where it says over what it goes', () => {
  const parameters = { Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'a,b' } } };

  test.each<[name: string, resources: object, expected: string[], more?: Sections]>([
    ['a list', { 'Fn::ForEach::Topics': ['Name', ['A', 'B'], { 'Topic${Name}': TOPIC }] }, ['TopicA', 'TopicB']],
    ['beside others, in its place', { 'First': TOPIC, 'Fn::ForEach::X': ['N', ['1'], { 'T${N}': TOPIC }], 'Last': TOPIC }, ['First', 'T1', 'Last']],
    ['several resources a turn', { 'Fn::ForEach::X': ['N', ['1', '2'], { 'T${N}': TOPIC, 'U${N}': TOPIC }] }, ['T1', 'U1', 'T2', 'U2']],
    ['loops in loops', { 'Fn::ForEach::X': ['N', ['1', '2'], { 'Fn::ForEach::Y': ['M', ['a', 'b'], { 'T${N}${M}': TOPIC }] }] }, ['T1a', 'T1b', 'T2a', 'T2b']],
    ['a parameter', { 'Fn::ForEach::X': ['N', { Ref: 'Names' }, { 'T${N}': TOPIC }] }, ['Ta', 'Tb'], parameters],
    ['a mapping', { 'Fn::ForEach::X': ['N', { 'Fn::FindInMap': ['M', 'a', 'b'] }, { 'T${N}': TOPIC }] }, ['Tx', 'Ty'], { Mappings: { M: { a: { b: ['x', 'y'] } } } }],
    ['letters and digits alone', { 'Fn::ForEach::X': ['N', ['a.b-c', '1/2'], { 'T&{N}': TOPIC }] }, ['Tabc', 'T12']],
    ['nothing', { 'Fn::ForEach::X': ['N', [], { 'T${N}': TOPIC }] }, []],
    ['names that objects inherit', { 'Fn::ForEach::X': ['N', ['__proto__', 'constructor', '$&'], { '${N}': TOPIC }] }, ['__proto__', 'constructor', '$&']],
    ['one transform of several', { 'Fn::ForEach::X': ['N', ['1'], { 'T${N}': TOPIC }] }, ['T1'], { Transform: ['AWS::SecretsManager-2024-09-16', EXTENSIONS] }],
  ])('%s', (_, resources, expected, more = {}) => {
    expect(idsOf(resources, more)).toEqual(expected);
  });

  test('in texts, in Ref and in the names of properties', () => {
    const body = {
      'T${N}': { Type: 'Test::A::B', Properties: { 'Text': 'is ${N}', 'Sub': { 'Fn::Sub': '${AWS::Region}-${N}' }, 'Ref': { Ref: 'N' }, '${N}': [{ Ref: 'N' }] } },
    };
    const model = modelOf({ Transform: EXTENSIONS, Resources: { 'Fn::ForEach::X': ['N', ['one'], body] } });
    expect(resourceOf(model, 'Tone').properties).toMatchObject({ Text: 'is one', Sub: 'us-east-1-one', Ref: 'one', one: ['one'] });
  });

  test('in properties, conditions and outputs', () => {
    const model = modelOf({
      Transform: EXTENSIONS,
      Conditions: { 'Fn::ForEach::C': ['N', ['a', 'b'], { 'Is${N}': { 'Fn::Equals': [{ Ref: 'N' }, 'a'] } }] },
      Resources: {
        'Fn::ForEach::X': ['N', ['a', 'b'], { 'T${N}': { ...TOPIC, Condition: 'Is${N}' } }],
        'Stage': { Type: 'Test::A::B', Properties: { Variables: { 'Fn::ForEach::V': ['N', ['x', 'y'], { 'v${N}': 'of ${N}' }] } } },
        'Reader': { Type: 'Test::A::B', Properties: { Value: { 'Fn::ImportValue': 'export-b' } } },
      },
      Outputs: { 'Fn::ForEach::O': ['N', ['a', 'b'], { 'Out${N}': { Value: 'value ${N}', Export: { Name: 'export-${N}' } } }] },
    });
    expect(model.resources.map(({ logicalId }) => logicalId)).toEqual(['Ta', 'Stage', 'Reader']);
    expect(resourceOf(model, 'Stage').properties.Variables).toMatchObject({ vx: 'of x', vy: 'of y' });
    expect(resourceOf(model, 'Reader').properties.Value).toBe('value b');
  });
});

describe('Fn::ForEach that can\'t be written out is told', () => {
  const over = (collection: unknown) => ({ 'Fn::ForEach::X': ['N', collection, { 'T${N}': TOPIC }] });
  const many = Array.from({ length: 1000 }, (_, index) => String(index));
  const deep = JSON.parse(`${'{"a":'.repeat(300)}1${'}'.repeat(300)}`);

  test.each<[name: string, resources: object, reason: RegExp, more?: Sections]>([
    ['what isn\'t known', over({ Ref: 'P' }), /give the parameters/, { Parameters: { P: { Type: 'CommaDelimitedList' } } }],
    ['a resource', over([{ Ref: 'Other' }]), /give the parameters/],
    ['no list', over('a'), /give the parameters/],
    ['no loop', { 'Fn::ForEach::X': 'x' }, /give the parameters/],
    ['without the transform', over(['a']), /without the transform AWS::LanguageExtensions/, { Transform: undefined }],
    ['more than a stack may have', { 'Fn::ForEach::X': ['A', many, { 'Fn::ForEach::Y': ['B', many, { 'T${A}${B}': TOPIC }] }] }, /give the parameters/],
    ['what is deeper than any template', { 'Fn::ForEach::X': ['N', ['a'], { 'T${N}': { ...TOPIC, Properties: deep } }] }, /give the parameters/],
  ])('%s', (_, Resources, reason, more = {}) => {
    const template = { Transform: EXTENSIONS, Resources, ...more };
    expect(modelOf(template).unsupported.map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringMatching(reason)]));
  });
});
