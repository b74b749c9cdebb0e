import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';

/** A template of a cloud assembly. */
export interface AssemblyTemplate {
  /** The id of the stack, or the file name of a nested stack's template. */
  readonly stack: string;
  readonly path: string;
  readonly account?: string;
  readonly region?: string;
}

/** The templates of all stacks of an assembly, with those of its stages and of nested stacks. */
export function readAssembly(directory: string): AssemblyTemplate[] {
  const { stacksRecursively } = new CloudAssembly(directory, { skipVersionCheck: true });
  const stacks = stacksRecursively.map(({ hierarchicalId, templateFullPath, environment }) => ({
    stack: hierarchicalId,
    path: templateFullPath,
    account: known(environment.account),
    region: known(environment.region),
  }));
  const templates = [...stacks, ...nestedTemplates(directory)];
  if (templates.length === 0) throw new Error(`no stack in ${directory}: the oracles would find nothing, which proves nothing`);
  return templates;
}

function nestedTemplates(directory: string): AssemblyTemplate[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.nested.template.json'))
    .map((file) => ({ stack: file, path: join(directory, file) }));
}

function known(value: string): string | undefined {
  return value.startsWith('unknown-') ? undefined : value;
}
