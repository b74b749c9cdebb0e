import type { Rule } from '../app';

/** Rule 75: these names are reserved, so that parameter mapping can neither set nor mend them. */
export const corsHeaderMapped: Rule = {
  id: 'cors-header-mapped',
  severity: 'error',
  title: 'an integration of an HTTP API maps CORS headers, which are reserved',
  fix: {
    cdk: "httpApi.with(new HttpApiCors(CorsPolicy.forOrigins('https://app.example.com')));",
    cloudFormation: [
      'CorsConfiguration:',
      '  AllowOrigins: [https://app.example.com]',
      '  AllowMethods: [GET, POST]',
      '  AllowHeaders: [content-type]',
    ].join('\n'),
  },
  * inspect(app) {
    for (const { api: { routes } } of app.httpApis) {
      for (const { integration, key } of routes) {
        const mapped = integration !== undefined && 'responseParameters' in integration
          ? integration.responseParameters.flatMap(([, mapping]) => mapping.map(([name]) => name)).find((name) => /header\.access-control-/i.test(name)) : undefined;
        if (mapped === undefined || integration === undefined || !('resource' in integration)) continue;
        yield {
          resource: integration.resource,
          property: integration.resource.type === 'AWS::ApiGatewayV2::Integration' ? 'Properties/ResponseParameters' : undefined,
          message: `the integration of ${key} maps ${mapped}, which HTTP APIs reserve: the deployment fails`,
        };
      }
    }
  },
};
