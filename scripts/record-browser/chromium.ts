import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../../test/support/headless-chromium';
import { type ConsoleLine, fileLine, type RecordingBrowser } from './browsers';

/** Starts Chromium; its console comes through the debugging protocol. */
export async function startChromium(): Promise<RecordingBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'record-chromium-'));
  const browser = await launchChromium(folder);
  const lines = new Map<string, ConsoleLine[]>();
  return {
    version: `Chromium ${browser.version()}`,
    async open(url) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      session.on('Log.entryAdded', ({ entry: { text, url: about } }) => fileLine(lines, { text }, /\/c\/([\w-]+)/.exec(`${text} ${about ?? ''}`)?.[1]));
      await session.send('Log.enable');
      await page.goto(url);
    },
    lines: async () => lines,
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
