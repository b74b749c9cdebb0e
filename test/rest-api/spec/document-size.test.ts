/** What a document costs grows with its size, and the functions that answer it are looked at once a time, however many operations they answer. */
import { App, Stack } from 'aws-cdk-lib';
import { CorsSpecRestApi, SpecDefinition } from '../../../src';
import { newFunction } from '../../support/rest-api';
import { document, ONE } from './support';

/** A value that counts how often something in it is looked at. */
function counted<T extends object>(value: T, count: { reads: number }): T {
  return new Proxy(value, {
    get: (target, key, receiver) => {
      count.reads++;
      const each: unknown = Reflect.get(target, key, receiver);
      return typeof each === 'object' && each !== null ? counted(each, count) : each;
    },
    ownKeys: (target) => {
      count.reads++;
      return Reflect.ownKeys(target);
    },
  });
}

function synthesized(paths: number): { reads: number; arns: number } {
  const count = { reads: 0 };
  const stack = new Stack(new App(), 'Stack');
  const handler = newFunction(stack);
  const arn = handler.functionArn;
  let arns = 0;
  Object.defineProperty(handler, 'functionArn', { get: () => { arns++; return arn; } });
  const operation = { parameters: [{ name: 'page', in: 'query', schema: { type: 'integer' } }], responses: { 200: { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } } } };
  const source = document(Object.fromEntries(Array.from({ length: paths }, (_, index) => [`/a${index}/{id}`, { get: operation, put: operation }])), { components: { schemas: { A: { type: 'object' } } } });
  new CorsSpecRestApi(stack, 'Api', { cors: ONE, handler, definition: SpecDefinition.fromObject(counted(source, count)), adaptDocument: true });
  (stack.node.root as App).synth();
  return { reads: count.reads, arns };
}

test('twice the paths are looked at twice as often, and no more', () => {
  process.env.CDK_VALIDATION = 'false';
  const [one, two] = [synthesized(100), synthesized(200)];
  delete process.env.CDK_VALIDATION;
  expect(two.reads / one.reads).toBeLessThan(2.1);
  expect(two.arns).toBe(one.arns);
  expect(one.arns).toBeGreaterThan(0);
});
