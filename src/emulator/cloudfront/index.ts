/**
 * CloudFront distributions (`AWS::CloudFront::Distribution`), emulated.
 *
 * @packageDocumentation
 */
export { CloudFrontCache } from './cache';
export type { CloudFrontContext } from './context';
export { cloudFrontEntrance } from './entrance';
export { READINGS } from './readings';
