import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const RUN = `
  const [file, event] = process.argv.slice(1);
  const { handler } = await import(file);
  try {
    process.stdout.write(JSON.stringify({ answer: await handler(JSON.parse(event)) }));
  } catch (error) {
    process.stdout.write(JSON.stringify({ error: error.message }));
  }
`;

/** What a Lambda handler in an ES module answers, or the message it throws. It runs in a Node.js of its own, as it would in Lambda. */
export function invokeHandler(file: string, event: object, environment: { [name: string]: string } = {}): { answer?: any; error?: string } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [
    '--input-type=module', '-e', RUN, pathToFileURL(resolve(__dirname, '../../examples', file)).href, JSON.stringify(event),
  ], { encoding: 'utf8', env: { PATH: process.env.PATH, ...environment } });
  if (status !== 0) throw new Error(`${file} could not be run: ${stderr}`);
  return JSON.parse(stdout);
}
