/** Random edits of random apps: what src/update says of each update is what comes of it on a literal account. CDK_CORS_UPDATES makes more of them. */
import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as fc from 'fast-check';
import { CorsPolicy, CorsRestApi } from '../../src';
import { Emulator } from '../../src/emulator';
import { APP, differencesOf, OLD, synthesized, updated } from './outcome';

interface Shop {
  readonly paths: readonly string[];
  readonly origins: readonly string[];
  readonly scope: boolean;
}

const PATHS = ['items', 'orders', 'orders/{id}', '{code}', '{code}/notes', 'stock/any'];
const START: Shop = { paths: ['items'], origins: [APP], scope: false };

const edits = fc.oneof(
  fc.constantFrom(...PATHS).map((path) => (shop: Shop): Shop =>
    ({ ...shop, paths: shop.paths.includes(path) ? shop.paths.filter((each) => each !== path) : [...shop.paths, path] })),
  fc.constantFrom([APP], [APP, OLD]).map((origins) => (shop: Shop): Shop => ({ ...shop, origins })),
  fc.constant((shop: Shop): Shop => ({ ...shop, scope: !shop.scope })),
);

const build = ({ paths, origins, scope }: Shop) => (stack: Stack) => {
  const corsByPath = scope ? { '/shared': CorsPolicy.unsafelyAllowAnyOrigin({ allowMethods: ['GET'] }) } : undefined;
  const api = new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(...origins), corsByPath });
  for (const path of ['shared', ...paths]) {
    api.root.resourceForPath(path).addMethod(path.endsWith('any') ? 'ANY' : 'GET', new apigateway.MockIntegration());
  }
};

test('each is told as it comes', () => {
  fc.assert(fc.property(fc.array(edits, { minLength: 1, maxLength: 6 }), (steps) => {
    const shops = steps.reduce((all, edit) => [...all, edit(all.at(-1)!)], [START]);
    for (const [index, shop] of shops.slice(1).entries()) {
      const [before, after] = [shops[index], shop].map((each) => synthesized(build(each)));
      const { failure, stage } = updated(before, after);
      const served = Emulator.fromAssembly(after, { deployed: before });
      expect(served.update!.conflicts.length > 0).toBe(failure !== undefined);
      expect(stage === undefined ? [] : differencesOf(stage, served, Emulator.fromAssembly(before))).toEqual([]);
    }
  }), { numRuns: Number(process.env.CDK_CORS_UPDATES ?? 60) });
}, 600_000);
