export { isColoured } from './is-coloured';
export { renderLine, renderLines, type Span, type Style } from './spans';
export { visible } from '../values';
export { wrap } from './wrap';
