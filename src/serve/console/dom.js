// Elements are made here and nowhere else. Text is always text: whatever a template or an answer holds, it never becomes markup.

/**
 * Makes an element: `h('a', { href: '/x', class: 'y' }, 'text', child)`. An attribute of `true` is there without a value; `undefined` and `false` aren't there.
 * `on` has listeners by their event's name.
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'on') for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** The sign of an outcome: drawn, since not every font has it. */
export const sign = (outcome) => h('span', { 'class': `sign ${outcome}`, 'aria-hidden': 'true' });

/** An outcome, told by colour, sign and word. */
export function badge(outcome) {
  return h('span', { class: `badge ${outcome}` }, sign(outcome), outcome);
}

/** Who answered, from the outside in. */
export function chain(via) {
  return h('ol', { class: 'chain', 'aria-label': 'Who answered, from the outside in' }, via.map(({ kind, name, logicalId }) =>
    h('li', { title: logicalId ?? '' }, h('span', { class: 'kind' }, kind.replaceAll('-', ' ')), ` ${name}`)));
}
