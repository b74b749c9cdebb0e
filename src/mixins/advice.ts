import { CfnResource } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/** What a construct is, and how it gets CORS. */
export interface Advice {
  readonly kind: string;
  readonly advice: string;
}

type Kind = Advice & { is(construct: IConstruct): boolean };

const KINDS: readonly Kind[] = [
  {
    is: (construct) => construct instanceof apigateway.SpecRestApi,
    kind: 'a REST API that is made from an OpenAPI document',
    advice: 'make it with CorsSpecRestApi, which puts CORS into the document',
  },
  { is: (construct) => construct instanceof apigateway.RestApiBase, kind: 'a REST API', advice: 'use RestApiCors: api.with(new RestApiCors(policy))' },
  { is: isHttpApi, kind: 'an HTTP API', advice: 'use HttpApiCors: api.with(new HttpApiCors(policy))' },
  {
    is: (construct) => construct instanceof apigatewayv2.WebSocketApi,
    kind: 'a WebSocket API',
    advice: 'WebSockets have no CORS: check the Origin header in the $connect route; RestApiCors and HttpApiCors are for APIs that pages call with fetch',
  },
  { is: (construct) => construct instanceof lambda.FunctionBase, kind: 'a Lambda function', advice: 'use FunctionCors: fn.with(new FunctionCors(policy))' },
  {
    is: (construct) => construct instanceof lambda.FunctionUrl,
    kind: 'a function URL',
    advice: 'give it the policy where it is made: fn.addFunctionUrl({ cors: FunctionCors.forFunctionUrl(policy) })',
  },
  {
    is: (construct) => construct instanceof cloudfront.Distribution,
    kind: 'a distribution',
    advice: 'put the API behind it with ApiBehavior and its option cors, or make it with WebApp',
  },
  { is: (construct) => construct instanceof s3.BucketBase, kind: 'a bucket', advice: 'give the bucket its own CORS rules: new Bucket(this, id, { cors: [ … ] })' },
  ofResource('AWS::ApiGateway::RestApi', 'RestApi', 'RestApiCors'),
  {
    is: (construct) => construct instanceof apigatewayv2.CfnApi && (construct.body !== undefined || construct.bodyS3Location !== undefined),
    kind: 'a CfnApi with an OpenAPI document',
    advice: 'whose routes can\'t be seen as constructs: make the API with CorsHttpApi, which puts the policy into the document (definition: SpecDefinition.fromObject(body))',
  },
  ofResource('AWS::ApiGatewayV2::Api', 'HttpApi', 'HttpApiCors'),
  ofResource('AWS::Lambda::Function', 'Function', 'FunctionCors'),
];

/** Undefined where a construct has no CORS, or isn't known. */
export function adviceFor(construct: IConstruct): Advice | undefined {
  return KINDS.find(({ is }) => is(construct));
}

function isHttpApi(construct: IConstruct): boolean {
  return (construct as { readonly isHttpApi?: unknown }).isHttpApi === true;
}

function ofResource(type: string, construct: string, mixin: string): Kind {
  return {
    is: (each) => CfnResource.isCfnResource(each) && each.cfnResourceType === type,
    kind: `a Cfn${type.split('::')[2]}`,
    advice: `${mixin} is for the L2 construct ${construct}: apply it to that`,
  };
}
