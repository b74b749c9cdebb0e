/** The part of the reporter that its test calls. */
declare class SummaryReporter {
  constructor(globalConfig: { readonly rootDir: string }, options?: { readonly run?: string });
  onRunComplete(contexts: unknown, results: object): void;
}
export = SummaryReporter;
