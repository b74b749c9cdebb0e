import { Annotations, ArnFormat, Names, Stack, Stage } from 'aws-cdk-lib';
import { type CfnApi, CfnAuthorizer, CfnIntegration, CfnRoute, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { grouped, HTTP_API_INTEGRATIONS, HTTP_API_ROUTES, warnOfQuota, watchStack } from '../limits';
import { addMutatingAspect } from '../mixins';
import { refusal, shown } from '../policy';
import { firstFew } from '../values';
import { refersTo } from './cfn-routes';
import { followApi } from './deployments';
import { markApplied } from './http-api-cors';
import type { BuiltHttpDocument } from './spec/build-http-document';

/** Makes an HTTP API one that is imported from a document. */
export function importDocument(api: HttpApi, built: BuiltHttpDocument): void {
  const cfnApi = api.node.defaultChild as CfnApi;
  cfnApi.body = built.document;
  // They come from the document: an import takes no others.
  cfnApi.name = cfnApi.protocolType = cfnApi.description = cfnApi.corsConfiguration = undefined;
  markApplied(api);
  admit(api, built);
  const scope = Stage.of(api) ?? Stack.of(api);
  // Deployments of the user's own are made later than this.
  const visit = (node: IConstruct) => (node === scope ? followApi(cfnApi, scope, () => []) : undefined);
  addMutatingAspect(scope, { visit });
  api.node.addValidation({ validate: () => besideTheDocument(api, cfnApi, scope) });
  warn(api, built);
  watchStack(api, () => Buffer.byteLength(JSON.stringify(built.document, undefined, 1)));
}

/** One permission a function, for all routes of this API. */
function admit(api: HttpApi, { handlers }: BuiltHttpDocument): void {
  const sourceArn = Stack.of(api).formatArn({ service: 'execute-api', resource: api.apiId, arnFormat: ArnFormat.SLASH_RESOURCE_NAME, resourceName: '*' });
  for (const handler of handlers) {
    handler.addPermission(`HttpApiPermission.${Names.nodeUniqueId(handler.node)}`, {
      principal: new ServicePrincipal('apigateway.amazonaws.com'), scope: api, sourceArn,
    });
  }
}

function besideTheDocument(api: HttpApi, cfnApi: CfnApi, scope: IConstruct): string[] {
  const beside = scope.node.findAll().filter((node): node is CfnRoute | CfnIntegration | CfnAuthorizer =>
    (node instanceof CfnRoute || node instanceof CfnIntegration || node instanceof CfnAuthorizer) && refersTo(node, node.apiId, cfnApi));
  return beside.map(({ node }) => refusal('besideTheDocument',
    `${shown(node.path)} belongs to the HTTP API ${shown(api.node.path)}, which is imported from a document, and API Gateway doesn't support both; ` +
    'put it into the document, or its routes'));
}

function warn(api: HttpApi, { replaced, open, routes, integrations }: BuiltHttpDocument): void {
  if (replaced.length > 0) {
    Annotations.of(api).addWarningV2('cdk-cors:corsReplaced',
      `the policy took the place of the document's own CORS: ${firstFew(replaced, 20)}; remove it from the document, or acknowledge this`);
  }
  if (open.length > 0) {
    Annotations.of(api).addWarningV2('cdk-cors:openScheme',
      `operations name the security ${firstFew(open.map((name) => shown(name)), 20)}, which has no x-amazon-apigateway-authorizer, so that API Gateway lets every call through; ` +
      'give it one of the type jwt or request, or acknowledge this where the back end checks it');
  }
  const name = `the HTTP API ${shown(api.node.path)}`;
  warnOfQuota(api, HTTP_API_ROUTES, routes, `${name} has ${grouped(routes)} routes after ANY and $default are written out`,
    'write out only the methods that are needed, or let one function answer many paths: GET /orders/{proxy+}');
  warnOfQuota(api, HTTP_API_INTEGRATIONS, integrations, `${name} has ${grouped(integrations)} integrations`, 'let routes share integrations');
}
