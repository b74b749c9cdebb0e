import * as fc from 'fast-check';
import type { Resolved } from '../../src/template';
import { isUnknown, Unknown } from '../../src/template/unknown';
import { modelOf, resourceOf } from '../support/emulator';

const TEMPLATE = {
  Parameters: {
    Origin: { Type: 'String' },
    Name: { Type: 'String', Default: 'shop' },
    Port: { Type: 'Number', Default: 8080 },
    List: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    Empty: { Type: 'CommaDelimitedList', Default: '' },
    Numbers: { Type: 'List<Number>', Default: '1,2' },
    FromSsm: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shop/origin' },
    NameInSsm: { Type: 'AWS::SSM::Parameter::Name', Default: '/shop/origin' },
  },
  Mappings: { Stages: { prod: { Domain: 'shop.example.com', Zones: ['a', 'b'] } } },
  Conditions: {
    Yes: { 'Fn::Equals': ['a', 'a'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Perhaps: { 'Fn::Equals': [{ Ref: 'Origin' }, 'x'] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    PerhapsAndNo: { 'Fn::And': [{ Condition: 'Perhaps' }, { Condition: 'No' }] },
    PerhapsOrYes: { 'Fn::Or': [{ Condition: 'Perhaps' }, { Condition: 'Yes' }] },
    PerhapsAndYes: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'Perhaps' }] },
    TextIsBoolean: { 'Fn::Equals': [true, 'true'] },
    TextIsNumber: { 'Fn::Equals': [{ Ref: 'Port' }, 8080] },
    Circle: { 'Fn::Not': [{ Condition: 'Circle' }] },
  },
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'the-bucket' } },
    Absent: { Type: 'AWS::S3::Bucket', Condition: 'No' },
    Custom: { Type: 'Custom::Thing' },
  },
};

/** What a value is as a property of a resource. */
function resolved(value: unknown): Resolved {
  const model = modelOf({ ...TEMPLATE, Resources: { ...TEMPLATE.Resources, Subject: { Type: 'Test::A::Subject', Properties: { Value: value } } } });
  return resourceOf(model, 'Subject').properties.Value;
}

const text = (length: number) => 'x'.repeat(length);

describe('what is known', () => {
  test.each<[name: string, value: unknown, expected: unknown]>([
    ['plain data', { a: [1, true, null, { b: 'c' }] }, { a: [1, true, null, { b: 'c' }] }],
    ['a default', { Ref: 'Name' }, 'shop'],
    ['a number parameter is a text', { Ref: 'Port' }, '8080'],
    ['a list parameter', { Ref: 'List' }, ['a', 'b', 'c']],
    ['an empty list parameter', { Ref: 'Empty' }, []],
    ['a list of numbers', { Ref: 'Numbers' }, ['1', '2']],
    ['the name of an SSM parameter', { Ref: 'NameInSsm' }, '/shop/origin'],
    ['the region', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['the account', { Ref: 'AWS::AccountId' }, '123456789012'],
    ['the partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['the suffix of domains', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['the name of the stack', { Ref: 'AWS::StackName' }, 'Stack'],
    ['no value in an object', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['no value in a list', [1, { Ref: 'AWS::NoValue' }, 2], [1, 2]],
    ['no value at all', { Ref: 'AWS::NoValue' }, undefined],
    ['a resource', { Ref: 'Bucket' }, 'the-bucket'],
    ['an attribute as a list', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::the-bucket'],
    ['an attribute as a text', { 'Fn::GetAtt': 'Bucket.DomainName' }, 'the-bucket.s3.amazonaws.com'],
    ['Sub', { 'Fn::Sub': 'https://${Name}.${AWS::Region}.${Bucket.DomainName}/${!literal}' },
      'https://shop.us-east-1.the-bucket.s3.amazonaws.com/${literal}'],
    ['Sub with variables', { 'Fn::Sub': ['${a}-${Name}', { a: { Ref: 'Port' } }] }, '8080-shop'],
    ['a variable of Sub hides a parameter', { 'Fn::Sub': ['${Name}', { Name: 'mine' }] }, 'mine'],
    ['Sub without variables', { 'Fn::Sub': 'a $b { $ { ${' }, 'a $b { $ { ${'],
    ['Join', { 'Fn::Join': ['-', ['a', 1, true, { Ref: 'Name' }]] }, 'a-1-true-shop'],
    ['Join of a list parameter', { 'Fn::Join': ['|', { Ref: 'List' }] }, 'a|b|c'],
    ['Join of nothing', { 'Fn::Join': [',', []] }, ''],
    ['Join leaves out no value', { 'Fn::Join': [',', ['a', { Ref: 'AWS::NoValue' }]] }, 'a'],
    ['Select', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    ['Select by a text', { 'Fn::Select': ['0', { Ref: 'List' }] }, 'a'],
    ['Split', { 'Fn::Split': ['/', 'a//b'] }, ['a', '', 'b']],
    ['the host of a URL, as CDK writes it', { 'Fn::Select': [2, { 'Fn::Split': ['/', 'https://host/path'] }] }, 'host'],
    ['If', { 'Fn::If': ['Yes', 'then', { Ref: 'Nobody' }] }, 'then'],
    ['If not', { 'Fn::If': ['No', { Ref: 'Nobody' }, 'else'] }, 'else'],
    ['If without a value', { a: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] } }, {}],
    ['And is false', { 'Fn::If': ['Both', 1, 2] }, 2],
    ['And with one that is false is false whatever the other', { 'Fn::If': ['PerhapsAndNo', 1, 2] }, 2],
    ['Or with one that is true is true whatever the other', { 'Fn::If': ['PerhapsOrYes', 1, 2] }, 1],
    ['booleans equal their text', { 'Fn::If': ['TextIsBoolean', 1, 2] }, 1],
    ['numbers equal their text', { 'Fn::If': ['TextIsNumber', 1, 2] }, 1],
    ['a condition as a value', { 'Fn::Equals': ['a', { Ref: 'Name' }] }, false],
    ['FindInMap', { 'Fn::FindInMap': ['Stages', 'prod', 'Domain'] }, 'shop.example.com'],
    ['FindInMap of a list', { 'Fn::FindInMap': ['Stages', 'prod', 'Zones'] }, ['a', 'b']],
    ['FindInMap with a default', { 'Fn::FindInMap': ['Stages', 'dev', 'Domain', { DefaultValue: { Ref: 'Name' } }] }, 'shop'],
    ['FindInMap finds what is there before its default', { 'Fn::FindInMap': ['Stages', 'prod', 'Domain', { DefaultValue: 'x' }] }, 'shop.example.com'],
    ['Base64', { 'Fn::Base64': 'héllo' }, 'aMOpbGxv'],
    ['Length', { 'Fn::Length': { Ref: 'List' } }, 3],
    ['ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Name' }, b: [1] } }, '{"a":"shop","b":[1]}'],
    ['GetAZs', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, 'us-east-1a'],
    ['GetAZs of a region', { 'Fn::Select': [1, { 'Fn::GetAZs': 'eu-west-1' }] }, 'eu-west-1b'],
    ['Cidr', { 'Fn::Cidr': ['192.168.0.0/24', 3, 5] }, ['192.168.0.0/27', '192.168.0.32/27', '192.168.0.64/27']],
    ['Cidr at the top', { 'Fn::Select': [255, { 'Fn::Cidr': ['255.255.0.0/16', 256, 8] }] }, '255.255.255.0/24'],
    ['Cidr of IPv6', { 'Fn::Cidr': ['2001:db8::/56', '2', '64'] }, ['2001:db8::/64', '2001:db8:0:1::/64']],
    ['braces that aren\'t dynamic reference', '{{resolve}} {{x}}', '{{resolve}} {{x}}'],
    ['a lone Condition is data, as in a policy', { Condition: { StringEquals: {} } }, { Condition: { StringEquals: {} } }],
    ['Ref among others is data', { Ref: 'Name', Other: 1 }, { Ref: 'Name', Other: 1 }],
  ])('%s', (_name, value, expected) => expect(resolved(value)).toEqual(expected));
});

describe('what is unknown says why', () => {
  test.each<[name: string, value: unknown, reason: RegExp]>([
    ['a parameter without a default', { Ref: 'Origin' }, /^the parameter Origin has no default; give it a value$/],
    ['a parameter that SSM has', { Ref: 'FromSsm' }, /FromSsm is read from SSM \(\/shop\/origin\).*give it a value/],
    ['what SSM has', '{{resolve:ssm:/shop/origin}}', /reads a part of it from SSM or Secrets Manager \(\{\{resolve:ssm:\/shop\/origin\}\}\); write the value itself/],
    ['what SSM has, within a text', 'https://{{resolve:ssm:/shop/host:1}}', /resolve:ssm:\/shop\/host:1/],
    ['a secret, joined as the CDK does', { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Name' }, ':SecretString:::}}']] }, /resolve:secretsmanager:/],
    ['a secret, joined of its braces', { 'Fn::Join': ['', ['{', '{resolve:secretsmanager:x}}']] }, /resolve:secretsmanager:x/],
    ['a secret in Sub', { 'Fn::Sub': '{{resolve:ssm-secure:/${Name}}}' }, /resolve:ssm-secure:\/shop/],
    ['in Sub', { 'Fn::Sub': 'https://${Origin}/' }, /the parameter Origin has no default/],
    ['in Join', { 'Fn::Join': ['', ['a', { Ref: 'Origin' }]] }, /the parameter Origin has no default/],
    ['in Select', { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Origin' }] }] }, /the parameter Origin has no default/],
    ['in ToJsonString', { 'Fn::ToJsonString': { a: [{ Ref: 'Origin' }] } }, /the parameter Origin has no default/],
    ['in a condition', { 'Fn::If': ['Perhaps', 1, 2] }, /the parameter Origin has no default/],
    ['in one of two conditions', { 'Fn::If': ['PerhapsAndYes', 1, 2] }, /the parameter Origin has no default/],
    ['an attribute that isn\'t known', { 'Fn::GetAtt': ['Bucket', 'Colour'] }, /AWS decides the attribute Colour of AWS::S3::Bucket/],
    ['the Ref of a custom resource', { Ref: 'Custom' }, /the function behind the custom resource Custom decides/],
    ['an attribute of a custom resource', { 'Fn::GetAtt': ['Custom', 'X'] }, /the function behind the custom resource Custom decides/],
    ['nothing of that name', { Ref: 'Nobody' }, /there is no parameter and no resource of the name Nobody in Stack/],
    ['a resource that isn\'t deployed', { Ref: 'Absent' }, /the condition of Absent doesn't hold/],
    ['no such condition', { 'Fn::If': ['Nobody', 1, 2] }, /there is no condition of the name Nobody/],
    ['no such mapping', { 'Fn::FindInMap': ['Nobody', 'a', 'b'] }, /the mapping Nobody has nothing under a and b/],
    ['a name that objects inherit', { 'Fn::FindInMap': ['__proto__', 'constructor', 'name'] }, /the mapping __proto__ has nothing/],
    ['the prototype as a resource', { Ref: '__proto__' }, /no resource of the name __proto__/],
    ['the prototype as a variable', { 'Fn::Sub': ['${constructor}', {}] }, /no resource of the name constructor/],
    ['no such export', { 'Fn::ImportValue': 'shop' }, /no stack that is given exports shop/],
    ['no such stack', { 'Fn::GetStackOutput': { StackName: 'Other', OutputName: 'X' } }, /no stack that is given has the name Other/],
    ['a macro', { 'Fn::Transform': { Name: 'AWS::Include' } }, /the macro AWS::Include decides it/],
    ['a circle of conditions', { 'Fn::If': ['Circle', 1, 2] }, /Circle → Stack\/Conditions\/Circle refer to each other in a circle/],
    ['a list index beyond its end', { 'Fn::Select': [3, { Ref: 'List' }] }, /there are 3, and number 3 is asked for/],
    ['a variable with a space', { 'Fn::Sub': '${ Name }' }, /Fn::Sub takes names of letters/],
    ['a variable that isn\'t a text', { 'Fn::Sub': ['${a}', { a: [1] }] }, /Fn::Sub takes variables that are texts, and a isn't one/],
    ['a text beyond all measure', { 'Fn::Join': [text(1000), Array(1100).fill(text(100))] }, /more than 1048576 characters/],
  ])('%s', (_name, value, reason) => {
    const found = resolved(value);
    expect(found).toBeInstanceOf(Unknown);
    expect((found as Unknown).path).toBe('Stack/Subject/Properties/Value');
    expect((found as Unknown).reason).toMatch(reason);
  });

  test('the path goes to the entry of a list or an object', () => {
    const value = resolved({ AllowOrigins: ['https://a.example', { Ref: 'Origin' }] }) as { AllowOrigins: Resolved[] };
    expect(value.AllowOrigins[0]).toBe('https://a.example');
    expect(String(value.AllowOrigins[1])).toBe(
      'unknown (Stack/Subject/Properties/Value/AllowOrigins/1: the parameter Origin has no default; give it a value)');
  });
});

test.each<[name: string, value: unknown]>([
  ...['Ref', 'Fn::GetAtt', 'Fn::Sub', 'Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::If', 'Fn::And', 'Fn::Or', 'Fn::Not', 'Fn::Equals', 'Fn::FindInMap',
    'Fn::ImportValue', 'Fn::GetStackOutput', 'Fn::Cidr', 'Fn::GetAZs', 'Fn::Length', 'Fn::ToJsonString'].flatMap((name): [string, unknown][] => [[`${name} of a number`, { [name]: 5 }], [`${name} of null`, { [name]: null }]]),
  ['Fn::GetAtt without an attribute', { 'Fn::GetAtt': ['Bucket'] }],
  ['Fn::GetAtt of a text without a dot', { 'Fn::GetAtt': 'Bucket' }],
  ['Fn::Sub of one element', { 'Fn::Sub': ['a'] }],
  ['Fn::Join without a list', { 'Fn::Join': ['', 'a'] }],
  ['Fn::Join of lists', { 'Fn::Join': ['', [['a']]] }],
  ['Fn::Join by a list', { 'Fn::Join': [[], ['a']] }],
  ['Fn::Select by a negative', { 'Fn::Select': [-1, ['a']] }],
  ['Fn::Select by no number', { 'Fn::Select': ['x', ['a']] }],
  ['Fn::Split by nothing', { 'Fn::Split': ['', 'abc'] }],
  ['Fn::If of two', { 'Fn::If': ['Yes', 1] }],
  ['Fn::Base64 of a list', { 'Fn::Base64': [] }],
  ['Fn::Cidr of too many', { 'Fn::Cidr': ['10.0.0.0/24', 300, 8] }],
  ['Fn::Cidr of no address', { 'Fn::Cidr': ['10.0.0/24', 1, 8] }],
  ['Fn::Cidr of more than fits', { 'Fn::Cidr': ['10.0.0.0/24', 2, 8] }],
  ['Fn::Cidr of IPv6 with two gaps', { 'Fn::Cidr': ['::1::/64', 1, 8] }],
  ['Fn::Cidr of bits beyond all measure', { 'Fn::Cidr': ['10.0.0.0/24', 1, 4000000000] }],
  ['a function that doesn\'t exist', { 'Fn::Bogus': 'x' }],
])('wrong: %s', (name, value) => {
  const found = resolved(value);
  const unknown = isUnknown(found) ? found : (found as { [name: string]: Resolved })['Fn::Bogus'];
  expect(unknown).toBeInstanceOf(Unknown);
  expect((unknown as Unknown).path).toMatch(/^Stack\/Subject\/Properties\/Value/);
  expect((unknown as Unknown).reason).toContain(name.startsWith('Fn::') || name.startsWith('Ref') ? name.split(' ')[0].replace('Fn::GetAtt', 'Fn::') : 'Fn::Bogus');
});

describe('laws', () => {
  const texts = fc.string();
  const delimiters = fc.string({ minLength: 1, maxLength: 3 });

  test('Split undoes Join, where no text has the delimiter', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 1 }), fc.array(texts, { minLength: 1 }), (delimiter, list) => {
      fc.pre(!list.some((each) => each.includes(delimiter)));
      expect(resolved({ 'Fn::Split': [delimiter, { 'Fn::Join': [delimiter, list] }] })).toEqual(list);
    }));
  });

  test('Join undoes Split', () => {
    fc.assert(fc.property(delimiters, texts, (delimiter, value) => {
      expect(resolved({ 'Fn::Join': [delimiter, { 'Fn::Split': [delimiter, value] }] })).toBe(value);
    }));
  });

  test('Select takes each value of a list', () => {
    fc.assert(fc.property(fc.array(texts, { minLength: 1 }), (list) => {
      expect(list.map((_, index) => resolved({ 'Fn::Select': [index, list] }))).toEqual(list);
    }));
  });

  test('Sub leaves a text alone that has no placeholder', () => {
    fc.assert(fc.property(texts.filter((value) => !value.includes('${')), (value) => expect(resolved({ 'Fn::Sub': value })).toBe(value)));
  });

  test('data without intrinsics stays as it is', () => {
    const data = fc.jsonValue({ maxDepth: 5 }).filter((value) => !/"(Ref|Fn::|Condition)/.test(JSON.stringify(value)));
    fc.assert(fc.property(data, (value) => expect(JSON.stringify(resolved(value))).toBe(JSON.stringify(JSON.parse(JSON.stringify(value))))));
  });

  test('De Morgan, also where a condition is unknown', () => {
    const names = fc.constantFrom('Yes', 'No', 'Perhaps');
    fc.assert(fc.property(fc.array(names, { minLength: 2, maxLength: 5 }), (list) => {
      const not = (name: string) => ({ 'Fn::Not': [{ Condition: name }] });
      const neither = resolved({ 'Fn::Not': [{ 'Fn::Or': list.map((name) => ({ Condition: name })) }] });
      const allNot = resolved({ 'Fn::And': list.map(not) });
      expect(isUnknown(neither) ? 'unknown' : neither).toBe(isUnknown(allNot) ? 'unknown' : allNot);
    }));
  });
});
