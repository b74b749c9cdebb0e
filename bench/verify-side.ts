/** One side of bench/verify.ts in a process of its own, so that its memory is its own: `tsx bench/verify-side.ts <cdk-cors|cdk-nag> <template file>`. */
import { readFileSync } from 'node:fs';

const [side, file] = process.argv.slice(2);

async function cdkCors(): Promise<string> {
  const { Emulator } = await import('../src/emulator/index.js');
  const { verify } = await import('../src/verify/index.js');
  const text = readFileSync(file, 'utf8');
  return measured(() => {
    const { questions, matrix, findings } = verify(Emulator.fromTemplate(text));
    return `${matrix.length} rows of routes and pages, ${questions} questions, ${findings.length} findings`;
  });
}

async function cdkNag(): Promise<string> {
  const { App, Stack } = await import('aws-cdk-lib');
  const { CfnInclude } = await import('aws-cdk-lib/cloudformation-include');
  const { AwsSolutionsChecks } = await import('cdk-nag');
  const app = new App();
  return measured(() => {
    new CfnInclude(new Stack(app, 'Stack'), 'Template', { templateFile: file });
    return `${new AwsSolutionsChecks().validateScope(app).violations.length} rules violated`;
  });
}

/** From the template's text or file to the report. */
function measured(run: () => string): string {
  const start = process.hrtime.bigint();
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  return JSON.stringify({ milliseconds, cpu: (user + system) / 1e3, megabytes: process.resourceUsage().maxRSS / 1024, result });
}

void (side === 'cdk-nag' ? cdkNag() : cdkCors()).then((result) => process.stdout.write(result));
