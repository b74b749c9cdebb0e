import * as fc from 'fast-check';
import {
  ANY_METHOD_KEY, decoded, isGreedy, isSegment, isVariable, METHOD_RESPONSE_HEADER, methodOfOperation, methodResponseHeader, misplacedGreedy,
  OPERATION_KEYS, operationKey, segmentsOf, shapeOf, takes, variableNames, variablesOf,
} from '../../src/api-gateway';
import { METHODS } from '../../src/http';

test.each<[path: string, segments: string[]]>([
  ['/', []], ['', []], ['/items', ['items']], ['/items/{id}', ['items', '{id}']], ['/items/', ['items', '']], ['//x', ['', 'x']],
])('the segments of %j are %j', (path, segments) => expect(segmentsOf(path)).toEqual(segments));

test.each<[segment: string, variable: boolean, greedy: boolean, valid: boolean]>([
  ['items', false, false, true],
  ['{id}', true, false, true],
  ['{proxy+}', true, true, true],
  ['{id}.json', false, false, false],
  ['v{id}', false, false, false],
  ['a+', false, false, false],
  ['{}', true, false, false],
  ['', false, false, false],
  ['a:b,$c.-_', false, false, true],
  ['{a,b}', true, false, false],
])('%j is a variable: %s, greedy: %s, taken by API Gateway: %s', (segment, variable, greedy, valid) => {
  expect([isVariable(segment), isGreedy(segment), isSegment(segment)]).toEqual([variable, greedy, valid]);
});

test.each<[template: string, path: string, expected: boolean, why: string]>([
  ['/items/{id}', '/items/7', true, 'a variable stands for any segment'],
  ['/items/{id}', '/items/{key}', true, 'of a template too'],
  ['/items/{id}', '/items', false, 'one segment is missing'],
  ['/items/{id}', '/items/7/parts', false, 'one is too many'],
  ['/items', '/Items', false, 'names are compared case-sensitively'],
  ['/{proxy+}', '/items/7', true, 'a greedy variable takes the rest'],
  ['/{proxy+}', '/', false, 'of which there must be some'],
  ['/items/{proxy+}', '/items', false, 'so too below a path'],
  ['/', '/', true, 'the root is itself'],
])('%s takes %s: %s, %s', (template, path, expected) => expect(takes(template, path)).toBe(expected));

test('variables have the texts that stand in their places', () => {
  expect(variablesOf('/a/{b}/{c+}', ['a', '1', '2', '3'])).toEqual([['b', '1'], ['c', '2/3']]);
  expect(variableNames('/a/{b}/{c+}')).toEqual(['b', 'c']);
});

test.each<[path: string, misplaced: string | undefined]>([['/a/{b+}', undefined], ['/{b+}/a', '{b+}'], ['/{a}/b', undefined]])('in %s the greedy variable that something follows is %s',
  (path, misplaced) => expect(misplacedGreedy(segmentsOf(path))).toBe(misplaced));

test('templates have the same shape whatever their variables are called', () => {
  expect(shapeOf('/a/{id}/{rest+}')).toBe(shapeOf('/a/{key}/{proxy+}'));
  expect(shapeOf('/a/{id}')).not.toBe(shapeOf('/a/{id+}'));
});

test('a segment is decoded; broken encoding stays', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(decoded(encodeURIComponent(text))).toBe(text)));
  expect(decoded('100%')).toBe('100%');
});

test('each method has an operation, and ANY has one of its own', () => {
  expect([...METHODS, 'ANY'].map((method) => methodOfOperation(operationKey(method)))).toEqual([...METHODS, 'ANY']);
  expect(operationKey('ANY')).toBe(ANY_METHOD_KEY);
  expect(Object.keys(OPERATION_KEYS)).toHaveLength(METHODS.length + 1);
});

test.each(['GET', 'trace', 'parameters', 'constructor', '__proto__'])('%j is the key of no operation', (key) => expect(methodOfOperation(key)).toBeUndefined());

test('the key of a mapping names a header of a method response, or something else', () => {
  expect(methodResponseHeader(`${METHOD_RESPONSE_HEADER}Vary`)).toBe('Vary');
  expect(methodResponseHeader('gatewayresponse.header.Vary')).toBeUndefined();
});
