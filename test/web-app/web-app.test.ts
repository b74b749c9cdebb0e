import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CorsPolicy } from '../../src';
import { ApiBehavior, Site, SiteRouting, WebApp, type WebAppProps } from '../../src/web-app';
import { behaviorsOf, codeOf, distributionConfig, edgeRequest, FIXTURES, newApp, newRestApi, newStack, referenced, runEdge, SPA } from './support';

const URL = 'https://backend.example.com';

describe('without any props', () => {
  const stack = newStack();
  const webApp = new WebApp(stack, 'WebApp');
  const template = Template.fromStack(stack);
  const config = distributionConfig(stack);

  test('a private, encrypted bucket that stays', () => {
    expect(() => template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      },
    })).not.toThrow();
  });

  test('only this distribution may read and list it, and only by TLS', () => {
    expect(() => template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          {
            Effect: 'Allow',
            Action: ['s3:GetObject', 's3:ListBucket'],
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Resource: Match.anyValue(),
            Condition: { StringEquals: { 'AWS:SourceArn': { 'Fn::Join': ['', Match.arrayWith([':distribution/', { Ref: 'WebAppDistributionCE585001' }])] } } },
          },
        ],
      },
    })).not.toThrow();
    expect(Object.keys(template.findResources('AWS::CloudFront::OriginAccessControl'))).toHaveLength(1);
  });

  test('HTTP/3, IPv6, a root object, and no error pages', () => {
    expect(config).toMatchObject({ HttpVersion: 'http2and3', IPV6Enabled: true, DefaultRootObject: 'index.html', Enabled: true, Comment: 'Shop/WebApp' });
    expect(config).not.toHaveProperty('CustomErrorResponses');
    expect(config).not.toHaveProperty('Logging');
    expect(config).not.toHaveProperty('CacheBehaviors');
  });

  test('the site is read only, by HTTPS, compressed and cached', () => {
    expect(config.DefaultCacheBehavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD'],
      CachePolicyId: cloudfront.CachePolicy.CACHING_OPTIMIZED.cachePolicyId,
      Compress: true,
      ViewerProtocolPolicy: 'redirect-to-https',
    });
  });

  test('any path is the page', () => {
    expect(runEdge(codeOf(stack, config.DefaultCacheBehavior, 'viewer-request')!, { request: edgeRequest({ uri: '/cart' }) }).uri).toBe('/index.html');
  });

  test('security headers, and no CORS header', () => {
    expect(referenced(stack, config.DefaultCacheBehavior.ResponseHeadersPolicyId).ResponseHeadersPolicyConfig).toEqual({
      Name: expect.any(String),
      Comment: 'Security headers of the site',
      SecurityHeadersConfig: {
        ContentSecurityPolicy: {
          ContentSecurityPolicy: "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
          Override: true,
        },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 31536000, IncludeSubdomains: false, Preload: false, Override: true },
      },
    });
  });

  test('nothing to warn of', () => {
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
    expect(webApp.node.validate()).toEqual([]);
  });

  test('the site is at the distribution\'s host name', () => {
    expect(stack.resolve(webApp.origin)).toEqual({ 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['WebAppDistributionCE585001', 'DomainName'] }]] });
    expect(stack.resolve(webApp.url)['Fn::Join'][1].at(-1)).toBe('/');
    expect(stack.resolve(webApp.bucket.bucketName)).toEqual({ Ref: 'WebAppBucketB4CB5D48' });
  });
});

test('all props', () => {
  const stack = newStack('Shop', { env: { region: 'us-east-1', account: '111122223333' } });
  const webApp = new WebApp(stack, 'WebApp', {
    site: Site.fromFolder(SPA),
    routing: SiteRouting.DIRECTORY_INDEX,
    apis: { '/api': ApiBehavior.forRestApi(newRestApi(stack)), '/auth': ApiBehavior.forUrl(URL) },
    cors: CorsPolicy.forOrigins('https://partner.example.org'),
    domainNames: ['*.example.com', 'app.example.com'],
    certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/a'),
    webAclId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/acl/a',
    accessLogs: true,
    accessLogsPrefix: 'edge/',
    priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
    geoRestriction: cloudfront.GeoRestriction.allowlist('DE', 'AT'),
    securityHeaders: {
      contentSecurityPolicy: "default-src 'self' https://cdn.example.com",
      frameOption: cloudfront.HeadersFrameOption.SAMEORIGIN,
      referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER,
      hstsIncludeSubdomains: true,
      hstsPreload: true,
      customHeaders: { 'Permissions-Policy': 'camera=()' },
    },
    comment: 'The shop',
    enableIpv6: false,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  expect(distributionConfig(stack)).toMatchObject({
    Aliases: ['*.example.com', 'app.example.com'],
    ViewerCertificate: { AcmCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/a', MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
    WebACLId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/acl/a',
    PriceClass: 'PriceClass_100',
    Restrictions: { GeoRestriction: { Locations: ['DE', 'AT'], RestrictionType: 'whitelist' } },
    Comment: 'The shop',
    IPV6Enabled: false,
    Logging: { Prefix: 'edge/', Bucket: { 'Fn::GetAtt': ['WebAppAccessLogs64531BED', 'RegionalDomainName'] } },
  });
  expect(referenced(stack, distributionConfig(stack).DefaultCacheBehavior.ResponseHeadersPolicyId).ResponseHeadersPolicyConfig).toMatchObject({
    CustomHeadersConfig: { Items: [{ Header: 'Permissions-Policy', Value: 'camera=()', Override: true }] },
    SecurityHeadersConfig: {
      ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'self' https://cdn.example.com" },
      FrameOptions: { FrameOption: 'SAMEORIGIN' },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
      StrictTransportSecurity: { IncludeSubdomains: true, Preload: true },
    },
  });
  expect(webApp.origin).toBe('https://app.example.com');
  expect(webApp.url).toBe('https://app.example.com/');
  expect(Object.keys(behaviorsOf(stack))).toEqual(['/api', '/api/*', '/auth', '/auth/*']);
  Template.fromStack(stack).allResources('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  expect(webApp.node.validate()).toEqual([]);
});

describe('access logs', () => {
  test('a new bucket takes those of CloudFront, by ACL, and those of the site\'s bucket', () => {
    const stack = newStack();
    new WebApp(stack, 'WebApp', { accessLogs: true });
    const template = Template.fromStack(stack);
    expect(() => template.hasResourceProperties('AWS::S3::Bucket', { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] }, PublicAccessBlockConfiguration: { BlockPublicAcls: true } })).not.toThrow();
    expect(() => template.hasResourceProperties('AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: { Ref: 'WebAppAccessLogs64531BED' }, LogFilePrefix: 's3/' } })).not.toThrow();
    expect(() => template.hasResourceProperties('AWS::S3::BucketPolicy', {
      Bucket: { Ref: 'WebAppAccessLogs64531BED' },
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({
          Action: 's3:PutObject',
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['WebAppAccessLogs64531BED', 'Arn'] }, '/s3/*']] },
          Condition: {
            ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['WebAppBucketB4CB5D48', 'Arn'] } },
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          },
        })]),
      }),
    })).not.toThrow();
    expect(distributionConfig(stack).Logging).toMatchObject({ Prefix: 'cloudfront/' });
  });

  test('a bucket of one\'s own', () => {
    const stack = newStack();
    const logs = new s3.Bucket(stack, 'Logs', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER });
    new WebApp(stack, 'WebApp', { accessLogsBucket: logs });
    expect(distributionConfig(stack).Logging.Bucket).toEqual(stack.resolve(logs.bucketRegionalDomainName));
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::S3::Bucket'))).toHaveLength(2);
    expect(() => Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: stack.resolve(logs.bucketName) } })).not.toThrow();
  });

  test('an imported bucket takes CloudFront\'s only, since its policy can\'t be changed', () => {
    const stack = newStack();
    new WebApp(stack, 'WebApp', { accessLogsBucket: s3.Bucket.fromBucketName(stack, 'Logs', 'logs') });
    expect(distributionConfig(stack).Logging).toBeDefined();
    Template.fromStack(stack).allResourcesProperties('AWS::S3::Bucket', { LoggingConfiguration: Match.absent() });
  });
});

describe('the site', () => {
  test('routing can be left to S3', () => {
    const stack = newStack();
    new WebApp(stack, 'WebApp', { routing: SiteRouting.NONE });
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::CloudFront::Function'))).toHaveLength(0);
    expect(distributionConfig(stack).DefaultRootObject).toBe('index.html');
  });

  test('from a bucket that exists', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Files');
    expect(new WebApp(stack, 'WebApp', { site: Site.fromBucket(bucket) }).bucket).toBe(bucket);
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::S3::Bucket'))).toHaveLength(1);
    expect(() => Template.fromStack(stack).hasResourceProperties('AWS::S3::BucketPolicy', { Bucket: { Ref: 'Files8E6940B8' } })).not.toThrow();
  });

  test('from an imported bucket, with the CDK\'s warning that its policy can\'t be changed', () => {
    const stack = newStack();
    new WebApp(stack, 'WebApp', { site: Site.fromBucket(s3.Bucket.fromBucketName(stack, 'Files', 'files')) });
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('updateImportedBucketPolicyOac'))).toHaveLength(1);
  });

  test('file behind an API: refused at synth', () => {
    const webApp = new WebApp(newStack(), 'WebApp', { site: Site.fromFolder(SPA) });
    webApp.addApi('/assets', ApiBehavior.forUrl(URL));
    expect(webApp.node.validate()).toEqual([expect.stringMatching(/"\/assets\/[^"]+".*"\/assets".*\[cdk-cors:fileBehindApi\]$/)]);
  });

  test('a path that merely begins like a prefix isn\'t a file behind an API', () => {
    const webApp = new WebApp(newStack(), 'WebApp', { site: Site.fromFolder(SPA) });
    webApp.addApi('/asset', ApiBehavior.forUrl(URL));
    expect(webApp.node.validate()).toEqual([]);
  });
});

test('cors without an API is refused at synth, not before one could be added', () => {
  const webApp = new WebApp(newStack(), 'WebApp', { cors: CorsPolicy.forOrigins('https://partner.example.org') });
  expect(webApp.node.validate()).toEqual([expect.stringContaining('[cdk-cors:corsWithoutApi]')]);
  webApp.addApi('/api', ApiBehavior.forUrl(URL));
  expect(webApp.node.validate()).toEqual([]);
});

test('a REST API whose CORS names the site makes no cycle', () => {
  const stack = newStack();
  const api = newRestApi(stack);
  const webApp = new WebApp(stack, 'WebApp', { apis: { '/api': ApiBehavior.forRestApi(api) } });
  api.root.addCorsPreflight({ allowOrigins: [webApp.origin] });
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::CloudFront::Distribution'))).toHaveLength(1);
});

test('a domain that is known at deploy time', () => {
  const stack = newStack('Shop', { env: { region: 'us-east-1' } });
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/a');
  const webApp = new WebApp(stack, 'WebApp', { domainNames: [Fn.importValue('Host')], certificate });
  expect(stack.resolve(webApp.origin)).toEqual({ 'Fn::Join': ['', ['https://', { 'Fn::ImportValue': 'Host' }]] });
});

describe('templates are stable', () => {
  const MAXIMAL = (): WebAppProps => ({ site: Site.fromFolder(join(FIXTURES, 'pages')), apis: { '/api': ApiBehavior.forUrl(URL) }, cors: CorsPolicy.forOrigins('https://a.example.com'), accessLogs: true });
  const synthesized = (app: App) => {
    new WebApp(newStack('Shop', undefined, app), 'WebApp', MAXIMAL());
    const assembly = app.synth();
    return { template: assembly.getStackByName('Shop').template, files: readdirSync(assembly.directory).sort() };
  };

  test('the same input gives the same template', () => {
    expect(JSON.stringify(synthesized(newApp()))).toBe(JSON.stringify(synthesized(newApp())));
  });

  test('logical ids are part of the interface', () => {
    const { Resources } = synthesized(newApp()).template;
    expect(Object.keys(Resources).filter((id) => id.startsWith('WebApp')).sort()).toEqual([
      'WebAppAccessLogs64531BED',
      'WebAppAccessLogsPolicyD028E1D5',
      'WebAppApiHeadersE3109D6A',
      'WebAppApiRequestapi91C58AD6',
      'WebAppApiResponseAECEDDFA',
      'WebAppBucketB4CB5D48',
      'WebAppBucketPolicyBCF69013',
      'WebAppDeploymentAwsCliLayerCECB64FE',
      'WebAppDeploymentCustomResourceDDBF58B2',
      'WebAppDistributionCE585001',
      'WebAppDistributionOrigin1S3OriginAccessControlB8B0EE07',
      'WebAppSiteHeaders43B9FB8E',
      'WebAppSiteRouting6D08000B',
    ]);
  });
});
