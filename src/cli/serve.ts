import { UserError } from '../errors';
import { lineOf, type RunningServer, type ServeEvent, type ServeOptions, startServer } from '../serve';
import { inert, isColoured, visible } from '../terminal';
import type { Args, Command, ExitCode, Io, Output } from './command';
import { openBrowser } from './open-browser';
import { checkOrigin, onceEach, parametersOf } from './option-values';
import { Lines, servedText } from './serve-text';

/** `cdk-cors serve`. */
export const serve: Command = {
  name: 'serve',
  takes: '[cdk.out | template]',
  most: 1,
  options: [
    { name: 'port', value: 'port', about: 'where the console is, 4000 by default; each entrance of the app has one of the following ports' },
    { name: 'open', about: 'opens the console in a browser' },
    { name: 'backend', value: 'name=url', multiple: true, about: 'has a server answer instead of a function, by its logical id, or of another back end, by its origin' },
    { name: 'site', value: 'name=folder', multiple: true, about: 'has a folder be what a bucket holds, by its logical id' },
    { name: 'origin', value: 'origin', multiple: true, about: 'plays pages of an origin, besides those that the app declares' },
    { name: 'parameter', value: 'name=value', multiple: true, about: 'the value of a template\'s parameter; as Stack:Name=value for one stack' },
    { name: 'cache', about: 'has distributions keep answers, as CloudFront does' },
    { name: 'no-watch', about: 'goes on with the app as it was, whatever is synthesized meanwhile' },
    { name: 'quiet', about: 'prints no requests' },
  ],
  help: [
    'Serves what "cdk synth" wrote, or any CloudFormation template: each distribution, REST API and HTTP API on a port of its own, which only this machine reaches. Functions in Node.js and Python run here. After a new synth the new app is served. What can\'t be emulated is named at the start, and answered by 501 with the reason: nothing is guessed.',
    'Pages of an origin such as https://app.example.com are played at http://app.example.com.localhost:4000. To the app they come from https://app.example.com.',
    'Examples:\n  cdk-cors serve\n  cdk-cors serve cdk.out --port 5000 --open\n  cdk-cors serve --backend ApiHandler5E7490E8=http://localhost:8080\n  cdk-cors serve --backend https://spring.example.com=http://localhost:8080\n  cdk-cors serve --site SiteBucket397A1860=./dist --origin https://app.example.com',
  ],
  run: async (args, io) => serveUntilInterrupted(optionsOf(args), args, io),
};

function optionsOf(args: Args): ServeOptions {
  return {
    app: args.positionals[0] ?? 'cdk.out',
    port: portOf(args.text('port')),
    backends: pairsOf(args, 'backend', 'ApiHandler5E7490E8=http://localhost:8080'),
    sites: pairsOf(args, 'site', 'SiteBucket397A1860=./dist'),
    origins: args.all('origin').map((each) => checkOrigin('origin', each)),
    parameters: parametersOf(args),
    cache: args.has('cache'),
    watch: !args.has('no-watch'),
  };
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new UserError('usage', `--port must be a number from 0 to 65535, got ${JSON.stringify(text)}; 0 is any port that is free`);
  return Number(text);
}

function pairsOf(args: Args, option: string, example: string): { readonly [name: string]: string } {
  return onceEach(option, args.all(option).map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    if (equals < 1 || equals === pair.length - 1) throw new UserError('usage', `--${option} needs a name and what it is to be, such as --${option} ${example}; got ${JSON.stringify(pair)}`);
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  }));
}

async function serveUntilInterrupted(options: ServeOptions, args: Args, io: Io): Promise<ExitCode> {
  const lines = new Lines(io.stdout);
  const coloured = isColoured(io.stdout, io.env);
  const listener = (event: ServeEvent) => tell(event, { lines, stderr: io.stderr, coloured, quiet: args.has('quiet'), server: () => server });
  const server: RunningServer = await startServer({ ...options, listener });
  try {
    io.stdout.write(inert(servedText(server, options.app)));
    if (args.has('open') && !await openBrowser(server.url, io.env)) {
      io.stderr.write(`no browser could be opened; go to ${server.url}\n`);
    }
    await interruption(io.interrupted);
    return 0;
  } finally {
    await server.close();
    lines.flush();
  }
}

function interruption(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    } else {
      signal.addEventListener('abort', () => resolve(), { once: true });
    }
  });
}

interface Telling {
  readonly lines: Lines;
  readonly stderr: Output;
  readonly coloured: boolean;
  readonly quiet: boolean;
  readonly server: () => RunningServer;
}

function tell(event: ServeEvent, { lines, stderr, coloured, quiet, server }: Telling): void {
  switch (event.type) {
    case 'request': if (!quiet) {
      lines.add(lineOf(event.entry, coloured));
    } break;
    case 'function': lines.add(visible(`${event.line.logicalId}: ${event.line.text.trimEnd()}`)); break;
    case 'reload': lines.add(inert(servedText(server(), 'the new synth'))); break;
    case 'reload-failed': lines.add(`The new synth can't be served, and the one before still is: ${visible(event.message)}`); break;
    case 'mistake': stderr.write(`This is a mistake in cdk-cors; please report it: ${visible(event.message)}\n`);
  }
}
