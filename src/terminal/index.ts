export { isColoured } from './is-coloured';
export { renderLine, renderLines, type Span, type Style } from './spans';
export { inert, visible } from '../values';
export { wrap } from './wrap';
