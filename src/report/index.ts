import type { Format } from './examined';
import { github } from './github';
import { html } from './html';
import { json } from './json';
import { sarif } from './sarif';
import { text } from './text';

export type { Examined, Format, Place, WriteOptions } from './examined';
export { evidenceLines, findingLines } from './text-findings';
export { corsLines } from './exchanges';
export { workflowCommand } from './github';
export { NO_ENTRANCE, openLines, plural } from './wording';

/** How a report can be written. */
export const FORMATS = { text, json, html, sarif, github } satisfies Readonly<Record<string, Format>>;
