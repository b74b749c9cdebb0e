import { readApp } from '../app';
import { UserError } from '../errors';
import { isToken } from '../http';
import { probe as ask, PROBE_FORMATS, type ProbeFormatName, type ProbeOptions, type ProbeReport } from '../probe';
import { isColoured } from '../terminal';
import type { Args, Command, ExitCode } from './command';
import { checkOrigin, oneOf, parametersOf } from './option-values';

const FORMAT_NAMES = Object.keys(PROBE_FORMATS) as ProbeFormatName[];
const FAIL_ON = ['error', 'warning', 'never'] as const;
const MAX_TIMEOUT = 600;

/** `cdk-cors probe`. */
export const probe: Command = {
  name: 'probe',
  takes: '<url>',
  most: 1,
  options: [
    { name: 'page-origin', value: 'origin', multiple: true, about: 'the origin whose pages should be let in; needed but with --assembly, and may be given several times' },
    { name: 'method', value: 'method', about: 'what the page asks with; GET by default. Another than GET, HEAD and OPTIONS is sent once, since it may change something' },
    { name: 'header', value: 'name[: value]', multiple: true, about: 'a header that the page sets' },
    { name: 'credentials', about: 'the page asks with credentials; none are sent' },
    { name: 'all', about: 'asks for every method, by its preflight alone' },
    { name: 'assembly', value: 'cdk.out|template', about: 'the app that should be live: compares every answer with what its templates make of it, and says which side is another' },
    { name: 'entrance', value: 'id', about: 'what of the app the URL is of, where that isn\'t plain: a logical id, a path such as Shop/Api, or a kind such as rest-api' },
    { name: 'parameter', value: 'name=value', multiple: true, about: 'the value of a parameter of its templates; as Stack:Name=value for one stack' },
    { name: 'format', value: FORMAT_NAMES.join('|'), about: 'how the report is written; text by default' },
    { name: 'fail-on', value: FAIL_ON.join('|'), about: 'the least severe finding that gives exit code 1; error by default. A difference is an error' },
    { name: 'timeout', value: 'seconds', about: 'how long an answer may take; 10 by default. All together may take six times as long, with --assembly 24 times' },
    { name: 'insecure', about: 'takes certificates that browsers refuse, such as self-signed ones' },
  ],
  help: [
    'It sends what browsers send: a preflight where one is needed, the request itself, and some more as pages that should hardly be let in. At most 60 requests (240 with --assembly), none that may change something unless --method names it, no cookies and no credentials. A redirect to a private address isn\'t followed from a public one.',
    'For example:\n  cdk-cors probe https://api.example.com/items --page-origin https://app.example.com\n  cdk-cors probe https://api.example.com/items --page-origin https://app.example.com --method PUT --header "content-type: application/json" --credentials\n  cdk-cors probe https://abc123.execute-api.eu-west-1.amazonaws.com/prod --assembly cdk.out',
    'Exit codes: 0 nothing is wrong, or nothing as severe as --fail-on; 1 something is; 2 it was called the wrong way, or the server can\'t be asked; 3 it is itself mistaken.',
  ],
  run: async (args, { stdout, env, cwd, interrupted }) => {
    const format = oneOf(args, 'format', FORMAT_NAMES) ?? 'text';
    const failOn = oneOf(args, 'fail-on', FAIL_ON) ?? 'error';
    const report = await ask({ ...probeOptions(args, cwd), interrupted });
    if (report.failure !== undefined && format === 'text') throw new UserError('input', report.failure.message);
    stdout.write(PROBE_FORMATS[format](report, isColoured(stdout, env)));
    return exitCode(report, failOn);
  },
};

function exitCode({ findings, comparison, failure }: ProbeReport, failOn: typeof FAIL_ON[number]): ExitCode {
  if (failure !== undefined) return 2;
  if (failOn === 'never') return 0;
  return (comparison?.differences ?? []).length > 0 || findings.some(({ severity }) => failOn === 'warning' || severity === failOn) ? 1 : 0;
}

function probeOptions(args: Args, cwd: string): ProbeOptions {
  const [url] = args.positionals;
  if (url === undefined) throw new UserError('usage', 'probe needs a URL, such as https://api.example.com/items');
  const pages = args.all('page-origin').map((each) => (each === 'null' ? each : checkOrigin('page-origin', each)));
  const app = args.text('assembly');
  if (pages.length === 0 && app === undefined) throw new UserError('usage', 'probe needs --page-origin: the origin whose pages should be let in, such as https://app.example.com');
  const seconds = secondsOf(args.text('timeout') ?? '10');
  return {
    url: checkUrl(url),
    pages: [...new Set(pages)],
    assembly: assemblyOf(args, app, cwd),
    method: methodOf(args.text('method')),
    headers: args.all('header').map(readHeader),
    credentials: args.has('credentials'),
    all: args.has('all'),
    insecure: args.has('insecure'),
    timeout: 1000 * seconds,
    totalTimeout: 6000 * seconds,
  };
}

function assemblyOf(args: Args, app: string | undefined, cwd: string): ProbeOptions['assembly'] {
  const entrance = args.text('entrance');
  if (app !== undefined) return { emulator: readApp(app, { cwd, parameters: parametersOf(args) }).emulator, entrance };
  const alone = ['entrance', 'parameter'].find((name) => args.all(name).length > 0);
  if (alone !== undefined) throw new UserError('usage', `--${alone} is about an app: name it by --assembly, such as --assembly cdk.out`);
  return undefined;
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
