import type { EmulatedEntrance, TemplateResource } from '../emulator';
import type { AskVerdict } from './answers';
import type { App, Case, Cause, Finding, Rule, Target } from './app';
import { addsApiKey, apiEdgesOf, writesCors } from './edges';
import { fixAt } from './fix-at';
import { ownOrigins, withOrigins } from './own-origins';
import { failureOf, ruleFailed } from './rules/rule-failed';
import { isUnexpected } from './unexpected';

const MAX_EVIDENCE = 3;
const DOCS = 'https://github.com/cdk-cors/cdk-cors/blob/main/docs/rules';

/** The page of a rule. */
export function docsOf(rule: string): string {
  return `${DOCS}/${rule}.md`;
}

interface Attributed {
  readonly rule: Rule;
  readonly cause: Cause;
  readonly of?: Case;
}

/** What is wrong: each unexpected case explained by the first rule that can, and what rules see by themselves. The same cause is one finding. */
export function findingsOf(app: App, rules: readonly Rule[]): Finding[] {
  const unexpected = app.cases.filter((each) => isUnexpected(each, app.policy) && !isLeftToEdge(each, app));
  const failures = new Failures(rules);
  const attribution = new Attribution(app, rules, failures);
  const keys = new Map<Cause, string>();
  const groups = new Map<string, Attributed[]>();
  const found = [...inspected(app, rules, failures), ...unexpected.flatMap((each) => attribution.of(each) ?? [])];
  for (const attributed of [...found, ...failures.all]) {
    const key = keys.get(attributed.cause) ?? groupOf(attributed, app);
    keys.set(attributed.cause, key);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [attributed]);
    } else {
      group.push(attributed);
    }
  }
  return [...groups.values()].map((group) => findingOf(group, app)).sort((a, b) => order(a) - order(b));
}

/** Whether a case goes past a distribution by which pages are to call. */
export function isLeftToEdge(examined: Case, app: App): boolean {
  return isPastEdges(examined) && app.once(answeredByEdges).has(calledOf(examined.target.entrance, examined.target));
}

/**
 * What pages are to call by a distribution with CORS headers of its own, or with the API's key, and not past it: the API behind leaves its errors to the edge. What the API
 * does wrong shows there, too.
 */
function answeredByEdges(app: App): ReadonlySet<string> {
  const edges = apiEdgesOf(app).filter((edge) => writesCors(edge) || addsApiKey(edge));
  return new Set(edges.flatMap((edge) => edge.targets().map((target) => calledOf(edge.api, target))));
}

function isPastEdges({ expected, target: { entrance } }: Case): boolean {
  return entrance.kind !== 'cloudfront' && expected === 'allowed';
}

function calledOf(api: EmulatedEntrance, { method, route: { fingerprint, resource } }: Target): string {
  return [api.resource.path, resource.path, method, fingerprint.text].join(' ');
}

function order({ severity }: Finding): number {
  return severity === 'error' ? 0 : 1;
}

/** What rules see by themselves. What one found before it threw counts. */
function* inspected(app: App, rules: readonly Rule[], failures: Failures): Generator<Attributed> {
  for (const rule of rules) {
    try {
      for (const cause of rule.inspect?.(app) ?? []) {
        yield { rule, cause };
      }
    } catch (error) {
      failures.add(rule, error, app.emulator.entrances[0]?.resource ?? app.emulator.model.resources[0]);
    }
  }
}

/** The rules that threw, once each: one that fails never costs what the others find. */
class Failures {
  private readonly byRule = new Map<Rule, Attributed>();

  constructor(private readonly rules: readonly Rule[]) {}

  public add(rule: Rule, error: unknown, resource: TemplateResource | undefined, of?: Case): void {
    if (resource !== undefined && this.rules.includes(ruleFailed) && !this.byRule.has(rule)) {
      this.byRule.set(rule, { rule: ruleFailed, cause: failureOf(rule, error, resource), of });
    }
  }

  public get all(): Iterable<Attributed> {
    return this.byRule.values();
  }
}

/** Equivalent cases mostly have the same cause, so the rule that explains one is asked first about the others. */
class Attribution {
  private readonly known = new Map<Case, Attributed | undefined>();

  constructor(private readonly app: App, private readonly rules: readonly Rule[], private readonly failures: Failures) {}

  public of(trouble: Case): Attributed | undefined {
    const { equivalent } = trouble;
    if (equivalent === undefined || !this.known.has(equivalent)) return this.search(trouble);
    const known = this.known.get(equivalent);
    if (known === undefined || isOfAll(known.cause)) return known && { ...known, of: trouble };
    return this.explained(known.rule, trouble) ?? this.search(trouble);
  }

  private search(trouble: Case): Attributed | undefined {
    for (const rule of this.rules) {
      const blamed = this.explained(rule, trouble);
      if (blamed === undefined) continue;
      this.known.set(trouble.equivalent ?? trouble, blamed);
      return blamed;
    }
    this.known.set(trouble.equivalent ?? trouble, undefined);
    return undefined;
  }

  private explained(rule: Rule, trouble: Case): Attributed | undefined {
    try {
      const cause = rule.explain?.(trouble, this.app);
      return cause && { rule, cause, of: trouble };
    } catch (error) {
      this.failures.add(rule, error, trouble.target.entrance.resource, trouble);
      return undefined;
    }
  }
}

/** Whether a cause is the whole of an API or a distribution: the same one for all equivalent cases. */
function isOfAll({ resource, property }: Cause): boolean {
  return property === undefined && isEntrance(resource);
}

/** One defect of an API is one finding, also where a hundred resources have it, and where a distribution shows it once more. */
function groupOf({ rule, cause, of }: Attributed, { emulator: { model } }: App): string {
  const { RestApiId, ApiId } = cause.resource.properties;
  const owner = model.referent(RestApiId ?? ApiId) ?? (isEntrance(cause.resource) ? cause.resource : of?.target.entrance.resource ?? cause.resource);
  return [rule.id, owner.path, cause.sameAs ?? cause.property].join(' ');
}

function isEntrance({ type }: TemplateResource): boolean {
  return ['AWS::CloudFront::Distribution', 'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'].includes(type);
}

function findingOf(group: readonly Attributed[], app: App): Finding {
  const [{ rule, cause }] = group;
  const cases = group.flatMap(({ of }) => of ?? []);
  const evidence = distinct([...group.flatMap(({ cause: { evidence: shown = [] } }) => shown), ...cases.map(({ verdict }) => verdict)]);
  const resources = [...new Set(group.map((each) => each.cause.resource.path))];
  const others = resources.length - 1;
  return {
    rule: rule.id,
    severity: cause.severity ?? rule.severity,
    resource: cause.resource.logicalId,
    path: cause.property ? `${cause.resource.path}/${cause.property}` : cause.resource.path,
    message: others > 0 ? `${cause.message} (and so ${others === 1 ? 'does' : 'do'} ${others} more)` : cause.message,
    console: evidence.map((verdict) => verdict.console.chromium).find((line) => line !== undefined),
    fix: withOrigins(fixAt(rule, cause), ownOrigins(app, cases)),
    docs: docsOf(rule.id),
    evidence: evidence.slice(0, MAX_EVIDENCE),
    affected: {
      questions: cases.length,
      routes: [...new Set(cases.map(({ target }) => `${target.method} ${target.route.path}`))],
      pages: [...new Set(cases.map(({ page }) => page.origin))],
      resources,
    },
  };
}

function distinct(verdicts: readonly AskVerdict[]): AskVerdict[] {
  return [...new Map(verdicts.map((verdict) => [`${verdict.error} ${verdict.status}`, verdict])).values()];
}
