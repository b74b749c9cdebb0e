import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { refuseProbePath } from '../outputs';
import { checkIsPolicy, checkTypes, refusal, refuse, shown } from '../policy';
import { ApiBehavior } from './api-behavior';
import { Site, SiteRouting } from './site';
import type { WebAppProps } from './web-app-props';

/** Refuses properties that can't be, alone or together. */
export function checkProps(props: WebAppProps): void {
  checkTypes('the properties of WebApp', props, { apis: 'object', securityHeaders: 'object', domainNames: 'list', webAclId: 'text', accessLogs: 'boolean', accessLogsBucket: 'bucket', enableIpv6: 'boolean' });
  refuseProbePath(props.probePath);
  if (props.site !== undefined && !(props.site instanceof Site)) {
    refuse('notASite', `site must be a Site, got ${shown(props.site)}; write Site.fromFolder('./dist') or Site.fromBucket(bucket)`);
  }
  if (props.routing !== undefined && !Object.values(SiteRouting).includes(props.routing)) {
    refuse('unknownRouting', `routing must be SiteRouting.SINGLE_PAGE, DIRECTORY_INDEX or NONE, got ${shown(props.routing)}`);
  }
  if (props.cors !== undefined) {
    checkIsPolicy(props.cors, 'cors');
  }
  if (props.siteCors !== undefined) {
    checkIsPolicy(props.siteCors, 'siteCors');
  }
  if (props.removalPolicy !== undefined && !Object.values(RemovalPolicy).includes(props.removalPolicy)) {
    refuse('unknownRemovalPolicy', `removalPolicy must be one of RemovalPolicy, such as RemovalPolicy.DESTROY, got ${shown(props.removalPolicy)}`);
  }
  checkDomains(props);
  checkLogs(props);
}

/** Refuses what isn't an API. */
export function checkApi(pathPrefix: string, api: ApiBehavior): void {
  if (!(api instanceof ApiBehavior)) {
    refuse('notAnApiBehavior',
      `the API under ${shown(pathPrefix)} must be an ApiBehavior; write ApiBehavior.forRestApi(api), .forHttpApi(api) or .forUrl('https://api.example.com')`);
  }
}

/** Refuses a bucket whose policy would make a cycle: it names the distribution, which names the bucket. */
export function checkBucket(scope: Construct, bucket: s3.IBucket): void {
  if (bucket instanceof s3.Bucket && Stack.of(bucket) !== Stack.of(scope)) {
    refuse('bucketOfAnotherStack',
      `bucket ${shown(bucket.node.path)} is in another stack than the WebApp, and each of the two stacks would need the other first; ` +
      'make both in one stack, or import the bucket by Bucket.fromBucketName and give the distribution access to it in its stack');
  }
}

/** The path of a deployment as it is compared: with a slash in front. */
export function checkDeploymentPath(path: string, taken: Iterable<string>): void {
  if (path !== '/' && !/^(\/[A-Za-z0-9._~-]+)+$/.test(path)) {
    refuse('invalidDeploymentPath', `path ${shown(path)} must start with a slash and have none at its end, such as "/docs"`);
  }
  if ([...taken].includes(path)) {
    refuse('siteDeployedTwice',
      `there is a deployment to ${shown(path)} already, and both would write the same files; give the other a path of its own, such as { path: '/docs' }`);
  }
}

/** What can only be seen when the app is complete. */
export function findings(props: WebAppProps, prefixes: string[], files: string[]): string[] {
  const found: string[] = [];
  if (props.cors !== undefined && prefixes.length === 0) {
    found.push(refusal('corsWithoutApi', 'cors says who may call the APIs, but the WebApp has none; add one to apis, or remove cors'));
  }
  for (const prefix of prefixes) {
    const hidden = files.find((file) => file === prefix || file.startsWith(`${prefix}/`));
    if (hidden !== undefined) {
      found.push(refusal('fileBehindApi',
        `the site has the file ${shown(hidden)}, but requests for it go to the API under ${shown(prefix)}; rename the one or the other`));
    }
  }
  return found;
}

function checkDomains({ domainNames, certificate }: WebAppProps): void {
  if (domainNames !== undefined && !Token.isUnresolved(domainNames) && domainNames.length === 0) {
    refuse('emptyList', 'domainNames must not be an empty list; leave it out, or name the hosts of the site, such as "app.example.com"');
  }
  if (domainNames !== undefined && certificate === undefined) {
    refuse('domainWithoutCertificate', `domainNames ${shown(domainNames)} need a certificate that covers them, of the region us-east-1; give certificate`);
  }
  if (certificate !== undefined && domainNames === undefined) {
    refuse('certificateWithoutDomain', 'a certificate is used with host names of your own only; give domainNames, or leave out certificate');
  }
  for (const name of Token.isUnresolved(domainNames) ? [] : domainNames ?? []) {
    if (!Token.isUnresolved(name) && !/^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/.test(name)) {
      refuse('invalidDomainName', `domainNames contains ${shown(name)}; a host name has no scheme, port, path or upper case, such as "app.example.com"`);
    }
  }
}

function checkLogs({ accessLogs, accessLogsBucket, accessLogsPrefix }: WebAppProps): void {
  if (accessLogs === false && accessLogsBucket !== undefined) {
    refuse('logsContradiction', 'accessLogs is false, but there is an accessLogsBucket; remove one of the two');
  }
  if (accessLogsPrefix !== undefined && !accessLogs && accessLogsBucket === undefined) {
    refuse('logPrefixWithoutLogs', `accessLogsPrefix ${shown(accessLogsPrefix)} has no effect without logs; set accessLogs: true, or give accessLogsBucket`);
  }
  const resource = accessLogsBucket?.node.defaultChild;
  if (resource instanceof s3.CfnBucket) {
    const ownership = Stack.of(resource).resolve(resource.ownershipControls)?.rules?.[0]?.objectOwnership;
    if (ownership !== 'BucketOwnerPreferred' && ownership !== 'ObjectWriter') {
      refuse('logBucketWithoutAcl',
        `accessLogsBucket ${shown(accessLogsBucket!.node.path)} has its ACLs disabled, so CloudFront can't write to it; ` +
        'make it with objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED');
    }
  }
}
