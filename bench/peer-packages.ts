import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Packages that a bench compares with, of a folder of `peers`: installed when they are first asked for, so that `npm ci` stays light. */
export function peerPackages(folder: string): { require: NodeJS.Require; versionOf: (name: string) => string } | { problem: string } {
  const directory = join(__dirname, 'peers', folder);
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  try {
    if (!Object.keys(manifest.dependencies).every((name) => existsSync(join(directory, 'node_modules', name)))) {
      // Peers of theirs, such as aws-cdk-lib, are this repository's.
      execFileSync('npm', ['install', '--legacy-peer-deps', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'], { cwd: directory, stdio: 'pipe' });
    }
  } catch {
    return { problem: 'npm can\'t install it here' };
  }
  return { require: createRequire(join(directory, 'package.json')), versionOf: (name) => manifest.dependencies[name] };
}
