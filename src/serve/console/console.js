import * as api from './api.js';
import { byId, h } from './dom.js';
import { showFindings } from './findings.js';
import { fillIn, form, offer, question } from './form.js';
import { showMatrix } from './matrix.js';
import { ownEngine, showOutcome } from './outcome.js';
import { load, send } from './player.js';
import { showRequest, startRequests } from './requests.js';
import { startTabs } from './tabs.js';

// Wires the parts together. Nothing here decides what a browser does: one answer comes from this very browser, the other from the server's model.

let app;

async function showApp() {
  app = await api.app();
  byId('source').textContent = app.source;
  byId('reloads').textContent = app.reloads === 0 ? 'live' : `live, ${app.reloads} ${app.reloads === 1 ? 'reload' : 'reloads'}`;
  byId('problem').hidden = app.problem === undefined;
  byId('problem').textContent = app.problem === undefined ? '' : `The last synth can't be served, and the one before goes on: ${app.problem}`;
  offer(app);
  byId('entrances').replaceChildren(...entrances(app));
  await showReport();
}

async function showReport() {
  try {
    const report = await api.report();
    byId('matrix').replaceChildren(...showMatrix(report, choose));
    byId('findings').replaceChildren(...showFindings(report));
    byId('tab-findings').textContent = report.findings.length === 0 ? 'Findings' : `Findings (${report.findings.length})`;
  } catch (error) {
    byId('matrix').replaceChildren(h('p', { class: 'mistake' }, error.message));
  }
}

function entrances({ entrances: served, origins, unsupported }) {
  const line = (name, url, ...more) => h('li', {}, name, ' ', h('a', { href: url, rel: 'noreferrer' }, url), ...more);
  return [
    h('h3', {}, 'What answers'),
    h('ul', {}, served.map(({ path, kind, url, awsUrl }) => line(`${path} (${kind})`, url, h('small', {}, ` as ${awsUrl}`)))),
    h('h3', {}, 'Pages that are played here'),
    origins.length === 0 ? h('p', { class: 'hint' }, 'The template names none; any origin can be typed in above, or given by --origin.')
      : h('ul', {}, origins.map(({ origin, url }) => line(origin, url))),
    unsupported.length === 0 ? undefined : h('h3', {}, 'What can\'t be emulated'),
    unsupported.length === 0 ? undefined : h('ul', {}, unsupported.map(({ path, type, message }) => h('li', {}, h('b', {}, `${path} (${type}) `), message))),
  ].filter(Boolean);
}

function choose(row) {
  fillIn(app.entrances, { ...row, entrance: row.resource });
  byId('ask').scrollIntoView({ block: 'nearest' });
  form.requestSubmit();
}

/** What this browser makes of it, from a page of the origin. */
async function reallySend({ page, entrance, path, method, headers, credentials, body, failure }) {
  const opaque = page === 'null';
  const served = app.entrances.find((each) => each.path === entrance);
  const { url } = await api.pageOf(opaque ? 'https://opaque.example' : page);
  const frame = byId('player');
  const isOwn = app.entrances.some(({ awsUrl, aliases }) => [awsUrl, ...aliases.map((each) => each.awsUrl)].some((each) => new URL(each).origin === page));
  await load(frame, isOwn ? `${url}/.cdk-cors/` : `${url}/`, opaque);
  return send(frame, withFailure(addressFor(served, page) + path, failure), { method, headers, credentials, body });
}

/** A page of the entrance's own origin asks it by that name; others by its first. */
function addressFor({ url, awsUrl, aliases }, page) {
  const own = aliases.find((alias) => new URL(alias.awsUrl).origin === page);
  return own?.url ?? (aliases.find((alias) => alias.awsUrl === awsUrl)?.url ?? url);
}

function withFailure(url, failure) {
  return failure === undefined ? url : `${url}${url.includes('?') ? '&' : '?'}cdk-cors-failure=${failure}`;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button');
  byId('mistake').textContent = '';
  button.disabled = true;
  try {
    const asked = question();
    const [verdict, real] = await Promise.all([api.ask({ ...asked, browser: ownEngine() }), reallySend(asked).catch(({ message }) => ({ problem: message }))]);
    byId('result').replaceChildren(...showOutcome(asked, real, verdict).filter(Boolean));
  } catch (error) {
    byId('mistake').textContent = error.message;
  } finally {
    button.disabled = false;
  }
});

const events = api.events();
events.addEventListener('request', ({ data }) => showRequest(JSON.parse(data)));
events.addEventListener('reload', showApp);
events.addEventListener('reload-failed', showApp);
events.addEventListener('error', () => {
  byId('reloads').textContent = 'the server is gone';
});
let greeted = false;
events.addEventListener('hello', () => {
  if (greeted) showApp();
  greeted = true;
});

startTabs(document.querySelector('[role=tablist]'));
startRequests(await api.log());
await showApp();
document.body.dataset.ready = '';
