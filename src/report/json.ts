import { inert } from '../terminal';
import type { AskVerdict, Finding, MatrixRow } from '../verify';
import type { Examined, Format } from './examined';
import { exchangesOf } from './exchanges';
import { cellsOf } from './matrix';
import { NO_PAGE_ASKS } from './wording';

/** Rises when a name is removed or changes its meaning. New names may come at any time. */
export const JSON_VERSION = 1;

/** For programs. What each name means is in docs/guides/check.md. */
export const json: Format = {
  about: 'everything, for programs',
  write: (examined) => `${inert(JSON.stringify(jsonReport(examined), null, 2))}\n`,
};

/** The report as plain data. */
export function jsonReport(examined: Examined) {
  const { app, report: { findings, matrix, unsupported, open, questions, standIns }, entrances, version } = examined;
  return {
    format: 'cdk-cors-report',
    version: JSON_VERSION,
    generator: { name: 'cdk-cors', version },
    app,
    summary: { errors: count(findings, 'error'), warnings: count(findings, 'warning'), questions, unknown: open.unknown },
    entrances: entrances.map(({ resource: { path }, logicalId, kind, url, aliases }) => ({ path, logicalId, kind, url, aliases })),
    findings: findings.map((finding) => findingOf(finding, examined)),
    matrix: matrix.map((row) => rowOf(row, examined)),
    unsupported,
    notAsked: open.notAsked.map((entrance) => ({ entrance, message: NO_PAGE_ASKS })),
    standIns,
  };
}

function count(findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.filter((each) => each.severity === severity).length;
}

function findingOf(finding: Finding, { placeOf }: Examined) {
  const { rule, severity, resource, path, message, console, fix, docs, affected, evidence } = finding;
  return { rule, severity, resource, path, place: placeOf(finding), message, console, fix, docs, affected, evidence: evidence.map(evidenceOf) };
}

function evidenceOf(verdict: AskVerdict) {
  const { outcome, error, parameter, reason, console, status, exposedHeaders, notes } = verdict;
  const exchanges = exchangesOf(verdict).map((exchange) => ({
    ...exchange,
    // JSON has no undefined: null is a value that isn't known
    responseHeaders: exchange.responseHeaders?.map(([name, value]) => [name, value ?? null]),
  }));
  return { outcome, error, parameter, reason, console, status, exposedHeaders, notes, exchanges };
}

function rowOf(row: MatrixRow, { policy }: Examined) {
  const cells = cellsOf(row, policy);
  const reasons = new Set(cells.filter(({ mark }) => mark === 'unknown').map(({ sample: { verdict } }) => verdict.reason));
  return {
    entrance: row.resource,
    kind: row.kind,
    method: row.method,
    path: row.path,
    page: row.page,
    role: row.role,
    expected: row.expected,
    success: row.success,
    failures: row.failures,
    notIn: [...new Set(cells.flatMap(({ notIn }) => notIn))],
    wrong: cells.filter(({ mark }) => mark === 'wrong').map(({ failure }) => failure ?? 'success'),
    unknownBecause: [...reasons],
  };
}
