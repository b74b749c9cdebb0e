import { Fn, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { refuse, shown } from '../policy';
import type { ApiTarget } from './api-target';

/** A function URL, which only the distribution may call. */
export function functionUrlTarget(url: lambda.IFunctionUrl): ApiTarget {
  if (typeof url?.url !== 'string' || typeof url.functionArn !== 'string') {
    refuse('notAFunctionUrl', 'ApiBehavior.forFunctionUrl needs a function URL: fn.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM }); use forUrl for any other');
  }
  const name = `function URL ${shown(url.node.path)}`;
  if (url.authType !== lambda.FunctionUrlAuthType.AWS_IAM) {
    refuse('publicFunctionUrl',
      `${name} has the auth type ${shown(url.authType)}, so that anybody can call it past CloudFront; give it authType: FunctionUrlAuthType.AWS_IAM, ` +
      'or use ApiBehavior.forUrl(url.url) where that is meant');
  }
  return {
    name,
    domainName: Fn.select(2, Fn.split('/', url.url)),
    needsOwnHost: true,
    accessControl: (scope, options) => accessControl(url, scope, options),
    ownProperties: url.node.defaultChild instanceof lambda.CfnUrl ? () => ({ cors: (url.node.defaultChild as lambda.CfnUrl).cors }) : undefined,
  };
}

function accessControl(url: lambda.IFunctionUrl, scope: Construct, { distributionId }: cloudfront.OriginBindOptions): string {
  const permission = {
    principal: 'cloudfront.amazonaws.com',
    functionName: url.functionArn,
    sourceArn: Stack.of(scope).formatArn({ service: 'cloudfront', region: '', resource: 'distribution', resourceName: distributionId }),
  };
  // A URL asks for both since October 2025: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
  new lambda.CfnPermission(scope, 'InvokeFunctionUrl', { ...permission, action: 'lambda:InvokeFunctionUrl' });
  new lambda.CfnPermission(scope, 'InvokeFunction', { ...permission, action: 'lambda:InvokeFunction', invokedViaFunctionUrl: true });
  return new cloudfront.FunctionUrlOriginAccessControl(scope, 'AccessControl').originAccessControlId;
}
