import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type ConsoleLine, fileLine, INSTALL, NotInstalled, type RecordingBrowser } from './browsers';

// Debian's, which has the bindings
const PYTHON = '/usr/bin/python3';

const VERSION = 'import gi; gi.require_version("WebKit2", "4.1"); from gi.repository import WebKit2 as w; ' +
  'print(f"{w.get_major_version()}.{w.get_minor_version()}.{w.get_micro_version()}")';

/**
 * Starts WebKitGTK in a small program, on a screen that nobody sees. Its lines carry no URL: the marks that the page prints around each
 * case tell them apart.
 */
export async function startWebkit(): Promise<RecordingBrowser> {
  const found = spawnSync(PYTHON, ['-c', VERSION], { encoding: 'utf8' });
  const hasScreen = spawnSync('Xvfb', ['-help']).error === undefined && spawnSync('dbus-run-session', ['--version']).error === undefined;
  if (found.status !== 0 || !hasScreen) throw new NotInstalled(INSTALL.webkit);
  const folder = mkdtempSync(join(tmpdir(), 'record-webkit-'));
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const display = await new Promise<string>((resolve) => (screen.stdio[3] as NodeJS.ReadableStream).once('data', (chunk) => resolve(String(chunk).trim())));
  const lines = new Map<string, ConsoleLine[]>();
  let program: ReturnType<typeof spawn> | undefined;
  return {
    version: `WebKitGTK ${found.stdout.trim()}`,
    async open(url) {
      const env = {
        ...process.env, DISPLAY: `:${display}`, HOME: folder, XDG_RUNTIME_DIR: folder, LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      };
      program = spawn('dbus-run-session', ['--', PYTHON, join(__dirname, 'webkit.py'), url, folder], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
      // versions differ in which of the two it is
      readConsole(program.stdout!, lines);
      readConsole(program.stderr!, lines);
    },
    lines: async () => lines,
    async close() {
      if (program?.pid !== undefined) {
        process.kill(-program.pid);
      }
      screen.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** `[place: ]CONSOLE LOG text`, `CONSOLE SECURITY ERROR text`, `CONSOLE JS ERROR text`. */
function readConsole(output: NodeJS.ReadableStream, lines: Map<string, ConsoleLine[]>): void {
  let current: string | undefined;
  createInterface({ input: output }).on('line', (line) => {
    const [, category, text] = /^(?:\S+ )?CONSOLE (LOG|[A-Z]+ [A-Z]+) (.*)$/.exec(line) ?? [];
    if (text === undefined) return;
    const begun = /^\[record (.*)\]$/.exec(text)?.[1];
    if (begun !== undefined || text === '[recorded]') {
      current = begun;
    } else {
      fileLine(lines, { text, category }, current);
    }
  });
}
