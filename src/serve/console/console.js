const list = (id) => document.getElementById(id);

function item(text, href) {
  const line = document.createElement('li');
  const inner = href ? document.createElement('a') : document.createElement('span');
  inner.textContent = text;
  if (href) inner.href = href;
  line.append(inner);
  return line;
}

async function showApp() {
  const app = await (await fetch('/api/app')).json();
  list('source').textContent = app.problem ? `${app.source}: ${app.problem}` : app.source;
  list('entrances').replaceChildren(...app.entrances.map(({ kind, path, url }) => item(`${kind} ${path}: ${url}`, url)));
  list('origins').replaceChildren(...app.origins.map(({ origin, url }) => item(`${origin}: ${url}`, url)));
}

const show = ({ method, path, status }) => list('log').prepend(item(`${method} ${path}: ${status ?? 'the client went away'}`));

const events = new EventSource('/api/events');
events.addEventListener('request', ({ data }) => show(JSON.parse(data)));
events.addEventListener('reload', showApp);
events.addEventListener('reload-failed', showApp);

showApp();
fetch('/api/log').then((answer) => answer.json()).then((entries) => entries.forEach(show));
