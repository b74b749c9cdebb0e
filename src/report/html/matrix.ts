import { firstFew } from '../../values';
import { exceptIn } from '../../verify';
import type { Cell, PageGroup, RouteGroup, Section } from '../matrix';
import { noPageAsks, reasonsOf, SYMBOLS } from '../text-matrix';
import { kindName, plural } from '../wording';
import type { Figures } from './figures';
import { html, type Markup } from './markup';

const MAX_ROUTES = 8;

/** An entrance's table, and the diagrams of its failing cells that aren't drawn yet. */
export function sectionMarkup({ entrance, groups }: Section, figures: Figures): { readonly table: Markup; readonly drawn: readonly Markup[] } {
  const drawn: Markup[] = [];
  const title = html`<h3>${kindName(entrance.kind)} <span class="path">${entrance.resource.path}</span></h3>`;
  if (groups.length === 0) return { table: html`${title}<p>${noPageAsks(entrance.routes.length)}</p>`, drawn };
  const bodies = groups.map((group) => groupMarkup(group, figures, drawn));
  return {
    table: html`${title}<table><caption>${entrance.url}</caption>
<thead><tr><th scope="col">Pages of</th><th scope="col">who</th><th scope="col">get</th></tr></thead>
${bodies}</table>`,
    drawn,
  };
}

function groupMarkup({ routes, pages }: RouteGroup, figures: Figures, drawn: Markup[]): Markup {
  const reasons = reasonsOf(pages.flatMap(({ cells }) => cells));
  return html`<tbody><tr><th colspan="3" scope="rowgroup">${routesMarkup(routes)}</th></tr>
${pages.map((page) => pageMarkup(page, routes, figures, drawn))}
${reasons.length === 0 ? undefined : html`<tr><td colspan="3" class="soft">Unknown: ${firstFew(reasons, 4)}</td></tr>`}</tbody>`;
}

function routesMarkup(routes: RouteGroup['routes']): Markup {
  const items = routes.map(({ path, methods }) => html`<li><span class="method">${methods.join(' ')}</span> <span class="path">${path}</span></li>`);
  const first = html`<ul class="routes">${items.slice(0, MAX_ROUTES)}</ul>`;
  if (items.length <= MAX_ROUTES) return first;
  return html`${first}<details><summary>and ${plural(items.length - MAX_ROUTES, 'more path')} like these</summary><ul class="routes">${items.slice(MAX_ROUTES)}</ul></details>`;
}

function pageMarkup({ pages, kind, cells }: PageGroup, routes: RouteGroup['routes'], figures: Figures, drawn: Markup[]): Markup {
  return html`<tr><th scope="row">${firstFew(pages, 3)}</th><td class="soft">${kind}</td><td><ul class="chips">${cells.map((cell) =>
    html`<li>${chip(cell, `${routes[0].methods[0]} ${routes[0].path}, asked by ${pages[0]}`, figures, drawn)}</li>`)}</ul></td></tr>`;
}

const OUTCOMES = { allowed: 'readable', blocked: 'blocked', unknown: 'unknown' } as const;

function chip({ failure, outcome, mark, notIn, sample }: Cell, of: string, figures: Figures, drawn: Markup[]): Markup {
  const text = `${SYMBOLS[mark][0]} ${failure ?? 'success'}: ${OUTCOMES[outcome]}${exceptIn(notIn)}`;
  const figure = mark === 'wrong' ? figures.draw(sample.verdict, failure === undefined ? of : `${of}, failed as ${failure}`) : undefined;
  if (figure === undefined) return html`<span class="chip ${mark}">${text}</span>`;
  if (figure.figure !== undefined) {
    drawn.push(figure.figure);
  }
  return html`<a class="chip ${mark}" href="#${figure.id}">${text}</a>`;
}
