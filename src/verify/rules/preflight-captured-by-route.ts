import type { Resolved, TemplateResource } from '../../emulator';
import type { App, Case, Cause, Rule } from '../app';
import { httpApisOf } from '../http-apis';
import { failedAtPreflight, lastStatus, preflightVia, resourceOf, routeName } from './evidence';

/** Rule 70: the CORS configuration of an HTTP API answers preflights only where no route takes OPTIONS, as ANY and $default do. */
export const preflightCapturedByRoute: Rule = {
  id: 'preflight-captured-by-route',
  severity: 'error',
  title: 'a route of the HTTP API takes the preflight before its CORS configuration',
  fix: {
    cdk: [
      '// ANY and $default are written out as methods, so that no route takes OPTIONS',
      "httpApi.with(new HttpApiCors(CorsPolicy.forOrigins('https://app.example.com')));",
    ].join('\n'),
    cloudFormation: [
      'GetAnything: # a route for each method, in place of ANY or $default',
      '  Type: AWS::ApiGatewayV2::Route',
      '  Properties:',
      '    ApiId: !Ref Api',
      '    RouteKey: GET /{proxy+}',
      '    Target: !Sub integrations/${Integration}',
    ].join('\n'),
  },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || !failedAtPreflight(trouble) || !isCaptured(trouble)) return undefined;
    return causeOf(trouble, `gets ${lastStatus(trouble) ?? 'an answer'} from ${guardOf(trouble)}, and the preflight of ${routeName(trouble)} fails`);
  },
  * inspect(app) {
    const seen = new Set<unknown>();
    for (const each of app.cases) {
      if (each.variant.failure !== undefined || each.verdict.outcome !== 'unknown' || each.page.role !== 'declared' || !isCaptured(each)) continue;
      const api = apiOf(each, app);
      if (api?.cors === undefined || seen.has(api)) continue;
      seen.add(api);
      yield {
        ...causeOf(each, `is answered by ${guardOf(each)}: CORS works only as long as that answers OPTIONS with a status from 200 to 299`),
        severity: 'warning',
        evidence: [each.verdict],
      };
    }
  },
};

function isCaptured(examined: Case): boolean {
  return preflightVia(examined).some(({ kind }) => kind === 'route');
}

function apiOf(examined: Case, app: App) {
  const stage = preflightVia(examined).find(({ kind }) => kind === 'route');
  return httpApisOf(app).map(([, api]) => api).find(({ routes }) => routes.some(({ resource }) => resource === stage?.resource));
}

/** Who ended it. */
function guardOf(examined: Case): string {
  const via = preflightVia(examined);
  const authorizer = via.find(({ kind }) => kind === 'authorizer');
  return via.some(({ kind }) => kind === 'integration') ? 'the integration' : authorizer === undefined ? 'the route' : `the authorizer ${authorizer.name}`;
}

function causeOf(examined: Case, end: string): Cause {
  const route = preflightVia(examined).find(({ kind }) => kind === 'route')!;
  const resource = resourceOf(route, examined);
  return {
    resource,
    property: placeIn(resource, route.name),
    sameAs: 'takes OPTIONS',
    message: `the route ${route.name} takes OPTIONS, so that the CORS configuration doesn't answer: OPTIONS ${examined.target.path} ${end}`,
  };
}

/** Where a route stands: by itself, or in the document of its API. */
function placeIn({ properties: { Body } }: TemplateResource, name: string): string {
  const [method, path] = name.split(' ');
  const operation = method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
  return Body === undefined ? 'Properties/RouteKey' : `Properties/Body/paths/${path === undefined ? defaultRouteIn(Body) : `${path}/${operation}`}`;
}

/** As the document spells it: exports of API Gateway write `/$default`, SAM `$default`. */
function defaultRouteIn(body: Resolved): string {
  return Object.keys(Object(Object(body).paths)).find((path) => path === '$default') ?? '/$default';
}
