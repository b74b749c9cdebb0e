import type { EmulatedEntrance, Emulator } from '../emulator';
import type { ServedApp } from './app';
import type { EndOfTurn } from './end-of-turn';
import type { Failures } from './failures';
import type { Hub } from './hub';
import type { Names } from './names';
import type { Repeats } from './repeats';

/** A URL of AWS, and where it is reached on this machine. */
export interface Reachable {
  readonly awsUrl: string;
  readonly url: string;
}

/** An entrance that is served. */
export interface ServedEntrance extends Reachable {
  readonly logicalId: string;
  /** Where it stands in the app: `Shop/ApiF70053CD`. */
  readonly path: string;
  readonly kind: EmulatedEntrance['kind'];
  readonly port: number;
  /** The same by names: its own host, custom domains, aliases, further stages. A name with a wildcard isn't among them. */
  readonly aliases: readonly Reachable[];
  readonly routes: EmulatedEntrance['routes'];
}

/** An origin whose pages are played on this machine. */
export interface PlayedOrigin {
  /** As the world knows it: `https://app.example.com`. */
  readonly origin: string;
  /** What stands for it here: `http://app.example.com.localhost:4000`. */
  readonly url: string;
}

/** What is served now. It changes as a whole. */
export interface Served {
  readonly app: ServedApp;
  readonly names: Names;
  readonly repeats: Repeats;
  readonly entrances: readonly ServedEntrance[];
  readonly origins: readonly PlayedOrigin[];
}

/** A server, as its parts see it. */
export interface ServerState {
  /** The console's origin: `http://localhost:4000`. */
  readonly console: string;
  /** What is served, as it was named. */
  readonly source: string;
  readonly hub: Hub;
  readonly failures: Failures;
  readonly endOfTurn: EndOfTurn;
  served: Served;
  /** How many new synths were taken over. */
  reloads: number;
  /** Why the last synth wasn't. */
  problem: string | undefined;
}

/** The entrances of an app, each at its port. */
export function servedEntrances(emulator: Emulator, names: Names, portOf: (entrance: EmulatedEntrance) => number): ServedEntrance[] {
  return emulator.entrances.map((entrance) => {
    const { logicalId, kind, url: awsUrl, routes, resource: { path } } = entrance;
    const named = [awsUrl, ...entrance.aliases].filter((each) => !each.includes('*'));
    const aliases = named.map((each) => ({ awsUrl: each, url: withOrigin(each, (origin) => names.aliasOf(origin) ?? origin) }));
    return { logicalId, path, kind, port: portOf(entrance), awsUrl, url: withOrigin(awsUrl, (origin) => names.localOf(origin)), aliases, routes };
  });
}

/** Where the pages of origins are played. */
export function playedOrigins(origins: readonly string[], names: Names): PlayedOrigin[] {
  return origins.flatMap((origin) => {
    const url = names.aliasOf(origin);
    return url === undefined ? [] : [{ origin, url }];
  });
}

function withOrigin(url: string, translate: (origin: string) => string): string {
  const { origin } = new URL(url);
  return translate(origin) + url.slice(origin.length);
}
