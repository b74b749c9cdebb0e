/**
 * CloudFront distributions (`AWS::CloudFront::Distribution`), emulated.
 *
 * @packageDocumentation
 */
export { CloudFrontCache } from './cache';
export type { CloudFrontContext } from './context';
export { cloudFrontEntrance } from './entrance';
export { READINGS } from './readings';
export { type Behavior, behaviorFor, type Distribution, type ErrorResponse } from './distribution';
export type { Forwarding } from './forwarding';
export { includes } from './items';
export { MANAGED_RESPONSE_HEADERS_POLICIES } from './managed-response-headers';
export type { Origin } from './origins';
export { rewritten, basesOf, routesThrough } from './routes';
