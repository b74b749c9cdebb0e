import type { Emulator } from '../emulator';
import { type Finding, type MatrixRow, verify } from '../verify';

/** What `verify` says of an app, as far as the console shows it. */
export interface ConsoleReport {
  readonly rows: ReadonlyArray<Omit<MatrixRow, 'cases'>>;
  readonly findings: ReadonlyArray<Omit<Finding, 'evidence'>>;
}

const reports = new WeakMap<Emulator, ConsoleReport>();

/** The report of an app, made when it is first asked for: a big app takes seconds. */
export function reportOf(emulator: Emulator): ConsoleReport {
  const known = reports.get(emulator);
  if (known !== undefined) return known;
  const { matrix, findings } = verify(emulator);
  const report = { rows: matrix.map(({ cases, ...row }) => row), findings: findings.map(({ evidence, ...finding }) => finding) };
  reports.set(emulator, report);
  return report;
}
