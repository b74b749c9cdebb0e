import type { EmulatedEntrance } from '../emulator';
import type { ServedApi } from '../update';
import type { AskVerdict } from './answers';
import type { App, Page, Target } from './app';
import type { Question } from './ask';
import { DeclaredOrigins } from './declared-origins';
import { headerValue } from './exchange-headers';
import { isAnyOrigin } from './origin-text';
import { withPreflight } from './questions';

/** What a page gets from a stage otherwise than the new template says. */
export interface Difference {
  readonly target: Target;
  readonly page: Page;
  readonly failure?: string;
  /** From the stage. */
  readonly served: AskVerdict;
  /** By the template. */
  readonly said: AskVerdict;
}

/** Failures that a gateway makes of its own: one of each kind. */
const FAILURES = ['THROTTLED', 'INTEGRATION_TIMEOUT'];

/**
 * What pages get otherwise, of the methods that the new template has; of those that only the stage has, what pages get that the new template knows nothing of.
 *
 * Methods that are configured alike on both sides, preflights included, are asked once.
 */
export function differencesOf({ api }: ServedApi, template: App, stage: App): Difference[] {
  const sides = [template, stage].flatMap((app): Side[] => {
    const entrance = app.emulator.entrances.find(({ resource }) => resource.path === api.path);
    return entrance === undefined ? [] : [{ app, entrance }];
  });
  return sides.length < 2 ? [] : new Comparison(sides[0], sides[1]).differences();
}

interface Side {
  readonly app: App;
  readonly entrance: EmulatedEntrance;
}

class Comparison {
  private readonly asked = new Set<string>();
  private readonly onStage: ReadonlyMap<string, Target>;

  constructor(private readonly template: Side, private readonly stage: Side) {
    this.onStage = new Map(targetsOf(stage).map((target) => [nameOf(target), target]));
  }

  public differences(): Difference[] {
    const all = distinct([...pagesOf(this.template), ...pagesOf(this.stage)]);
    const targets = targetsOf(this.template);
    const known = new Set(targets.map(nameOf));
    const withdrawn = [...this.onStage].filter(([name]) => !known.has(name)).map(([, target]) => target);
    const found = [
      ...targets.filter((target) => this.isNew(target)).flatMap((target) => all.flatMap((page) => this.compare(target, page))),
      ...withdrawn.filter((target) => this.isNew(target))
        .flatMap((target) => this.foreignTo(target, all).flatMap((page) => this.compare(target, page))).filter(isMore),
    ];
    // what the app's own pages miss comes first
    return [...found.filter(isMissed), ...found.filter((each) => !isMissed(each))];
  }

  /** The pages that may not call a path by what the template says of paths that it doesn't have. */
  private foreignTo({ route }: Target, pages: readonly Page[]): Page[] {
    const { app, entrance } = this.template;
    const declared = app.once(declaredIn);
    // where nothing answers preflights of the path any more, the policy of the API as a whole counts, and its root has that
    const path = declared.preflightMethod(entrance, route) === undefined ? '/' : route.path;
    const { origins } = declared.of(entrance, { ...route, path, step: undefined });
    return pages.filter((page) => !origins.some(({ origin }) => origin === page.origin || isAnyOrigin(origin)));
  }

  private isNew(target: Target): boolean {
    const taken = this.onStage.get(nameOf(target));
    const preflights = [this.template, this.stage]
      .map(({ app, entrance }) => app.once(declaredIn).preflightMethod(entrance, target.route)?.logicalId);
    const key = JSON.stringify([taken === target, target.method, target.route.fingerprint.key, taken?.route.fingerprint.key, preflights]);
    const isNew = !this.asked.has(key);
    this.asked.add(key);
    return isNew;
  }

  /** A call as the target asks for it and as a gateway fails it, one with a preflight, and one with credentials. */
  private compare(target: Target, page: Page): Difference[] {
    const { entrance: { resource }, method, path, headers } = target;
    const plain: Question = { page: page.origin, entrance: resource.path, method, path, headers, answer: 'unspecified' };
    const preflighted = this.headersFor(plain).map((header): Question => ({ ...plain, headers: { ...headers, [header]: 'value' } }));
    const questions = [
      ...preflighted,
      plain,
      ...preflighted.map((question): Question => ({ ...question, credentials: 'include' })),
      ...FAILURES.map((failure): Question => ({ ...plain, failure })),
    ];
    return questions.flatMap((question) => {
      const [said, served] = [this.template.app.ask(question), this.stage.app.ask(question)];
      // which error a gateway makes says nothing of who may read it
      const isSame = fate(said) === fate(served) && (question.failure !== undefined || served.outcome !== 'allowed' || said.status === served.status);
      return isSame ? [] : [{ target, page, failure: question.failure, said, served }];
    });
  }

  /** Headers for which browsers send a preflight: one that pages may send by both sides, and one that they may by either alone. */
  private headersFor(question: Question): string[] {
    const [said, served] = [this.template, this.stage].map(({ app }) => {
      const [preflight] = app.ask(withPreflight(question)).exchanges;
      const names = headerValue(preflight?.response ?? 'unknown', 'access-control-allow-headers')?.split(',').map((name) => name.trim().toLowerCase());
      return names?.filter((name) => /^[\w-]+$/.test(name)) ?? [];
    });
    const both = said.find((name) => served.includes(name)) ?? 'authorization';
    const either = [said.find((name) => !served.includes(name)), served.find((name) => !said.includes(name))];
    return [both, ...either.filter((name) => name !== undefined)];
  }
}

function declaredIn({ emulator }: App): DeclaredOrigins {
  return new DeclaredOrigins(emulator);
}

function targetsOf({ app, entrance }: Side): Target[] {
  return app.targets.filter((target) => target.entrance === entrance);
}

function pagesOf({ app, entrance }: Side): Page[] {
  return app.pagesOf(entrance).filter(({ role, origin }) => role === 'declared' || (role === 'foreign' && origin !== 'null'));
}

function distinct(pages: readonly Page[]): Page[] {
  return pages.filter((page, index) => pages.findIndex(({ origin }) => origin === page.origin) === index);
}

function nameOf({ method, route: { path } }: Target): string {
  return `${method} ${path}`;
}

function isMissed({ page, served }: Difference): boolean {
  return page.role === 'declared' && served.outcome === 'blocked';
}

/** Whether a page gets more from the stage than by the template, which knows the path no longer: that it reads less harms no page. */
function isMore({ served, said }: Difference): boolean {
  return served.outcome !== 'blocked' || (said.outcome === 'blocked' && isStoppedBefore(said) && !isStoppedBefore(served));
}

function isStoppedBefore({ error }: Pick<AskVerdict, 'error'>): boolean {
  return error?.includes('Preflight') === true;
}

/** What becomes of a request: also whether it is sent, which may do something although its answer can't be read. */
export function fate({ outcome, error }: AskVerdict): string {
  switch (outcome) {
    case 'allowed': return 'can read the answer';
    case 'unknown': return 'may send the request';
    default: return isStoppedBefore({ error }) ? 'is blocked by the preflight' : 'can\'t read the answer';
  }
}
