import { assembly, type Documented, type JsiiType } from '../support/assembly';

const types = Object.values(assembly().types);
const nameOf = (type: JsiiType) => type.fqn.replace(/^cdk-cors\./, '');

function undocumented(members: (type: JsiiType) => (Documented & { name: string })[] | undefined): string[] {
  return types.flatMap((type) => (members(type) ?? []).filter(({ docs }) => !docs?.summary).map(({ name }) => `${nameOf(type)}.${name}`));
}

describe('everything public is explained', () => {
  test('the assembly has something to explain', () => {
    expect(types.map(nameOf)).toEqual(expect.arrayContaining(['CorsPolicy', 'CorsOrigin', 'CorsRestApi', 'RestApiCors']));
  });

  test('types', () => {
    expect(types.filter(({ docs }) => !docs?.summary).map(nameOf)).toEqual([]);
  });

  test('properties', () => {
    expect(undocumented(({ properties }) => properties)).toEqual([]);
  });

  test('methods', () => {
    expect(undocumented(({ methods }) => methods)).toEqual([]);
  });

  test('members of enums', () => {
    expect(undocumented(({ members }) => members)).toEqual([]);
  });
});

describe('every optional property says what it is when it is left out', () => {
  const optional = types.filter(({ datatype }) => datatype).flatMap((type) =>
    (type.properties ?? []).filter((property) => property.optional).map(({ name, docs }) => ({ name: `${nameOf(type)}.${name}`, value: docs?.default })));

  test('with an @default', () => {
    expect(optional.filter(({ value }) => !value).map(({ name }) => name)).toEqual([]);
  });

  test('that says what happens, not that nothing was given', () => {
    const empty = /^-?\s*(undefined|null|none|nothing|no default|n\/a|not set|unset)\.?$/i;
    expect(optional.filter(({ value }) => value && empty.test(value))).toEqual([]);
  });

  test('that is a value, or words after a dash', () => {
    // A literal, a list, a constant or a call; `- …` says more, or says all.
    const value = /^(-|(true|false|null|-?[\d_.]+|'[^']*'|"[^"]*"|\[.*\]|\{.*\}|[A-Za-z_$][\w$.]*(\(.*\))?)( -|$))/;
    expect(optional.filter((property) => property.value && !value.test(property.value))).toEqual([]);
  });
});
