import { App, Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ApiBehavior, CorsPolicy, WebApp } from '../../src';
import { corsApi, PAGE, rightStack } from './support';
import '../../src/jest';

/** DELETE /items, readable whatever the back end answers. */
function httpStack(): Stack {
  const stack = new Stack(new App(), 'Shop');
  const api = new apigatewayv2.HttpApi(stack, 'Api', { corsPreflight: { allowOrigins: [PAGE], allowMethods: [apigatewayv2.CorsHttpMethod.ANY] } });
  api.addRoutes({ path: '/items', methods: [apigatewayv2.HttpMethod.DELETE], integration: new HttpUrlIntegration('Backend', 'https://backend.example.com') });
  return stack;
}

/** The same below /api of a distribution. */
function edgeStack(): Stack {
  const stack = new Stack(new App(), 'Shop');
  new WebApp(stack, 'WebApp', { cors: CorsPolicy.forOrigins(PAGE), apis: { '/api': ApiBehavior.forRestApi(corsApi(stack)) } });
  return stack;
}

const answer = { headers: { 'access-control-allow-origin': PAGE } };
const STACKS: { readonly [kind: string]: [make: () => Stack, entrance: string, prefix: string] } = {
  'a REST API': [rightStack, 'rest-api', ''],
  'an HTTP API': [httpStack, 'http-api', ''],
  'a distribution': [edgeStack, 'cloudfront', '/api'],
};
const messageOf = (expectation: () => void): string => {
  try {
    expectation();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe.each(Object.entries(STACKS))('%s', (_kind, [make, entrance, prefix]) => {
  const question = { from: PAGE, entrance, method: 'DELETE', path: `${prefix}/items`, answer };

  test('has the route that is meant', () => {
    expect(make()).toAllowCors(question);
  });

  test.each([
    ['path', { path: `${prefix}/itmes` }],
    ['method', { method: 'PUT' }],
    ['path, though the request fails otherwise', { path: `${prefix}/itmes`, failure: 'THROTTLED' }],
  ])('a mistyped %s is neither readable nor passed over in silence', (_what, typo) => {
    const asked = { ...question, ...typo };
    const [allow, notBlock] = [() => expect(make()).toAllowCors(asked), () => expect(make()).not.toBlockCors(asked)].map(messageOf);
    for (const message of [allow, notBlock]) {
      expect(message).toContain('But there is no such route:\n  Shop/');
      expect(message).toContain(` has no ${asked.method} ${asked.path}: it is answered by `);
      expect(message).toContain(`DELETE ${prefix}/items`);
    }
  });
});

describe('the answer to what isn\'t there may be meant itself', () => {
  test.each(['MISSING_AUTHENTICATION_TOKEN'])('of a REST API, as %s', (failure) => {
    expect(rightStack()).toAllowCors({ from: PAGE, path: '/nothing', failure });
  });

  test('of a foreign page, which can read nothing', () => {
    expect(rightStack()).toBlockCors({ from: 'https://foreign.example', path: '/nothing' });
    expect(rightStack()).not.toAllowCors({ from: 'https://foreign.example', path: '/nothing' });
  });
});

test('by a url, and of many routes the nearest', () => {
  const stack = rightStack();
  const api = stack.node.findChild('Api') as ReturnType<typeof corsApi>;
  for (let index = 0; index < 20; index++) {
    api.root.addResource(`other-${index}`).addMethod('GET');
  }
  const message = messageOf(() => expect(stack).toAllowCors({ from: PAGE, method: 'DELETE', path: '/itmes' }));
  expect(message).toMatch(/\n {2}of its 21 routes the nearest are DELETE \/items, GET \/other-/);
  const [, url] = /What went over the wire:\n {2}OPTIONS (https:\S+)itmes\n/.exec(message)!;
  expect(messageOf(() => expect(stack).toAllowCors({ from: PAGE, method: 'DELETE', url: `${url}itmes` }))).toContain('But there is no such route:\n  Shop/');
});
