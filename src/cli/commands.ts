import { check } from './check';
import type { Command } from './command';
import { explain } from './explain';
import { probe } from './probe';
import { serve } from './serve';

/** What `cdk-cors` can do, in the order of its help. */
export const COMMANDS: readonly Command[] = [check, serve, probe, explain];
