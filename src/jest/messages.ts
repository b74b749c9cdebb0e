import type { Engine } from '../browser';
import { evidenceLines, findingLines, openLines } from '../report';
import { renderLines } from '../terminal';
import type { Update } from '../update';
import { shownCount } from '../values';
import { type AskVerdict, enginesOtherThan, exceptIn, type Finding, isOpen, type Report } from '../verify';
import type { CorsQuestion } from './cors-question';

/** Where the numbers of rules in notes are explained. */
const AWS_RULES = 'https://github.com/cdk-cors/cdk-cors/blob/main/docs/aws-rules.md';

/** Why a request went as it did. */
export interface Reasons {
  readonly finding?: Finding;
  /** That the app has no such route. */
  readonly missing?: readonly string[];
  /** That the page isn't one of those that may call. */
  readonly notAllowed?: readonly string[];
  /** The engine that went so, where engines were asked for. */
  readonly engine?: Engine;
}

const ENGINE_NAMES: Readonly<Record<Engine, string>> = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' };

/** Why an expectation of a request wasn't met, for people who read the output of a test. */
export function requestMessage(
  matcher: string, isNot: boolean, request: CorsQuestion, verdict: AskVerdict, { finding, missing = [], notAllowed = [], engine }: Reasons = {},
): string {
  return [
    `expect(received)${isNot ? '.not' : ''}.${matcher}(${JSON.stringify(request)})`,
    outcomeLine(request, verdict, engine),
    section('But there is no such route', missing),
    section('The browser\'s console', verdict.outcome === 'blocked' ? [verdict.console[engine ?? 'chromium'] ?? verdict.reason ?? ''] : []),
    section('What would decide it', verdict.outcome === 'unknown' && missing.length === 0 ? decides(verdict) : []),
    section('What went over the wire', evidenceLines(verdict).filter((line) => !BESIDE_THE_POINT.test(line))),
    section(`What it rests on${verdict.rules.length === 0 ? '' : ` (${AWS_RULES})`}`, verdict.notes),
    section('The cause', finding === undefined ? notAllowed : [finding.message, finding.path]),
    section(`What mends it (${finding?.rule}, ${finding?.docs})`, finding === undefined ? [] : finding.fix.cdk.split('\n')),
  ].filter((part) => part !== '').join('\n\n');
}

/** Where the origin isn't known to be allowed, the other headers don't matter yet. */
const BESIDE_THE_POINT = /^\s*access-control-(?!allow-origin).*: not known$/;

function outcomeLine({ from, failure }: CorsQuestion, verdict: AskVerdict, engine: Engine | undefined): string {
  const where = engine === undefined ? '' : ` in ${ENGINE_NAMES[engine]}`;
  const last = verdict.exchanges.at(-1);
  const asked = `${last?.preflight === true ? 'the preflight of ' : ''}${last?.request.url ?? verdict.url}`;
  const what = failure === undefined ? asked : `${asked}, which fails as ${failure}`;
  const except = engine === undefined ? exceptIn(enginesOtherThan(verdict)) : '';
  if (verdict.outcome === 'allowed') return `A page of ${from} can read the answer of ${what}${where}${except}.`;
  if (verdict.outcome === 'blocked') return `A page of ${from} is blocked${where} at ${what}${except}.`;
  return `It isn't known from the template whether a page of ${from} can read the answer of ${what}: ${verdict.reason}`;
}

/** An unknown outcome is neither: the test must say what it rests on. */
function decides({ unknown }: AskVerdict): string[] {
  return unknown?.kind === 'parameter'
    ? ['the parameter\'s value: expect(Emulator.fromAssembly(\'cdk.out\', { parameters: { … } }))']
    : ['what the function or back end answers: answer: { headers: { \'access-control-allow-origin\': … } }'];
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`)].join('\n');
}

/** What was found, as `cdk-cors check` prints it. */
export function findingsMessage(findings: readonly Finding[], isNot: boolean, report: Report): string {
  const head = `expect(received)${isNot ? '.not' : ''}.toHaveNoCorsFindings()`;
  const open = isOpen(report) ? [section('Not known, so that nothing is proven of it', openLines(report))] : [];
  const asked = `${shownCount(report.questions)} questions were asked, and ${open.length === 0 ? 'all went as they should' : 'none went otherwise than it should'}.`;
  if (findings.length === 0) return [head, asked, ...open].join('\n\n');
  const found = findings.map((finding) => renderLines(findingLines(finding, undefined), false).trimEnd());
  return [head, `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}:`, ...found, ...open].join('\n\n');
}

/** What an update does, as `cdk-cors check --deployed` prints it. */
export function updateMessage(findings: readonly Finding[], isNot: boolean, { changes }: Update): string {
  const head = `expect(received)${isNot ? '.not' : ''}.toUpdateSafely(deployed)`;
  const changed = changes.filter(({ kind }) => kind !== 'unchanged').length;
  if (findings.length === 0) return `${head}\n\n${changed} of ${changes.length} resources change, and nothing is in the way.`;
  return [head, ...findings.map((finding) => renderLines(findingLines(finding, undefined), false).trimEnd())].join('\n\n');
}
