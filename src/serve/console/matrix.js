import { badge, h, sign } from './dom.js';

// The matrix of the whole app: methods of routes down, pages across. A cell asks its question.

const ROLES = { declared: 'may call', site: 'the site itself', foreign: 'not named', near: 'looks like one that may' };

/** @param choose called with the cell that was chosen */
export function showMatrix({ rows }, choose) {
  if (rows.length === 0) return [h('p', { class: 'hint' }, 'No page is said to call anything here: no CORS setting names an origin. Ask above from any origin.')];
  const filter = h('input', { type: 'search', placeholder: 'Filter routes', 'aria-label': 'Filter routes', on: { input: () => narrow(table, filter.value) } });
  const table = tables(rows, choose);
  return [h('div', { class: 'tools' }, filter, legend()), ...table];
}

function legend() {
  return h('p', { class: 'legend' }, badge('allowed'), badge('blocked'), badge('unknown'),
    h('span', {}, 'Grey: blocked, as it should be. Framed: not as it should be. A dot: the page can\'t read some error of the gateway.'));
}

function tables(rows, choose) {
  const entrances = [...new Set(rows.map(({ resource }) => resource))];
  return entrances.map((entrance) => {
    const own = rows.filter(({ resource }) => resource === entrance);
    const pages = [...new Map(own.map(({ page, role }) => [page, role]))];
    const routes = Map.groupBy ? Map.groupBy(own, routeOf) : grouped(own);
    return h('div', { class: 'scroll' }, h('table', { class: 'grid', on: { keydown: walk } },
      h('caption', {}, entrance),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Route'), pages.map(([page, role]) => h('th', { scope: 'col', title: ROLES[role] }, h('span', { class: `page ${role}` }, page))))),
      h('tbody', {}, [...routes].map(([route, cells], line) => h('tr', { 'data-route': route.toLowerCase() }, h('th', { scope: 'row' }, route),
        pages.map(([page], column) => h('td', {}, cell(cells.find((each) => each.page === page), line + column === 0, choose))))))));
  });
}

const routeOf = ({ method, path }) => `${method} ${path}`;

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(routeOf(row), [...groups.get(routeOf(row)) ?? [], row]);
  return groups;
}

function cell(row, first, choose) {
  if (row === undefined) return '';
  const unreadable = Object.entries(row.failures).filter(([, outcome]) => outcome === 'blocked').map(([name]) => name);
  const wrong = row.expected !== 'either' && row.success !== 'unknown' && row.success !== row.expected;
  const label = `${row.method} ${row.path} from ${row.page}: ${row.success}${wrong ? `, and should be ${row.expected}` : ''}${unreadable.length > 0 && row.expected === 'allowed' ? `; can't read ${unreadable.join(', ')}` : ''}`;
  return h('button', {
    'type': 'button', 'class': `cell ${row.success}${wrong ? ' wrong' : row.success === 'blocked' ? ' rightly' : ''}`, 'aria-label': label, 'title': label, 'tabindex': first ? '0' : '-1', 'on': { click: () => choose(row) },
  }, sign(row.success), unreadable.length > 0 && row.expected === 'allowed' ? h('i', { 'aria-hidden': 'true' }) : undefined);
}

const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

// One cell of a table is in the order of the tabulator key; the arrow keys go from there.
function walk(event) {
  const step = STEPS[event.key];
  const from = event.target.closest('td');
  if (step === undefined || from === null) return;
  const lines = [...event.currentTarget.tBodies[0].rows].filter(({ hidden }) => !hidden);
  const to = lines[lines.indexOf(from.parentElement) + step[0]]?.cells[from.cellIndex + step[1]]?.querySelector('button');
  event.preventDefault();
  if (!to) return;
  event.currentTarget.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
  to.setAttribute('tabindex', '0');
  to.focus();
}

function narrow(scrolls, text) {
  for (const line of scrolls.flatMap((each) => [...each.querySelectorAll('tbody tr')])) line.hidden = !line.dataset.route.includes(text.toLowerCase().trim());
}
