import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { GeoRestriction } from 'aws-cdk-lib/aws-cloudfront';
import { FeaturePlan, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function, type IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { CorsHttpApi, CorsPolicy, CorsRestApi } from '../../src';
import { Site, WebApp } from '../../src/web-app';
import { NEW_APP_FLAGS } from './flags';

/** What a rule asks for: properties of the construct, and what is done to it afterwards. */
export interface Remedy {
  readonly props?: (stack: Stack) => Record<string, unknown>;
  readonly then?: (stack: Stack, construct: any) => void;
}

/** A construct that cdk-nag is asked about: how it is made with the least properties, and the remedy for each rule. */
export interface NagTarget {
  readonly make: (stack: Stack, props: Record<string, unknown>) => unknown;
  readonly remedies: Record<string, Remedy>;
}

const cors = CorsPolicy.forOrigins('https://app.example.com');
const SITE = join(__dirname, '..', '..', 'examples', 'spring-behind-cloudfront', 'site');
const fromBucket: Remedy = { props: (stack) => ({ site: Site.fromBucket(Bucket.fromBucketName(stack, 'Files', 'files')) }) };
const logs: Remedy = { props: () => ({ accessLogs: true }) };
const cognito: Remedy = {
  props: (stack) => ({
    defaultMethodOptions: {
      authorizer: new apigateway.CognitoUserPoolsAuthorizer(stack, 'Authorizer', {
        cognitoUserPools: [UserPool.fromUserPoolId(stack, 'Users', 'eu-central-1_abc')],
      }),
    },
  }),
};

export const NAG_TARGETS: Record<string, NagTarget> = {
  'CorsRestApi': {
    make: (stack, props) => new CorsRestApi(stack, 'Api', { cors, handler: importedHandler(stack), ...props }),
    remedies: {
      APIG1: {
        props: (stack) => ({
          deployOptions: {
            accessLogDestination: new apigateway.LogGroupLogDestination(new LogGroup(stack, 'Logs')),
            accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
          },
        }),
      },
      APIG2: { then: (_stack, api: CorsRestApi) => api.addRequestValidator('Validator', { validateRequestParameters: true, validateRequestBody: true }) },
      APIG3: {
        then: (stack, api: CorsRestApi) => new CfnWebACLAssociation(stack, 'Waf', {
          resourceArn: api.deploymentStage.stageArn, webAclArn: 'arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/api/0b2b2b2b',
        }),
      },
      APIG4: cognito,
      APIG6: { props: () => ({ deployOptions: { loggingLevel: apigateway.MethodLoggingLevel.INFO } }) },
      COG4: cognito,
    },
  },
  'CorsHttpApi': {
    make: (stack, props) => new CorsHttpApi(stack, 'Api', { cors, handler: importedHandler(stack), ...props }),
    remedies: {
      APIG1: {
        props: () => ({ createDefaultStage: false }),
        then: (stack, api: CorsHttpApi) => api.addStage('Stage', {
          autoDeploy: true,
          accessLogSettings: { destination: new apigatewayv2.LogGroupLogDestination(new LogGroup(stack, 'Logs')) },
        }),
      },
      APIG4: { props: () => ({ defaultAuthorizer: new HttpIamAuthorizer() }) },
    },
  },
  'WebApp': {
    make: (stack, props) => new WebApp(stack, 'WebApp', props),
    remedies: {
      CFR1: { props: () => ({ geoRestriction: GeoRestriction.allowlist('DE') }) },
      CFR2: { props: () => ({ webAclId: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/pages/0b2b2b2b' }) },
      CFR3: logs,
      CFR4: {
        props: (stack) => ({
          domainNames: ['app.example.com'],
          certificate: Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/c0ffee'),
        }),
      },
      S1: logs,
    },
  },
  'Site.fromFolder': {
    // Of what a web app is told, only what a folder adds.
    make: (stack, props) => new WebApp(stack, 'WebApp', { site: Site.fromFolder(SITE), ...props }),
    remedies: { IAM4: fromBucket, IAM5: fromBucket, L1: fromBucket },
  },
  'Function': {
    make: (stack, props) => new Function(stack, 'Handler', { runtime: Runtime.NODEJS_20_X, handler: 'index.handler', code: Code.fromInline('0'), ...props } as any),
    remedies: {
      IAM4: { props: (stack) => ({ role: Role.fromRoleName(stack, 'Role', 'writes-its-own-logs') }) },
      L1: { props: () => ({ runtime: Runtime.NODEJS_24_X }) },
    },
  },
  'UserPool': {
    make: (stack, props) => new UserPool(stack, 'Users', props),
    remedies: {
      COG1: { props: () => ({ passwordPolicy: { minLength: 12, requireUppercase: true, requireDigits: true, requireSymbols: true } }) },
      COG2: { props: () => ({ mfa: Mfa.REQUIRED, mfaSecondFactor: { otp: true, sms: false } }) },
      COG8: { props: () => ({ featurePlan: FeaturePlan.PLUS }) },
    },
  },
  'Secret': {
    make: (stack) => new Secret(stack, 'Key'),
    remedies: {
      SMG4: {
        then: (stack, secret: Secret) => secret.addRotationSchedule('Rotation', {
          rotationLambda: importedHandler(stack), automaticallyAfter: Duration.days(30),
        }),
      },
    },
  },
};

/** A function of elsewhere: what is told of functions isn't told of an API. */
function importedHandler(stack: Stack): IFunction {
  return Function.fromFunctionAttributes(stack, 'Imported', {
    functionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:handler', sameEnvironment: true,
  });
}

export function stackWith(build: (stack: Stack) => void): App {
  const app = new App({ context: NEW_APP_FLAGS });
  build(new Stack(app, 'Stack'));
  return app;
}
