import type { IncomingMessage, ServerResponse } from 'node:http';
import { giveFile } from './static-files';
import { refuse } from './write-answer';

/** Where the player's page is on every origin that is played, and on every entrance, where no app has anything. */
export const PLAYER_PATH = '/.cdk-cors/';

/**
 * Plays a page of an origin: a page on whatever path is asked for, that does what the console tells it to, and takes orders from no one else.
 *
 * @param consoleOrigin whose page may embed it and give it orders
 */
export function playPage(incoming: IncomingMessage, reply: ServerResponse, consoleOrigin: string): void {
  const [path] = incoming.url!.split('?', 1);
  if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
    refuse(reply, 405, 'This page is played by cdk-cors serve: there is only GET.\n');
  } else if (path === '/favicon.ico') {
    reply.writeHead(204).end();
  } else {
    const contentSecurityPolicy = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src *; img-src * data:; frame-ancestors ${consoleOrigin}; base-uri 'none'; form-action 'none'`;
    const fill = (text: string) => text.replaceAll('{{console}}', consoleOrigin);
    giveFile(path === `${PLAYER_PATH}page.js` ? 'page.js' : 'page.html', reply, { contentSecurityPolicy, fill, shared: true });
  }
}
