import type { KnownAnswer } from './known-answer';

/** What S3 answers to a page that calls a bucket itself: uploads by presigned URLs and posts, downloads, fonts. */
export const BUCKET_ANSWERS: readonly KnownAnswer[] = [
  {
    name: '307 TemporaryRedirect, "Please re-send this request to the specified temporary endpoint", of S3',
    statuses: [301, 307],
    body: /re-send this request to the specified temporary endpoint|addressed using the specified endpoint|<Code>(?:Temporary|Permanent)Redirect/i,
    means: 'The bucket is in another region than its name in the URL says, and a preflight isn\'t redirected',
    causes: [
      { layer: 'S3', text: 'ask the bucket by the name with its region: BUCKET.s3.REGION.amazonaws.com; sign for that region. A new bucket answers so for some hours' },
      { layer: 'CloudFront', text: 'the origin is BUCKET.s3.amazonaws.com: write the name with the region (bucketRegionalDomainName)' },
    ],
  },
  {
    name: '400 InvalidArgument "Only one auth mechanism allowed", of S3',
    statuses: [400],
    body: /only one auth mechanism allowed/i,
    means: 'The request is signed in its URL and has an Authorization header as well',
    causes: [
      { layer: 'page', text: 'the page, or a default or an interceptor of its library, sends Authorization with a presigned URL: leave it out for S3' },
      { layer: 'CloudFront', text: 'a distribution with an origin access control signs a request that is presigned: presign for one of the two, or let the OAC sign never' },
    ],
  },
  {
    name: '403 "Request has expired", of a presigned URL',
    statuses: [403],
    body: /request has expired|policy expired|ExpiredToken\b|The provided token has expired/i,
    means: 'The presigned URL, or the role\'s token that it was signed with, has expired. S3 puts no CORS headers on it where no rule matches',
    causes: [{ layer: 'page', text: 'ask for a new URL right before the upload; one of a role lives no longer than the role\'s token' }],
  },
  {
    name: '403 SignatureDoesNotMatch, of a presigned URL',
    statuses: [403],
    body: /SignatureDoesNotMatch|InvalidAccessKeyId|InvalidToken|HeadersNotSigned|headers present in the request which were not signed/i,
    means: 'The request isn\'t the one that was signed: another method, host, Content-Type or x-amz- header. InvalidAccessKeyId: the keys that signed are gone',
    causes: [
      { layer: 'page', text: 'send the very Content-Type and x-amz- headers that were signed, and no others: browsers and libraries add their own' },
      { layer: 'CloudFront', text: 'a distribution changes the host: a URL is presigned for the bucket, not for the distribution' },
    ],
  },
  {
    name: '403 "Invalid according to Policy: Policy Condition failed", of a presigned POST',
    statuses: [403],
    body: /invalid according to policy|policy condition failed|extra input fields/i,
    means: 'A field of the form isn\'t in the policy that was signed, or has another value',
    causes: [{ layer: 'page', text: 'send every field that came with the presigned POST, in that order, the file last, and no others' }],
  },
  {
    name: '400 EntityTooLarge, of S3',
    statuses: [400],
    body: /EntityTooLarge|EntityTooSmall|exceeds the maximum allowed (?:size|object size)|smaller than the minimum allowed/i,
    means: 'The file is larger or smaller than the presigned POST allows (content-length-range), or than one PUT takes, 5 GB',
    causes: [{ layer: 'page', text: 'check the size before the upload; larger files go in parts, which need ETag in ExposeHeaders' }],
  },
  {
    name: '400 "Bucket POST must contain a field named \'key\'", of S3',
    statuses: [400, 412],
    body: /bucket post must|POST requires exactly one file|MalformedPOSTRequest/i,
    means: 'The form of a presigned POST lacks a field, or the file isn\'t its last one',
    causes: [{ layer: 'page', text: 'append every field that came with the presigned POST before the file, and let the browser set Content-Type' }],
  },
  {
    name: '400 AccessControlListNotSupported, of S3',
    statuses: [400],
    body: /AccessControlListNotSupported|bucket does not allow ACLs/i,
    means: 'The request has x-amz-acl, and the bucket takes no ACLs',
    causes: [{ layer: 'page', text: 'sign and send no ACL' }],
  },
  {
    name: '400 AuthorizationHeaderMalformed or AuthorizationQueryParametersError, of S3',
    statuses: [400],
    body: /AuthorizationHeaderMalformed|AuthorizationQueryParametersError|the region '.*' is wrong; expecting|authorization mechanism you have provided is not supported/i,
    means: 'The request was signed for another region, or in another way than S3 takes',
    causes: [{ layer: 'page', text: 'sign with the bucket\'s own region and version 4 of the signature' }],
  },
  {
    name: '404 NoSuchBucket or NoSuchCORSConfiguration, of S3',
    statuses: [404],
    body: /NoSuchBucket|bucket does not exist|NoSuchCORSConfiguration|CORS configuration does not exist/i,
    means: 'The bucket doesn\'t exist, or it has no CORS configuration',
    causes: [
      { layer: 'page', text: 'the bucket\'s name in the URL' },
      { layer: 'S3', text: 'give the bucket a CORS rule with the page\'s origin', rules: ['bucket-without-cors'] },
    ],
  },
];
