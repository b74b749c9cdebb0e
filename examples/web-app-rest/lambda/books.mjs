// The bookshop's API: GET /books, GET /books/{id}, POST /orders. Prices are in cents.

const BOOKS = [
  { id: 'moby-dick', title: 'Moby-Dick', author: 'Herman Melville', price: 1190 },
  { id: 'emma', title: 'Emma', author: 'Jane Austen', price: 850 },
  { id: 'walden', title: 'Walden', author: 'Henry David Thoreau', price: 990 },
];

const ROUTES = {
  'GET /books': ({ queryStringParameters }) => {
    const wanted = queryStringParameters?.author?.toLowerCase();
    return answer(200, BOOKS.filter(({ author }) => !wanted || author.toLowerCase().includes(wanted)));
  },
  'GET /books/{id}': ({ pathParameters }) => {
    const book = BOOKS.find(({ id }) => id === pathParameters.id);
    return book ? answer(200, book) : answer(404, { message: `There is no book ${pathParameters.id}` });
  },
  'POST /orders': ({ body }) => order(body),
};

export async function handler(event) {
  const route = ROUTES[`${event.httpMethod} ${event.resource}`];
  return route ? route(event) : answer(404, { message: `There is no ${event.httpMethod} ${event.path}` });
}

function order(body) {
  let items;
  try {
    ({ items } = JSON.parse(body ?? ''));
  } catch {
    return answer(400, { message: 'The body must be JSON' });
  }
  if (!Array.isArray(items) || items.length === 0) {
    return answer(400, { message: 'items must be a list of { id, quantity }' });
  }
  const lines = items.map(({ id, quantity }) => ({ book: BOOKS.find((book) => book.id === id), quantity }));
  const wrong = lines.findIndex(({ book, quantity }) => !book || !Number.isInteger(quantity) || quantity < 1);
  if (wrong !== -1) {
    return answer(422, { message: `Item ${wrong + 1} names no book or no quantity` });
  }
  const total = lines.reduce((sum, { book, quantity }) => sum + book.price * quantity, 0);
  return answer(201, { lines: lines.map(({ book, quantity }) => ({ title: book.title, quantity })), total });
}

// The distribution puts the CORS headers on what the API answers, so the function knows nothing of them.
function answer(statusCode, body) {
  return { statusCode, headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }, body: JSON.stringify(body) };
}
