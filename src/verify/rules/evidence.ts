import type { Step, TemplateResource } from '../../emulator';
import type { Case } from '../app';
import { headerValue } from '../exchange-headers';
import { askedVerdict } from '../translated';

/** Who answered the preflight of a case, from the outside in; empty where there was none. */
export function preflightVia(examined: Case): readonly Step[] {
  return askedVerdict(examined).exchanges[0]?.preflight === true ? examined.verdict.viaOf[0] ?? [] : [];
}

/** Whether it is the preflight that failed. */
export function failedAtPreflight(examined: Case): boolean {
  const { outcome, exchanges } = askedVerdict(examined);
  return outcome === 'blocked' && exchanges.at(-1)?.preflight === true;
}

/** Whether a page that may call is blocked by its preflight, which a gateway answered by itself as one of these types. */
export function preflightFailedAs(trouble: Case, ...types: readonly string[]): boolean {
  return trouble.expected === 'allowed' && failedAtPreflight(trouble) && types.includes(stepOf(trouble, 'gateway-response')?.name ?? '');
}

/** The status of the last answer; undefined where there is none, or it isn't known. */
export function lastStatus({ verdict }: Case): number | undefined {
  const response = verdict.exchanges.at(-1)?.response;
  return typeof response === 'object' && response !== null ? response.status : undefined;
}

/** A header of the last answer. */
export function lastHeader({ verdict }: Case, name: string): string | undefined {
  return headerValue(verdict.exchanges.at(-1)?.response, name);
}

/** The lines of a header of the last answer, as many as there are. */
export function lastLines({ verdict }: Case, name: string): string[] {
  const response = verdict.exchanges.at(-1)?.response;
  if (typeof response !== 'object' || response === null || !Array.isArray(response.headers)) return [];
  return (response.headers as ReadonlyArray<readonly [string, string | undefined]>)
    .flatMap(([each, value]) => (each.toLowerCase() === name.toLowerCase() && value !== undefined ? [value] : []));
}

/** The last step of a kind on the way of the last answer. */
export function stepOf({ verdict }: Case, ...kinds: ReadonlyArray<Step['kind']>): Step | undefined {
  return verdict.via.filter(({ kind }) => kinds.includes(kind)).at(-1);
}

/** The resource that a step names, else the entrance's own. */
export function resourceOf(step: Step | undefined, { target: { entrance } }: Case): TemplateResource {
  return step?.resource ?? entrance.resource;
}

/** The resource that wrote the header that decides: what answered last, a layer before it that can write it, else the API. */
export function ownerOf(trouble: Case): TemplateResource {
  const writer = stepOf(trouble, 'response-headers-policy', 'preflight', 'gateway-response', 'method', 'bucket', 'function');
  return resourceOf(writer, trouble);
}

/** `GET /items/{id}`, as messages call a target. */
export function routeName({ target: { method, route } }: Pick<Case, 'target'>): string {
  return `${method} ${route.path}`;
}

/** What was asked, as messages call it: the preflight, the response, or the error that a gateway makes. */
export function askedOf(trouble: Case): string {
  if (failedAtPreflight(trouble)) return `the preflight of ${routeName(trouble)}`;
  const failure = stepOf(trouble, 'gateway-response')?.name;
  return failure === undefined ? `the response of ${routeName(trouble)}` : `the ${failure} error of ${routeName(trouble)}`;
}
