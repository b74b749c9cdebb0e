import { CorsOrigin, CorsPolicy } from '../../src';
import { invokeHandler } from '../support/invoke-handler';

const restEvent = (method: string, resource: string, more: object = {}) =>
  ({ httpMethod: method, resource, path: resource, headers: {}, requestContext: { requestId: 'r1' }, ...more });

describe('web-app-rest', () => {
  const call = (method: string, resource: string, more?: object) => {
    const { statusCode, body } = invokeHandler('web-app-rest/lambda/books.mjs', restEvent(method, resource, more)).answer;
    return { statusCode, body: JSON.parse(body) };
  };

  test('lists and filters books', () => {
    expect(call('GET', '/books').body).toHaveLength(3);
    expect(call('GET', '/books', { queryStringParameters: { author: 'austen' } }).body).toMatchObject([{ id: 'emma' }]);
  });

  test('finds a book, or says that there is none', () => {
    expect(call('GET', '/books/{id}', { pathParameters: { id: 'emma' } })).toMatchObject({ statusCode: 200, body: { title: 'Emma' } });
    expect(call('GET', '/books/{id}', { pathParameters: { id: 'it' } })).toMatchObject({ statusCode: 404, body: { message: 'There is no book it' } });
  });

  test.each<[string, unknown, number, object]>([
    ['an order', { items: [{ id: 'emma', quantity: 2 }, { id: 'walden', quantity: 1 }] }, 201, { total: 2 * 850 + 990 }],
    ['no JSON', undefined, 400, { message: 'The body must be JSON' }],
    ['no items', { items: [] }, 400, { message: 'items must be a list of { id, quantity }' }],
    ['no such book', { items: [{ id: 'it', quantity: 1 }] }, 422, { message: 'Item 1 names no book or no quantity' }],
    ['no quantity', { items: [{ id: 'emma', quantity: 1 }, { id: 'emma', quantity: 0.5 }] }, 422, { message: 'Item 2 names no book or no quantity' }],
  ])('%s', (_name, body, statusCode, answer) => {
    expect(call('POST', '/orders', { body: body === undefined ? undefined : JSON.stringify(body) })).toMatchObject({ statusCode, body: answer });
  });
});

describe('rest-cross-origin', () => {
  const policy = new CorsPolicy({
    allowOrigins: [CorsOrigin.exact('https://app.example.com'), CorsOrigin.exact('https://admin.example.com')], allowCredentials: true, exposeHeaders: ['X-Request-Id'],
  });
  const environment = { SIGNING_KEY: 'k'.repeat(64), ALLOW_ORIGINS: 'https://app.example.com https://admin.example.com', EXPOSE_HEADERS: 'X-Request-Id' };
  const account = (method: string, resource: string, more: object = {}) =>
    invokeHandler('rest-cross-origin/lambda/account.mjs', restEvent(method, resource, more), environment).answer;
  const authorize = (cookie: string, key = environment.SIGNING_KEY) =>
    invokeHandler('rest-cross-origin/lambda/session.mjs', { methodArn: 'arn:aws:execute-api:x:1:api/prod/GET/profile', headers: { cookie } }, { SIGNING_KEY: key });
  const signedIn = () => account('POST', '/session', { body: '{"user":"ann"}' });

  test.each(['https://app.example.com', 'https://admin.example.com', 'https://evil.example', undefined])('answers carry what the policy says, from %s', (origin) => {
    for (const name of ['origin', 'Origin']) {
      const { headers } = account('GET', '/profile', {
        headers: origin === undefined ? {} : { [name]: origin }, requestContext: { requestId: 'r1', authorizer: { principalId: 'ann' } },
      });
      const cors = Object.fromEntries(Object.entries(headers).filter(([header]) => /^(access-control-|vary$)/i.test(header)));
      expect(cors).toEqual(policy.headersFor({ origin }));
    }
  });

  test('who signs in gets a cookie that pages of other origins may send, and the authorizer admits it', () => {
    const { statusCode, headers } = signedIn();
    expect(statusCode).toBe(201);
    expect(headers['Set-Cookie']).toMatch(/^__Host-session=.*; Path=\/; Secure; HttpOnly; SameSite=None$/);
    const { answer } = authorize(`other=1; ${headers['Set-Cookie'].split(';')[0]}`);
    expect(answer).toMatchObject({ principalId: 'ann', policyDocument: { Statement: [{ Effect: 'Allow', Resource: 'arn:aws:execute-api:x:1:api/prod/*' }] } });
  });

  test.each<[string, () => { error?: string }]>([
    ['no cookie', () => authorize('other=1')],
    ['a forged one', () => authorize('__Host-session=YW5u.9999999999.forged')],
    ['one signed with another key', () => authorize(signedIn().headers['Set-Cookie'].split(';')[0], 'another')],
  ])('the authorizer answers 401 to %s', (_name, attempt) => {
    expect(attempt()).toEqual({ error: 'Unauthorized' });
  });

  test('signing out takes the cookie away, bad input is a 400, unknown paths a 404', () => {
    expect(account('DELETE', '/session').headers['Set-Cookie']).toContain('Max-Age=0');
    expect(account('POST', '/session', { body: 'x' }).statusCode).toBe(400);
    expect(account('POST', '/session', { body: '{}' }).statusCode).toBe(400);
    expect(account('PUT', '/session').statusCode).toBe(404);
  });
});

describe('http-api', () => {
  const call = (method: string, path: string, sub = 'ann') => {
    const { answer } = invokeHandler('http-api/lambda/tasks.mjs', { requestContext: { http: { method, path }, authorizer: { jwt: { claims: { sub } } } } });
    return { statusCode: answer.statusCode, body: JSON.parse(answer.body) };
  };

  test('the tasks of whoever calls, and their summary', () => {
    const { body: tasks } = call('GET', '/tasks');
    expect(tasks).toHaveLength(4);
    expect(call('GET', '/tasks').body).toEqual(tasks);
    const done = tasks.filter((task: any) => task.done).length;
    expect(call('GET', '/tasks/summary')).toEqual({ statusCode: 200, body: { open: 4 - done, done } });
    expect(call('PUT', '/tasks').statusCode).toBe(404);
  });
});

test('existing-stack: one handler for both kinds of event', () => {
  const environment = { ALLOW_ORIGIN: 'https://app.example.com' };
  const rest = invokeHandler('existing-stack/lambda/echo.mjs', restEvent('GET', '/x', { queryStringParameters: { a: '1' } }), environment).answer;
  const http = invokeHandler('existing-stack/lambda/echo.mjs', { rawPath: '/x', queryStringParameters: { a: '1' }, requestContext: { http: { method: 'GET' } } }, environment).answer;
  expect(JSON.parse(rest.body)).toEqual({ method: 'GET', path: '/x', query: { a: '1' }, body: null });
  expect(http).toEqual(rest);
  expect(rest.headers['Access-Control-Allow-Origin']).toBe('https://app.example.com');
});

describe('function-cors', () => {
  const orders = (method: string, more: object = {}) =>
    invokeHandler('function-cors/lambda/orders/orders.mjs', restEvent(method, '/orders', { headers: { Authorization: 'Bearer letmein' }, ...more }));

  test('orders for who shows a token, without a CORS header', () => {
    const { statusCode, headers, body } = orders('GET').answer;
    expect({ statusCode, headers, count: JSON.parse(body).length }).toEqual({ statusCode: 200, headers: { 'Content-Type': 'application/json', 'X-Order-Count': '2' }, count: 2 });
    expect(orders('POST', { body: '{"total":5}' }).answer).toMatchObject({ statusCode: 201, body: '{"id":"3","total":5}' });
    expect(orders('GET', { headers: {} }).answer).toMatchObject({ statusCode: 401, headers: { 'WWW-Authenticate': 'Bearer' } });
  });

  test('an order of nothing is an error that nobody catches', () => {
    expect(orders('POST', { body: '{"total":0}' })).toEqual({ error: 'an order of nothing' });
  });
});
