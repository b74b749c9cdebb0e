import { originOfPage } from '../http';
import { type AskVerdict, type Finding, verify } from '../verify';
import type { CorsQuestion } from './cors-question';
import { entrancesOf } from './entrances';
import type { Subject } from './received';

/** What verify finds to be the cause of a verdict, if it finds it. */
export function findingFor(subject: Subject, { from, method = 'GET' }: CorsQuestion, verdict: AskVerdict): Finding | undefined {
  const page = originOfPage(from);
  const asked = subject.emulator.entranceOf(verdict.exchanges[0]?.request.url ?? '');
  const entrances = (asked === undefined ? entrancesOf(subject) : [asked]).map(({ resource }) => resource.path);
  const { findings } = verify(subject.emulator, { questions: { pages: page === undefined ? [] : [page], entrances } });
  const likely = findings.map((finding) => ({ finding, likeness: likeness(finding, verdict, page, method) })).filter((each) => each.likeness > 0);
  return likely.sort((a, b) => b.likeness - a.likeness)[0]?.finding;
}

/** 0 where a finding is about something else. */
function likeness({ evidence, affected }: Finding, verdict: AskVerdict, page: string | undefined, method: string): number {
  const atPreflight = ({ exchanges }: AskVerdict) => exchanges.at(-1)?.preflight;
  const same = evidence.filter((each) => each.error === verdict.error && atPreflight(each) === atPreflight(verdict));
  if (same.length === 0) return 0;
  const answerer = verdict.via.at(-1)?.logicalId;
  return 1 + [
    same.some(({ via }) => via.at(-1)?.logicalId === answerer),
    page !== undefined && affected.pages.includes(page),
    affected.routes.some((route) => route.startsWith(`${method} `)),
  ].filter(Boolean).length;
}
