import type { Rule } from '../app';

/** A REST API with a document and resources of its own: each import of the document removes what isn't in it. */
export const documentOverwritesMethods: Rule = {
  id: 'document-overwrites-methods',
  severity: 'warning',
  title: 'preflights or gateway responses stand beside an OpenAPI document, which overwrites them',
  fix: {
    cdk: [
      "new CorsSpecRestApi(this, 'Api', {",
      "  definition: SpecDefinition.fromFile('openapi.yaml'),",
      "  cors: CorsPolicy.forOrigins('https://app.example.com'),",
      '});',
    ].join('\n'),
    cloudFormation: [
      'Body:',
      '  paths:',
      '    /items:',
      '      options:',
      '        security: []',
      '        x-amazon-apigateway-integration:',
      '          type: mock',
      '  x-amazon-apigateway-gateway-responses:',
      '    DEFAULT_4XX:',
      '      responseParameters:',
      '        gatewayresponse.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
    ].join('\n'),
  },
  * inspect(app) {
    const { model } = app.emulator;
    for (const { resource: api } of app.restApis) {
      // a document that can't be read may have them too
      if (api.properties.Body === undefined || api.properties.Mode === 'merge') continue;
      for (const part of ['AWS::ApiGateway::Method', 'AWS::ApiGateway::GatewayResponse'].flatMap((type) => model.ofType(type))) {
        if (model.referent(part.properties.RestApiId) === api && isOfCors(part.properties)) {
          yield {
            resource: part,
            message: `${part.logicalId} stands beside the OpenAPI document of ${api.logicalId}: the next change of the document imports it anew, and without what isn't in it`,
            sameAs: 'document',
          };
        }
      }
    }
  },
};

function isOfCors({ HttpMethod, ResponseParameters }: { readonly [name: string]: unknown }): boolean {
  return HttpMethod === 'OPTIONS' || Object.keys(typeof ResponseParameters === 'object' ? ResponseParameters ?? {} : {}).some((name) => /access-control-/i.test(name));
}
