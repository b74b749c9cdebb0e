/** The broken templates of the corpus give the finding that they are kept for and no other; their repaired twins give none. */
import { verify } from '../../src/verify';
import { corpusCases, corpusEmulator } from '../support/corpus';

const CASES = corpusCases();

/** What a finding says, for the message of a failing test. */
function findingsOf(file: string): string[] {
  return verify(corpusEmulator(file)).findings.map(({ rule, severity, path, message }) => `${rule} (${severity}) at ${path}: ${message}`);
}

describe.each(CASES.map((each) => [`${each.rule}: ${each.name}`, each] as const))('%s', (_name, { rule, broken, repaired }) => {
  test('broken', () => {
    const findings = findingsOf(broken);
    expect(findings).toEqual([expect.stringMatching(new RegExp(`^${rule} \\(`))]);
  });

  test('repaired', () => {
    expect(findingsOf(repaired)).toEqual([]);
  });
});
