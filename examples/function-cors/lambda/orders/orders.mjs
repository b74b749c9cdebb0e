const orders = [{ id: '1', total: 1690 }, { id: '2', total: 850 }];

/** Orders, for who shows a token. It throws at an order of nothing, and takes its time when asked to. */
export async function handler(event) {
  if (headerOf(event, 'authorization') !== 'Bearer letmein') {
    return json(401, { message: 'Show a token' }, { 'WWW-Authenticate': 'Bearer' });
  }
  if (event.httpMethod === 'GET') {
    if (event.queryStringParameters?.slowly) {
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }
    return json(200, orders, { 'X-Order-Count': String(orders.length) });
  }
  const { total } = JSON.parse(event.body ?? '{}');
  if (total === 0) {
    throw new Error('an order of nothing');
  }
  return json(201, { id: '3', total });
}

const json = (statusCode, body, headers = {}) => ({ statusCode, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });

const headerOf = (event, name) => Object.entries(event.headers ?? {}).find(([each]) => each.toLowerCase() === name)?.[1];
