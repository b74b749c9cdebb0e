import type { Cause, Fix, Rule } from './app';
import { BUCKET_RULE, BUCKET_RULE_CDK, FUNCTION_URL_FIX, HTTP_API_CORS, HTTP_API_DOCUMENT_CORS } from './rules/fixes';

/** The fix for the place at fault: what mends a REST API does nothing for an HTTP API, a function URL or a bucket. */
export function fixAt({ fix }: Rule, { fix: own, resource: { type, properties } }: Cause): Fix {
  if (own !== undefined || !/RestApiCors|CorsRestApi/.test(fix.cdk)) return own ?? fix;
  if (type.startsWith('AWS::ApiGatewayV2::')) return properties.Body === undefined ? HTTP_API_CORS : HTTP_API_DOCUMENT_CORS;
  if (type === 'AWS::Lambda::Url') return FUNCTION_URL_FIX;
  return type === 'AWS::S3::Bucket' ? { cdk: BUCKET_RULE_CDK, cloudFormation: BUCKET_RULE } : fix;
}
