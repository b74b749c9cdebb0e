import type { IConstruct } from 'constructs';
import { REST_API_RESOURCES, grouped, warnOfQuota } from '../limits';
import { shown } from '../policy';

/** Tells of an API that has more resources than accounts have by default: each part of a path is one. */
export function warnOfResources(api: IConstruct, paths: readonly string[]): void {
  const resources = new Set(['/']);
  for (const path of paths) {
    path.split('/').slice(1).forEach((_segment, index, segments) => resources.add(`/${segments.slice(0, index + 1).join('/')}`));
  }
  warnOfQuota(api, REST_API_RESOURCES, resources.size, `the REST API ${shown(api.node.path)} has ${grouped(resources.size)} resources`,
    'let one function answer many paths: ANY /orders/{proxy+}');
}
