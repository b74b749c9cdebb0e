/* eslint-disable @typescript-eslint/no-require-imports -- each command is loaded when it is called, and not before */
import type { ListedCommand } from './command';

/** What `cdk-cors` can do, in the order of its help. */
export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'check',
    summary: 'asks every route of a template as pages would, and says what is wrong, with proof',
    load: () => (require('./check') as typeof import('./check')).check,
  },
  {
    name: 'serve',
    summary: 'answers HTTP on this machine as AWS would, from a synthesized app',
    heedsInterruption: true,
    load: () => (require('./serve') as typeof import('./serve')).serve,
  },
  {
    name: 'probe',
    summary: 'asks a live URL as pages would, in three browsers\' words, and says who answered and what is wrong',
    heedsInterruption: true,
    load: () => (require('./probe') as typeof import('./probe')).probe,
  },
  {
    name: 'explain',
    summary: 'says what a rule, a browser\'s line or a status means, and what is behind it on AWS',
    load: () => (require('./explain') as typeof import('./explain')).explain,
  },
];
