import { type Span, type Style, wrap } from '../terminal';
import { firstFew } from '../values';
import type { AskVerdict, Finding } from '../verify';
import type { Place } from './examined';
import { corsLines, exchangesOf, statusText, viaText } from './exchanges';
import { plural } from './wording';

const WIDTH = 100;
const LABEL = 11;
const MAX_ROUTES = 4;

/** A finding, as lines. */
export function findingLines(finding: Finding, place: Place | undefined): Span[][] {
  const { rule, severity, path, message, console, affected, fix, evidence } = finding;
  const style: Style = severity === 'error' ? 'red' : 'yellow';
  return [
    [[style, `${severity === 'error' ? '✗' : '!'} ${severity}`], ' ', ['bold', rule]],
    [`  ${path}`],
    ...place === undefined ? [] : [[['dim', `  ${place.file}:${place.line}:${place.column}`]] as Span[]],
    [],
    ...wrap(message, WIDTH - 2).map((line): Span[] => [`  ${line}`]),
    [],
    ...labelled('Browser', console === undefined ? [] : wrap(console, WIDTH - LABEL)),
    ...labelled('Concerns', affected.questions === 0 ? [] : wrap(affectedText(affected), WIDTH - LABEL)),
    ...labelled('Seen', evidence.length === 0 ? [] : evidenceLines(evidence[0])),
    ...labelled('CDK', fix.cdk.split('\n'), 'cyan'),
    ...labelled('Template', fix.cloudFormation.split('\n'), 'cyan'),
    ...labelled('More', [`cdk-cors explain ${rule}`]),
  ];
}

function labelled(label: string, lines: readonly string[], style: Style = 'plain'): Span[][] {
  return lines.map((line, index): Span[] => [['dim', `  ${(index === 0 ? label : '').padEnd(LABEL - 2)}`], [style, line]]);
}

/** `GET /items and 98 more, for pages of https://app.example.com (204 questions)`. */
export function affectedText({ questions, routes, pages }: Finding['affected']): string {
  return `${firstFew(routes, MAX_ROUTES)}, asked by ${firstFew(pages, 3)} (${plural(questions, 'question')})`;
}

/** What went over the wire, in a few lines. */
export function evidenceLines(verdict: AskVerdict): string[] {
  return exchangesOf(verdict).flatMap((exchange) => [
    ...wrap(`${exchange.method} ${exchange.url}`, WIDTH - LABEL),
    ...corsLines(exchange.requestHeaders).map((line) => `  ${line}`),
    ...wrap(`← ${statusText(exchange)}${exchange.via.length === 0 ? '' : `, by ${viaText(exchange.via)}`}`, WIDTH - LABEL),
    ...corsLines(exchange.responseHeaders ?? []).map((line) => `  ${line}`),
  ]);
}
