import { type Finding, isOpen, verify, type VerifyOptions, verifyUpdate } from '../verify';
import { notAmongAllowed } from './allowed-origins';
import { type CorsQuestion, verdictsOn } from './cors-question';
import { entrancesOf, isIn } from './entrances';
import { findingFor } from './fixing';
import { findingsMessage, requestMessage, updateMessage } from './messages';
import { missingRoute } from './missing-route';
import { type Subject, subjectOf } from './received';

/** What jest and vitest take of a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

interface MatcherContext {
  readonly isNot?: boolean;
}

export interface CorsFindingsOptions extends Omit<VerifyOptions, 'onProgress'> {
  /**
   * The least severe finding that counts. `unknown` counts what isn't known as well: answers that no template tells, entrances that no page was asked for.
   *
   * @default 'warning'
   */
  readonly failOn?: Finding['severity'] | 'unknown';
}

function toAllowCors(this: MatcherContext, received: unknown, request: CorsQuestion): MatcherResult {
  return judge('toAllowCors', 'allowed', this.isNot === true, received, request);
}

function toBlockCors(this: MatcherContext, received: unknown, request: CorsQuestion): MatcherResult {
  return judge('toBlockCors', 'blocked', this.isNot === true, received, request);
}

function judge(matcher: string, wanted: 'allowed' | 'blocked', isNot: boolean, received: unknown, request: CorsQuestion): MatcherResult {
  const subject = subjectOf(received);
  const verdicts = verdictsOn(subject, request);
  const { verdict, engine } = verdicts.find((each) => each.verdict.outcome !== wanted) ?? verdicts[0];
  const missing = missingRoute(subject, request);
  const claimsReadable = (wanted === 'allowed') !== isNot;
  // What isn't known is neither, also of the negation. Nor is the answer of a gateway that has no such route, where one is meant to be readable.
  const isNeither = verdict.outcome === 'unknown' || (claimsReadable && missing !== undefined);
  return {
    pass: isNeither ? isNot : verdict.outcome === wanted,
    message: () => {
      const notAllowed = missing === undefined ? notAmongAllowed(subject, request, verdict) : undefined;
      const finding = verdict.outcome === 'blocked' && missing === undefined && notAllowed === undefined ? findingFor(subject, request, verdict) : undefined;
      return requestMessage(matcher, isNot, request, verdict, { finding, missing, notAllowed, engine });
    },
  };
}

function toHaveNoCorsFindings(this: MatcherContext, received: unknown, options: CorsFindingsOptions = {}): MatcherResult {
  const subject = subjectOf(received);
  const { failOn = 'warning', ...asked } = options;
  checkFailOn(failOn, 'unknown');
  const entrances = entrancesOf(subject).map(({ resource }) => resource.path);
  if (entrances.length === 0) throw new Error('there is no REST API, HTTP API or distribution in what expect() was given, so that no finding would prove nothing');
  const report = verify(subject.emulator, { ...asked, questions: { entrances, ...asked.questions } });
  const counted = report.findings.filter((finding) => isOf(subject, finding) && (failOn !== 'error' || finding.severity === 'error'));
  const isLeftOpen = failOn === 'unknown' && isOpen(report);
  return { pass: counted.length === 0 && !isLeftOpen, message: () => findingsMessage(counted, this.isNot === true, report) };
}

/** How much an update may leave. */
export interface UpdateOptions extends Pick<CorsFindingsOptions, 'rules' | 'policy' | 'readings'> {
  /** @default 'warning' */
  readonly failOn?: Finding['severity'];
}

function toUpdateSafely(this: MatcherContext, received: unknown, deployed: unknown, options: UpdateOptions = {}): MatcherResult {
  const { failOn = 'warning', ...asked } = options;
  checkFailOn(failOn);
  if (deployed === undefined) throw new Error('toUpdateSafely() was given nothing that is deployed; give a cdk.out, a template, or what "aws cloudformation get-template" prints');
  const subject = subjectOf(received);
  const emulator = subject.emulator.over(deployed);
  const found = verifyUpdate(emulator, asked).filter((finding) => isOf(subject, finding) && (failOn === 'warning' || finding.severity === 'error'));
  return { pass: found.length === 0, message: () => updateMessage(found, this.isNot === true, emulator.update!) };
}

function checkFailOn(failOn: unknown, ...more: readonly string[]): void {
  const allowed = [...more, 'warning', 'error'];
  if (!allowed.some((each) => each === failOn)) throw new Error(`failOn must be ${allowed.map((each) => `'${each}'`).join(', ').replace(/, ('error')$/, ' or $1')}, got ${JSON.stringify(failOn)}`);
}

/** Whether a finding is of the stack that was given: something there answers so, or stands there. */
function isOf({ stack }: Subject, { affected }: Finding): boolean {
  return stack === undefined || affected.questions > 0 || affected.resources.some((path) => isIn(stack, path));
}

/** For `expect.extend()`, where importing this module finds no `expect` to extend. */
export const matchers = { toAllowCors, toBlockCors, toHaveNoCorsFindings, toUpdateSafely };
