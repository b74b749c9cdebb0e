import * as fc from 'fast-check';
import { planExpansions } from '../../src/http-api/expand-routes';
import { allMethodsOf, METHODS } from './fixture';

/** The route keys that an API ends up with. */
function expanded(...keys: string[]): string[] {
  const { expansions, problems } = planExpansions(keys.map((key) => ({ key })));
  expect(problems).toEqual([]);
  const untouched = keys.filter((key) => !expansions.some(({ route }) => route.key === key));
  return [...untouched, ...expansions.flatMap(({ keep, add }) => [keep, ...add.map(({ key }) => key)])].sort();
}

const without = (keys: string[], ...removed: string[]) => keys.filter((key) => !removed.includes(key));

test.each<[string, string[], string[]]>([
  ['no routes', [], []],
  ['methods of their own stay', ['GET /items', 'OPTIONS /items'], ['GET /items', 'OPTIONS /items']],
  ['ANY', ['ANY /items'], allMethodsOf('/items')],
  ['ANY of the root', ['ANY /'], allMethodsOf('/')],
  ['ANY of a greedy path', ['ANY /v1/{proxy+}'], allMethodsOf('/v1/{proxy+}')],
  ['ANY beside a method', ['ANY /items', 'GET /items'], allMethodsOf('/items')],
  ['a method before ANY', ['GET /items', 'ANY /items'], allMethodsOf('/items')],
  ['ANY beside OPTIONS', ['ANY /items', 'OPTIONS /items'], [...allMethodsOf('/items'), 'OPTIONS /items']],
  ['ANY beside a method with another name for the variable', ['ANY /items/{id}', 'GET /items/{key}'],
    [...without(allMethodsOf('/items/{id}'), 'GET /items/{id}'), 'GET /items/{key}']],
  ['a variable is not a greedy variable', ['ANY /items/{id}', 'GET /items/{id+}'], [...allMethodsOf('/items/{id}'), 'GET /items/{id+}']],
  ['paths are case-sensitive', ['ANY /Items', 'GET /items'], [...allMethodsOf('/Items'), 'GET /items']],
  ['$default', ['$default'], allMethodsOf('/', '/{proxy+}')],
  ['$default beside a method', ['$default', 'GET /items'], [...allMethodsOf('/', '/{proxy+}'), 'GET /items']],
  ['$default beside methods of the root and the greedy path', ['$default', 'GET /', 'POST /{proxy+}'], allMethodsOf('/', '/{proxy+}')],
  ['$default beside ANY of the root', ['$default', 'ANY /'], allMethodsOf('/', '/{proxy+}')],
  ['$default beside ANY of the greedy path', ['$default', 'ANY /{proxy+}'], allMethodsOf('/', '/{proxy+}')],
  ['$default takes the name that the greedy variable has', ['$default', 'GET /{path+}'], allMethodsOf('/', '/{path+}')],
  ['$default beside ANY below', ['$default', 'ANY /v1/{proxy+}'], allMethodsOf('/', '/{proxy+}', '/v1/{proxy+}')],
  ['a path with a token', ['ANY /${Token[TOKEN.7]}/x'], allMethodsOf('/${Token[TOKEN.7]}/x')],
])('%s', (_name, keys, expected) => {
  expect(expanded(...keys)).toEqual([...expected].sort());
});

test.each<[string, string[], RegExp]>([
  ['ANY with nothing left', [...METHODS.map((method) => `${method} /items`), 'ANY /items'], /"ANY \/items" has nothing left to answer but OPTIONS.*remove.*unreachableRoute/],
  ['ANY twice', ['ANY /items', 'ANY /items'], /"ANY \/items" has nothing left.*unreachableRoute/],
  ['ANY twice, with different names', ['ANY /items/{id}', 'ANY /items/{key}'], /"ANY \/items\/{key}" has nothing left.*unreachableRoute/],
  ['$default behind ANY of everything', ['$default', 'ANY /', 'ANY /{proxy+}'], /"\$default" has nothing left.*unreachableRoute/],
])('%s is refused', (_name, keys, message) => {
  expect(planExpansions(keys.map((key) => ({ key }))).problems).toEqual([expect.stringMatching(message)]);
});

describe('conditions', () => {
  const [one, other] = [{}, {}];

  test('routes with the same condition belong together', () => {
    const { expansions, problems } = planExpansions([{ key: 'ANY /items', condition: one }, { key: 'GET /items', condition: one }]);
    expect(problems).toEqual([]);
    expect(expansions[0].add.map(({ key }) => key)).not.toContain('GET /items');
  });

  test('a conditional ANY leaves out what is always there', () => {
    expect(planExpansions([{ key: 'ANY /items', condition: one }, { key: 'GET /items' }]).problems).toEqual([]);
  });

  test.each([
    ['a conditional method', [{ key: 'ANY /items' }, { key: 'GET /items', condition: one }]],
    ['another condition', [{ key: 'ANY /items', condition: other }, { key: 'GET /items', condition: one }]],
    ['ANY once for each condition', [{ key: 'ANY /items', condition: other }, { key: 'ANY /items', condition: one }]],
  ])('%s is refused', (_name, routes) => {
    expect(planExpansions(routes).problems)
      .toEqual([expect.stringMatching(/"ANY \/items" would take over .* condition doesn't hold.*same condition.*conditionalRoute/)]);
  });
});

test('the route that is there becomes HEAD, the method that people write out least', () => {
  expect(planExpansions([{ key: 'ANY /a' }, { key: '$default' }, { key: 'ANY /b' }, { key: 'HEAD /b' }]).expansions.map(({ keep }) => keep))
    .toEqual(['HEAD /a', 'DELETE /b', 'HEAD /{proxy+}']);
});

describe('for any routes', () => {
  const path = fc.constantFrom('/', '/{proxy+}', '/{rest+}', '/items', '/items/{id}', '/items/{key}', '/items/{proxy+}', '/v1/items');
  const key = fc.oneof(fc.constant('$default'), fc.tuple(fc.constantFrom('ANY', 'OPTIONS', ...METHODS), path).map((parts) => parts.join(' ')));

  test('no key comes twice, none takes OPTIONS that did not, and nothing is lost', () => {
    fc.assert(fc.property(fc.uniqueArray(key, { maxLength: 14 }), (keys) => {
      const { expansions, problems } = planExpansions(keys.map((each) => ({ key: each })));
      const left = keys.filter((each) => !expansions.some(({ route }) => route.key === each));
      const all = [...left, ...expansions.flatMap(({ keep, add }) => [keep, ...add.map((route) => route.key)])];
      expect(new Set(all).size).toBe(all.length);
      expect(all.filter((each) => each.startsWith('OPTIONS'))).toEqual(keys.filter((each) => each.startsWith('OPTIONS')));
      expect(all.filter((each) => /^(ANY |\$default)/.test(each))).toHaveLength(problems.length);
      for (const { add } of expansions) {
        expect(new Set(add.map(({ id }) => id)).size).toBe(add.length);
      }
    }), { numRuns: 500 });
  });
});
