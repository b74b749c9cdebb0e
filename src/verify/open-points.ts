import type { EmulatedEntrance } from '../emulator';
import type { ExpectedPolicy, MatrixRow, OpenPoints, Report } from './app';
import { targetsOf } from './targets';
import { isOfMadeUpHeader, isUnexpected } from './unexpected';

/** What a report leaves open. A cell of the matrix that a finding is about isn't: something is wrong with it. */
export function openPoints(matrix: readonly MatrixRow[], asked: readonly EmulatedEntrance[], policy: ExpectedPolicy | undefined): OpenPoints {
  const rows = new Set(matrix.map(({ resource }) => resource));
  return {
    unknown: matrix.reduce((sum, row) => sum + unknownCells(row, policy), 0),
    notAsked: asked.filter((entrance) => !rows.has(entrance.resource.path) && targetsOf(entrance).length > 0).map(({ resource }) => resource.path),
  };
}

function unknownCells({ cases }: MatrixRow, policy: ExpectedPolicy | undefined): number {
  const cells = new Map<string | undefined, 'unknown' | 'known' | 'wrong'>();
  for (const each of cases) {
    if (isOfMadeUpHeader(each)) continue;
    const { variant: { failure }, verdict: { outcome } } = each;
    const before = cells.get(failure);
    if (before === 'wrong') continue;
    cells.set(failure, isUnexpected(each, policy) ? 'wrong' : outcome === 'unknown' ? 'unknown' : before ?? 'known');
  }
  return [...cells.values()].filter((each) => each === 'unknown').length;
}

/** Whether a report leaves something open: that there are no findings proves nothing then. */
export function isOpen({ open: { unknown, notAsked }, unsupported }: Report): boolean {
  return unknown + notAsked.length + unsupported.length > 0;
}
