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

/** Python with the packages that a folder of `peers` requires, in an environment beside them that is made when it is first asked for. */
export function peerVenv(folder: string): { readonly python: string; readonly requirement: string } | { readonly problem: string } {
  const directory = join(__dirname, 'peers', folder);
  const python = join(directory, '.venv', 'bin', 'python');
  try {
    if (!existsSync(python)) {
      execFileSync('python3', ['-m', 'venv', join(directory, '.venv')], { stdio: 'pipe' });
    }
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--requirement', join(directory, 'requirements.txt')], { stdio: 'pipe' });
  } catch {
    return { problem: 'pip can\'t install it here' };
  }
  return { python, requirement: readFileSync(join(directory, 'requirements.txt'), 'utf8').trim() };
}
