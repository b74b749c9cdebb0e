import { Stack } from 'aws-cdk-lib';
import type { CfnDistribution, Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { shown } from '../policy';
import { CACHE_BEHAVIORS, ORIGINS } from './quotas';
import { grouped, warnOfQuota } from './warn';
import { whenComplete } from './watch-stack';

/** Tells of a distribution that has more behaviors or origins than accounts have by default, once it has all that it will have. */
export function watchDistribution(distribution: Distribution): void {
  whenComplete(distribution, () => {
    const config = Stack.of(distribution).resolve((distribution.node.defaultChild as CfnDistribution).distributionConfig);
    const name = `the distribution ${shown(distribution.node.path)}`;
    const behaviors = 1 + (config.cacheBehaviors ?? []).length;
    warnOfQuota(distribution, CACHE_BEHAVIORS, behaviors, `${name} has ${grouped(behaviors)} cache behaviors, two for each API`,
      'put APIs that are alike behind one prefix');
    const origins = (config.origins ?? []).length;
    warnOfQuota(distribution, ORIGINS, origins, `${name} has ${grouped(origins)} origins`, 'put APIs that are alike behind one origin');
  });
}
