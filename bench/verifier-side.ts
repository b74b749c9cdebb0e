/** One synthesis of the main example, as a process of its own: `tsx bench/verifier-side.ts [verified]`. It prints the CPU milliseconds of `synth()`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { BookshopStack } from '../examples/web-app-rest/bookshop-stack';
import { CorsVerifier } from 'cdk-cors';


const outdir = mkdtempSync(join(tmpdir(), 'cdk-cors-bench-'));
const app = new App({ outdir, analyticsReporting: false });
if (process.argv[2] === 'verified') {
  Validations.of(app).addPlugins(new CorsVerifier());
}
new BookshopStack(app, 'Bookshop');
const before = process.cpuUsage();
app.synth();
const { user, system } = process.cpuUsage(before);
rmSync(outdir, { recursive: true });
process.stdout.write(String((user + system) / 1e3));
