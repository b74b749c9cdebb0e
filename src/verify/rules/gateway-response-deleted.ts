import type { Rule } from '../app';
import { calledOf } from './update-names';

/** Rules 130 and 131: a gateway response goes by its type, and the cleanup deletes it by that, whichever resource has it by then. */
export const gatewayResponseDeleted: Rule = {
  id: 'gateway-response-deleted',
  severity: 'warning',
  title: 'the update deletes a gateway response that the template has',
  fix: {
    cdk: [
      "const errors = api.addGatewayResponse('Errors', { type: apigateway.ResponseType.DEFAULT_4XX });",
      '// the same type keeps its logical id, so that it is updated in place',
      "(errors.node.defaultChild as apigateway.CfnGatewayResponse).overrideLogicalId('ApiDefault4xx1A2B3C4D');",
    ].join('\n'),
    cloudFormation: [
      'ApiDefault4xx1A2B3C4D: # the same type keeps its logical id, so that it is updated in place',
      '  Type: AWS::ApiGateway::GatewayResponse',
      '  Properties:',
      '    RestApiId: !Ref Api',
      '    ResponseType: DEFAULT_4XX',
    ].join('\n'),
  },
  * inspect({ update }) {
    if (update === undefined) return;
    for (const { resource, owner } of update.overwritten) {
      const name = calledOf(owner, update.deployed);
      const inDocument = resource.type !== owner.type;
      yield {
        resource,
        sameAs: inDocument ? 'document' : resource.path,
        message: inDocument
          ? `the cleanup deletes ${name} of the document of ${resource.logicalId}, since ${owner.logicalId} had it before: the stage has it still, and the next deployment hasn't, unless the document changes`
          : `${name} passes from ${owner.logicalId} to ${resource.logicalId}, and the cleanup deletes it: the stage has it still, and errors lose its headers with the next deployment`,
        fix: inDocument ? AGAIN : sameLogicalId(owner.logicalId, resource.logicalId),
      };
    }
    for (const { api, lost } of update.apis) {
      for (const resource of lost.filter(({ type }) => type === 'AWS::ApiGateway::GatewayResponse')) {
        yield {
          resource,
          severity: 'error',
          sameAs: 'lost',
          message: `the import of the document of ${api.logicalId} removes ${calledOf(resource, update.now)}, and ${resource.logicalId} doesn't change, so that nothing makes it again`,
          fix: IN_DOCUMENT,
        };
      }
    }
  },
};

function sameLogicalId(before: string, now: string) {
  return {
    cdk: `// with the old logical id it is updated in place\n(response.node.defaultChild as apigateway.CfnGatewayResponse).overrideLogicalId('${before}');`,
    cloudFormation: `${before}: # instead of ${now}; with the old logical id it is updated in place\n  Type: AWS::ApiGateway::GatewayResponse`,
  };
}

const AGAIN = {
  cdk: '// when this is deployed: once more, with a change in the document, such as its version\ndocument.info.version = \'2\';',
  cloudFormation: 'Body:\n  info:\n    version: \'2\' # when this is deployed: once more, with a change in the document',
};

const IN_DOCUMENT = {
  cdk: "new CorsSpecRestApi(this, 'Api', {\n  definition: SpecDefinition.fromFile('openapi.yaml'), // with the gateway response in it\n  cors: CorsPolicy.forOrigins('https://app.example.com'),\n});",
  cloudFormation: 'Body:\n  x-amazon-apigateway-gateway-responses:\n    DEFAULT_4XX:\n      responseParameters: {}',
};
