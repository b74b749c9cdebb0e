import { Annotations, Token } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { watchDistribution, watchStack } from '../limits';
import { outputProbeCommand, pagesOf } from '../outputs';
import type { CorsPolicy } from '../policy';
import { checkPlace, checkTypes } from '../policy';
import type { ApiBehavior } from './api-behavior';
import { responseConfig } from './api-cors';
import { edgeFunction } from './edge-function';
import { checkPathPrefix, checkPrefixIsFree, prefixId } from './path-prefix';
import { apiSecurityHeaders, siteHeaders } from './security-headers';
import { type DeploySiteOptions, SiteRouting } from './site';
import { deploySite, planSite } from './site-deployment';
import { accessLogsBucket, newSiteBucket } from './web-app-buckets';
import { checkApi, checkBucket, checkDeploymentPath, checkProps, findings } from './web-app-checks';
import type { WebAppProps } from './web-app-props';

/**
 * A site and its APIs on one CloudFront distribution, so that the site's pages call the APIs on their own origin, without CORS.
 *
 * The site's bucket is private and encrypted, read through an origin access control, served over HTTPS and HTTP/3 with security headers. APIs get all methods and
 * are never cached; their errors stay theirs.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export class WebApp extends Construct {
  /** The distribution in front of the site and the APIs. */
  public readonly distribution: cloudfront.Distribution;
  /** The bucket with the site's files. */
  public readonly bucket: s3.IBucket;
  /** The origin of the site's pages, as browsers send it: `https://app.example.com`. Of several domain names the first without a `*`. */
  public readonly origin: string;
  /** Where the site is: the origin and a slash. */
  public readonly url: string;
  /** The pages of other origins that may call the APIs; undefined where none may. */
  public readonly cors?: CorsPolicy;

  private readonly props: WebAppProps;
  private readonly prefixes: string[] = [];
  private readonly deployments = new Map<string, string[]>();

  /**
   * @param props refused with an error: what the properties say they refuse
   */
  constructor(scope: Construct, id: string, props: WebAppProps = {}) {
    checkPlace(scope, id);
    checkProps(props);
    super(scope, id);
    this.props = props;
    this.cors = props.cors;
    const logs = accessLogsBucket(this, props);
    this.bucket = props.site?._bucket ?? newSiteBucket(this, props, logs);
    checkBucket(this, this.bucket);
    this.distribution = this.newDistribution(logs);
    const ownName = Token.isUnresolved(props.domainNames) ? props.domainNames![0] : props.domainNames?.find((name) => !name.startsWith('*'));
    this.origin = `https://${ownName ?? this.distribution.distributionDomainName}`;
    this.url = `${this.origin}/`;
    for (const [pathPrefix, api] of Object.entries(props.apis ?? {})) {
      this.addApi(pathPrefix, api);
    }
    if (props.site?._folder !== undefined) {
      this.deploySite(props.site._folder, props.site._options);
    }
    this.outputProbe();
    watchDistribution(this.distribution);
    watchStack(this);
    this.node.addValidation({ validate: () => findings(props, this.prefixes, [...this.deployments.values()].flat()) });
  }

  /**
   * Serves an API under a path of the distribution.
   *
   * @param pathPrefix such as `/api`, for `/api` and `/api/*`. Throws for a prefix that overlaps with another, and what `ApiBehavior.behaviors` refuses
   * @param api the API
   */
  public addApi(pathPrefix: string, api: ApiBehavior): void {
    checkApi(pathPrefix, api);
    checkPathPrefix(pathPrefix);
    checkPrefixIsFree(pathPrefix, this.prefixes);
    const behaviors = api._behaviors(this, pathPrefix, {
      cors: this.props.cors,
      securityHeaders: apiSecurityHeaders(this.props.securityHeaders ?? {}),
    });
    this.prefixes.push(pathPrefix);
    for (const [pathPattern, { origin, ...options }] of Object.entries(behaviors)) {
      this.distribution.addBehavior(pathPattern, origin, options);
    }
  }

  /**
   * Copies a folder to the site's bucket with each deployment: files with a hash in their name first, then the pages. Nothing is deleted.
   *
   * @param folder the folder that the front end's build wrote. Throws for one that doesn't exist or has no `index.html`
   * @param options refused with an error: what the options say they refuse
   * @returns the deployment of the pages, for what must come before or after it
   */
  public deploySite(folder: string, options: DeploySiteOptions = {}): s3deploy.BucketDeployment {
    checkTypes('the options of deploySite', options, { path: 'text', immutable: 'list', exclude: 'list', memoryLimit: 'number' });
    const path = options.path ?? '/';
    checkDeploymentPath(path, this.deployments.keys());
    const plan = planSite(folder, options);
    this.deployments.set(path, [...plan.fresh, ...plan.immutable].map((file) => `${path === '/' ? '' : path}/${file}`));
    const id = path === '/' ? 'Deployment' : `Deployment:${prefixId(path)}`;
    return deploySite(this, id, folder, plan, { bucket: this.bucket, distribution: this.distribution, options });
  }

  private outputProbe(): void {
    const { cors, probePath } = this.props;
    if (probePath === undefined) return;
    outputProbeCommand(this, { url: `${this.origin}${probePath}`, pages: cors === undefined ? [this.origin] : pagesOf(cors), credentials: cors?.allowCredentials === true });
  }

  private newDistribution(logs: s3.IBucket | undefined): cloudfront.Distribution {
    const { props } = this;
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: props.comment ?? this.node.path.slice(0, 128),
      defaultBehavior: this.siteBehavior(),
      // Without it S3 would list the bucket at /, since it may be listed for the sake of honest 404s.
      defaultRootObject: 'index.html',
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      // CloudFront's own certificate has a policy of its own.
      minimumProtocolVersion: props.certificate === undefined ? undefined : cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      domainNames: props.domainNames,
      certificate: props.certificate,
      webAclId: props.webAclId,
      priceClass: props.priceClass,
      geoRestriction: props.geoRestriction,
      enableIpv6: props.enableIpv6 ?? true,
      ...(logs === undefined ? {} : { enableLogging: true, logBucket: logs, logFilePrefix: props.accessLogsPrefix ?? 'cloudfront/' }),
    });
    Annotations.of(distribution).acknowledgeWarning('@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk', 'the distribution has a default root object');
    return distribution;
  }

  private siteBehavior(): cloudfront.BehaviorOptions {
    const routing = this.props.routing ?? SiteRouting.SINGLE_PAGE;
    return {
      origin: origins.S3BucketOrigin.withOriginAccessControl(this.bucket, {
        // A caller that may list gets 404 for a missing object, any other 403 (rule 110).
        originAccessLevels: [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST],
      }),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: true,
      responseHeadersPolicy: new cloudfront.ResponseHeadersPolicy(this, 'SiteHeaders', siteHeaders(this.props.securityHeaders ?? {}, this.props.siteCors)),
      functionAssociations: this.siteFunctions(routing),
    };
  }

  private siteFunctions(routing: SiteRouting): cloudfront.FunctionAssociation[] | undefined {
    const { siteCors } = this.props;
    const associations: cloudfront.FunctionAssociation[] = [];
    if (routing !== SiteRouting.NONE) {
      associations.push({
        eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
        function: edgeFunction(this, 'SiteRouting', { files: ['site.js'], config: { routing }, comment: `Site routing: ${routing}` }),
      });
    }
    if (siteCors !== undefined) {
      associations.push({
        eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE,
        function: edgeFunction(this, 'SiteResponse', {
          files: ['allowed-origin.js', 'api-response.js'], config: responseConfig(siteCors), comment: 'CORS headers of the site\'s files',
        }),
      });
    }
    return associations.length === 0 ? undefined : associations;
  }
}
