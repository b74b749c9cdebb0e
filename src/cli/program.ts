import { readFileSync } from 'node:fs';
import { COMMANDS } from './commands';
import { run } from './run';

const interrupted = new AbortController();
const heeds = COMMANDS.some(({ name, heedsInterruption }) => name === process.argv[2] && heedsInterruption === true);
// a listener would wait for its turn, which never comes while a command computes
for (const signal of heeds ? ['SIGINT', 'SIGTERM', 'SIGHUP'] as const : []) {
  // who asks twice doesn't want to wait
  process.on(signal, () => interrupted.signal.aborted ? process.exit(1) : interrupted.abort());
}
// `cdk-cors check | head`: the reader has read enough, which changes nothing about what was found; a server has no reason left to run
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => code === 'EPIPE' ? interrupted.abort() : process.exit(1));
process.stderr.on('error', () => undefined);

const { stdout, stderr, env } = process;
void run(process.argv.slice(2), { stdout, stderr, env, stdin: () => readFileSync(0, 'utf8'), cwd: process.cwd(), interrupted: interrupted.signal }, COMMANDS).then((code) => {
  process.exitCode = code;
});
