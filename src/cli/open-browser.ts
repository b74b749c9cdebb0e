import { spawn } from 'node:child_process';

/**
 * Opens a page in the user's browser: the program that BROWSER names, or the system's way.
 *
 * @returns whether it could be started
 */
export async function openBrowser(url: string, env: { readonly [name: string]: string | undefined }): Promise<boolean> {
  const [program, ...args] = commandFor(url, env.BROWSER, process.platform);
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    child.on('error', () => resolve(false));
    child.on('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

/** The command that opens a page. */
export function commandFor(url: string, browser: string | undefined, platform: string): [string, ...string[]] {
  if (browser !== undefined && browser !== '') return [browser, url];
  switch (platform) {
    case 'darwin': return ['open', url];
    case 'win32': return ['cmd', '/c', 'start', '', url];
    default: return ['xdg-open', url];
  }
}
