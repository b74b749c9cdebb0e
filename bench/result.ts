/** What a bench measured: rows of a table, and what a reader has to know of them. */
export interface Result {
  readonly title: string;
  readonly rows: Record<string, string | number>[];
  readonly notes: string[];
  /** What bench/promises.json may promise, by name; undefined where a side couldn't be measured. */
  readonly figures?: { readonly [name: string]: number | undefined };
}

/** A module of this folder. */
export interface Bench {
  run(): Result | Promise<Result>;
}

/** The rows as a Markdown table; numbers are aligned to the right. */
export function table(rows: Result['rows']): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const isNumber = (column: string) => rows.every((row) => typeof row[column] === 'number' || row[column] === undefined);
  const line = (cells: (string | number | undefined)[]) => `| ${cells.map((cell) => cell ?? '').join(' | ')} |`;
  return [
    line(columns),
    line(columns.map((column) => (isNumber(column) ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map((column) => row[column]))),
  ].join('\n');
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
