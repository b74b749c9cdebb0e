export { askBucket, Bucket, bucketOf, BucketRequest } from './bucket';
export { Caller } from './access';
export { READINGS } from './readings';
export { SiteContents, SiteFolder, siteOf } from './site';
export { folderContents, readSiteObject } from './site-files';
