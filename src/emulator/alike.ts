import { isUnknown } from '../template';

/**
 * A text that is the same for two things that are configured alike, whatever their paths and the addresses behind them.
 *
 * @param without the names of properties that don't count
 */
export function alikeness(configured: unknown, without: readonly string[]): string {
  return JSON.stringify(configured, (name, value: unknown) => {
    if (without.includes(name)) return undefined;
    if (value instanceof Map) return [...value];
    if (isUnknown(value)) return `unknown ${value.reason}`;
    return isResource(value) ? value.path : value;
  });
}

/** A route with its likeness, which is long and which not everybody asks for. */
export function alikeOnDemand<T>(configured: unknown, without: readonly string[], route: T): T & { readonly alike: string } {
  let alike: string | undefined;
  return Object.defineProperty(route, 'alike', { enumerable: true, get: () => alike ??= alikeness(configured, without) }) as T & { readonly alike: string };
}

function isResource(value: unknown): value is { readonly path: string } {
  return typeof value === 'object' && value !== null && 'logicalId' in value && 'path' in value;
}
