import type { EmulatedEntrance, Emulator } from '../emulator';
import { UserError } from '../errors';
import { sentenceList } from '../values';
import { entranceNamed } from '../verify';

/** Where a live URL is in an app: the same base, as the template's model names it and as it is reached. */
export interface Place {
  readonly entrance: EmulatedEntrance;
  /** `https://abc.execute-api.eu-west-1.amazonaws.com/prod`, with an id that the model made up; no slash at the end. */
  readonly modelled: string;
  /** The same, live. */
  readonly live: string;
}

/** An entrance that may be meant, with the base that the URL begins with, if it does. */
interface Candidate {
  readonly entrance: EmulatedEntrance;
  /** The base of the entrance whose path the URL begins with; undefined where none is. */
  readonly base?: string;
}

const HOSTS: ReadonlyArray<readonly [host: RegExp, kinds: ReadonlyArray<EmulatedEntrance['kind']>]> = [
  [/\.execute-api\.[a-z\d-]+\.amazonaws\.com(?:\.cn)?$/, ['rest-api', 'http-api']],
  [/\.cloudfront\.net$/, ['cloudfront']],
  [/\.lambda-url\.[a-z\d-]+\.on\.aws$/, ['function-url']],
];

/**
 * The entrance of an app that a live URL is of. A name that the template has decides by itself. A name that AWS made decides the kind, and the stage at the front of
 * the path the rest. Of any other name (a domain that the template doesn't have, a tunnel) the URL is that of the entrance's root.
 *
 * @param name of the entrance: a logical id, a path or a kind
 * @throws a UserError where none fits, or several do
 */
export function placeOf(emulator: Emulator, live: string, name?: string): Place {
  const url = new URL(live);
  const owner = emulator.entranceOf(`${url.origin}${url.pathname}`);
  const named = name === undefined ? undefined : entranceCalled(emulator, name);
  if (owner !== undefined) {
    if (named !== undefined && named !== owner) throw none(emulator, url, named);
    return ownPlace(owner, url);
  }
  const kinds = HOSTS.find(([host]) => host.test(url.hostname))?.[1];
  const entrances = (named === undefined ? emulator.entrances : [named]).filter(({ kind }) => kinds === undefined || kinds.includes(kind));
  if (entrances.length === 0) throw none(emulator, url, named);
  const candidates = entrances.map((entrance): Candidate => ({ entrance, base: baseOf(entrance, url) }));
  const [found, ...others] = mostParticular(kinds === undefined ? candidates : candidates.filter(({ base }) => base !== undefined));
  if (found === undefined) throw wrongStage(entrances, url);
  if (others.length > 0) throw ambiguous([found, ...others], url);
  const { entrance, base } = found;
  if (base === undefined) return { entrance, modelled: entrance.url, live: `${url.origin}${withoutSlash(url.pathname)}` };
  // at a host that isn't AWS's, such as one of this machine, plain http may stand for https
  return { entrance, modelled: kinds === undefined ? base : base.replace(/^https?:/, url.protocol), live: `${url.origin}${pathOf(base)}` };
}

function entranceCalled(emulator: Emulator, name: string): EmulatedEntrance {
  try {
    return entranceNamed(emulator, name);
  } catch (error) {
    throw new UserError('usage', `--entrance: ${(error as Error).message}`);
  }
}

/** A name that the template has: an alias, a custom domain. */
function ownPlace(entrance: EmulatedEntrance, url: URL): Place {
  const bases = [entrance.url, ...entrance.aliases].filter((each) => new URL(each).host === url.host && begins(url.pathname, pathOf(each)));
  const [base = url.origin] = bases.sort((one, other) => other.length - one.length);
  return { entrance, modelled: base.replace(/^https?:/, url.protocol), live: base.replace(/^https?:/, url.protocol) };
}

/** The longest of an entrance's own bases, one for each stage, that a path begins with. */
function baseOf({ url: own, aliases }: EmulatedEntrance, { pathname }: URL): string | undefined {
  const { host } = new URL(own);
  return [own, ...aliases].filter((each) => new URL(each).host === host && begins(pathname, pathOf(each)))
    .sort((one, other) => other.length - one.length)[0];
}

/** Those with the longest stage that the URL begins with; without any stage, all that have none. */
function mostParticular(candidates: readonly Candidate[]): readonly Candidate[] {
  const lengthOf = ({ base }: Candidate) => (base === undefined ? 0 : pathOf(base).length);
  const longest = Math.max(...candidates.map(lengthOf));
  return candidates.filter((each) => lengthOf(each) === longest);
}

function begins(path: string, base: string): boolean {
  return base === '' || path === base || path.startsWith(`${base}/`);
}

function pathOf(base: string): string {
  return withoutSlash(new URL(base).pathname);
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

function none({ entrances }: Emulator, { host }: URL, named: EmulatedEntrance | undefined): UserError {
  if (named !== undefined) return new UserError('usage', `--entrance: ${nameOf(named)} can't be at ${host}`);
  const there = entrances.length === 0 ? 'it has no REST API, HTTP API, distribution or function URL' : `it has ${sentenceList(entrances.map(nameOf))}`;
  return new UserError('usage', `nothing of the assembly can be at ${host}: ${there}`);
}

function wrongStage(entrances: readonly EmulatedEntrance[], { href }: URL): UserError {
  const stages = entrances.flatMap(({ url, aliases }) => [url, ...aliases]).filter((each) => /\.execute-api\./.test(each)).map((each) => pathOf(each) || '/');
  return new UserError('usage', `the path of ${href} begins with no stage of the assembly; there is ${sentenceList([...new Set(stages)])}`);
}

function ambiguous(candidates: readonly Candidate[], { href }: URL): UserError {
  return new UserError('usage', `${href} may belong to each of ${sentenceList(candidates.map(({ entrance }) => nameOf(entrance)))}; say which by --entrance`);
}

function nameOf({ kind, resource: { path } }: EmulatedEntrance): string {
  return `${path} (${kind})`;
}
