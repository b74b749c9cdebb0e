import { Decision } from './decision';
import { ENGINES, type Engine } from './departures';
import { judge, type Run } from './judge';
import type { Answer, ByEngine, EngineVerdict, Exchange, HttpRequest, PageRequest, Verdict } from './types';

/**
 * What each engine would do, given what one browser does. An engine is asked only if it departs from the standard otherwise than those
 * before it somewhere on their way; and a server is asked only for what it was not asked before.
 */
export function* judgeByEngine(page: PageRequest, first: Run): Generator<HttpRequest, ByEngine, Answer> {
  const runs = [first];
  const given = new GivenAnswers(first.verdict.exchanges);
  const byEngine: Partial<Record<Engine, EngineVerdict>> = {};
  for (const engine of ENGINES) {
    const decision = new Decision(engine);
    let run = runs.find((other) => decidesAlike(decision, other.decision));
    if (run === undefined) {
      run = yield* given.answering(judge(page, decision));
      runs.push(run);
    }
    byEngine[engine] = run.verdict;
  }
  return byEngine as ByEngine;
}

function decidesAlike(engine: Decision, other: Decision): boolean {
  return engine.browser === other.browser || other.departures.every((name) => engine.does(name) === other.does(name));
}

/** What servers answered: to the same request they answer the same, in the same order. */
class GivenAnswers {
  private answers: Map<string, Answer[]> | undefined;

  public constructor(private readonly exchanges: readonly Exchange[]) {}

  /** Goes on with a computation, which yields what was not answered yet. */
  public* answering(judging: Generator<HttpRequest, Run, Answer>): Generator<HttpRequest, Run, Answer> {
    const seen = new Map<Answer[], number>();
    let step = judging.next();
    while (step.done !== true) {
      const known = this.of(step.value);
      const index = seen.get(known) ?? 0;
      seen.set(known, index + 1);
      if (index >= known.length) {
        known.push(yield step.value);
      }
      step = judging.next(known[index]);
    }
    return step.value;
  }

  private of(request: HttpRequest): Answer[] {
    return listIn(this.answers ??= this.read(), keyOf(request));
  }

  /** Not before an engine goes a way of its own, which few do. */
  private read(): Map<string, Answer[]> {
    const answers = new Map<string, Answer[]>();
    for (const { request, response } of this.exchanges) {
      listIn(answers, keyOf(request)).push(response);
    }
    return answers;
  }
}

function keyOf({ method, url, preflight, headers }: HttpRequest): string {
  return JSON.stringify([method, url, preflight, headers]);
}

function listIn(answers: Map<string, Answer[]>, key: string): Answer[] {
  const known = answers.get(key) ?? [];
  answers.set(key, known);
  return known;
}

/** A verdict that says what every engine would do, once it is asked. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class Judgement {
  #byEngine: ByEngine | (() => ByEngine);

  public constructor(verdict: EngineVerdict, byEngine: () => ByEngine) {
    Object.assign(this, verdict);
    this.#byEngine = byEngine;
  }

  /** See `Verdict.browsers`. */
  public get browsers(): ByEngine {
    if (typeof this.#byEngine === 'function') {
      this.#byEngine = this.#byEngine();
    }
    return this.#byEngine;
  }
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface Judgement extends Verdict {}
