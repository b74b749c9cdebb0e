import { h } from './dom.js';

// What is wrong in the app, and what to write instead.

export function showFindings({ findings }) {
  if (findings.length === 0) return [h('p', { class: 'hint' }, 'Nothing is wrong that a template can show.')];
  return findings.map(({ rule, severity, path, message, console: line, fix, affected }) => h('article', { class: `finding ${severity}` },
    h('h3', {}, h('span', { class: 'tag' }, severity), ` ${rule}`),
    h('p', {}, message),
    h('p', { class: 'path' }, path),
    line === undefined ? undefined : h('blockquote', {}, line),
    affected.routes.length === 0 ? undefined : h('p', { class: 'path' }, `${affected.routes.slice(0, 5).join(', ')}${affected.routes.length > 5 ? `, and ${affected.routes.length - 5} more` : ''}`),
    h('details', {}, h('summary', {}, 'What to write instead'), h('h4', {}, 'CDK'), h('pre', {}, fix.cdk), h('h4', {}, 'CloudFormation'), h('pre', {}, fix.cloudFormation))));
}
