import type { EmulatedEntrance } from '../emulator';
import type { HttpApi } from '../emulator/http-api/api';
import { readApi } from '../emulator/http-api/read-api';
import type { App } from './app';

const known = new WeakMap<App, ReadonlyArray<readonly [EmulatedEntrance, HttpApi]>>();

/** The HTTP APIs of an app, each as an entrance and as its template tells it. */
export function httpApisOf(app: App): ReadonlyArray<readonly [EmulatedEntrance, HttpApi]> {
  const { emulator: { entrances, model } } = app;
  const apis = known.get(app) ?? entrances.filter(({ kind }) => kind === 'http-api').map((entrance) => [entrance, readApi(entrance.resource, model)] as const);
  known.set(app, apis);
  return apis;
}

/** Where a configuration stands below its API. */
export function corsProperty({ resource, cors }: HttpApi): string {
  const path = (cors as { readonly path?: string } | undefined)?.path ?? '';
  return path.startsWith(`${resource.path}/`) ? path.slice(resource.path.length + 1) : 'Properties/CorsConfiguration';
}
