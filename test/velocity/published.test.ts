import { isEqual, outcomeOf, publishedTables } from './support';

/** Kinds that differ, and why. */
const REASONS: { readonly [kind: string]: string } = {
  'Kinesis, several': 'Velocity finds no method of $util for an object; on AWS it takes what isn\'t there as an empty text (recorded), so it may take objects, too',
  'EventBridge, one of a list': 'the same',
};

const rows = publishedTables().flatMap(({ about, request, rows: ofGroup }) =>
  ofGroup.map(([kind, template, text]) => ({ about, kind, template, text, request })));

test('there are many kinds, and none is refused by Velocity', () => {
  expect(rows.length).toBeGreaterThanOrEqual(150);
  expect(rows.filter(({ text }) => text === null).map(({ kind }) => kind)).toEqual([]);
});

test.each(rows.filter(({ kind }) => !Object.hasOwn(REASONS, kind)))('$about: $kind', ({ template, text, request }) => {
  expect(outcomeOf(template, request)).toEqual({ text, doubt: undefined });
});

test.each(Object.entries(REASONS))('%s differs: %s', (kind) => {
  const row = rows.find((each) => each.kind === kind)!;
  expect(isEqual(row.text, outcomeOf(row.template, row.request))).toBe(false);
});
