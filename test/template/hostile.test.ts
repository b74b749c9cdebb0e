import * as fc from 'fast-check';
import { type Resolved, templateModel } from '../../src/template';
import { jsonMistake } from '../../src/template/json-mistake';
import { plainTemplates } from '../../src/template/plain';
import { Unknown } from '../../src/template/unknown';
import { attempt, messageOf } from '../support/attempt';
import { modelOf, modelOfResources, resourceOf } from '../support/emulator';

describe('what isn\'t a template', () => {
  const circle: { Resources?: unknown } = {};
  circle.Resources = { a: circle };

  test.each<[name: string, template: unknown, message: string]>([
    ['undefined', undefined, 'the template isn\'t a CloudFormation template: it is null, and an object with Resources is expected'],
    ['null', null, 'the template isn\'t a CloudFormation template: it is null, and an object with Resources is expected'],
    ['a number', 5, 'the template isn\'t a CloudFormation template: it is a number, and an object with Resources is expected'],
    ['a list', [[]], 'the template isn\'t a CloudFormation template: it is a list, and an object with Resources is expected'],
    ['an empty text', '', 'the template isn\'t a CloudFormation template: it is null, and an object with Resources is expected'],
    ['a text', 'hello', 'the template isn\'t a CloudFormation template: it is a string, and an object with Resources is expected'],
    ['no resources', {}, 'the template isn\'t a CloudFormation template: its Resources are missing, and an object is expected'],
    ['a list of resources', { Resources: [] }, 'the template isn\'t a CloudFormation template: its Resources are a list, and an object is expected'],
    ['a text of resources', 'Resources: x', 'the template isn\'t a CloudFormation template: its Resources are a string, and an object is expected'],
    ['broken JSON', '{"Resources": {', 'the template isn\'t valid JSON at line 1, column 16: '],
    ['JSON with a comma too many', '{\n "Resources": {\n  "A": [1,],\n }}', 'the template isn\'t valid JSON at line 3, column 11: '],
    ['broken YAML', 'a: b: c', 'the template isn\'t valid YAML: '],
    ['YAML with a tag that CloudFormation doesn\'t have', 'Resources:\n  A: !Env x', 'the template isn\'t valid YAML: Unresolved tag: !Env'],
    ['YAML that contains itself', 'Resources: &a\n  A: *a', 'the template isn\'t valid YAML: '],
    ['an object that contains itself', circle, 'the template can\'t be read as JSON: Converting circular structure to JSON'],
    ['a text beyond all measure', ' '.repeat(9_000_000), 'the template has 9000000 characters'],
  ])('%s', (_name, template, message) => {
    const read = () => plainTemplates([template]);
    expect(read).toThrow(Error);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/\n/);
  });

  test.each([
    ['the same key twice in YAML: the last', 'Resources:\n  A: { Type: x }\n  A: { Type: y }\n', { A: { Type: 'y' } }],
    ['the same key twice in JSON: the last', '{"Resources": {"A": {"Type": "x"}, "A": {"Type": "y"}}}', { A: { Type: 'y' } }],
    ['a line break and a tab in a string of JSON', '{\n\t"Resources": {"A": {"Type": "x", "Metadata": "says \\"a\n\tb\\""}}\n}', { A: { Type: 'x', Metadata: 'says "a\n\tb"' } }],
  ])('what CloudFormation takes and others refuse: %s', (_name, text, resources) => {
    expect(plainTemplates([text]).stacks[0].template).toEqual({ Resources: resources });
  });

  test('YAML that grows without end when it is read is refused', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]', ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`)}]`)];
    expect(() => plainTemplates([`${lines.join('\n')}\nResources: {}`])).toThrow(/isn't valid YAML: Excessive alias count/);
  });

  test('JSON has its first mistake where it first isn\'t JSON', () => {
    fc.assert(fc.property(fc.json(), fc.constantFrom(']', '}', ',', ':', '"', '{', '1', 'null'), (text, more) => {
      expect(jsonMistake(`${text}\n ${more}`)).toBe('line 2, column 2');
      expect(jsonMistake(`{"a": [1, ${text}${text.endsWith('}') ? '' : ' '}{`)).toBe(`line 1, column ${text.length + (text.endsWith('}') ? 11 : 12)}`);
    }), { numRuns: 200 });
  });

  test('of several templates the message says which', () => {
    expect(() => plainTemplates([{ Resources: {} }, 5])).toThrow(/^template 2 isn't a CloudFormation template/);
  });
});

describe('resources that are none', () => {
  const model = modelOfResources({
    'Text': 'x',
    'Null': null,
    'List': [],
    'NoType': { Properties: {} },
    'NumberType': { Type: 5 },
    'BadProperties': { Type: 'AWS::S3::Bucket', Properties: [] },
    'Good': { Type: 'AWS::S3::Bucket', DependsOn: [5, 'Text'], Metadata: 'x', Condition: 5 },
    'Fn::ForEach::Loop': ['x', ['a'], {}],
  });

  test('are reported and left out', () => {
    expect(model.unsupported.map(({ path }) => path)).toEqual([
      'Stack/Text', 'Stack/Null', 'Stack/List', 'Stack/NoType', 'Stack/NumberType', 'Stack/BadProperties', 'Stack/Fn::ForEach::Loop',
    ]);
    expect(model.resources.map(({ logicalId }) => logicalId)).toEqual(['BadProperties', 'Good']);
  });

  test('the others are read as far as they make sense', () => {
    expect(resourceOf(model, 'Good').dependsOn).toEqual(['Text']);
    expect(resourceOf(model, 'Good').metadata).toEqual({});
    expect(resourceOf(model, 'BadProperties').properties).toEqual({});
  });
});

describe('names that objects inherit', () => {
  const template = JSON.parse(`{
    "Parameters": { "__proto__": { "Type": "String", "Default": "p" }, "toString": { "Type": "String", "Default": "t" } },
    "Conditions": { "constructor": { "Fn::Equals": ["a", "b"] } },
    "Resources": {
      "__proto__": { "Type": "AWS::S3::Bucket", "Properties": { "__proto__": { "polluted": true }, "constructor": { "Ref": "__proto__" } } },
      "hasOwnProperty": { "Type": "AWS::S3::Bucket", "Properties": { "BucketName": { "Fn::If": ["constructor", "yes", { "Ref": "toString" }] } } },
      "valueOf": { "Type": "constructor", "Properties": { "A": { "Fn::GetAtt": ["hasOwnProperty", "__proto__"] } } }
    }
  }`);
  const model = modelOf(template);

  test('are names as any others', () => {
    expect(resourceOf(model, 'hasOwnProperty').physicalId).toBe('t');
    const { properties } = resourceOf(model, '__proto__');
    expect(Object.keys(properties)).toEqual(['__proto__', 'constructor']);
    expect(properties.constructor).toBe('p');
    expect(resourceOf(model, 'valueOf').properties.A).toBeInstanceOf(Unknown);
  });

  test('nothing is polluted', () => expect(({} as { polluted?: boolean }).polluted).toBeUndefined());

  test('what isn\'t there isn\'t found either', () => {
    const { properties } = resourceOf(modelOfResources({ A: { Type: 'AWS::S3::Bucket', Properties: { Tags: { a: 1 } } } }), 'A');
    expect(properties.toString).toBeUndefined();
    expect((properties.Tags as { [name: string]: Resolved }).hasOwnProperty).toBeUndefined();
    // a message can be made of it all the same
    expect(`${String(properties.Tags)}`).toBe('[object Object]');
  });
});

describe('what is deep or long', () => {
  const nested = (depth: number, open: string, close: string) => JSON.parse(`${open.repeat(depth)}"x"${close.repeat(depth)}`);

  test.each<[name: string, value: unknown]>([
    ['lists', nested(100_000, '[', ']')],
    ['objects', nested(100_000, '{"a":', '}')],
    ['functions', nested(20_000, '{"Fn::Join":["",[', ']]}')],
    ['conditions', nested(20_000, '{"Fn::Not":[', ']}')],
  ])('%s in each other are cut', (_name, value) => {
    const template = templateModel({
      stacks: [{
        name: 'S', stackName: 'S', template: { Resources: { A: { Type: 'T', Properties: { V: value } } } }, assets: [], localTemplates: new Map(),
      }],
    });
    expect(JSON.stringify(template.resources[0].properties)).toContain('more than');
  });

  test('a chain of references is cut too', () => {
    const model = modelOfResources(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`P${i}`, {
      Type: 'AWS::SSM::Parameter', Properties: { Value: i === 0 ? 'x' : { 'Fn::GetAtt': [`P${i - 1}`, 'Value'] } },
    }])));
    expect(resourceOf(model, 'P100').properties.Value).toBe('x');
    expect(String(resourceOf(model, 'P4999').properties.Value)).toMatch(/more than 400 levels deep/);
  });

  test('texts that double with each resource', () => {
    const model = modelOfResources(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`P${i}`, {
      Type: 'AWS::SSM::Parameter',
      Properties: { Value: i === 0 ? 'x' : { 'Fn::Join': ['', [{ 'Fn::GetAtt': [`P${i - 1}`, 'Value'] }, { 'Fn::GetAtt': [`P${i - 1}`, 'Value'] }]] } },
    }])));
    expect((resourceOf(model, 'P10').properties.Value as string).length).toBe(1024);
    expect(String(resourceOf(model, 'P59').properties.Value)).toMatch(/more than 1048576 characters/);
  });

  test('placeholders that double', () => {
    const model = modelOfResources({
      Long: { Type: 'AWS::SSM::Parameter', Properties: { Value: 'x'.repeat(500_000) } },
      A: { Type: 'T', Properties: { V: { 'Fn::Sub': '${Long.Value}'.repeat(10_000) } } },
    });
    expect(String(resourceOf(model, 'A').properties.V)).toMatch(/more than 1048576 characters/);
  });
});

test('exports that import each other come to an end', () => {
  const exporting = (name: unknown) => ({ Outputs: { O: { Value: { 'Fn::ImportValue': 'b' }, Export: { Name: name } } }, Resources: {} });
  const model = templateModel(plainTemplates([
    exporting({ 'Fn::ImportValue': 'a' }), exporting('b'),
    { Resources: { A: { Type: 'T', Properties: { V: { 'Fn::ImportValue': 'b' } } } } },
  ]));
  expect(String(resourceOf(model, 'A').properties.V)).toMatch(/refer to each other in a circle/);
});

test('plain templates import each other\'s exports and outputs', () => {
  const model = templateModel(plainTemplates([
    { Resources: { B: { Type: 'AWS::S3::Bucket' } }, Outputs: { Name: { Value: { Ref: 'B' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-b' } } } } },
    {
      Resources: {
        A: {
          Type: 'T',
          Properties: {
            Imported: { 'Fn::ImportValue': 'Shop-b' },
            Read: { 'Fn::GetStackOutput': { StackName: 'Shop', OutputName: 'Name' } },
            Elsewhere: { 'Fn::GetStackOutput': { StackName: 'Shop', OutputName: 'Name', Region: 'eu-west-1' } },
            Missing: { 'Fn::GetStackOutput': { StackName: 'Shop', OutputName: 'Nothing' } },
          },
        },
      },
    },
  ], { stackName: 'Shop' }));
  const bucket = resourceOf(model, 'B').physicalId;
  expect(resourceOf(model, 'A').properties).toEqual({
    Imported: bucket,
    Read: bucket,
    Elsewhere: expect.any(Unknown),
    Missing: new Unknown('Shop2/A/Properties/Missing', 'Shop has no output of the name Nothing'),
  });
});

describe('random templates', () => {
  const names = fc.constantFrom('A', 'B', 'C', 'AWS::Region', 'AWS::NoValue', '__proto__', 'constructor', 'X.Y', '');
  const functions = ['Ref', 'Fn::GetAtt', 'Fn::Sub', 'Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::If', 'Fn::And', 'Fn::Or', 'Fn::Not', 'Fn::Equals',
    'Condition', 'Fn::FindInMap', 'Fn::ImportValue', 'Fn::GetStackOutput', 'Fn::Base64', 'Fn::Cidr', 'Fn::GetAZs', 'Fn::Length', 'Fn::ToJsonString',
    'Fn::Transform', 'Fn::ForEach::X', 'Fn::Bogus'];
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      names, fc.jsonValue({ maxDepth: 1 }), fc.constant('${A.Arn} ${B} ${!x} ${'), tie('call'), fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(names, fc.constantFrom(...functions)), tie('value'), { maxKeys: 3 }),
    ),
    call: fc.tuple(fc.constantFrom(...functions), tie('value')).map(([name, argument]) => ({ [name]: argument })),
  }));
  const section = fc.dictionary(names, value, { maxKeys: 4 });
  const resource = fc.record({
    Type: fc.constantFrom('AWS::S3::Bucket', 'AWS::Lambda::Alias', 'AWS::SSM::Parameter', 'AWS::CloudFormation::Stack', 'Custom::X', 'AWS::WAFv2::WebACL'),
    Properties: fc.oneof(section, fc.record(
      Object.fromEntries(['Value', 'Name', 'BucketName', 'FunctionName', 'Parameters', 'TemplateURL'].map((name) => [name, value])))),
    Condition: names,
    DependsOn: value,
    Metadata: value,
  }, { requiredKeys: ['Type'] });
  const template = fc.record({
    Parameters: fc.oneof(section, value),
    Conditions: fc.oneof(section, value),
    Mappings: fc.oneof(section, value),
    Outputs: fc.oneof(section, value),
    Transform: value,
    Resources: fc.dictionary(names, fc.oneof({ weight: 5, arbitrary: resource }, { weight: 1, arbitrary: value })),
  }, { requiredKeys: ['Resources'] });

  test('are read without an error, whatever they hold', () => {
    fc.assert(fc.property(template, (random) => {
      const model = modelOf(random);
      for (const each of model.resources) {
        JSON.stringify([each.properties, each.physicalId, each.attribute('Arn'), each.attribute('Outputs.A'), each.dependsOn, each.metadata]);
        model.referentsIn(each.physicalId);
      }
      expect(typeof JSON.stringify(model.unsupported)).toBe('string');
    }), { numRuns: 500 });
  });

  test('read the same way twice', () => {
    fc.assert(fc.property(template, (random) => {
      const read = () => JSON.stringify(modelOf(random).resources.map(({ path, physicalId, properties }) => [path, physicalId, properties]));
      expect(read()).toBe(read());
    }));
  });
});

test('text of any kind is read, or refused with one line', () => {
  const texts = fc.oneof(fc.string(), fc.stringMatching(/^[a-zA-Z:\-!&*[\]{},#|>' \n]{0,60}$/), fc.constant('Resources: {A: {Type: T}}'));
  fc.assert(fc.property(texts, (text) => {
    expect(messageOf(attempt(() => modelOf(text))) ?? 'the template has been read').toMatch(/^the template (is no|isn't|can't|has)[^\n]*$/);
  }), { numRuns: 500 });
});

describe('large templates', () => {
  const routes = (count: number) => ({
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi' },
      ...Object.fromEntries(Array.from({ length: count }, (_, i) => [
        [`Fn${i}`, { Type: 'AWS::Lambda::Function' }],
        [`Path${i}`, {
          Type: 'AWS::ApiGateway::Resource',
          Properties: {
            ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: `p${i}`, RestApiId: { Ref: 'Api' },
          },
        }],
        [`Method${i}`, {
          Type: 'AWS::ApiGateway::Method',
          Properties: {
            HttpMethod: 'GET',
            ResourceId: { Ref: `Path${i}` },
            RestApiId: { Ref: 'Api' },
            Integration: { Type: 'AWS_PROXY', Uri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Fn${i}.Arn}/invocations` } },
          },
        }],
      ]).flat()),
    },
  });

  /** Everything of a template is resolved, and every reference followed. */
  const milliseconds = (count: number): number => {
    const template = routes(count);
    const start = performance.now();
    const model = modelOf(template);
    for (const { properties } of model.ofType('AWS::ApiGateway::Method')) {
      const { Uri } = properties.Integration as { Uri: string };
      if (model.referentsIn(Uri).length !== 1 || model.referent(properties.ResourceId) === undefined) throw new Error('a reference isn\'t found');
    }
    return performance.now() - start;
  };

  test('a thousand routes are read in no time, and four times as many in about four times the time', () => {
    milliseconds(200);
    const best = (count: number) => Math.min(...Array.from({ length: 3 }, () => milliseconds(count)));
    const thousand = best(1000);
    expect(thousand).toBeLessThan(2000);
    // quadratic would be 16 times
    expect(best(4000)).toBeLessThan(10 * Math.max(thousand, 20));
  });

  test('a text of a megabyte is searched in no time', () => {
    const model = modelOf(routes(300));
    const [api] = model.ofType('AWS::ApiGateway::RestApi');
    const text = `${'arn:aws:lambda:us-east-1:123456789012:function:x '.repeat(20_000)}${api.physicalId}`;
    const start = performance.now();
    expect(model.referentsIn(text)).toEqual([api]);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
