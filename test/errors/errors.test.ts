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
