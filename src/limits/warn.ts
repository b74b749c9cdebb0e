import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { shown } from '../policy';
import type { Quota } from './quotas';

/**
 * Warns of a quota that a deployment would meet. The warning can be acknowledged, because an account may have more than the default.
 *
 * @param what counts, in the user's terms: `the REST API "Shop/Api" has 412 resources`
 * @param advice what helps besides a higher quota
 */
export function warnOfQuota(scope: IConstruct, quota: Quota, count: number, what: string, advice: string): void {
  if (count < quota.tellFrom) return;
  const limit = `${quota.service}'s quota ${shown(quota.name)} is ${grouped(quota.value)}`;
  const remedy = quota.adjustable
    ? `${limit} unless your account asked for more; ask in Service Quotas before you deploy and acknowledge this, or ${advice}`
    : `${limit} and can't be raised; ${advice}`;
  Annotations.of(scope).addWarningV2(quota.warning, `${what}, and ${remedy}`);
}

/** 12345 as 12,345. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
