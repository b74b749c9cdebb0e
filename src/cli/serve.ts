import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from './command';

/** `cdk-cors serve`. */
export const serve: Command = {
  name: 'serve',
  summary: 'answers HTTP on this machine as AWS would, from a synthesized template',
  takes: '[cdk.out | template]',
  most: 1,
  options: [{ name: 'port', value: 'port', about: 'the first port' }],
  help: [],
  run: async ({ positionals: [app = 'cdk.out'] }, { cwd }) => {
    if (!existsSync(resolve(cwd, app))) throw new Error(`there is no ${app} here; run "cdk synth" first, or name the folder that it wrote`);
    return 0;
  },
};
