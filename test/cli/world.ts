import type { ExitCode, Io, ListedCommand } from '../../src/cli/command';
import { COMMANDS } from '../../src/cli/commands';
import { run } from '../../src/cli/run';

/** What came of a command. */
export interface Ran {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `cdk-cors` in this process, and keeps what it writes. */
export async function cdkCors(argv: readonly string[], world: Partial<Io> & { commands?: readonly ListedCommand[] } = {}): Promise<Ran> {
  const { commands = COMMANDS, ...io } = world;
  const written = { stdout: '', stderr: '' };
  const keep = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await run(argv, {
    stdout: keep('stdout'), stderr: keep('stderr'), env: {}, stdin: () => '', cwd: process.cwd(), interrupted: new AbortController().signal, ...io,
  }, commands);
  return { code, ...written };
}
