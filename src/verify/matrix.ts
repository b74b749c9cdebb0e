import type { Case, MatrixRow, Outcome } from './app';

const WORST: readonly Outcome[] = ['blocked', 'unknown', 'allowed'];

/** What the pages get, a row for each method of a route and page. */
export function matrixRow(cases: readonly Case[]): MatrixRow {
  const [{ target: { entrance, route, method }, page, expected }] = cases;
  const failures = cases.filter(({ variant }) => variant.failure !== undefined);
  return {
    entrance: entrance.logicalId,
    kind: entrance.kind,
    method,
    path: route.path,
    page: page.origin,
    role: page.role,
    expected,
    // nobody needs a preflight that a route doesn't ask for
    success: worst(cases.filter(({ variant }) => variant.failure === undefined && variant.headers !== 'preflighted')),
    failures: Object.fromEntries(failures.map((each) => [each.variant.failure!, each.verdict.outcome])),
    cases,
  };
}

function worst(cases: readonly Case[]): Outcome {
  return WORST.find((outcome) => cases.some(({ verdict }) => verdict.outcome === outcome)) ?? 'unknown';
}
