import { byId, h } from './dom.js';

// The question's form: entrances and their routes fill it in, and whatever was filled in by hand stays where it still makes sense.

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const KINDS = { 'cloudfront': 'CloudFront', 'rest-api': 'REST API', 'http-api': 'HTTP API' };

export const form = byId('question');
const field = (name) => form.elements[name];

/** What can be chosen. */
export function offer({ origins, entrances, failures }) {
  byId('pages').replaceChildren(...[...origins.map(({ origin }) => origin), ...entrances.map(({ awsUrl }) => new URL(awsUrl).origin), 'null']
    .map((value) => h('option', { value })));
  refill(field('entrance'), entrances.map(({ path, kind }) => [path, `${path} (${KINDS[kind]})`]));
  refill(field('failure'), [['', 'nothing: it answers'], ...failures.map((name) => [name, name])]);
  field('page').value ||= origins[0]?.origin ?? 'https://app.example.com';
  offerRoutes(entrances);
  field('entrance').onchange = () => offerRoutes(entrances);
  field('route').onchange = () => takeRoute(entrances);
}

function refill(select, options) {
  const before = select.options.length === 0 ? undefined : select.value;
  select.replaceChildren(...options.map(([value, text]) => h('option', { value }, text)));
  if (options.some(([value]) => value === before)) select.value = before;
}

const entranceOf = (entrances) => entrances.find(({ path }) => path === field('entrance').value);

function offerRoutes(entrances) {
  const routes = entranceOf(entrances)?.routes.filter(({ method }) => method !== 'OPTIONS') ?? [];
  refill(field('route'), [...routes.map(({ method, path }, index) => [String(index), `${method === '*' ? 'ANY' : method} ${path}`]), ['', 'another path']]);
  takeRoute(entrances);
}

function takeRoute(entrances) {
  const routes = entranceOf(entrances)?.routes.filter(({ method }) => method !== 'OPTIONS') ?? [];
  const route = routes[Number(field('route').value || NaN)];
  const methods = route === undefined || route.method === '*' ? METHODS : [route.method];
  refill(field('method'), methods.map((method) => [method, method]));
  if (route === undefined) return;
  field('path').value = route.path.replace(/\{[^}]*\+\}/g, 'any/path').replace(/\{([^}]*)\}/g, 'a-$1');
  field('headers').value = route.headers.map((name) => `${name}: ${/^authorization$/i.test(name) ? 'Bearer token' : 'value'}`).join('\n');
}

/** Fills it in from a cell of the matrix. */
export function fillIn(entrances, { page, entrance, method, path }) {
  field('page').value = page;
  field('entrance').value = entrance;
  offerRoutes(entrances);
  const routes = entranceOf(entrances).routes.filter((route) => route.method !== 'OPTIONS');
  const index = routes.findIndex((route) => route.path === path && (route.method === method || route.method === '*'));
  field('route').value = index < 0 ? '' : String(index);
  takeRoute(entrances);
  field('method').value = method;
  field('body').value = ['POST', 'PUT', 'PATCH'].includes(method) ? '{}' : '';
  if (field('body').value !== '' && !/^content-type:/im.test(field('headers').value)) {
    field('headers').value = [field('headers').value, 'Content-Type: application/json'].filter(Boolean).join('\n');
  }
}

/** What was asked for, as a question to the model. */
export function question() {
  const value = (name) => field(name).value.trim();
  const body = ['GET', 'HEAD'].includes(value('method')) || value('body') === '' ? undefined : field('body').value;
  return {
    page: value('page'), entrance: value('entrance'), method: value('method'), path: value('path'), headers: headersOf(field('headers').value),
    credentials: value('credentials'), body, failure: value('failure') || undefined,
  };
}

function headersOf(text) {
  return text.split('\n').filter((line) => line.trim() !== '').map((line) => {
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error(`"${line.trim()}" isn't a header; write a name, a colon and a value, such as Authorization: Bearer token`);
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
}
