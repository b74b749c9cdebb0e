import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ConsoleLine, fileLine, INSTALL, NotInstalled, type RecordingBrowser } from './browsers';

/** How long the browser may take to start, in milliseconds. */
const START_MS = 60_000;

// No request of the browser's own, and no upgrade to https
const PREFERENCES = {
  'marionette.port': 0,
  'app.update.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.security.https_first': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.prefetch-next': false,
  'network.proxy.type': 0,
  'services.settings.server': 'http://127.0.0.1:1',
  'toolkit.telemetry.enabled': false,
} as const;

// Runs with the browser's own rights: what the console service hears of
const LISTEN = `
  window.recordedLines = [];
  window.recordingListener = {
    QueryInterface: ChromeUtils.generateQI(['nsIConsoleListener']),
    observe(message) {
      try {
        const { errorMessage, category } = message.QueryInterface(Ci.nsIScriptError);
        window.recordedLines.push({ text: errorMessage, category });
      } catch {
        // a message of another kind
      }
    },
  };
  Services.console.registerListener(window.recordingListener);
`;

/** Starts Firefox ESR under Marionette, its protocol for tests. */
export async function startFirefox(): Promise<RecordingBrowser> {
  const found = spawnSync('firefox-esr', ['--version'], { encoding: 'utf8' });
  if (found.error !== undefined) throw new NotInstalled(INSTALL.firefox);
  const profile = mkdtempSync(join(tmpdir(), 'record-firefox-'));
  writeFileSync(join(profile, 'user.js'), Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));
  const args = ['--headless', '--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile];
  const process = spawn('firefox-esr', args, { stdio: 'ignore', env: { ...globalThis.process.env, HOME: profile } });
  const marionette = await Marionette.connect(await portOf(profile));
  await marionette.send('WebDriver:NewSession', {});
  await marionette.send('Marionette:SetContext', { value: 'chrome' });
  await marionette.send('WebDriver:ExecuteScript', { script: LISTEN, args: [], sandbox: 'system' });
  return {
    version: found.stdout.trim().replace(/^Mozilla Firefox (.*?)(?:esr)?$/, 'Firefox ESR $1'),
    async open(url) {
      await marionette.send('Marionette:SetContext', { value: 'content' });
      await marionette.send('WebDriver:Navigate', { url });
    },
    async lines() {
      await marionette.send('Marionette:SetContext', { value: 'chrome' });
      const { value } = await marionette.send('WebDriver:ExecuteScript', { script: 'return window.recordedLines;', args: [], sandbox: 'system' });
      const lines = new Map<string, ConsoleLine[]>();
      (value as ConsoleLine[]).forEach((line) => fileLine(lines, line));
      return lines;
    },
    async close() {
      marionette.close();
      const ended = new Promise((resolve) => process.once('exit', resolve));
      process.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Marionette writes its port into the profile. */
async function portOf(profile: string): Promise<number> {
  const file = join(profile, 'MarionetteActivePort');
  for (const until = Date.now() + START_MS; Date.now() < until;) {
    if (existsSync(file)) return Number(readFileSync(file, 'utf8'));
    await pause(100);
  }
  throw new Error(`Firefox didn't open Marionette within ${START_MS / 1000} s`);
}

type Reply = Readonly<Record<string, unknown>>;

/** A client of Marionette: `length:[0, id, command, parameters]`, answered with `length:[1, id, error, result]`. */
class Marionette {
  public static async connect(port: number): Promise<Marionette> {
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve, reject) => socket.once('data', resolve).once('error', reject));
    return new Marionette(socket);
  }

  private received = Buffer.alloc(0);
  private lastId = 0;
  private readonly waiting = new Map<number, { resolve(reply: Reply): void; reject(error: Error): void }>();

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.read();
    });
  }

  public async send(command: string, parameters: object): Promise<Reply> {
    const id = ++this.lastId;
    const text = JSON.stringify([0, id, command, parameters]);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  }

  public close(): void {
    this.socket.destroy();
  }

  private read(): void {
    for (;;) {
      const colon = this.received.indexOf(':');
      if (colon === -1) return;
      const end = colon + 1 + Number(this.received.subarray(0, colon).toString());
      if (this.received.length < end) return;
      const [, id, error, result] = JSON.parse(this.received.subarray(colon + 1, end).toString());
      this.received = this.received.subarray(end);
      const asked = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === null) {
        asked?.resolve(result);
      } else {
        asked?.reject(new Error(`Marionette: ${error.error}: ${error.message}`));
      }
    }
  }
}
