import { byId, chain, h } from './dom.js';

// The requests that the server answered, the newest first.

const MAX_SHOWN = 200;
const list = h('ol', { class: 'requests', reversed: true });
const empty = h('p', { class: 'hint' }, 'No request yet.');

export function startRequests(entries) {
  byId('requests').replaceChildren(empty, list);
  entries.forEach(showRequest);
}

export function showRequest({ time, method, path, status, origin, preflight, via, duration, unknown, failure, problem }) {
  empty.hidden = true;
  const kind = unknown !== undefined || status === undefined ? 'unknown' : status >= 400 ? 'blocked' : 'allowed';
  list.prepend(h('li', {},
    h('time', {}, new Date(time).toLocaleTimeString()), h('b', { class: kind }, String(status ?? 'gone')), h('span', { class: 'call' }, `${method} ${path}`),
    preflight ? h('span', { class: 'tag' }, 'preflight') : undefined, failure === undefined ? undefined : h('span', { class: 'tag' }, `as ${failure}`),
    h('small', {}, [origin && `from ${origin}`, `${duration.toFixed(duration < 10 ? 1 : 0)} ms`].filter(Boolean).join(', ')),
    via.length > 0 ? chain(via) : undefined,
    problem ?? unknown ? h('p', { class: 'path' }, problem ?? `${unknown.path}: ${unknown.reason}`) : undefined));
  if (list.children.length > MAX_SHOWN) list.lastChild.remove();
}
