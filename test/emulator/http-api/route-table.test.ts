import type { Route } from '../../../src/emulator/http-api/api';
import { RouteTable } from '../../../src/emulator/http-api/route-table';

/** How often the properties of routes are read, and maps are asked, while a table of so many routes looks for one of them. */
function workOf(routes: number): number {
  let work = 0;
  const counted = (path: string) => new Proxy({ key: `GET ${path}`, method: 'GET', path } as Route, {
    get: (route, name) => {
      work += 1;
      return Reflect.get(route, name);
    },
  });
  const table = new RouteTable(Array.from({ length: routes }, (_, index) => counted(`/r${index}/{a}/{b}/x${index}`)));
  const { get } = Map.prototype;
  Map.prototype.get = function (key) {
    work += 1;
    return get.call(this, key);
  };
  try {
    work = 0;
    table.match('GET', `/r${routes - 1}/1/2/x${routes - 1}`);
    table.match('OPTIONS', `/r${routes - 1}/1/2/x${routes - 1}`);
    table.hasPath(`/r${routes - 1}/1/2/none`);
    return work;
  } finally {
    Map.prototype.get = get;
  }
}

test('a route is found among ten thousand with the work that it takes among ten', () => {
  const [few, many] = [workOf(10), workOf(10_000)];
  expect(few).toBeGreaterThan(0);
  expect(many).toBe(few);
});
