import { Aws, type Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';

const HEADER = 'method.response.header.Access-Control-Allow-Origin';

/** Parts of objects, as players ask for them: browsers make no preflight for a simple Range, so that the preflight needn't allow it. */
export default function build(stack: Stack): void {
  const bucket = new s3.Bucket(stack, 'Recordings');
  const credentialsRole = new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
  bucket.grantRead(credentialsRole);
  const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: ['*'], allowHeaders: ['Content-Type'] } });
  for (const type of [apigateway.ResponseType.DEFAULT_4XX, apigateway.ResponseType.DEFAULT_5XX]) {
    api.addGatewayResponse(type.responseType, { type, responseHeaders: { 'Access-Control-Allow-Origin': "'*'" } });
  }
  const integration = new apigateway.AwsIntegration({
    service: 's3',
    integrationHttpMethod: 'GET',
    path: `${bucket.bucketName}/{name}`,
    region: Aws.REGION,
    options: {
      credentialsRole,
      requestParameters: { 'integration.request.path.name': 'method.request.path.name', 'integration.request.header.Range': 'method.request.header.Range' },
      integrationResponses: [{ statusCode: '206', responseParameters: { [HEADER]: "'*'" } }],
    },
  });
  api.root.addResource('{name}').addMethod('GET', integration, {
    requestParameters: { 'method.request.path.name': true, 'method.request.header.Range': true },
    methodResponses: [{ statusCode: '206', responseParameters: { [HEADER]: true } }],
  });
}
