import { ENGINES } from '../browser';
import { inert } from '../terminal';
import type { Comparison } from './compare-assembly';
import type { Heard } from './conversation';
import type { ProbeReport } from './probe';
import { originOf } from './scene';
import { whoAnswered } from './who-answered';

/** Rises when a name is removed or changes its meaning. New names may come at any time. */
const JSON_VERSION = 1;

/** For programs. What each name means is in docs/guides/probe.md. */
export function json({ url, asked, methods, findings, comparison, requests, failure, cutShort }: ProbeReport): string {
  const count = (severity: string) => findings.filter((each) => each.severity === severity).length;
  return `${inert(JSON.stringify({
    format: 'cdk-cors-probe',
    version: JSON_VERSION,
    url,
    summary: { errors: count('error'), warnings: count('warning'), differences: comparison?.differences.length, requests },
    asked: asked.map(heardOf),
    methods,
    findings: findings.map(({ evidence, ...finding }) => ({ ...finding, evidence: evidence.map(heardOf) })),
    comparison: comparison && comparisonOf(comparison),
    failure,
    cutShort,
  }, null, 2))}\n`;
}

function comparisonOf({ differences, ...comparison }: Comparison) {
  return { ...comparison, differences: differences.map(({ evidence, ...difference }) => ({ ...difference, evidence: heardOf(evidence) })) };
}

function heardOf(heard: Heard) {
  const { page, verdict, exchanges } = heard;
  const { outcome, error, parameter, reason, status, exposedHeaders, browsers } = verdict;
  return {
    page: originOf(heard),
    method: page.method ?? 'GET',
    credentials: page.credentials === 'include',
    outcome,
    error,
    parameter,
    reason,
    status,
    exposedHeaders,
    browsers: Object.fromEntries(ENGINES.map((engine) => [engine, { outcome: browsers[engine].outcome, console: browsers[engine].console[engine] }])),
    exchanges: exchanges.map(({ request, answer, failure }) => ({
      preflight: request.preflight,
      method: request.method,
      url: request.url,
      requestHeaders: request.headers,
      status: answer?.status,
      httpVersion: answer?.httpVersion,
      responseHeaders: answer?.headers,
      by: answer && whoAnswered(answer, request.url).layer,
      failure,
    })),
  };
}
