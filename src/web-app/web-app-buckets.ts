import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { WebAppProps } from './web-app-props';

const S3_PREFIX = 's3/';

/** A bucket that only the distribution reads. */
export function newSiteBucket(scope: Construct, props: WebAppProps, logs: s3.IBucket | undefined): s3.Bucket {
  const bucket = new s3.Bucket(scope, 'Bucket', { ...privateBucket(props), objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED });
  if (logs !== undefined) {
    logRequests(bucket, logs);
  }
  return bucket;
}

// By hand, because `serverAccessLogsBucket` of the CDK gives the right to write by a deprecated ACL unless a feature flag is set. Of an imported
// bucket the policy can't be changed, and S3 refuses to log where it may not write.
function logRequests(bucket: s3.Bucket, logs: s3.IBucket): void {
  const { statementAdded } = logs.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [logs.arnForObjects(`${S3_PREFIX}*`)],
    conditions: { ArnLike: { 'aws:SourceArn': bucket.bucketArn }, StringEquals: { 'aws:SourceAccount': Stack.of(bucket).account } },
  }));
  if (statementAdded) {
    (bucket.node.defaultChild as s3.CfnBucket).loggingConfiguration = { destinationBucketName: logs.bucketName, logFilePrefix: S3_PREFIX };
  }
}

/** The bucket that access logs go to; undefined where none are wanted. */
export function accessLogsBucket(scope: Construct, props: WebAppProps): s3.IBucket | undefined {
  if (props.accessLogsBucket !== undefined || !props.accessLogs) return props.accessLogsBucket;
  return new s3.Bucket(scope, 'AccessLogs', {
    ...privateBucket(props),
    // CloudFront's standard logs are written by ACL, so ACLs must be enabled.
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
  });
}

function privateBucket(props: WebAppProps): s3.BucketProps {
  const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
  return {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    removalPolicy,
    autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY ? true : undefined,
  };
}
