import type { PageRequest } from '../browser';
import type { Emulator } from '../emulator';
import { hasRequestBody } from '../http';
import { type Case, verify } from '../verify';
import type { Place } from './place';

/** A question to the app, and where it is asked. */
export interface AssemblyQuestion {
  /** As the live server is asked. */
  readonly live: PageRequest;
  /** As the model is asked. */
  readonly modelled: PageRequest;
}

/** What no route is called, unless one takes any path: it shows what the API itself answers. */
const NO_ROUTE = '/cdk-cors-probe';

/**
 * What `check` asks of an entrance, as far as a server can be asked: without failures, which nothing can bring about, and once where only the credentials differ, of which
 * none are sent. Routes that are configured alike are asked by all pages once, and then by one; those that show most come first.
 *
 * @param pages that should be let in, besides those that the templates declare
 */
export function assemblyQuestions(emulator: Emulator, place: Place, pages: readonly string[]): AssemblyQuestion[] {
  const { matrix, standIns } = verify(emulator, { questions: { entrances: [place.entrance.resource.path], pages } });
  const isKnown = ({ variant, page }: Case) => variant.failure === undefined && !standIns.some(({ origin }) => origin === page.origin);
  const cases = matrix.flatMap((row) => row.cases).filter(isKnown);
  const first = new Map<string, string>();
  const [plain, alike]: [Case[], Case[]] = [[], []];
  for (const each of cases) {
    const { route, method, path } = each.target;
    const key = `${route.behavior} ${route.fingerprint.key} ${method}`;
    const owner = first.get(key) ?? path;
    first.set(key, owner);
    if (owner === path) {
      plain.push(each);
    } else if (each.page.role === 'declared' || each.page.role === 'site') {
      alike.push(each);
    }
  }
  const asked = [...plain, ...onePage(alike)].map((each) => questionOf(each, place));
  return distinct([...asked, ...noRoute(cases, place)]);
}

/** Of each target the cases of one page. */
function onePage(cases: readonly Case[]): Case[] {
  const pages = new Map<string, string>();
  return cases.filter(({ target: { method, path }, page: { origin } }) => {
    const key = `${method} ${path}`;
    const page = pages.get(key) ?? origin;
    pages.set(key, page);
    return page === origin;
  });
}

function questionOf({ question: { page, headers }, target: { method, path } }: Case, place: Place): AssemblyQuestion {
  return questionAt(place, { page, method, headers }, path);
}

/** The same question live and of the model. Pages of the entrance itself are at its origin, whichever it has. */
export function questionAt({ live, modelled }: Place, asked: Omit<PageRequest, 'url'>, path: string): AssemblyQuestion {
  const request = { ...asked, ...hasRequestBody(asked.method ?? 'GET') && { body: '{}' } };
  const [own, its] = [new URL(modelled).origin, new URL(live).origin];
  const swap = (from: string, to: string) => (asked.page === from ? to : asked.page);
  return {
    live: { ...request, page: swap(own, its), url: `${live}${path}` },
    modelled: { ...request, page: swap(its, own), url: `${modelled}${path}` },
  };
}

function noRoute(cases: readonly Case[], place: Place): AssemblyQuestion[] {
  const page = cases.find(({ page: { role } }) => role === 'declared' || role === 'site')?.page.origin;
  return page === undefined ? [] : [questionAt(place, { page, method: 'GET' }, NO_ROUTE)];
}

function distinct(questions: readonly AssemblyQuestion[]): AssemblyQuestion[] {
  return [...new Map(questions.map((each) => [JSON.stringify(each.live), each])).values()];
}
