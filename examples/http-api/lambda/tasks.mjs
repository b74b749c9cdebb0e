// The tasks of whoever's token came with the request, derived from the token alone: GET /tasks and GET /tasks/summary.

const TITLES = ['Water the plants', 'Answer the letter', 'Mend the bicycle', 'Return the books'];

/** The same user has the same tasks on every call. */
function tasksOf(user) {
  const seed = [...user].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) >>> 0, 7);
  return TITLES.map((title, index) => ({ id: index + 1, title, done: ((seed >> index) & 1) === 1 }));
}

// The API adds the CORS headers to every answer of the function, and ignores any that the function would add.
export async function handler(event) {
  const { method, path } = event.requestContext.http;
  const tasks = tasksOf(event.requestContext.authorizer.jwt.claims.sub);
  if (method === 'GET' && path === '/tasks') {
    return answer(200, tasks);
  }
  if (method === 'GET' && path === '/tasks/summary') {
    const done = tasks.filter((task) => task.done).length;
    return answer(200, { open: tasks.length - done, done });
  }
  return answer(404, { message: `There is no ${method} ${path}` });
}

function answer(statusCode, body) {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
