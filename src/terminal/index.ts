export { isColoured } from './is-coloured';
export { renderLine, renderLines, type Span, type Style } from './spans';
export { visible } from './visible';
export { wrap } from './wrap';
