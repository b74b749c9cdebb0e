import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerAtConsole } from './console-door';
import { answerAtEntrance } from './entrance-door';
import { logRefused } from './log-request';
import { isLoopback, originOfAlias } from './names';
import { PLAYER_PATH, playPage } from './player';
import type { ServerState } from './state';
import { normalizeRequest } from './translate';
import { refuse } from './write-answer';

/**
 * Answers a request at any port. Its host decides what it is for: an entrance by name, or a page that is played. A name of this machine by itself leaves
 * it to the port: an entrance's, or the console's.
 */
export function dispatch(state: ServerState, incoming: IncomingMessage, reply: ServerResponse, port: number): Promise<void> | void {
  const { names, repeats } = state.served;
  const { repeat, key: repeatKey } = repeats.find(incoming);
  if (repeat !== undefined) return state.endOfTurn.reached().then(() => repeat(reply));
  const request = normalizeRequest(incoming.method!, incoming.rawHeaders, names);
  const host = takeTarget(incoming) ?? request.host ?? 'localhost';
  const deny = (status: number, message: string) => logRefused(state.hub, incoming, refuse(reply, status, `${message}\n`), message);
  if (!incoming.url!.startsWith('/')) return deny(400, 'cdk-cors serve takes requests for a path, which begins with a slash');
  const arrival = names.arrivalAt(host, port);
  if (arrival !== undefined) {
    return incoming.url!.startsWith(PLAYER_PATH) ? playPage(incoming, reply, state.console)
      : answerAtEntrance(state, incoming, reply, { ...request, arrival, target: incoming.url!, repeatKey });
  }
  const name = host.replace(/:\d*$/, '').toLowerCase();
  if (isLoopback(name)) return answerAtConsole(state, incoming, reply, request.length);
  // the owner of a name's certificate may play it; without one a name of the world leads here only by DNS rebinding
  if (originOfAlias(name) !== undefined || state.console.startsWith('https:')) return playPage(incoming, reply, state.console);
  return deny(421, `nothing here is called ${JSON.stringify(host)}; the console at ${state.console} lists what there is`);
}

/** A request may name its host in the first line instead, as it does to a proxy: takes it out. */
function takeTarget(incoming: IncomingMessage): string | undefined {
  const [, host, path] = /^https?:\/\/([^/?#]+)([/?].*)?$/i.exec(incoming.url!) ?? [];
  if (host !== undefined) {
    incoming.url = path === undefined ? '/' : path.startsWith('?') ? `/${path}` : path;
  }
  return host;
}
