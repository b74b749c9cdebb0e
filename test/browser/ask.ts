import { fetchFromPage, type Answer, type FetchFromPageOptions, type HttpRequest, type PageRequest, type Verdict } from '../../src/browser';

/** The page, the API and a third origin of the tests. */
export const PAGE = 'https://app.example.com';
export const API = 'https://api.example.com/items';
export const OTHER = 'https://other.example.net/x';

/** Short names for the headers that tables are full of. */
const SHORT: Readonly<Record<string, string>> = {
  acao: 'Access-Control-Allow-Origin',
  acac: 'Access-Control-Allow-Credentials',
  acam: 'Access-Control-Allow-Methods',
  acah: 'Access-Control-Allow-Headers',
  aceh: 'Access-Control-Expose-Headers',
  acma: 'Access-Control-Max-Age',
};

/** An answer of a status and headers by their short names; `undefined` leaves one out. */
export function answer(status: number, headers: Readonly<Record<string, string | undefined>> = {}): Answer {
  const present = Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return { status, headers: present.map(([name, value]) => [SHORT[name] ?? name, value]) };
}

/** Allows everything that can be allowed. */
export const OPEN = answer(200, { acao: '*', acam: '*', acah: '*, authorization' });
/** Allows everything by name, with credentials. */
export const GRANTED = answer(200, { acao: PAGE, acac: 'true', acam: 'PUT, DELETE, PATCH', acah: 'content-type, authorization, x-custom' });

/** Asks from {@link PAGE} for {@link API}; the server gives one answer to everything, or one after another. */
export function ask(
  request: Partial<PageRequest>, answers: Answer | ((request: HttpRequest) => Answer) | readonly Answer[], options: FetchFromPageOptions = {},
): Verdict {
  let asked = 0;
  const reply = typeof answers === 'function' ? answers : () => (Array.isArray(answers) ? answers[asked++] : answers as Answer);
  return fetchFromPage({ page: PAGE, url: API, ...request }, reply, options);
}

/** The requests of a verdict, as `METHOD url` with `preflight` before a preflight. */
export function sent(verdict: Verdict): string[] {
  return verdict.exchanges.map(({ preflight, request }) => `${preflight ? 'preflight ' : ''}${request.method} ${request.url}`);
}

/** A header of the nth request of a verdict. */
export function header(verdict: Verdict, index: number, name: string): string | undefined {
  return verdict.exchanges[index]?.request.headers.find(([key]) => key === name)?.[1];
}
