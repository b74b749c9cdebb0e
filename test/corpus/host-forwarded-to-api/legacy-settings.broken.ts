import { Duration, Fn, Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** Settings from before there were policies name Host. */
export default function build(stack: Stack): void {
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
  const api = new apigatewayv2.HttpApi(stack, 'Api', { defaultIntegration: new HttpLambdaIntegration('Handler', handler) });
  new cloudfront.CloudFrontWebDistribution(stack, 'Distribution', {
    originConfigs: [{
      customOriginSource: { domainName: Fn.select(2, Fn.split('/', api.apiEndpoint)) },
      behaviors: [{
        isDefaultBehavior: true,
        allowedMethods: cloudfront.CloudFrontAllowedMethods.ALL,
        maxTtl: Duration.seconds(0),
        defaultTtl: Duration.seconds(0),
        forwardedValues: { queryString: true, headers: ['Authorization', 'Host', 'Origin'], cookies: { forward: 'all' } },
      }],
    }],
  });
}
