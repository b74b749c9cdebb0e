import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync',
  // an opaque origin isn't a secure context, and loopback is nearer than it: another matter than CORS
  '--disable-features=LocalNetworkAccessChecks',
];
/** How often a start is tried. */
const LAUNCHES = 4;
const INSTALLED = [
  process.env.CHROME_PATH ?? '', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/usr/bin/chromium', '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Starts an installed Chrome, or the Chromium that comes in a package.
 *
 * @param folder where it may unpack itself
 * @param more flags, such as `--host-resolver-rules`
 */
export async function launchChromium(folder: string, more: readonly string[] = []): Promise<Browser> {
  const args = [...FLAGS, ...more];
  const installed = INSTALLED.find((path) => path !== '' && existsSync(path));
  if (installed !== undefined) return chromium.launch({ executablePath: installed, args });
  // the package unpacks itself into the temporary folder, and its shared libraries too if it takes this for a Lambda function
  const before = { TMPDIR: process.env.TMPDIR, AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV };
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' });
  // an ES module with a door for `require`, which TypeScript does not see
  const packaged = createRequire(__filename)('@sparticuz/chromium') as { executablePath(): Promise<string> };
  const executablePath = await packaged.executablePath().finally(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
  });
  const LD_LIBRARY_PATH = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH ?? ''].filter(Boolean).join(':');
  return patiently(() => chromium.launch({ executablePath, args, env: { ...process.env as Record<string, string>, LD_LIBRARY_PATH } }));
}

/** Another test file may be unpacking the same program, which can't be run until it is whole. */
async function patiently(launch: () => Promise<Browser>): Promise<Browser> {
  for (let tries = 1; tries < LAUNCHES; tries++) {
    try {
      return await launch();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, tries * 1000));
    }
  }
  return launch();
}
