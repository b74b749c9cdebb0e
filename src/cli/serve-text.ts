import type { RunningServer, ServedEntrance } from '../serve';
import type { Output } from './command';

const KINDS: { readonly [kind in ServedEntrance['kind']]: string } = { 'cloudfront': 'CloudFront', 'rest-api': 'REST API', 'http-api': 'HTTP API', 'function-url': 'function URL' };

/** What is served, and where. */
export function servedText({ url, entrances, origins, emulator: { unsupported } }: RunningServer, app: string): string {
  const rows = entrances.flatMap(({ kind, path, url: local, awsUrl, aliases }): [string, string][] => [
    [`${KINDS[kind]} ${path}`, local],
    ...aliases.filter((alias) => alias.awsUrl !== awsUrl).map((alias): [string, string] => [`  as ${alias.awsUrl}`, alias.url]),
  ]);
  const played = origins.map(({ origin, url: local }): [string, string] => [`pages of ${origin}`, local]);
  const width = Math.max(...[...rows, ...played].map(([name]) => name.length), 'the console'.length) + 2;
  const table = (lines: ReadonlyArray<[string, string]>) => lines.map(([name, value]) => `  ${name.padEnd(width)}${value}`);
  return [
    '',
    `cdk-cors serves ${app}. End it with Ctrl+C.`,
    '',
    ...table([['the console', url], ...rows, ...played]),
    '',
    ...entrances.length === 0 ? ['There is nothing to call: the app has no distribution, REST API or HTTP API.', ''] : [],
    ...unsupported.length === 0 ? [] : ['Not emulated:', ...unsupported.map(({ message }) => `  ${message}`), ''],
    '',
  ].join('\n').replace(/\n\n\n$/, '\n\n');
}

/** How long lines wait for others, in milliseconds: a write for each would slow down what they tell of. */
const PATIENCE = 20;

/** Writes lines, many at a time where many come. */
export class Lines {
  private waiting: string[] = [];
  private timer?: NodeJS.Timeout;

  constructor(private readonly output: Output) {}

  public add(line: string): void {
    this.waiting.push(line);
    this.timer ??= setTimeout(() => this.flush(), PATIENCE);
  }

  public flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.length > 0) {
      this.output.write(`${this.waiting.join('\n')}\n`);
    }
    this.waiting = [];
  }
}
