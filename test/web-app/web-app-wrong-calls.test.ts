import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CorsPolicy } from '../../src';
import { ApiBehavior, type SecurityHeadersOptions, Site, type SiteOptions, WebApp, type WebAppProps } from '../../src/web-app';
import { testRefusals } from '../support/refusals';
import { FIXTURES, newApp, newStack, SPA } from './support';

const API = () => ApiBehavior.forUrl('https://backend.example.com');
const made = (props: WebAppProps) => () => new WebApp(newStack(), 'WebApp', props);
const apis = (...prefixes: string[]) => made({ apis: Object.fromEntries(prefixes.map((prefix) => [prefix, API()])) });
const headers = (securityHeaders: SecurityHeadersOptions) => made({ securityHeaders });
const folder = (options: SiteOptions) => () => new WebApp(newStack(), 'WebApp', { site: Site.fromFolder(SPA, options) });
const certified = (domainNames: string[]) => () => {
  const stack = newStack();
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/a');
  return new WebApp(stack, 'WebApp', { domainNames, certificate });
};

describe('APIs', () => testRefusals([
  ['a prefix within another', apis('/api', '/api/v1'), 'overlappingPathPrefix', ['"/api"', '"/api/v1"', '"/auth"']],
  ['a prefix around another', apis('/api/v1', '/api'), 'overlappingPathPrefix', ['"/api/v1"', '"/api"']],
  ['a prefix twice', () => made({ apis: { '/api': API() } })().addApi('/api', API()), 'duplicatePathPrefix', ['"/api"']],
  ['a prefix without a slash', apis('api'), 'pathPrefixWithoutSlash', ['write "/api"']],
  ['the root', apis('/'), 'rootPathPrefix', ['"/api"']],
  ['a URL for an API', made({ apis: { '/api': 'https://backend.example.com' as never } }), 'notAnApiBehavior', ['"/api"', '.forUrl(']],
  ['nothing for an API', made({ apis: { '/api': undefined as never } }), 'notAnApiBehavior', ['forRestApi']],
  ['an origin for a policy', made({ cors: 'https://app.example.com' as never }), 'notACorsPolicy', ['CorsPolicy.forOrigins']],
  ['two owners of the response headers', made({
    cors: CorsPolicy.forOrigins('https://partner.example.org'),
    apis: { '/api': ApiBehavior.forUrl('https://backend.example.com', { responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS }) },
  }), 'responseHeadersPolicyWithCors', ['"/api"']],
]));

describe('the site', () => testRefusals([
  ['a folder by its name', made({ site: './dist' as never }), 'notASite', ['"./dist"', 'Site.fromFolder']],
  ['a folder that doesn\'t exist', () => Site.fromFolder(join(FIXTURES, 'dist')), 'noSiteFolder', ['dist', 'build the front end first']],
  ['nothing', () => Site.fromFolder(undefined as never), 'noSiteFolder', ['undefined']],
  ['a file', () => Site.fromFolder(join(SPA, 'index.html')), 'noSiteFolder', ['is a file']],
  ['a folder without index.html', () => Site.fromFolder(join(SPA, 'assets')), 'noIndexHtml', ['"dist"']],
  ['a bucket by its name', () => Site.fromBucket('files' as never), 'notABucket', ['Site.fromFolder']],
  ['a bucket of another stack', () => {
    const app = newApp();
    return new WebApp(newStack('Shop', undefined, app), 'WebApp', { site: Site.fromBucket(new s3.Bucket(newStack('Data', undefined, app), 'Files')) });
  }, 'bucketOfAnotherStack', ['"Data/Files"', 'fromBucketName']],
  ['a pattern with a slash in front', folder({ immutable: ['/assets/**'] }), 'invalidFilePattern', ['"/assets/**"', '"assets/**"']],
  ['an empty pattern', folder({ exclude: [''] }), 'invalidFilePattern', ['""']],
  ['a negated pattern', folder({ exclude: ['!assets'] }), 'invalidFilePattern', ['"!assets"']],
  ['index.html among the immutable', folder({ immutable: ['**'] }), 'indexHtmlPattern', ['["**"]', 'index.html']],
  ['index.html left out', folder({ exclude: ['*.html'] }), 'indexHtmlPattern', ['["*.html"]']],
  ['a second deployment to the same place', () => (folder({})() as WebApp).deploySite(SPA), 'siteDeployedTwice', ['"/"', '/docs']],
  ['a deployment to a path with a slash at the end', () => made({})().deploySite(SPA, { path: '/docs/' }), 'invalidDeploymentPath', ['"/docs/"', '"/docs"']],
  ['a deployment to a path without a slash', () => made({})().deploySite(SPA, { path: 'docs' }), 'invalidDeploymentPath', ['"docs"']],
  ['a routing by another name', made({ routing: 'SPA' as never }), 'unknownRouting', ['"SPA"', 'SINGLE_PAGE']],
]));

describe('domain and certificate', () => testRefusals([
  ['a domain without a certificate', made({ domainNames: ['app.example.com'] }), 'domainWithoutCertificate', ['"app.example.com"', 'us-east-1']],
  ['a certificate without a domain', () => {
    const stack = newStack();
    return new WebApp(stack, 'WebApp', { certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/a') });
  }, 'certificateWithoutDomain', ['domainNames']],
  ['no domain in the list', certified([]), 'emptyList', ['domainNames', '"app.example.com"']],
  ['a URL', certified(['https://app.example.com']), 'invalidDomainName', ['"https://app.example.com"']],
  ['upper case', certified(['App.example.com']), 'invalidDomainName', ['"App.example.com"']],
]));

describe('logs', () => testRefusals([
  ['a bucket and no logs', () => {
    const stack = newStack();
    return new WebApp(stack, 'WebApp', { accessLogs: false, accessLogsBucket: new s3.Bucket(stack, 'Logs') });
  }, 'logsContradiction', ['remove one']],
  ['a prefix without logs', made({ accessLogsPrefix: 'edge/' }), 'logPrefixWithoutLogs', ['"edge/"', 'accessLogs: true']],
  ['a bucket without ACLs', () => {
    const stack = newStack();
    return new WebApp(stack, 'WebApp', { accessLogsBucket: new s3.Bucket(stack, 'Logs') });
  }, 'logBucketWithoutAcl', ['"Shop/Logs"', 'BUCKET_OWNER_PREFERRED']],
]));

describe('security headers', () => testRefusals([
  ['an empty content security policy', headers({ contentSecurityPolicy: ' ' }), 'invalidContentSecurityPolicy', ['" "', "default-src 'self'"]],
  ['line breaks', headers({ contentSecurityPolicy: "default-src 'self';\nimg-src 'self'" }), 'invalidContentSecurityPolicy', ['one line']],
  ['a content security policy that is too long', headers({ contentSecurityPolicy: 'x'.repeat(1784) }), 'invalidContentSecurityPolicy', ['1783']],
  ['preload for this host alone', headers({ hstsPreload: true }), 'hstsPreload', ['false', 'hstsIncludeSubdomains: true']],
  ['preload for a day', headers({ hstsPreload: true, hstsIncludeSubdomains: true, hstsMaxAge: Duration.days(1) }), 'hstsPreload', ['1 day']],
  ['a CORS header', headers({ customHeaders: { 'Access-Control-Allow-Origin': '*' } }), 'corsHeaderByHand', ['"Access-Control-Allow-Origin"', 'cors']],
  ['a header with an option of its own', headers({ customHeaders: { 'x-frame-options': 'DENY' } }), 'headerTwice', ['use frameOption']],
  ['too many headers', headers({ customHeaders: Object.fromEntries([...Array(11)].map((_one, i) => [`X-${i}`, '1'])) }), 'tooManyHeaders', ['11', '10']],
]));
