import type { Step, TemplateResource } from '../../emulator';
import type { App, Case } from '../app';

/** Who answered the preflight of a case, from the outside in; empty where there was none. */
export function preflightVia({ verdict }: Case): readonly Step[] {
  return verdict.exchanges[0]?.preflight === true ? verdict.viaOf[0] ?? [] : [];
}

/** Whether it is the preflight that failed. */
export function failedAtPreflight({ verdict }: Case): boolean {
  return verdict.outcome === 'blocked' && verdict.exchanges.at(-1)?.preflight === true;
}

/** The status of the last answer; undefined where there is none, or nobody knows. */
export function lastStatus({ verdict }: Case): number | undefined {
  const response = verdict.exchanges.at(-1)?.response;
  return typeof response === 'object' && response !== null && response.status !== 0 ? response.status : undefined;
}

/** The last step of a kind on the way of the last answer. */
export function stepOf({ verdict }: Case, ...kinds: readonly Step['kind'][]): Step | undefined {
  return verdict.via.filter(({ kind }) => kinds.includes(kind)).at(-1);
}

/** The resource that a step names, else the entrance's own. */
export function resourceOf(step: Step | undefined, { target: { entrance } }: Case, { emulator: { model } }: App): TemplateResource {
  const named = step?.logicalId === undefined ? [] : model.resources.filter(({ logicalId }) => logicalId === step.logicalId);
  return named.find(({ stack }) => stack === entrance.resource.stack) ?? named[0] ?? entrance.resource;
}

/** `GET /items/{id}`, as messages call a target. */
export function routeName({ target: { method, route } }: Case): string {
  return `${method} ${route.path}`;
}
