/** A limit of an AWS service, as its documentation and Service Quotas name it. */
export interface Quota {
  readonly service: string;
  readonly name: string;
  /** What an account has unless it asked for more. */
  readonly value: number;
  readonly adjustable: boolean;
  /** The count from which on there is a warning: for a limit that can't be raised, before it is reached. */
  readonly tellFrom: number;
  /** The id of the warning, by which it is acknowledged. */
  readonly warning: string;
}

const adjustable = (service: string, name: string, value: number, warning: string): Quota =>
  ({ service, name, value, adjustable: true, tellFrom: value + 1, warning: `cdk-cors:${warning}` });

const fixed = (service: string, name: string, value: number, warning: string): Quota =>
  ({ service, name, value, adjustable: false, tellFrom: Math.ceil(value * 0.9), warning: `cdk-cors:${warning}` });

/** Rule 119. @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
export const REST_API_RESOURCES = adjustable('API Gateway', 'Resources per API', 300, 'restApiResourceQuota');

/** Rule 119. @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const HTTP_API_ROUTES = adjustable('API Gateway', 'Routes per API', 300, 'httpApiRouteQuota');
export const HTTP_API_INTEGRATIONS = fixed('API Gateway', 'Integrations per API', 300, 'httpApiIntegrationQuota');

/** Rule 121. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const STACK_RESOURCES = fixed('CloudFormation', 'Resources per template', 500, 'stackResourceQuota');
export const TEMPLATE_BYTES = fixed('CloudFormation', 'Template body size in an S3 object', 1_000_000, 'templateSizeQuota');

/** Rule 122. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
export const CACHE_BEHAVIORS = adjustable('CloudFront', 'Cache behaviors per distribution', 75, 'cacheBehaviorQuota');
export const ORIGINS = adjustable('CloudFront', 'Origins per distribution', 100, 'originQuota');
