import { join } from 'node:path';
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Distribution, GeoRestriction, type PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Site, type SiteRouting, WebApp, type WebAppProps } from '../../../src/web-app';
import { buildPolicy, importedOrigin } from './policy';
import type { WebAppPlan } from './web-app';
import { apiBehavior } from './web-app-apis';

const SITE = join(__dirname, '..', '..', '..', 'examples', 'spring-behind-cloudfront', 'site');

/** Puts the web app of a plan into a stack. */
export function buildWebApp(stack: Stack, plan: WebAppPlan): void {
  const apis = plan.apis.map((api) => ({ prefix: api.prefix, behavior: apiBehavior(stack, api) }));
  if (plan.via !== 'WebApp') {
    const distribution = new Distribution(stack, 'Distribution', {
      defaultBehavior: { origin: new HttpOrigin('www.example.com') },
      additionalBehaviors: plan.via === 'addTo' ? {} : Object.assign({}, ...apis.map(({ prefix, behavior }) => behavior.behaviors(stack, prefix))),
    });
    if (plan.via === 'addTo') {
      apis.forEach(({ prefix, behavior }) => behavior.addTo(distribution, prefix));
    }
    return;
  }
  const [first, ...rest] = apis;
  const app = new WebApp(stack, 'WebApp', {
    ...propsOf(stack, plan),
    apis: first && { [first.prefix]: first.behavior },
    cors: first && plan.policy && buildPolicy(stack, plan.policy, importedOrigin),
  });
  rest.forEach(({ prefix, behavior }) => app.addApi(prefix, behavior));
  if (plan.site === 'later') {
    app.deploySite(SITE);
    app.deploySite(SITE, { path: '/docs', immutable: ['*.js'] });
  }
}

function propsOf(stack: Stack, plan: WebAppPlan): WebAppProps {
  return {
    site: siteOf(stack, plan),
    routing: plan.routing as SiteRouting | undefined,
    ...(plan.domainNames && {
      domainNames: plan.domainNames,
      certificate: Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/c0ffee'),
    }),
    webAclId: plan.webAcl ? 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/pages/0b2b2b2b-0000-4000-8000-000000000000' : undefined,
    ...logsOf(stack, plan),
    priceClass: plan.priceClass as PriceClass | undefined,
    geoRestriction: plan.countries && GeoRestriction.allowlist(...plan.countries),
    securityHeaders: {
      contentSecurityPolicy: plan.contentSecurityPolicy,
      hstsMaxAge: plan.hstsSeconds === undefined ? undefined : Duration.seconds(plan.hstsSeconds),
    },
    comment: plan.comment,
    enableIpv6: plan.enableIpv6,
    removalPolicy: plan.destroy ? RemovalPolicy.DESTROY : undefined,
  };
}

function siteOf(stack: Stack, { site }: WebAppPlan): Site | undefined {
  switch (site) {
    case 'folder': return Site.fromFolder(SITE);
    case 'bucket': return Site.fromBucket(new Bucket(stack, 'Files', { blockPublicAccess: BlockPublicAccess.BLOCK_ALL }));
    default: return undefined;
  }
}

function logsOf(stack: Stack, { accessLogs, accessLogsPrefix }: WebAppPlan): Partial<WebAppProps> {
  switch (accessLogs) {
    case 'none': return {};
    case 'own bucket': return { accessLogs: true, accessLogsPrefix };
    case 'given bucket': return { accessLogsPrefix, accessLogsBucket: new Bucket(stack, 'Logs', { objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED }) };
  }
}
