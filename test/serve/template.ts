/** A REST API whose MOCK answers a GET of `/` by a status, as a template by hand. */
export function mockApi(status: number, name = 'Api'): { readonly Resources: { readonly [logicalId: string]: unknown } } {
  return {
    Resources: {
      [name]: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: name } },
      [`${name}Get`]: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: name },
          ResourceId: { 'Fn::GetAtt': [name, 'RootResourceId'] },
          HttpMethod: 'GET',
          AuthorizationType: 'NONE',
          Integration: {
            Type: 'MOCK', RequestTemplates: { 'application/json': `{"statusCode":${status}}` }, IntegrationResponses: [{ StatusCode: String(status) }],
          },
          MethodResponses: [{ StatusCode: String(status) }],
        },
      },
      [`${name}Deployment`]: { Type: 'AWS::ApiGateway::Deployment', DependsOn: [`${name}Get`], Properties: { RestApiId: { Ref: name } } },
      [`${name}Stage`]: {
        Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: name }, DeploymentId: { Ref: `${name}Deployment` }, StageName: 'v1' },
      },
    },
  };
}
