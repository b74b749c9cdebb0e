import type { Case, MatrixRow, Outcome } from './app';
import { isOfMadeUpHeader } from './unexpected';

const WORST: readonly Outcome[] = ['blocked', 'unknown', 'allowed'];

/** What the pages get, a row for each method of a route and page. */
export function matrixRow(cases: readonly Case[]): MatrixRow {
  const [{ target: { entrance, route, method }, page, expected }] = cases;
  const failures: Record<string, Outcome> = {};
  let success: Outcome | undefined;
  for (const each of cases) {
    const { variant: { failure }, verdict: { outcome } } = each;
    if (failure !== undefined) {
      failures[failure] = outcome;
    } else if (!isOfMadeUpHeader(each) && (success === undefined || WORST.indexOf(outcome) < WORST.indexOf(success))) {
      success = outcome;
    }
  }
  return {
    entrance: entrance.logicalId,
    resource: entrance.resource.path,
    kind: entrance.kind,
    method,
    path: route.path,
    page: page.origin,
    role: page.role,
    expected,
    success: success ?? 'unknown',
    failures,
    cases,
  };
}
