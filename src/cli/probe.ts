import { UserError } from '../errors';
import { isToken } from '../http';
import { probe as ask, PROBE_FORMATS, type ProbeFormatName, type ProbeOptions, type ProbeReport } from '../probe';
import { isColoured } from '../terminal';
import type { Args, Command, ExitCode } from './command';
import { checkOrigin, oneOf } from './option-values';

const FORMAT_NAMES = Object.keys(PROBE_FORMATS) as ProbeFormatName[];
const FAIL_ON = ['error', 'warning', 'never'] as const;
const MAX_TIMEOUT = 600;

/** `cdk-cors probe`. */
export const probe: Command = {
  name: 'probe',
  summary: 'asks a live URL as pages would, in three browsers\' words, and says who answered and what is wrong',
  takes: '<url>',
  most: 1,
  options: [
    { name: 'page-origin', value: 'origin', multiple: true, about: 'the origin whose pages should be let in; needed, and may be given several times' },
    { name: 'method', value: 'method', about: 'what the page asks with; GET by default. Another than GET, HEAD and OPTIONS is sent once, since it may change something' },
    { name: 'header', value: 'name[: value]', multiple: true, about: 'a header that the page sets' },
    { name: 'credentials', about: 'the page asks with credentials; none are sent' },
    { name: 'all', about: 'asks for every method, by its preflight alone' },
    { name: 'format', value: FORMAT_NAMES.join('|'), about: 'how the report is written; text by default' },
    { name: 'fail-on', value: FAIL_ON.join('|'), about: 'the least severe finding that gives exit code 1; error by default' },
    { name: 'timeout', value: 'seconds', about: 'how long an answer may take; 10 by default. All together may take six times as long' },
    { name: 'insecure', about: 'takes certificates that browsers refuse, such as self-signed ones' },
  ],
  help: [
    'It sends what browsers send: a preflight where one is needed, the request itself, and some more as pages that should hardly be let in. At most 60 requests, none that may change something unless --method names it, no cookies and no credentials. A redirect to a private address isn\'t followed from a public one.',
    'For example:\n  cdk-cors probe https://api.example.com/items --page-origin https://app.example.com\n  cdk-cors probe https://api.example.com/items --page-origin https://app.example.com --method PUT --header "content-type: application/json" --credentials',
    'Exit codes: 0 nothing is wrong, or nothing as severe as --fail-on; 1 something is; 2 it was called the wrong way, or the server can\'t be asked; 3 it is itself mistaken.',
  ],
  run: async (args, { stdout, env, interrupted }) => {
    const format = oneOf(args, 'format', FORMAT_NAMES) ?? 'text';
    const failOn = oneOf(args, 'fail-on', FAIL_ON) ?? 'error';
    const report = await ask({ ...probeOptions(args), interrupted });
    if (report.failure !== undefined && format === 'text') throw new UserError('input', report.failure.message);
    stdout.write(PROBE_FORMATS[format](report, isColoured(stdout, env)));
    return exitCode(report, failOn);
  },
};

function exitCode({ findings, failure }: ProbeReport, failOn: typeof FAIL_ON[number]): ExitCode {
  if (failure !== undefined) return 2;
  return failOn !== 'never' && findings.some(({ severity }) => failOn === 'warning' || severity === failOn) ? 1 : 0;
}

function probeOptions(args: Args): ProbeOptions {
  const [url] = args.positionals;
  if (url === undefined) throw new UserError('usage', 'probe needs a URL, such as https://api.example.com/items');
  const pages = args.all('page-origin').map((each) => (each === 'null' ? each : checkOrigin('page-origin', each)));
  if (pages.length === 0) throw new UserError('usage', 'probe needs --page-origin: the origin whose pages should be let in, such as https://app.example.com');
  const seconds = secondsOf(args.text('timeout') ?? '10');
  return {
    url: checkUrl(url),
    pages: [...new Set(pages)],
    method: methodOf(args.text('method')),
    headers: args.all('header').map(readHeader),
    credentials: args.has('credentials'),
    all: args.has('all'),
    insecure: args.has('insecure'),
    timeout: 1000 * seconds,
    totalTimeout: 6000 * seconds,
  };
}

function checkUrl(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UserError('usage', `${JSON.stringify(given)} isn't the URL of a server; write it whole, such as https://api.example.com/items`);
  }
  if (url.username !== '' || url.password !== '') throw new UserError('usage', 'a URL with a user name or a password can\'t be asked by a page: browsers refuse it; leave them out');
  url.hash = '';
  return url.href;
}

/** As fetch() takes it: some names are normalised, others are case-sensitive. */
function methodOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (!isToken(given)) throw new UserError('usage', `--method ${JSON.stringify(given)} isn't a method; write it as GET or PUT`);
  if (/^(?:connect|trace|track)$/i.test(given)) throw new UserError('usage', `--method ${given} is forbidden to pages: no browser sends it`);
  return /^(?:delete|get|head|options|post|put)$/i.test(given) ? given.toUpperCase() : given;
}

function readHeader(given: string): [name: string, value: string] {
  const [, name, value = ''] = /^([^:]*)(?::([^]*))?$/.exec(given) ?? [];
  if (name === undefined || !isToken(name.trim())) throw new UserError('usage', `--header ${JSON.stringify(given)} isn't a header; write --header "name: value", or its name alone`);
  if (/[\r\n\0]/.test(value)) throw new UserError('usage', `--header ${JSON.stringify(given)} has a line break, which no header can have`);
  return [name.trim(), value.trim() || (name.trim().toLowerCase() === 'content-type' ? 'application/json' : 'cdk-cors')];
}

function secondsOf(given: string): number {
  const seconds = Number(given);
  if (!(seconds > 0 && seconds <= MAX_TIMEOUT)) throw new UserError('usage', `--timeout ${JSON.stringify(given)} isn't a time; write a number of seconds from 0.1 to ${MAX_TIMEOUT}`);
  return seconds;
}
