import type { Engine } from '../../src/browser';

/** A line of a browser's console. */
export interface ConsoleLine {
  readonly text: string;
  readonly category?: string;
}

/** A browser that records. */
export interface RecordingBrowser {
  /** Its name and version. */
  readonly version: string;

  /** Opens a page. */
  open(url: string): Promise<void>;

  /** The lines of its console so far, by case. */
  lines(): Promise<ReadonlyMap<string, readonly ConsoleLine[]>>;

  /** Ends it. */
  close(): Promise<void>;
}

/** Where a browser isn't installed. */
export class NotInstalled extends Error {}

/** What to install for each browser, on Debian 12 or later. */
export const INSTALL: Readonly<Record<Engine, string>> = {
  chromium: 'npm ci (the package @sparticuz/chromium has one), or apt-get install chromium',
  firefox: 'apt-get install --no-install-recommends firefox-esr',
  webkit: 'apt-get install --no-install-recommends webkit2gtk-driver xvfb gir1.2-webkit2-4.1 python3-gi dbus',
};

/** Adds a line to those of the case that it names. */
export function fileLine(lines: Map<string, ConsoleLine[]>, line: ConsoleLine, name = /\/c\/([\w-]+)/.exec(line.text)?.[1]): void {
  if (name === undefined) return;
  lines.set(name, [...lines.get(name) ?? [], line]);
}
