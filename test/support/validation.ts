import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App, type IPolicyValidationPlugin, type Stage, Validations } from 'aws-cdk-lib';

/** What the CDK reports of a plugin, in the form that every supported release writes. */
export interface ReportedViolation {
  readonly ruleName: string;
  readonly description: string;
  readonly fix?: string;
  readonly severity?: string;
  readonly violatingResources: ReadonlyArray<{ readonly resourceLogicalId: string; readonly templatePath: string; readonly locations: string[] }>;
}

export interface Reported {
  readonly violations: readonly ReportedViolation[];
  /** Whether the CDK lets the synthesis pass. */
  readonly passes: boolean;
  /** What the CDK says where the plugin failed. */
  readonly failure?: string;
}

/**
 * Synthesizes an app with a plugin, and tells what the CDK makes of the plugin's report.
 *
 * @param build may return the stages that the plugin is for, instead of the whole app
 * @param options whether the output folder is given relative to the working directory, as the CLI gives its default one
 */
export function synthesizeWith(
  plugin: IPolicyValidationPlugin, build: (app: App) => unknown, options: { readonly relative?: boolean } = {},
): Reported {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-cors-validated-'));
  const app = new App({
    outdir: options.relative === true ? relative(process.cwd(), outdir) : outdir,
    context: { '@aws-cdk/core:validationReportJson': true, '@aws-cdk/core:failSynthOnValidationErrors': false },
  });
  const built = build(app);
  for (const scope of Array.isArray(built) ? built as Stage[] : [app]) {
    Validations.of(scope).addPlugins(plugin);
  }
  const { directory } = quietly(() => app.synth());
  const file = join(directory, 'policy-validation-report.json');
  // without anything to report, newer releases write none
  const { pluginReports } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { pluginReports: [] };
  const report = pluginReports.find(({ summary }: any) => summary.pluginName === plugin.name);
  return { violations: report?.violations ?? [], passes: report?.summary.status !== 'failure', failure: report?.summary.metadata?.error };
}

/** The CDK prints the report, and some releases set the exit code of the process, which is jest's here. */
function quietly<T>(run: () => T): T {
  const { exitCode } = process;
  const print = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    return run();
  } finally {
    print.mockRestore();
    process.exitCode = exitCode;
  }
}
