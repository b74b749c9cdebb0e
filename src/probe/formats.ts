import { github } from './github';
import { json } from './json';
import type { ProbeReport } from './probe';
import { text } from './text';

/** How the report of a probe can be written. */
export const PROBE_FORMATS = { text, json, github } satisfies Readonly<Record<string, (report: ProbeReport, isColoured: boolean) => string>>;

export type ProbeFormatName = keyof typeof PROBE_FORMATS;
