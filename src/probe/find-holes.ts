import type { HttpRequest, PageRequest } from '../browser';
import { headerOf } from '../http';
import { FOREIGN, similarOrigins } from '../verify';
import type { Conversation, Heard } from './conversation';
import { findingOf, type ProbeFinding } from './finding';
import type { LiveAnswer } from './live-answer';
import { originOf } from './scene';
import { whoAnswered } from './who-answered';

/** What came of asking as pages that should hardly be let in. */
export interface Holes {
  readonly heard: readonly Heard[];
  readonly findings: readonly ProbeFinding[];
}

/**
 * Looks for pages that are let in and shouldn't be: any page by its own name, `null`, names that look like the page's, and, with credentials, its plain http twin and
 * a subdomain of it.
 */
export async function findHoles(conversation: Conversation, page: PageRequest): Promise<Holes> {
  const foreign = await conversation.ask(asPage(page, FOREIGN));
  const reflected = permissionFor(foreign);
  if (reflected === 'named' || reflected === 'named with credentials') {
    const withCredentials = reflected === 'named with credentials';
    const message = `${FOREIGN} gets its own name as Access-Control-Allow-Origin from ${page.url}, as any other page does`
      + (withCredentials ? ', with credentials: every page on the web can read what the user can' : '');
    return { heard: [foreign], findings: [findingOf('reflected-origin', message, [foreign], { severity: withCredentials ? 'error' : 'warning' })] };
  }
  const heard = [foreign];
  const findings: ProbeFinding[] = [];
  for (const { origin, rule, why, onlyWithCredentials } of suspectsOf(originOf({ page }))) {
    const each = await conversation.ask(asPage(page, origin));
    heard.push(each);
    const permission = permissionFor(each);
    if (permission === 'none' || (onlyWithCredentials && permission !== 'named with credentials')) continue;
    findings.push(findingOf(rule, `${origin} may call ${page.url}${permission === 'named' ? '' : ', with credentials'}: ${why}`, [each], { severity: onlyWithCredentials ? 'warning' : undefined }));
  }
  return { heard, findings };
}

interface Suspect {
  readonly origin: string;
  readonly rule: string;
  readonly why: string;
  readonly onlyWithCredentials: boolean;
}

function suspectsOf(origin: string): Suspect[] {
  const opaque: Suspect = { origin: 'null', rule: 'null-origin-allowed', why: 'it is the origin of every sandboxed frame and of every file', onlyWithCredentials: false };
  if (origin === 'null') return [];
  const { protocol, host, hostname } = new URL(origin);
  const isName = /[a-z]/i.test(hostname) && hostname.includes('.');
  return [
    opaque,
    ...similarOrigins(origin).map((each): Suspect => ({ origin: each.origin, rule: 'unanchored-origin-pattern', why: `it ${each.because}, and anyone who registers that name is let in`, onlyWithCredentials: false })),
    ...protocol === 'https:' && isName ? [{ origin: `http://${host}`, rule: 'foreign-page-allowed', why: 'anyone on the network can write such a page', onlyWithCredentials: true }] : [],
    ...isName ? [{ origin: `${protocol}//cdk-cors-probe.${host}`, rule: 'foreign-page-allowed', why: 'any subdomain is let in', onlyWithCredentials: true }] : [],
  ];
}

/** As the page asks, with credentials; a method that may change something goes no further than its preflight. */
function asPage(page: PageRequest, origin: string): PageRequest {
  return { ...page, page: origin, credentials: 'include' };
}

type Permission = 'none' | 'named' | 'named with credentials';

function isGatewayError(answer: LiveAnswer, { url, preflight }: HttpRequest): boolean {
  const { layer, isOwn } = whoAnswered(answer, url);
  return !preflight && layer === 'rest-api' && isOwn;
}

/** Whether the first answer lets a page in by its own name. `*` is for everybody, on purpose. */
function permissionFor({ page, exchanges }: Heard): Permission {
  const [first] = exchanges;
  const answer = first?.answer;
  // what a gateway says of itself gives nothing away: it can't choose among origins, and may have to echo them (rule 17)
  if (answer === undefined || isGatewayError(answer, first.request) || headerOf(answer.headers, 'access-control-allow-origin') !== originOf({ page })) return 'none';
  return headerOf(answer.headers, 'access-control-allow-credentials') === 'true' ? 'named with credentials' : 'named';
}
