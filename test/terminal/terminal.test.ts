import * as fc from 'fast-check';
import { isColoured, renderLine, renderLines, visible, wrap } from '../../src/terminal';

describe('whether an output is coloured', () => {
  test.each<[isTTY: boolean, env: { readonly [name: string]: string }, expected: boolean, why: string]>([
    [true, {}, true, 'a terminal is'],
    [false, {}, false, 'a file isn\'t'],
    [true, { NO_COLOR: '1' }, false, 'NO_COLOR counts whatever it says'],
    [true, { NO_COLOR: '' }, true, 'unless it is empty'],
    [true, { TERM: 'dumb' }, false, 'a dumb terminal shows none'],
    [false, { FORCE_COLOR: '1' }, true, 'FORCE_COLOR is for what isn\'t a terminal'],
    [false, { FORCE_COLOR: '' }, true, 'also empty, as Node.js reads it'],
    [true, { FORCE_COLOR: '0' }, false, 'and can forbid it'],
    [true, { FORCE_COLOR: 'false' }, false, 'in either way'],
    [true, { FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' }, true, 'it comes before all others'],
  ])('terminal: %s, %j: %s, since %s', (isTTY, env, expected) => expect(isColoured({ isTTY }, env)).toBe(expected));
});

describe('lines', () => {
  test('have their style between escape codes, and without colours none', () => {
    expect(renderLine(['a ', ['red', 'b']], true)).toBe('a \u001b[31mb\u001b[39m');
    expect(renderLines([['a ', ['red', 'b']], [['plain', 'c']]], false)).toBe('a b\nc\n');
  });

  test('never have a control character of what they show', () => fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    // eslint-disable-next-line no-control-regex
    expect(renderLine([text, ['bold', text]], false)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
  })));

  test.each([['\u001b[2J', '\\u001b[2J'], ['a\u202eb', 'a\\u202eb'], ['é ✗ 語', 'é ✗ 語']])('%j is shown as %s', (text, shown) => expect(visible(text)).toBe(shown));
});

describe('wrapping', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 });

  test('keeps the words and their order, in lines of at most a width', () => fc.assert(fc.property(words, fc.integer({ min: 12, max: 40 }), (all, width) => {
    const lines = wrap(all.join(' '), width);
    expect(lines.join(' ')).toBe(all.join(' '));
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  })));

  test('breaks no word, and keeps line breaks', () => expect(wrap('averylongword b\nc', 5)).toEqual(['averylongword', 'b', 'c']));
});
