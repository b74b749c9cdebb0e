import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
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
  const { TMPDIR, AWS_EXECUTION_ENV, FONTCONFIG_PATH } = process.env;
  const before = { TMPDIR, AWS_EXECUTION_ENV, FONTCONFIG_PATH };
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
  const env = { ...process.env as Record<string, string>, LD_LIBRARY_PATH, FONTCONFIG_FILE: fontsOf(folder) };
  return patiently(() => chromium.launch({ executablePath, args, env }));
}

/** Where fonts are: beside the unpacked program, which may be in the temporary folder itself. The package's own configuration looks for them in /tmp/fonts; without any font no text is drawn, and nothing that looks at text finds some. */
function fontsOf(folder: string): string {
  const file = join(folder, 'fonts.conf');
  writeFileSync(file, `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${[folder, tmpdir()].map((each) => `  <dir>${join(each, 'fonts')}</dir>`).join('\n')}
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`);
  return file;
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
