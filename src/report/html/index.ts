import { shownCount } from '../../values';
import type { Finding } from '../../verify';
import type { Examined, Format } from '../examined';
import { sectionsOf } from '../matrix';
import { affectedText } from '../text-findings';
import { entranceCount, NO_ENTRANCE, plural } from '../wording';
import { Figures } from './figures';
import { html as markup, Markup } from './markup';
import { sectionMarkup } from './matrix';
import { STYLE } from './style';

/** One page that needs nothing else: no script, no font, no request. */
export const html: Format = {
  about: 'one page for browsers, with each failing exchange drawn',
  write: (examined) => `${page(examined).text}\n`,
};

function page(examined: Examined): Markup {
  const { app, report: { findings, questions, unsupported, open }, entrances, version } = examined;
  const figures = new Figures();
  const articles = findings.map((finding, index) => article(finding, index + 1, examined, figures));
  const sections = sectionsOf(examined).map((section) => sectionMarkup(section, figures));
  const drawn = sections.flatMap((section) => section.drawn);
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>CORS of ${app}</title><style>${new Markup(STYLE)}</style></head>
<body><header><h1>CORS of <span class="path">${app}</span></h1>
<p class="soft">${entrances.length === 0 ? NO_ENTRANCE : `${entranceCount(entrances)}, ${plural(questions, 'question')} asked`}, by cdk-cors ${version}</p>
<p>${sum(findings)}${open.unknown === 0 ? undefined : markup`, <span class="unknown">${shownCount(open.unknown)} unknown</span>`}</p>
<nav aria-label="Parts"><ul><li><a href="#findings">Findings</a></li><li><a href="#matrix">Matrix</a></li>${drawn.length > 0 ? markup`<li><a href="#cells">Failing cells</a></li>` : undefined}</ul></nav></header>
<main><section aria-labelledby="findings"><h2 id="findings">Findings</h2>${findings.length === 0 ? markup`<p>Nothing is wrong.</p>` : articles}</section>
${unsupported.length === 0 ? undefined : markup`<section aria-labelledby="unchecked"><h2 id="unchecked">Not checked</h2><ul>${unsupported.map(({ message }) => markup`<li>${message}</li>`)}</ul></section>`}
<section aria-labelledby="matrix"><h2 id="matrix">Matrix</h2>${LEGEND}${sections.map(({ table }) => table)}</section>
${drawn.length === 0 ? undefined : markup`<section aria-labelledby="cells"><h2 id="cells">Failing cells</h2>${drawn}${leftOut(figures)}</section>`}
</main></body></html>`;
}

const LEGEND = markup`<p class="soft">What pages get of requests that succeed, and of those that API Gateway fails in each way. <span class="right">✓ as it should be</span>,
<span class="wrong">✗ otherwise</span>, <span class="unknown">? not told by the template</span>, · neither right nor wrong. What came out alike is in one row.</p>`;

function sum(findings: readonly Finding[]): Markup {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (findings.length === 0) return markup`<strong class="right">✓ No findings</strong>`;
  return markup`<strong class="${errors > 0 ? 'wrong' : 'unknown'}">${plural(errors, 'error')}, ${plural(findings.length - errors, 'warning')}</strong>`;
}

function leftOut({ leftOut: count }: Figures): Markup | undefined {
  return count === 0 ? undefined : markup`<p>${plural(count, 'more cell')} of other exchanges: --format json has them all.</p>`;
}

function article(finding: Finding, number: number, { placeOf }: Examined, figures: Figures): Markup {
  const { rule, severity, path, message, console, fix, docs, affected, evidence } = finding;
  const place = placeOf(finding);
  const drawn = evidence.flatMap((verdict) => figures.draw(verdict, 'What was seen')?.figure ?? []);
  return markup`<article class="finding ${severity}" aria-labelledby="finding-${number}">
<h3 id="finding-${number}"><span class="${severity === 'error' ? 'wrong' : 'unknown'}">${severity === 'error' ? '✗' : '!'} ${severity}</span> ${rule}</h3>
<p class="path">${path}${place === undefined ? undefined : markup`<br><span class="soft">${place.file}:${place.line}:${place.column}</span>`}</p>
<p>${message}</p>
<dl>${console === undefined ? undefined : markup`<dt>The browser says</dt><dd><pre>${console}</pre></dd>`}
${affected.questions === 0 ? undefined : markup`<dt>Concerns</dt><dd>${affectedText(affected)}</dd>`}
<dt>In CDK</dt><dd><pre>${fix.cdk}</pre></dd><dt>In the template</dt><dd><pre>${fix.cloudFormation}</pre></dd>
<dt>More</dt><dd><a href="${docs}">${rule}</a>, or cdk-cors explain ${rule}</dd></dl>
${drawn}</article>`;
}
