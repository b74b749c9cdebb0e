export { isForbiddenRequestHeaderName, isForbiddenResponseHeaderName } from './forbidden-headers';
export { hasHeader, headerLines, type HeaderList, headerOf, isNamed, withHeader, withoutHeader } from './header-list';
export { HOP_BY_HOP } from './hop-by-hop';
export { hasRequestBody, isCorsSafelistedMethod, isSafeMethod, isServedMethod, METHODS } from './method';
export { APP_SCHEMES, OPAQUE_SCHEMES, originOfPage } from './origin';
export { isToken } from './token';
