import { badge, chain, h } from './dom.js';

// What came of a question: what this browser really did, what the model says, and the exchanges on the way.

/** Which engine this browser has: the model is asked for its verdict. Undefined where that can't be told. */
export function ownEngine(userAgent = navigator.userAgent) {
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Chrom(?:e|ium)\//.test(userAgent)) return 'chromium';
  return /AppleWebKit\//.test(userAgent) ? 'webkit' : undefined;
}

/** @param real `{ allowed, status, headers, message }` of this browser, or `{ problem }` where it couldn't be asked */
export function showOutcome(question, real, verdict) {
  const realOutcome = real.problem !== undefined ? 'unknown' : real.allowed ? 'allowed' : 'blocked';
  const agree = verdict.outcome === 'unknown' || realOutcome === 'unknown' ? undefined : verdict.outcome === realOutcome;
  return [
    h('p', { class: 'asked' }, h('b', {}, question.method), ` ${question.path} `, h('span', {}, 'from ', h('code', {}, question.page))),
    h('div', { class: 'cards' },
      card('This browser', realOutcome, realLines(real)),
      card('The model', verdict.outcome, modelLines(verdict))),
    h('p', { class: `agreement ${agree === undefined ? 'open' : agree ? 'yes' : 'no'}` }, agreement(agree)),
    consoleLines(verdict),
    h('h3', {}, 'Exchanges'),
    h('ol', { class: 'exchanges' }, verdict.exchanges.map((exchange, index) => h('li', {}, showExchange(exchange, verdict.viaOf[index])))),
    notes(verdict),
  ];
}

function card(title, outcome, lines) {
  return h('article', { class: `card ${outcome}` }, h('h3', {}, title), badge(outcome), h('ul', {}, lines.map((line) => h('li', {}, line))));
}

function realLines({ problem, allowed, status, type, headers = [], message }) {
  if (problem !== undefined) return [problem];
  if (!allowed) return [message, 'its console has the reason'];
  return [`status ${status}${type === 'opaque' ? ', an opaque response' : ''}`, `can read ${headers.map(([name]) => name).join(', ') || 'no header'}`];
}

function modelLines({ outcome, outcomeText, status, exposedHeaders, error, reason }) {
  const told = outcomeText === outcome ? undefined : outcomeText;
  if (outcome !== 'allowed') return [told, error, reason].filter(Boolean);
  return [told, status !== undefined ? `status ${status}` : 'whatever the status', `can read ${exposedHeaders.join(', ') || 'no header'}`].filter(Boolean);
}

function agreement(agree) {
  if (agree === undefined) return 'Nothing to compare: one of them can\'t be told.';
  return agree ? 'They agree.' : 'They differ. If nothing else runs between (an extension, a proxy), that is a mistake of the model: please report it.';
}

const NAMES = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' };

function consoleLines({ browsers }) {
  const printing = Object.entries(browsers).filter(([, { console }]) => console.length > 0);
  if (printing.length === 0) return undefined;
  return h('details', { class: 'lines', open: true }, h('summary', {}, 'What the consoles say'),
    h('dl', {}, printing.map(([engine, { console }]) => [h('dt', {}, NAMES[engine]), console.map((line) => h('dd', {}, line))])));
}

function showExchange({ preflight, request, response }, via = []) {
  const answered = typeof response === 'object' && response !== null;
  const status = answered ? response.status ?? 'status unknown' : String(response ?? 'unknown');
  return h('details', { open: true },
    h('summary', {}, preflight ? h('span', { class: 'tag' }, 'preflight') : undefined, ` ${request.method} ${new URL(request.url).pathname}: ${status}`),
    chain(via),
    h('div', { class: 'wire' }, headers('Request', request.headers), answered ? headers('Response', response.headers) : undefined));
}

function headers(title, list) {
  const lines = Array.isArray(list) ? list : Object.entries(list);
  return h('div', {}, h('h4', {}, title), h('ul', {}, lines.map(([name, value]) =>
    h('li', { class: /^(access-control-|origin$|vary$)/i.test(name) ? 'counts' : '' }, h('b', {}, `${name}: `), value ?? 'unknown'))));
}

function notes({ notes: lines }) {
  return lines.length === 0 ? undefined : h('div', {}, h('h3', {}, 'Notes'), h('ul', {}, lines.map((line) => h('li', {}, line))));
}
