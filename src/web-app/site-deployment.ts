import { CustomResource, Duration, IgnoreMode } from 'aws-cdk-lib';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { refuse, shown } from '../policy';
import type { DeploySiteOptions } from './site';
import { hasContentHash, ignoreLines, isHidden, pathPattern, siteFiles } from './site-files';

/** The files of a folder, by how long they may be kept. */
export interface SitePlan {
  readonly all: string[];
  readonly immutable: string[];
  readonly fresh: string[];
}

/** Says which files are deployed, and how. */
export function planSite(folder: string, options: DeploySiteOptions): SitePlan {
  const all = siteFiles(folder);
  const isExcluded = matcher(options.exclude) ?? isHidden;
  const isImmutable = matcher(options.immutable) ?? hasContentHash;
  const deployed = all.filter((path) => !isExcluded(path));
  const immutable = deployed.filter(isImmutable);
  if (!deployed.includes('index.html') || immutable.includes('index.html')) {
    refuse('indexHtmlPattern',
      `the patterns ${shown(options.immutable ?? options.exclude)} match index.html, which browsers must get anew each time; ` +
      'name what has a hash in its name only, such as "assets/**"');
  }
  return { all, immutable, fresh: deployed.filter((path) => !isImmutable(path)) };
}

/**
 * Copies a folder to a bucket: first what the new pages need, then the pages. Nothing is deleted, so that pages which are open find their files,
 * and so that neither of the two copies deletes the other's.
 */
export function deploySite(scope: Construct, id: string, folder: string, plan: SitePlan, target: {
  readonly bucket: s3.IBucket;
  readonly distribution: cloudfront.IDistribution;
  readonly options: DeploySiteOptions;
}): s3deploy.BucketDeployment {
  const common = {
    destinationBucket: target.bucket,
    destinationKeyPrefix: target.options.path === undefined || target.options.path === '/' ? undefined : target.options.path.slice(1),
    memoryLimit: target.options.memoryLimit,
    prune: false,
  };
  const pages = new s3deploy.BucketDeployment(scope, id, {
    ...common,
    sources: [source(folder, plan.all, plan.fresh)],
    cacheControl: [s3deploy.CacheControl.noCache()],
    distribution: target.distribution,
    distributionPaths: [`${target.options.path === '/' ? '' : target.options.path ?? ''}/*`],
    // CloudFront keeps no-cache answers for a second (the minimum of CachingOptimized): there is nothing to wait for.
    waitForDistributionInvalidation: false,
  });
  if (plan.immutable.length > 0) {
    copyOf(pages).node.addDependency(copyOf(new s3deploy.BucketDeployment(scope, `${id}Immutable`, {
      ...common,
      sources: [source(folder, plan.all, plan.immutable)],
      cacheControl: [s3deploy.CacheControl.setPublic(), s3deploy.CacheControl.maxAge(Duration.days(365)), s3deploy.CacheControl.immutable()],
    })));
  }
  return pages;
}

// The deployments share a function, which one of them brings along: only the copies themselves can wait for each other.
function copyOf(deployment: s3deploy.BucketDeployment): Construct {
  return deployment.node.children.find((child): child is CustomResource => child instanceof CustomResource)!;
}

function source(folder: string, all: string[], wanted: string[]): s3deploy.ISource {
  const kept = new Set(wanted);
  return s3deploy.Source.asset(folder, { exclude: ignoreLines(all, (path) => !kept.has(path)), ignoreMode: IgnoreMode.GIT });
}

function matcher(patterns: string[] | undefined): ((path: string) => boolean) | undefined {
  const expressions = patterns?.map(pathPattern);
  return expressions && ((path) => expressions.some((expression) => expression.test(path)));
}
