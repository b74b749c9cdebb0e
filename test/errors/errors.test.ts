import { firstLine, UserError } from '../../src/errors';

test('a user\'s error is an Error with a name and a kind', () => {
  const error = new UserError('input', 'there is no cdk.out');
  expect(String(error)).toBe('UserError: there is no cdk.out');
  expect([error instanceof Error, error.kind]).toEqual([true, 'input']);
});

test.each<[error: unknown, expected: string]>([
  [new Error('a:\nb'), 'a'],
  [new Error('a: b'), 'a: b'],
  ['text', 'text'],
  [undefined, 'undefined'],
  [new RangeError('Maximum call stack size exceeded'), 'it is nested too deeply'],
])('the first line of %p is %j', (error, expected) => expect(firstLine(error)).toBe(expected));

test('a user\'s mistake is known by its name: each bundle of the package has a class of its own', () => {
  expect(Object.assign(new Error('there is no cdk.out'), { name: 'UserError' })).toBeInstanceOf(UserError);
  expect([new Error('x'), { name: 'UserError' }, undefined].filter((each) => each instanceof UserError)).toEqual([]);
});
