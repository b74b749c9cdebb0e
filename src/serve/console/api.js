// The server's doors. What it refuses is an Error with its message.

async function json(answer) {
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.message);
  return value;
}

const get = async (path) => json(await fetch(path));
const post = async (path, body) => json(await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));

export const app = () => get('/api/app');
export const report = () => get('/api/report');
export const log = () => get('/api/log');
export const pageOf = (origin) => get(`/api/origin?${new URLSearchParams({ origin })}`);
export const ask = (question) => post('/api/ask?run', question);
export const events = () => new EventSource('/api/events');
