import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenPromises, type Figures, type Promises } from '../../bench/promises';
import { ROOT } from '../support/assembly';

const PROMISES: Promises = { serve: { 'calls, in those of the peer': { atLeast: 6 }, 'start, s': { atMost: 0.6 } } };

test.each<[string, Figures, string[]]>([
  ['kept', { 'calls, in those of the peer': 6, 'start, s': 0.6, 'other': 9 }, []],
  ['too little', { 'calls, in those of the peer': 5.9, 'start, s': 0.1 }, ['serve: calls, in those of the peer: it is 5.9, at least 6 is promised.']],
  ['too much', { 'calls, in those of the peer': 7, 'start, s': 0.7 }, ['serve: start, s: it is 0.7, at most 0.6 is promised.']],
  ['not measured', { 'calls, in those of the peer': undefined, 'start, s': 0.1 }, ['serve: calls, in those of the peer: it was promised and not measured.']],
])('a promise that is %s', (_, figures, broken) => {
  expect(brokenPromises(PROMISES, { serve: figures })).toEqual(broken);
});

test('a bench that wasn\'t run breaks no promise', () => {
  expect(brokenPromises(PROMISES, { verify: {} })).toEqual([]);
});

test('each bench that has promises measures them by these names', () => {
  const promises: Promises = JSON.parse(readFileSync(join(ROOT, 'bench', 'promises.json'), 'utf8'));
  const missing = Object.entries(promises).flatMap(([bench, figures]) => {
    const source = readFileSync(join(ROOT, 'bench', `${bench}.ts`), 'utf8');
    return Object.keys(figures).filter((figure) => !source.includes(figure));
  });
  expect(missing).toEqual([]);
});
