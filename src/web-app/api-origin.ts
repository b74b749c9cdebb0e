import { Annotations } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import type { ApiBehaviorOptions } from './api-behavior-options';
import type { ApiTarget } from './api-target';
import { guardDistribution } from './distribution-guard';

/** An API as CloudFront's origin: HTTPS only, TLS 1.2, signed for where it asks for that, and watched over by what it knows of the distribution. */
export class ApiOrigin extends origins.HttpOrigin {
  private readonly target: ApiTarget;

  constructor(target: ApiTarget, options: ApiBehaviorOptions) {
    super(target.domainName, {
      originPath: target.originPath,
      httpsPort: target.httpsPort,
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
      customHeaders: options.customHeaders,
      readTimeout: options.readTimeout,
      keepaliveTimeout: options.keepaliveTimeout,
      connectionAttempts: options.connectionAttempts,
      connectionTimeout: options.connectionTimeout,
      originShieldRegion: options.originShieldRegion,
    });
    this.target = target;
  }

  public bind(scope: Construct, options: cloudfront.OriginBindOptions): cloudfront.OriginBindConfig {
    guardDistribution(scope, options.originId, this.target);
    if (this.target.edgeOptimized) {
      Annotations.of(scope).addWarningV2('cdk-cors:edgeApiBehindCloudFront',
        `${this.target.name} is edge-optimized: it has a CloudFront of its own, so that requests pass two of them; ` +
        'make it regional with endpointTypes: [EndpointType.REGIONAL]');
    }
    const config = super.bind(scope, options);
    return this.target.accessControl === undefined ? config
      : { ...config, originProperty: { ...config.originProperty!, originAccessControlId: this.target.accessControl(scope, options) } };
  }
}
