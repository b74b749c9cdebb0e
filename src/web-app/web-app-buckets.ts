import { RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { WebAppProps } from './web-app-props';

/** A bucket that only the distribution reads. */
export function newSiteBucket(scope: Construct, props: WebAppProps, logs: s3.IBucket | undefined): s3.Bucket {
  return new s3.Bucket(scope, 'Bucket', {
    ...privateBucket(props),
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    ...(logs === undefined ? {} : { serverAccessLogsBucket: logs, serverAccessLogsPrefix: 's3/' }),
  });
}

/** The bucket that access logs go to; undefined where none are wanted. */
export function accessLogsBucket(scope: Construct, props: WebAppProps): s3.IBucket | undefined {
  if (props.accessLogsBucket !== undefined || !props.accessLogs) {
    return props.accessLogsBucket;
  }
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
