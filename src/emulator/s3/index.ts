/**
 * S3 buckets, emulated, and what fills them.
 *
 * @packageDocumentation
 */
export type { Caller } from './access';
export { askBucket, bucketOf } from './bucket';
export type { Bucket } from './exchange';
export { conditionally } from './conditional';
export { READINGS } from './readings';
export { type SiteContents, type SiteFolder, siteOf } from './site';
export { type CorsRule, corsRulesOf } from './cors';
