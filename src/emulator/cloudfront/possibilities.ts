import { isUnknown, type Unknown } from '../../template';
import type { HeaderList, HttpResponse } from '../kernel/message';
import { isSettled, NAMED_HEADERS } from './known-headers';

/** What several answers agree on, where it is unknown which one is given. */
export function agreement(responses: readonly HttpResponse[], because: Unknown): HttpResponse {
  const [first, ...others] = responses;
  const names = [...new Set([...NAMED_HEADERS, ...responses.flatMap(({ headers, moreHeaders }) =>
    [...headers.map(([name]) => name.toLowerCase()), ...(moreHeaders?.except ?? []).filter((name) => !name.endsWith('*'))])])];
  const agreed = names.filter((name) => responses.every((response) => isSettled(response, name)) &&
    others.every((other) => valuesOf(other.headers, name) === valuesOf(first.headers, name)));
  const isWhole = agreed.length === names.length && responses.every((response) => response.moreHeaders === undefined);
  return {
    status: others.every((other) => other.status === first.status) ? first.status : because,
    headers: first.headers.filter(([name]) => agreed.includes(name.toLowerCase())),
    body: others.every((other) => other.body === first.body) ? first.body : because,
    moreHeaders: isWhole ? undefined : { because: responses.find(({ moreHeaders }) => moreHeaders)?.moreHeaders?.because ?? because, except: agreed },
  };
}

export function hasUnknowns(response: HttpResponse): boolean {
  return isUnknown(response.status) || response.moreHeaders !== undefined;
}

function valuesOf(headers: HeaderList, name: string): string {
  return headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value).join('\n');
}
