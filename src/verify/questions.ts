import type { EmulatedEntrance } from '../emulator';
import { hasRequestBody } from '../http';
import type { Page, Target, Variant } from './app';
import type { Question } from './ask';
import { publicUrl } from './targets';

/** What a page asks of a target, one way or another. */
export function questionOf({ entrance, path, method, headers }: Target, { origin, role }: Page, variant: Variant): Question {
  const { headers: which, credentials, failure } = variant;
  const { url, entrance: name, path: address } = addressOf(entrance, path);
  const question: Question = {
    page: origin,
    url,
    entrance: name,
    path: address,
    method,
    body: hasRequestBody(method) ? '{}' : undefined,
    headers: which === 'asked-for' ? headers : undefined,
    credentials: credentials ? 'include' : undefined,
    answer: role === 'site' ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' } : 'unspecified',
    failure,
    ...failure !== undefined && { onlyGuarded: true },
  };
  return which === 'preflighted' ? withPreflight(question) : question;
}

/** By its path in the app where that tells as much as the URL, which people don't know. */
export function addressOf(entrance: EmulatedEntrance, path: string): Pick<Question, 'url' | 'entrance' | 'path'> {
  const url = publicUrl(entrance);
  return url === entrance.url ? { entrance: entrance.resource.path, path } : { url: `${url}${path}` };
}

/** The same question with a header for which browsers send a preflight. */
export function withPreflight(question: Question): Question {
  return { ...question, headers: { ...question.headers as Readonly<Record<string, string>> | undefined, 'x-cdk-cors-preflight': '1' } };
}
