import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Emulator } from '../../src/emulator';
import { probe, type ProbeReport } from '../../src/probe';
import { whoAnswered } from '../../src/probe/who-answered';
import { type RunningServer, startServer } from '../../src/serve';
import { ask, type MatrixRow, type Report, verify } from '../../src/verify';
import { publicUrl } from '../../src/verify/targets';
import { readable } from '../probe/answers';
import { ZooServer } from '../probe/zoo-keeper';
import { exampleApp, STACKS } from '../support/examples';

const PATIENT = { timeout: 60_000, totalTimeout: 600_000, maxRequests: 1000 };

/** What the back end of an example would be, where it isn't in the template. */
const BACKENDS: Readonly<Record<string, string>> = { 'spring-behind-cloudfront': 'https://spring.internal.example.com' };

interface Example {
  readonly emulator: Emulator;
  readonly report: Report;
  readonly server: RunningServer;
}

async function serving<T>(example: string, use: (served: Example) => Promise<T>): Promise<T> {
  const { directory } = exampleApp(example, mkdtempSync(join(tmpdir(), 'cdk-cors-'))).synth();
  const emulator = Emulator.fromAssembly(directory);
  const backend = new ZooServer(() => readable([]));
  const url = await backend.url();
  const server = await startServer({ app: directory, port: 0, watch: false, backends: example in BACKENDS ? { [BACKENDS[example]]: url } : {} });
  try {
    return await use({ emulator, report: verify(emulator), server });
  } finally {
    await server.close();
    await backend.close();
  }
}

/** The rows of routes that are configured alike, by the first of them: the same pages ask it the same ways. */
function distinct({ matrix }: Report): MatrixRow[] {
  const first = new Map<string, string>();
  return matrix.filter(({ resource, method, path, cases: [{ target: { route: { behavior, fingerprint } } }] }) => {
    const key = `${resource} ${behavior} ${fingerprint.key} ${method}`;
    const owner = first.get(key) ?? path;
    first.set(key, owner);
    return owner === path;
  });
}

interface Answered {
  readonly asked: string;
  /** What check says. */
  readonly checked: string;
  /** What probe says. */
  readonly probed: string;
  /** Errors that probe finds where check says that all is well. */
  readonly findings: readonly string[];
}

async function answersTo(row: MatrixRow, { server, emulator }: Example): Promise<Answered[]> {
  const served = server.entrance(row.resource);
  const entrance = emulator.entrances.find(({ resource }) => resource.path === row.resource)!;
  const own = publicUrl(entrance);
  const answers: Answered[] = [];
  for (const { question, variant, target, verdict } of row.cases) {
    if (variant.failure === undefined) {
      const page = question.page === own ? new URL(served.url).origin : question.page;
      const headers = Object.entries(question.headers ?? {}) as [string, string][];
      const { credentials } = variant;
      const report = await probe({ url: `${served.url}${target.path}`, pages: [page], method: row.method, headers, credentials, ...PATIENT });
      // check takes callers for authorized, and asks for refusals apart
      const checked = isRefused(report) ? ask(emulator, { ...question, answer: undefined }).outcome : verdict.outcome;
      const probed = outcomeOf(report);
      const asked = `${row.method} ${row.resource} ${target.path} from ${question.page} ${JSON.stringify(variant)}`;
      const errors = report.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
      answers.push({ asked, checked, probed, findings: checked === 'allowed' && probed !== 'unknown' ? errors : [] });
    }
  }
  return answers;
}

/** Whether a gateway refuses the request itself: nothing here signs in. */
function isRefused({ asked: [{ exchanges }] }: ProbeReport): boolean {
  const last = exchanges.at(-1);
  if (last?.answer === undefined || last.request.preflight) return false;
  return (last.answer.status === 401 || last.answer.status === 403) && whoAnswered(last.answer, last.request.url).isOwn;
}

function outcomeOf({ asked: [{ verdict, exchanges }] }: ProbeReport): string {
  // the emulator says so where it can't tell
  return exchanges.some(({ answer }) => answer?.headers.some(([name]) => name.toLowerCase() === 'x-cdk-cors-unknown')) ? 'unknown' : verdict.outcome;
}

describe.each(Object.keys(STACKS))('%s', (example) => {
  test('probe of each served route says what check says of its template', async () => {
    const answers = await serving(example, async (served) => {
      const all: Answered[] = [];
      for (const row of distinct(served.report)) {
        all.push(...await answersTo(row, served));
      }
      return all;
    });
    const decided = answers.filter(({ checked, probed }) => checked !== 'unknown' && probed !== 'unknown');
    expect(decided.filter(({ checked, probed, findings }) => checked !== probed || findings.length > 0)).toEqual([]);
    expect(decided.length).toBeGreaterThan(answers.length / 5);
  }, 120_000);

  test('beside its own assembly nothing differs', async () => {
    const comparisons = await serving(example, async ({ emulator, server }) => {
      const all = [];
      for (const { url, path } of server.entrances) {
        all.push((await probe({ url, pages: [], assembly: { emulator, entrance: path }, ...PATIENT })).comparison!);
      }
      return all;
    });
    expect(comparisons.flatMap(({ differences }) => differences)).toEqual([]);
    expect(comparisons.some(({ questions, undecided }) => questions > undecided)).toBe(true);
  }, 120_000);
});
