import { type App, Stack } from 'aws-cdk-lib';
import { CorsHttpApi, type CorsPolicy, CorsRestApi, WebApp } from 'cdk-cors';

interface Resource {
  readonly Type: string;
  readonly Properties: any;
}

/** What an app of these constructs consists of, for a person to read: its entrances, their routes, and whose pages may call them. */
export function describeApp(app: App): string[] {
  const assembly = app.synth();
  return app.node.findAll().filter((node): node is Stack => node instanceof Stack).flatMap((stack) => {
    const resources: { [logicalId: string]: Resource } = assembly.getStackArtifact(stack.artifactId).template.Resources ?? {};
    const logicalIdOf = (construct: { node: { defaultChild?: any } }) => stack.getLogicalId(construct.node.defaultChild);
    return stack.node.findAll().flatMap((node) => {
      if (node instanceof WebApp) return describeWebApp(node, resources[logicalIdOf(node.distribution)]);
      if (node instanceof CorsRestApi) {
        return describeApi('REST API', node.node.path, restRoutes(logicalIdOf(node), resources), node.cors);
      }
      if (node instanceof CorsHttpApi) {
        return describeApi('HTTP API', node.node.path, httpRoutes(logicalIdOf(node), resources), node.cors);
      }
      return [];
    });
  });
}

function describeWebApp(webApp: WebApp, { Properties }: Resource): string[] {
  const { DefaultCacheBehavior: site, CacheBehaviors: others = [] } = Properties.DistributionConfig;
  const behaviors = [...others, { ...site, PathPattern: '*' }].map((behavior: any) =>
    `  ${behavior.PathPattern.padEnd(12)} ${behavior.PathPattern === '*' ? 'the site' : 'the API'}, ${(behavior.AllowedMethods ?? ['GET', 'HEAD']).join(' ')}`);
  return [
    `CloudFront ${webApp.node.path}`,
    ...behaviors,
    '  the site\'s own pages call all of it, on their own origin, without CORS',
    ...(webApp.cors ? callers(webApp.cors, 'the API') : ['  pages elsewhere can\'t call it']),
    '',
  ];
}

function describeApi(kind: string, path: string, routes: string[], cors: CorsPolicy): string[] {
  return [`${kind} ${path}`, ...routes.map((route) => `  ${route}`), ...callers(cors, 'all of it'), ''];
}

function callers(cors: CorsPolicy, what: string): string[] {
  const origins = cors.allowOrigins.map((origin) => origin.value).join(', ');
  return [`  pages of ${origins} may call ${what}: ${cors.allowMethods.join(' ')}, ${cors.allowCredentials ? 'with' : 'without'} credentials`];
}

function restRoutes(apiId: string, resources: { [logicalId: string]: Resource }): string[] {
  const pathOf = (id: any): string => {
    const parent = resources[id.Ref]?.Properties;
    return parent === undefined ? '' : `${pathOf(parent.ParentId)}/${parent.PathPart}`;
  };
  return sortedRoutes(Object.values(resources)
    .filter(({ Type, Properties }) => Type === 'AWS::ApiGateway::Method' && Properties.RestApiId.Ref === apiId)
    .map(({ Properties }) => ({
      method: Properties.HttpMethod, path: pathOf(Properties.ResourceId) || '/', note: Properties.HttpMethod === 'OPTIONS' ? 'answers preflights' : '',
    })));
}

function httpRoutes(apiId: string, resources: { [logicalId: string]: Resource }): string[] {
  return sortedRoutes(Object.values(resources)
    .filter(({ Type, Properties }) => Type === 'AWS::ApiGatewayV2::Route' && Properties.ApiId.Ref === apiId)
    .map(({ Properties }) => {
      const [method, path] = Properties.RouteKey.split(' ');
      return { method, path, note: Properties.AuthorizationType && Properties.AuthorizationType !== 'NONE' ? Properties.AuthorizationType : '' };
    }));
}

function sortedRoutes(routes: { method: string; path: string; note: string }[]): string[] {
  return routes
    .sort((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`))
    .map(({ method, path, note }) => `${method.padEnd(7)} ${path}${note === '' ? '' : `  (${note})`}`);
}
