import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The parts of a jsii assembly that the tests look at. */
export interface Assembly {
  readonly types: Record<string, JsiiType>;
}

export interface Documented {
  readonly docs?: { readonly summary?: string; readonly default?: string };
}

export interface JsiiType extends Documented {
  readonly fqn: string;
  readonly kind: 'class' | 'interface' | 'enum';
  /** The class that a class extends. */
  readonly base?: string;
  /** Whether an interface is a struct. */
  readonly datatype?: boolean;
  readonly properties?: (Documented & { readonly name: string; readonly optional?: boolean })[];
  readonly methods?: (Documented & { readonly name: string })[];
  readonly members?: (Documented & { readonly name: string })[];
}

export const ROOT = join(__dirname, '..', '..');

/** A file that is made before the tests run, or an error that says how to make it. */
export function generated(file: string, command: string): string {
  const path = join(ROOT, file);
  if (!existsSync(path) || statSync(path).size === 0) {
    throw new Error(`${file} is missing; run "${command}" first, as "npm test" does`);
  }
  return readFileSync(path, 'utf8');
}

export function assembly(): Assembly {
  return JSON.parse(generated('.jsii', 'npx projen compile'));
}
