import { shownCount, visible } from '../values';
import type { Finding } from '../verify';
import type { Examined, Format } from './examined';
import { NO_ENTRANCE, openLines, plural } from './wording';

/**
 * Annotations on the lines of templates, for a workflow of GitHub Actions.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const github: Format = {
  about: 'annotations of a GitHub workflow',
  write(examined) {
    const { app, report: { findings, questions, open }, entrances } = examined;
    const notices = [
      ...entrances.length === 0 ? [`${app}: ${NO_ENTRANCE}`] : [],
      ...openLines(examined.report),
    ].map((message) => workflowCommand('notice', { title: 'cdk-cors' }, message));
    const unknown = open.unknown > 0 ? `, ${shownCount(open.unknown)} unknown` : '';
    const sum = `cdk-cors: ${plural(findings.length, 'finding')}${unknown}, ${plural(questions, 'question')} asked\n`;
    return [...notices, ...findings.map((finding) => annotation(finding, examined)), sum].join('');
  },
};

function annotation(finding: Finding, { placeOf }: Examined): string {
  const { rule, severity, path, message, console, fix, docs } = finding;
  const place = placeOf(finding);
  const lines = [message, `at ${path}`, ...console === undefined ? [] : [`Browsers say: ${console}`], `Fix: ${fix.cdk}`, docs];
  return workflowCommand(severity, {
    ...place && { file: place.file, line: String(place.line), col: String(place.column) },
    title: `cdk-cors ${rule}`,
  }, lines.join('\n'));
}

/** A command to the runner of a workflow. */
export function workflowCommand(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(visible(value))}`).join(',');
  return `::${name} ${written}::${escapeData(message.split('\n').map(visible).join('\n'))}\n`;
}

// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
function escapeData(value: string): string {
  return value.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(value: string): string {
  return escapeData(value).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
