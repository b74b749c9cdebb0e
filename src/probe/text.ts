import { BROWSER_NAMES, ENGINES, type Engine } from '../browser';
import { corsLines, plural } from '../report';
import { renderLines, type Span, type Style, wrap } from '../terminal';
import { sentenceList } from '../values';
import type { Comparison } from './compare-assembly';
import { comparisonLines } from './comparison-text';
import type { Heard } from './conversation';
import type { ProbeFinding } from './finding';
import type { LiveExchange } from './live-answer';
import type { ProbeReport } from './probe';
import { originOf } from './scene';
import { whoAnswered } from './who-answered';

const WIDTH = 100;
const LABEL = 11;

const OUTCOMES = {
  allowed: ['green', '✓ allowed'],
  blocked: ['red', '✗ blocked'],
  unknown: ['yellow', '? unknown'],
} as const satisfies Readonly<Record<Heard['verdict']['outcome'], readonly [Style, string]>>;

/** For people at a terminal: what each page got, what went over the wire, and what is wrong. */
export function text({ asked, methods, findings, comparison, requests, failure, cutShort }: ProbeReport, isColoured: boolean): string {
  return renderLines([
    ...asked.flatMap((heard) => [...heardLines(heard), []]),
    ...methodLines(methods),
    ...findings.flatMap((finding) => [...findingLines(finding), []]),
    ...comparison === undefined ? [] : comparisonLines(comparison),
    ...failure === undefined ? [sumLine(findings, comparison, requests)] : wrap(`No answer: ${failure.message}.`, WIDTH).map((line): Span[] => [line]),
    ...cutShort === undefined ? [] : wrap(`Not all was asked: ${cutShort.message}.`, WIDTH).map((line): Span[] => [['yellow', line]]),
  ], isColoured);
}

function heardLines(heard: Heard): Span[][] {
  const { page, verdict, exchanges } = heard;
  return [
    [['bold', `${page.method ?? 'GET'} ${page.url}`], `, asked by a page of ${originOf(heard)}${page.credentials === 'include' ? ', with credentials' : ''}`],
    [],
    ...ENGINES.flatMap((engine) => engineLines(engine, heard)),
    ...verdict.outcome === 'unknown' ? wrap(`Unknown: ${exchanges.at(-1)?.failure?.message ?? verdict.reason ?? ''}`, WIDTH - 2).map((line): Span[] => [`  ${line}`]) : [],
    [],
    ...exchanges.flatMap(exchangeLines),
  ];
}

function engineLines(engine: Engine, { verdict: { browsers } }: Heard): Span[][] {
  const { outcome, console } = browsers[engine];
  const line = console[engine];
  const said = line === undefined ? [] : wrap(line, WIDTH - LABEL - 2).map((each): Span[] => [' '.repeat(LABEL + 2), ['dim', each]]);
  return [[`  ${BROWSER_NAMES[engine].padEnd(LABEL)}`, OUTCOMES[outcome]], ...said];
}

function exchangeLines({ request, answer, failure }: LiveExchange): Span[][] {
  const indented = (line: string): Span[] => [['dim', `    ${line}`]];
  const asked = [[`  ${request.method} ${request.url}${request.preflight ? ' (preflight)' : ''}`], ...corsLines(request.headers).map(indented)] as Span[][];
  if (answer === undefined) return [...asked, [`  ← ${failure?.message ?? 'no answer'}`]];
  const { status, httpVersion, headers } = answer;
  return [...asked, [`  ← ${status} over HTTP/${httpVersion}, by ${whoAnswered(answer, request.url).name}`], ...corsLines(headers).map(indented)];
}

function methodLines(methods: ProbeReport['methods']): Span[][] {
  if (methods.length === 0) return [];
  return [[['bold', 'Methods, as far as their preflights tell']], ...methods.map(({ method, outcome }): Span[] => [`  ${method.padEnd(LABEL)}`, outcome === 'preflight passes' ? ['green', '✓ preflight passes'] : OUTCOMES[outcome]]), []];
}

function findingLines({ rule, severity, message, also, fix }: ProbeFinding): Span[][] {
  return [
    [[severity === 'error' ? 'red' : 'yellow', `${severity === 'error' ? '✗' : '!'} ${severity}`], ' ', ['bold', rule]],
    ...wrap(message, WIDTH - 2).map((line): Span[] => [`  ${line}`]),
    [],
    ...labelled('Or', also.length === 0 ? [] : wrap(`${sentenceList(also)}, which leave the same answer behind`, WIDTH - LABEL)),
    ...labelled('CDK', fix.cdk.split('\n'), 'cyan'),
    ...labelled('More', [`cdk-cors explain ${rule}`]),
  ];
}

function labelled(label: string, lines: readonly string[], style: Style = 'plain'): Span[][] {
  return lines.map((line, index): Span[] => [['dim', `  ${(index === 0 ? label : '').padEnd(LABEL - 2)}`], [style, line]]);
}

function sumLine(findings: readonly ProbeFinding[], comparison: Comparison | undefined, requests: number): Span[] {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const sent: Span = ['dim', ` ${plural(requests, 'request')} sent.`];
  if (comparison !== undefined && comparison.differences.length > 0) {
    const found = findings.length === 0 ? '' : `${plural(errors, 'error')}, ${plural(findings.length - errors, 'warning')}, `;
    return [['red', `${found}${plural(comparison.differences.length, 'difference')}.`], sent];
  }
  if (findings.length === 0) return [['green', comparison === undefined ? 'No findings.' : 'No differences.'], sent];
  return [[errors > 0 ? 'red' : 'yellow', `${plural(errors, 'error')}, ${plural(findings.length - errors, 'warning')}.`], sent];
}
