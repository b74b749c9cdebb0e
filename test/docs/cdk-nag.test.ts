import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { ExistingStack } from '../../examples/existing-stack/existing-stack';
import { OrdersStack } from '../../examples/function-cors/orders-stack';
import { TasksApiStack } from '../../examples/http-api/tasks-api-stack';
import { AccountApiStack } from '../../examples/rest-cross-origin/account-api-stack';
import { SpringStack } from '../../examples/spring-behind-cloudfront/spring-stack';
import { BookshopStack } from '../../examples/web-app-rest/bookshop-stack';
import { ROOT } from '../support/assembly';
import { NAG_TARGETS, stackWith } from '../support/nag-targets';
import { findingsOf, type Synthesized } from '../support/oracles';

const EXAMPLES: Record<string, new (scope: App, id: string) => Stack> = {
  'existing-stack': ExistingStack,
  'function-cors': OrdersStack,
  'http-api': TasksApiStack,
  'rest-cross-origin': AccountApiStack,
  'spring-behind-cloudfront': SpringStack,
  'web-app-rest': BookshopStack,
};

interface Row {
  readonly rule: string;
  readonly targets: string[];
  readonly settledBy: string;
}

/** The rows of all tables of docs/cdk-nag.md, with rules as `APIG4`. */
const ROWS: Row[] = readFileSync(join(ROOT, 'docs', 'cdk-nag.md'), 'utf8').split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells[1]?.startsWith('AwsSolutions-'))
  .map(([, rule, , targets, settledBy]) => ({
    rule: rule.replace('AwsSolutions-', ''),
    targets: [...targets.matchAll(/`([^`]+)`/g)].map(([, target]) => target),
    settledBy,
  }));

const rulesOfTable = (target: string) => [...new Set(ROWS.filter(({ targets }) => targets.includes(target)).map(({ rule }) => rule))].sort();

/** The rules that fire, without what they fire on: `AwsSolutions-IAM5[Action::s3:List*]` is `IAM5`. */
function rulesOf(synthesized: Synthesized): string[] {
  const rules = findingsOf(synthesized, ['cdk-nag']).map(({ rule }) => rule.replace('AwsSolutions-', '').replace(/\[.*$/, ''));
  return [...new Set(rules)].sort();
}

test('the table names the constructs and the examples that are asked about, and no others', () => {
  expect([...new Set(ROWS.flatMap(({ targets }) => targets))].sort()).toEqual([...Object.keys(NAG_TARGETS), ...Object.keys(EXAMPLES)].sort());
});

describe.each(Object.keys(EXAMPLES))('the example %s', (example) => {
  test('is told what the table says', () => {
    const { context } = JSON.parse(readFileSync(join(ROOT, 'examples', example, 'cdk.json'), 'utf8'));
    const app = new App({ context });
    new EXAMPLES[example](app, 'Example');
    expect(rulesOf(app)).toEqual(rulesOfTable(example));
  });
});

describe.each(Object.entries(NAG_TARGETS))('%s', (target, { make, remedies }) => {
  // A folder comes with a web app: what that one is told isn't said twice.
  const saidElsewhere = target === 'Site.fromFolder' ? rulesOfTable('WebApp') : [];
  const rules = rulesOfTable(target);

  test('is told what the table says', () => {
    const told = rulesOf(stackWith((stack) => make(stack, {})));
    expect(told.filter((rule) => !saidElsewhere.includes(rule))).toEqual(rules);
  });

  test('has a remedy for each of its rules', () => {
    expect(Object.keys(remedies).sort()).toEqual(rules);
  });

  test.each(rules)('%s is silent after what settles it', (rule) => {
    const { props, then } = remedies[rule];
    const told = rulesOf(stackWith((stack) => {
      const construct = make(stack, props?.(stack) ?? {});
      then?.(stack, construct);
    }));
    expect(told).not.toContain(rule);
    // Nor does it bring up anything else.
    expect(told.filter((other) => !rules.includes(other) && !saidElsewhere.includes(other))).toEqual([]);
  });

  test.each(rules)('%s: the table names the properties', (rule) => {
    const { settledBy } = ROWS.find((row) => row.rule === rule && row.targets.includes(target))!;
    stackWith((stack) => {
      const named = Object.keys(remedies[rule].props?.(stack) ?? {});
      named.forEach((name) => expect(settledBy).toMatch(new RegExp(`\`[^\`]*\\b${name}\\b`)));
      expect(settledBy).toContain('`');
    });
  });
});
