/**
 * S3 buckets, emulated, and what fills them.
 *
 * @packageDocumentation
 */
export type { Caller } from './access';
export { askBucket, type Bucket, bucketOf, type BucketRequest } from './bucket';
export { READINGS } from './readings';
export { type SiteContents, type SiteFolder, siteOf } from './site';
