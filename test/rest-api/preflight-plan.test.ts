import * as fc from 'fast-check';
import { type GreedyPlaces, planPreflights, scopeOf } from '../../src/rest-api/preflight-plan';

/** `GET /items, ANY /admin` as resources. */
function resources(...routes: string[]) {
  const byPath = new Map<string, string[]>();
  for (const route of routes) {
    const [method, path] = route.split(' ');
    byPath.set(path, [...(byPath.get(path) ?? []), ...(method === '-' ? [] : [method])]);
  }
  return [...byPath].map(([path, methods]) => ({ path, methods }));
}

const plan = (routes: string[], scopes = ['/'], greedy: GreedyPlaces = 'root') => planPreflights(resources(...routes), scopes, greedy).map(({ path, scope }) => `${path} as ${scope}`);

// [why, routes of the user ("-" is a resource without methods), OPTIONS methods that are made, scopes]
const PLANS: [string, string[], string[], string[]?][] = [
  ['an empty API is served at the root and below', [], ['/ as /', '/{proxy+} as /']],
  ['paths of any depth fall back to the greedy resource (rules 1, 3)', ['GET /', 'GET /items', 'POST /items/{id}', 'GET /a/b/c/d'], ['/ as /', '/{proxy+} as /']],
  ['ANY takes OPTIONS before the fallback (rule 2)', ['ANY /admin', 'GET /items'], ['/ as /', '/admin as /', '/{proxy+} as /']],
  ['ANY on the root', ['ANY /'], ['/ as /', '/{proxy+} as /']],
  ['a Lambda proxy API', ['ANY /', 'ANY /{proxy+}'], ['/ as /', '/{proxy+} as /']],
  ['a greedy resource of the user keeps its name', ['GET /{path+}', 'GET /items'], ['/ as /', '/{path+} as /']],
  ['a greedy resource below has its own', ['ANY /v1/{proxy+}', 'GET /items'], ['/ as /', '/v1/{proxy+} as /', '/{proxy+} as /']],
  ['also without ANY', ['GET /v1/{proxy+}'], ['/ as /', '/v1/{proxy+} as /', '/{proxy+} as /']],
  ['a variable child of the root leaves no room for a greedy one (rule 6)', ['GET /{tenant}', 'GET /health'], ['/ as /', '/health as /', '/{tenant} as /']],
  ['one or two paths below a variable child have their own', ['GET /{tenant}/a', 'GET /{tenant}/b'], ['/ as /', '/{tenant}/a as /', '/{tenant}/b as /']],
  ['more of them, too: a greedy one below would stand in the way of /{tenant}/{id}', ['GET /{tenant}', 'GET /{tenant}/a', 'GET /{tenant}/b', 'GET /{tenant}/c'],
    ['/ as /', '/{tenant} as /', '/{tenant}/a as /', '/{tenant}/b as /', '/{tenant}/c as /']],
  ['a variable child below a variable child', ['GET /{a}/{b}', 'GET /{a}/x'], ['/ as /', '/{a}/x as /', '/{a}/{b} as /']],
  ['a variable child without methods counts as well', ['- /{tenant}', 'GET /health'], ['/ as /', '/health as /']],
  ['a variable child deeper down does no harm', ['GET /items/{id}', 'GET /items/{id}/parts/{part}'], ['/ as /', '/{proxy+} as /']],
  ['OPTIONS of the user is left alone', ['OPTIONS /items', 'GET /items'], ['/ as /', '/{proxy+} as /']],
  ['OPTIONS of the user beside ANY', ['OPTIONS /admin', 'ANY /admin'], ['/ as /', '/{proxy+} as /']],
  ['OPTIONS of the user on the root', ['OPTIONS /', 'GET /'], ['/{proxy+} as /']],
  ['OPTIONS of the user on the greedy resource can\'t be relied on', ['OPTIONS /{proxy+}', 'GET /a', 'GET /a/b'], ['/ as /', '/a as /', '/a/b as /']],
  ['a path that the user\'s OPTIONS may take (rule 8)', ['OPTIONS /items/{id}', 'GET /items/special', 'GET /other'], ['/ as /', '/items/special as /', '/{proxy+} as /']],
  ['a path below the user\'s greedy OPTIONS', ['OPTIONS /v1/{proxy+}', 'GET /v1/a'], ['/ as /', '/v1/a as /', '/{proxy+} as /']],
  ['what is in a scope has its own, so that /public/{id} can come later', ['GET /public', 'GET /public/x', 'GET /private'],
    ['/ as /', '/public as /public', '/public/x as /public', '/{proxy+} as /'], ['/', '/public']],
  ['scopes in scopes', ['GET /a/b/c', 'GET /a/x'],
    ['/ as /', '/a as /a', '/a/b as /a/b', '/a/b/c as /a/b', '/a/x as /a', '/{proxy+} as /'], ['/', '/a', '/a/b']],
  ['a scope at a variable resource: a literal neighbour might fall back to it (rule 8)', ['GET /items/{id}', 'GET /items/special'],
    ['/ as /', '/items/special as /', '/items/{id} as /items/{id}', '/{proxy+} as /'], ['/', '/items/{id}']],
];

test.each(PLANS.map(([why, routes, expected, scopes = ['/']]) => ({ why, routes, expected, scopes })))('$why', ({ routes, expected, scopes }) => {
  expect(plan(routes, scopes)).toEqual(expected);
  expect(plan([...routes].reverse(), scopes)).toEqual(expected);
});

// A document is imported as a whole, so that a greedy resource may stand anywhere in it.
const DOCUMENT_PLANS: typeof PLANS = [
  ['more than two paths below a variable child share a greedy one', ['GET /{tenant}', 'GET /{tenant}/a', 'GET /{tenant}/b', 'GET /{tenant}/c'],
    ['/ as /', '/{tenant} as /', '/{tenant}/{proxy+} as /']],
  ['a scope has its own root and greedy resource', ['GET /public', 'GET /public/x', 'GET /private'],
    ['/ as /', '/public as /public', '/public/{proxy+} as /public', '/{proxy+} as /'], ['/', '/public']],
  ['scopes in scopes', ['GET /a/b/c', 'GET /a/x'],
    ['/ as /', '/a as /a', '/a/b as /a/b', '/a/b/{proxy+} as /a/b', '/a/{proxy+} as /a', '/{proxy+} as /'], ['/', '/a', '/a/b']],
];

test.each(DOCUMENT_PLANS.map(([why, routes, expected, scopes = ['/']]) => ({ why, routes, expected, scopes })))('in a document: $why', ({ routes, expected, scopes }) => {
  expect(plan(routes, scopes, 'anywhere')).toEqual(expected);
});

test.each<[string, string[], string[], string[]]>([
  ['also on parents without methods', ['GET /a/b'], ['/ as /', '/a as /', '/a/b as /'], ['/']],
  ['not beside an OPTIONS of the user', ['OPTIONS /a', 'GET /a'], ['/ as /'], ['/']],
  ['by the policy of their scope', ['GET /a/b', 'GET /c'], ['/ as /', '/a as /a', '/a/b as /a', '/c as /'], ['/', '/a']],
  ['a greedy one of the user is a resource as others are', ['ANY /{proxy+}'], ['/ as /', '/{proxy+} as /'], ['/']],
])('on every resource: %s', (_why, routes, expected, scopes) => {
  expect(plan(routes, scopes, 'nowhere')).toEqual(expected);
});

test.each([
  ['/', ['/'], '/'],
  ['/a', ['/', '/a'], '/a'],
  ['/a/b', ['/', '/a'], '/a'],
  ['/ab', ['/', '/a'], '/'],
  ['/a/b/c', ['/', '/a', '/a/b'], '/a/b'],
])('%s in scopes %j belongs to %s', (path, scopes, scope) => {
  expect(scopeOf(path, scopes)).toBe(scope);
});

describe('laws', () => {
  const segment = fc.constantFrom('a', 'b', 'c', '{x}');
  const path = fc.tuple(fc.array(segment, { maxLength: 3 }), fc.boolean()).map(([segments, greedy]) => {
    // Only one variable child a parent (rule 6): the greedy one stands where no {x} does.
    const ends = greedy && segments.length > 0 && !segments.includes('{x}') ? [...segments.slice(0, -1), 'g', '{p+}'] : segments;
    return `/${ends.join('/')}`;
  });
  const routes = fc.array(fc.tuple(fc.constantFrom('GET', 'POST', 'ANY'), path), { maxLength: 8 })
    .map((all) => resources(...all.map(([method, each]) => `${method} ${each}`)));

  /** The router of API Gateway as rules 1, 2, 6 and 7 record it, under both readings of rule 8. */
  function answers(templates: Map<string, string[]>, url: string[], at: string, literalFallsBackToVariable: boolean): string | undefined {
    const has = (template: string) => templates.get(template)?.some((method) => method === 'OPTIONS' || method === 'ANY');
    if (url.length === 0) return has(at || '/') ? at || '/' : undefined;
    const children = [...templates.keys()].map((each) => each.split('/')).filter((each) => each.slice(0, -1).join('/') === at && each.at(-1) !== '').map((each) => each.at(-1)!);
    const literal = children.includes(url[0]) ? answers(templates, url.slice(1), `${at}/${url[0]}`, literalFallsBackToVariable) : undefined;
    const variable = children.find((child) => child.startsWith('{') && !child.endsWith('+}'));
    const tryVariable = variable !== undefined && (literalFallsBackToVariable || !children.includes(url[0]));
    const greedy = children.find((child) => child.endsWith('+}'));
    return literal ?? (tryVariable ? answers(templates, url.slice(1), `${at}/${variable}`, literalFallsBackToVariable) : undefined)
      ?? (greedy !== undefined && has(`${at}/${greedy}`) ? `${at}/${greedy}` : undefined);
  }

  function withParents(paths: Map<string, string[]>): Map<string, string[]> {
    const all = new Map(paths);
    for (const each of paths.keys()) {
      for (let parent = each; parent.length > 1; parent = parent.slice(0, parent.lastIndexOf('/')) || '/') {
        all.set(parent, all.get(parent) ?? []);
      }
    }
    return all;
  }

  const places = fc.constantFrom<GreedyPlaces>('anywhere', 'root', 'nowhere');

  test.each([true, false])('every resource with a method has its preflight answered by us (literal falls back to variable: %s)', (falls) => {
    fc.assert(fc.property(routes, places, (own, greedy) => {
      const planned = planPreflights(own, ['/'], greedy);
      const templates = new Map(own.map(({ path: each, methods }) => [each, [...methods]]));
      for (const { path: each } of planned) {
        templates.set(each, [...(templates.get(each) ?? []), 'OPTIONS']);
      }
      for (const { path: each } of own) {
        const url = each.split('/').filter(Boolean).map((part) => (part === '{x}' ? 'value' : part === '{p+}' ? 'rest' : part));
        const answering = answers(withParents(templates), url, '', falls);
        expect(planned.map((preflight) => preflight.path)).toContain(answering);
      }
    }), { numRuns: 1000 });
  });

  test('a path that is added later below the root meets no resource of ours', () => {
    fc.assert(fc.property(routes, fc.constantFrom(['/'], ['/', '/a'], ['/', '/a/b']), (own, scopes) => {
      const made = planPreflights(own, scopes, 'root').map((preflight) => preflight.path).filter((each) => !own.some(({ path: theirs }) => theirs.startsWith(each)));
      expect(made.filter((each) => each.endsWith('+}') && each !== '/{proxy+}')).toEqual([]);
    }), { numRuns: 1000 });
  });

  test('no parent gets a second variable child', () => {
    fc.assert(fc.property(routes, places, (own, greedy) => {
      const all = [...withParents(new Map([...own, ...planPreflights(own, ['/'], greedy)].map(({ path: each }) => [each, []]))).keys()];
      const variables = all.filter((each) => each.endsWith('}'));
      const parents = variables.map((each) => each.slice(0, each.lastIndexOf('/')));
      expect(new Set(parents).size).toBe(parents.length);
    }), { numRuns: 1000 });
  });
});
