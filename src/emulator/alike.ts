import { isUnknown } from './unknown';

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

function isResource(value: unknown): value is { readonly path: string } {
  return typeof value === 'object' && value !== null && 'logicalId' in value && 'path' in value;
}
